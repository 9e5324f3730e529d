"""Where the help is: plain pages on this computer, for any browser."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from practicesync.app.present.shown import Act, ActKind
from practicesync.core.snapshot import Links

_START, _MESSAGES = "index", "troubleshooting"
_NAME = re.compile(r"[a-z0-9-]+")


def page(anchor: str = "") -> str:
    """Return the address of the help of a code (``ps-cld-01``) or topic; of neither: its start.

    Each has a file of its own, because Windows drops what follows a ``#`` when it opens a file.
    What this version has no page for leads to the list of all messages.
    """
    folder = Path(str(files("practicesync.app") / "help_pages"))
    path = folder / f"{anchor or _START}.html"
    if not _NAME.fullmatch(anchor or _START) or not path.is_file():
        path = folder / f"{_MESSAGES}.html"
    return path.resolve().as_uri()


def address(act: Act, links: Links) -> str:
    """Return what a click on help, support or privacy opens: the practice's own page, or ours."""
    if act.kind is ActKind.SUPPORT:
        return links.support or page("support")
    if act.kind is ActKind.PRIVACY:
        return links.privacy or page("security")
    if links.guide and act.argument:
        return f"{links.guide}#{act.argument}"
    return links.guide or page(act.argument)
