"""The page of the gallery: `docs/gallery.md`."""

from __future__ import annotations

from collections.abc import Iterator

from practicesync.app.present.menu import menu
from practicesync.app.present.shown import Submenu
from practicesync.core.phase import Phase
from tests.desktop.film import STEPS, file_of
from tests.desktop.looking import seen
from tests.gallery.icons import SHEETS
from tests.gallery.looks import SCALES
from tests.gallery.subjects import Subject, conversations, statuses
from tests.status_page import shown_in

FOLDER = "images/gallery"
"""Where the pictures are, from the page."""

_TOP = """\
# What people see

These are pictures of the program as it runs: its icon, its windows, and a whole first day.
Names, numbers and times in them are examples.
Each window is shown light and dark; a link leads to the same at 200 %.
`python -m tests.gallery` takes all pictures anew, and a test tells which is missing.
"""

_ICONS = """\
## The icon

Each sign at 16, 20, 24, 32 and 48 pixels, on a light and on a dark task bar.
Further rows show them without colours, and as people see them who see some colours less.
The shape says what the colour does.
"""

_STATUS = """\
## The status window and the menu

A click on the icon opens this window; above each stand the icon and what it says under the mouse.
In these pictures Tk draws the menu from the program's entries; on Windows, Windows does.
"""

_FILM = """\
## From a fresh computer to contacts in sync

A test does this with the mouse alone: with a real database, a real online copy, a real task bar.
These are pictures of its screen.
"""


def gallery_page() -> str:
    """Return the page in Markdown."""
    return "\n".join(_parts())


def _parts() -> Iterator[str]:
    yield _TOP
    yield _ICONS
    for file in SHEETS:
        yield _picture(file.removesuffix(".png").replace("-", " ").capitalize(), file)
    yield _STATUS
    for entry in menu(seen(shown_in(Phase.IN_SYNC)[0])):
        if isinstance(entry, Submenu):
            further = ", ".join(one.label for one in entry.entries)
            yield f"- *{entry.label}*: {further}"
    yield ""
    for subject in statuses():
        yield from _subject(subject)
    for name, subjects in conversations():
        yield f"## {name}\n"
        for subject in subjects:
            yield from _subject(subject)
    yield _FILM
    for number, (step, words) in enumerate(STEPS.items(), 1):
        yield f"### {number}. {words}\n"
        yield _picture(words, f"film-{file_of(step)}")


def _subject(subject: Subject) -> Iterator[str]:
    usual, *larger = (subject.file(scale) for scale in SCALES)
    yield f"### {subject.heading}\n"
    if subject.words:
        yield f"{subject.words}\n"
    yield _picture(subject.heading, usual)
    yield from (f"[At 200 %]({FOLDER}/{file})\n" for file in larger)


def _picture(words: str, file: str) -> str:
    return f"![{words}]({FOLDER}/{file})\n"
