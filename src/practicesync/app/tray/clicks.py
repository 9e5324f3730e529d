"""What a click in the menu, in a window or on the icon leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from practicesync.app.present.shown import Act, ActKind
from practicesync.app.tray.parts import Keeper, Loop, Startup, Windows


class Clicks:
    """Carries out what is about the icon, and passes on the rest."""

    def __init__(self, loop: Loop, keeper: Keeper, startup: Startup) -> None:
        self._loop = loop
        self._windows: Windows | None = None
        self._done: Callable[[], None] = _nothing
        self._own: Mapping[ActKind, Callable[[], None]] = {
            ActKind.START: keeper.start,
            ActKind.START_WITH_WINDOWS: lambda: startup.turn(on=not startup.is_on()),
            ActKind.CLOSE_ICON: loop.end,
        }

    def lead_to(self, windows: Windows, done: Callable[[], None]) -> None:
        """Let clicks open these windows; `done` hears that the icon's own part may have changed."""
        self._windows, self._done = windows, done

    def click(self, act: Act) -> None:
        """Take a click, and carry it out in the loop; every thread may click."""
        self._loop.soon(lambda: self._carry_out(act))

    def _carry_out(self, act: Act) -> None:
        if own := self._own.get(act.kind):
            own()
            self._done()
        elif self._windows is None:
            return
        elif act.kind is ActKind.OPEN:
            self._windows.open()
        else:
            self._windows.perform(act)


def _nothing() -> None:
    """Do nothing."""
