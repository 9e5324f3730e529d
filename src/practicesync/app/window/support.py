"""A file for support, and what this program is, at a window."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence

from practicesync import __version__
from practicesync.app.present.shown import Row
from practicesync.app.window.page import Block, Choice, Copied, Facts, Lines, Page, Words
from practicesync.app.window.refused import BUSY, CLOSE
from practicesync.app.window.talk import Talk
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.phase import SIGNS, Phase
from practicesync.core.snapshot import Status

PROMISE = "No contact's name, number or address is in it, and no password."
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def support_file(talk: Talk) -> None:
    """Ask for a place, and write the file there."""
    name = f"practicesync-support-{talk.today.now.astimezone(talk.today.zone):%Y%m%d-%H%M}.zip"
    path = talk.answer(ask_page(name)).texts["file"]
    talk.show(writing_page())
    command = [*talk.around.program, "--state", str(talk.around.folder.root), "--json"]
    if _run([*command, "support-file", path]):
        raise Misconfigured(Code.FILE_NOT_WRITTEN, path=path)
    talk.answer(written_page(path))


def _run(command: Sequence[str]) -> int:
    """Run a command that nobody sees, and return its exit code."""
    quiet = subprocess.DEVNULL
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
        return subprocess.call(
            command, stdin=quiet, stdout=quiet, stderr=quiet, creationflags=flags
        )
    return subprocess.call(command, stdin=quiet, stdout=quiet, stderr=quiet)


def ask_page(name: str) -> Page:
    """Return what would be in the file, and the question where it goes."""
    held = (
        "The log, and how everything stands now",
        "The settings without logins, and the versions of everything",
        "What was tested last, and how many contacts are waiting",
    )
    return Page(
        key="support",
        title="A file for support",
        under=PROMISE,
        blocks=(Lines("What is in it", held),),
        choices=(Choice(name="save", label="Save it", main=True, file=name), CLOSE),
    )


def writing_page() -> Page:
    """Return that the file is on its way."""
    return Page(key="writing", title="Writing the file", sign=BUSY)


def written_page(path: str) -> Page:
    """Return where the file is."""
    return Page(
        key="written",
        title="The file is written",
        under="Send it to support, and look into it before if you like.",
        sign=SIGNS[Phase.IN_SYNC],
        blocks=(Copied(path, "Copy where it is", rows=2),),
        choices=(Choice(name="close", label="Close", main=True, leaves=True),),
    )


def about(talk: Talk) -> None:
    """Show what this program is."""
    talk.answer(about_page(talk.around.folder.shown(), licences()))


def about_page(shown: Status | None, programs: Sequence[str]) -> Page:
    """Return the versions, and the licences of the programs as far as they are known."""
    rows = [Row("Version", __version__)]
    if shown and shown.worker.version and shown.worker.version != __version__:
        rows.append(Row("Version that syncs", shown.worker.version))
    if shown:
        rows.append(Row("Runs as a Windows service", "yes" if shown.worker.service else "no"))
    made_with: tuple[Block, ...] = ()
    if programs:
        told = Words("It is made with these programs, each under its own licence:", "Quiet")
        made_with = (told, Copied("\n".join(programs), rows=8))
    return Page(
        key="about",
        title="Practice Sync",
        under="Keeps an online copy of your practice's contacts true to your own database.",
        blocks=(Facts(tuple(rows)), *made_with),
        choices=(Choice(name="close", label="Close", main=True, leaves=True),),
    )


def licences() -> list[str]:
    """Return the programs that this one is made with, and the licence of each."""
    # Here, for it takes room that an icon needn't have.
    from importlib.metadata import PackageNotFoundError, requires

    try:
        wanted = requires("practicesync") or []
    except PackageNotFoundError:
        return []
    named = (_NAME.match(one) for one in wanted if "extra ==" not in one)
    return [line for name in sorted({one[0] for one in named if one}) for line in _licence(name)]


def _licence(name: str) -> list[str]:
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        about_it = metadata(name)
    except PackageNotFoundError:
        return []
    kinds = [one.rpartition(" :: ")[2] for one in about_it.get_all("Classifier", []) if _is(one)]
    told = [*about_it.get_all("License-Expression", []), ", ".join(kinds)]
    told += about_it.get_all("License", [])
    short = next(filter(None, told), "")
    return [f"{name} {about_it['Version']}: {short.splitlines()[0] if short else 'see its page'}"]


def _is(classifier: str) -> bool:
    return classifier.startswith("License ::")
