"""Everything that is shown in the gallery, taken from the program: no list to keep in step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from practicesync.app.present.face import face
from practicesync.app.present.icon import sign, tooltip
from practicesync.app.present.shown import Seen
from practicesync.app.present.window import window
from practicesync.app.window.page import Page
from practicesync.core.status import WORST_FIRST
from tests.desktop.film import STEPS, file_of
from tests.desktop.looking import seen
from tests.desktop.pages import pages
from tests.gallery.icons import SHEETS
from tests.gallery.looks import SCALES, looks
from tests.status_page import TODAY, several, shown_in

ICONS = "../src/practicesync/app/icons"
"""Where the icons are, from the page."""

CONVERSATIONS: Mapping[str, tuple[str, ...]] = {
    "Connect to your practice database": ("connect",),
    "Activate contacts sync": ("activate",),
    "Contacts that were not sent": ("not",),
    "Deletions that wait for you": ("review",),
    "Full check": ("check", "checked"),
    "Stop syncing contacts": ("stop", "stopping", "stopped"),
    "Settings": ("settings", "password"),
    "Help": ("support", "about"),
    "When something didn't work": ("refused",),
}
"""The conversations, and what the names of their pages begin with."""


class Subject(msgspec.Struct, frozen=True):
    """A window at one moment; `words` is what a picture of it can't show."""

    name: str
    heading: str
    shows: Seen | Page
    words: str = ""

    def file(self, scale: float) -> str:
        """Return the name of its picture at that scale, light and dark side by side."""
        return f"{self.name}-{round(100 * scale)}.png"


def statuses() -> Iterator[Subject]:
    """Give every phase, then what is beside phases."""
    for phase in reversed(WORST_FIRST):
        yield _status(phase.value.replace("_", "-"), seen(shown_in(phase)[0]))
    both = seen(several())
    yield _status("several", both, "Several practices: ")
    outsider = msgspec.structs.replace(both, may_ask=False, starts_with_windows=None)
    yield _status("looking-only", outsider, "Who may only look: ")
    booting = Seen(status=None, silent=True, today=TODAY, service="starting")
    yield _status("booting", booting, "While Windows starts: ")


def conversations() -> Iterator[tuple[str, list[Subject]]]:
    """Give each conversation with its pages."""
    known = {start: name for name, starts in CONVERSATIONS.items() for start in starts}
    found: dict[str, list[Subject]] = {name: [] for name in CONVERSATIONS}
    for name, page in pages().items():
        found[known[name.partition("-")[0]]].append(Subject(f"page-{name}", page.title, page))
    yield from found.items()


def windows() -> list[Subject]:
    """Return everything that is a window."""
    return [*statuses(), *(one for _, subjects in conversations() for one in subjects)]


def pictures() -> dict[str, str]:
    """Return every picture by the name of its file, and which looks it shows."""
    both = {
        one.file(scale): ", ".join(look.name for look in looks(scale))
        for scale in SCALES
        for one in windows()
    }
    film = {f"film-{file_of(step)}": "light 100 %" for step in STEPS}
    return {**dict.fromkeys(SHEETS, "icons"), **both, **film}


def _status(name: str, known: Seen, before: str = "") -> Subject:
    heading = before + window(known).headline.sentence
    shown = sign(face(known))
    icon = f"![{shown.colour.value}, {shown.shape.value}]({ICONS}/{shown.shape.value}-24.png)"
    return Subject(f"status-{name}", heading, known, f"{icon} {tooltip(face(known))}")
