"""The icon beside the clock while the demo runs, where this computer has a place for one."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from practicesync.demo.child import Child, command
from practicesync.demo.stage import Stage

_RUNTIME = "XDG_RUNTIME_DIR"
"""Names where a session keeps what ends with it.

https://specifications.freedesktop.org/basedir-spec/latest/
"""


class Icon:
    """The icon's program, or none; whatever becomes of it, the demo goes on."""

    def __init__(self, console: Console, child: Child | None = None) -> None:
        self._console = console
        self._child = child

    @property
    def is_there(self) -> bool:
        """Whether there is an icon to look at."""
        return self._child is not None and self._child.process.poll() is None

    def look(self) -> None:
        """Say so, once, if the icon has ended by itself; who closed it knows."""
        if self._child is None or (code := self._child.process.poll()) is None:
            return
        if code:
            self._console.print(
                f"The icon beside the clock has ended by itself with code {code}, and the demo "
                f"goes on without it. What it said: {self._child.errors}",
                markup=False,
                soft_wrap=True,
            )
        self._child = None

    def end(self) -> None:
        """Take the icon away, if it is still there."""
        if self._child is not None:
            self._child.end()


def show_icon(stage: Stage, console: Console) -> Icon:
    """Show the icon of what runs there, or say in a line why there is none."""
    if why := why_none(os.environ):
        console.print(f"There is no icon beside the clock: {why}.", markup=False)
        return Icon(console)
    arguments = [command("practicesync"), "--state", str(stage.state), "tray", "--for-now"]
    return Icon(console, Child.start("tray", stage.folder, arguments, _session(stage.folder)))


def why_none(environ: Mapping[str, str]) -> str:
    """Return why there is no place for an icon here; empty if there is one."""
    if sys.platform == "win32":
        return ""
    if sys.platform == "darwin":
        return "there is none on macOS"
    name = environ.get("DISPLAY")
    return _why_none_on(name) if name else "this terminal has no screen"


def _why_none_on(name: str) -> str:
    """Ask the X server: https://specifications.freedesktop.org/systemtray-spec/latest/."""
    from Xlib import X, display, error

    try:
        screen = display.Display(name)
    except (error.DisplayError, OSError, OverflowError):
        return f"the screen {name} can't be reached"
    try:
        place = screen.get_atom(f"_NET_SYSTEM_TRAY_S{screen.get_default_screen()}")
        taken = screen.get_selection_owner(place) != X.NONE
    finally:
        screen.close()
    return "" if taken else "this screen has no task bar that takes icons"


def _session(folder: Path) -> Mapping[str, str]:
    """Return where the icon keeps what goes with its session, where the session has no place."""
    if os.environ.get(_RUNTIME) or sys.platform == "win32":
        return {}
    place = folder / "session"
    place.mkdir(mode=0o700)
    return {_RUNTIME: str(place)}
