"""Looks at the state folder, and keeps icon, menu and windows true to it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass

from practicesync.adapters.local_zone import LOCAL
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.present.face import face
from practicesync.app.present.icon import Latch, tooltip
from practicesync.app.present.menu import menu
from practicesync.app.present.shown import Entry, Seen
from practicesync.app.present.toast import Story, toast
from practicesync.app.tray.parts import Icon, Keeper, Loop, Startup, Watch, Windows
from practicesync.app.tray.pulse import Pulse
from practicesync.app.tray.told import ToldFile
from practicesync.core.phase import Sign
from practicesync.core.phase_words import Today
from practicesync.core.snapshot import Status

EVERY = 10.0
"""Seconds between two looks while no file says that something has changed."""

RIGHTS_EVERY = 60.0
"""Seconds between two looks at whether this account may ask: on Windows each writes a file."""


@dataclass(frozen=True)
class Around:
    """What a viewer deals with; `wall` is the clock on the wall, in seconds since 1970."""

    folder: StateFolder
    loop: Loop
    icon: Icon
    windows: Windows
    keeper: Keeper
    startup: Startup
    watch: Watch
    told: ToldFile
    wall: Callable[[], float] = time.time


class Viewer:
    """Shows what it sees: each thing only when it is another one than before."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._pulse = Pulse()
        self._latch = Latch()
        self._story = Story(told=around.told.read())
        self._shown: tuple[Sign, str] | None = None
        self._offered: tuple[Entry, ...] | None = None
        self._silent = True
        self._may_ask = False
        self._rights_looked_at: float | None = None
        self._asked = False

    def tick(self) -> None:
        """Look now, and then every few seconds, whatever comes of this look."""
        self._around.loop.later(EVERY, self.tick)
        self._around.watch.keep(self.changed)
        self._look_at_rights(self._around.loop.monotonic())
        self.look()

    def changed(self) -> None:
        """Ask for a look; every thread may, as often as it likes."""
        if not self._asked:
            self._asked = True
            self._around.loop.soon(self.look)

    def look(self) -> None:
        """Look, and show what is new."""
        self._asked = False
        seen = self._seen()
        shown = face(seen)
        monotonic = self._around.loop.monotonic()
        self._sign(shown, monotonic)
        if (entries := menu(seen)) != self._offered:
            self._offered = entries
            self._around.icon.offer(entries)
        self._around.windows.follow(seen)
        self._tell(seen, shown, monotonic)

    def _look_at_rights(self, monotonic: float) -> None:
        before = self._rights_looked_at
        if before is None or monotonic - before >= RIGHTS_EVERY:
            self._rights_looked_at = monotonic
            self._may_ask = self._around.folder.inbox.hears_me()

    def _tell(self, seen: Seen, shown: Status, monotonic: float) -> None:
        before = self._story.told
        self._story, message = toast(
            self._story, shown, seen.today, monotonic, may_ask=seen.may_ask
        )
        if self._story.told != before:
            self._around.told.keep(self._story.told)
        if message:
            self._around.icon.tell(message)

    def _sign(self, shown: Status, monotonic: float) -> None:
        sign, again = self._latch.shown(shown, monotonic)
        if (sign, tooltip(shown)) != self._shown:
            self._shown = (sign, tooltip(shown))
            self._around.icon.show(*self._shown)
        if again is not None:
            self._around.loop.later(again, self.changed)

    def _seen(self) -> Seen:
        around = self._around
        wall = around.wall()
        silent = self._pulse.is_silent(around.folder.last_beat(), wall, around.loop.monotonic())
        if silent and not self._silent:
            around.keeper.missed()
        self._silent = silent
        return Seen(
            status=around.folder.shown(),
            silent=silent,
            today=Today(dt.datetime.fromtimestamp(wall, dt.UTC), LOCAL),
            service=around.keeper.state(),
            may_ask=self._may_ask,
            may_start=around.keeper.may_start(),
            starts_with_windows=around.startup.is_on(),
        )
