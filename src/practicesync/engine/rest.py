"""The waits of a practice's thread: silence beyond them is trouble, and so is to oversleep."""

from __future__ import annotations

import math

from practicesync.core.instant import Instant, overslept, was_set
from practicesync.ports import Clock


class Rest:
    """Waits for one thread; `overdue` and `rouse` are for other threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._quiet_until = math.inf  # until the thread has started
        self._roused = False

    def begin(self) -> None:
        """Note that the thread has started."""
        self._quiet_until = self._clock.monotonic()

    def wait(self, seconds: float) -> bool:
        """Wait, or less if woken; return True if the work is to stop."""
        before = self.instant()
        self._quiet_until = before.monotonic + seconds
        stop = self._clock.wait(seconds)
        after = self.instant()
        self._quiet_until = after.monotonic
        self._roused = self._roused or overslept(before, after, seconds) or was_set(before, after)
        return stop

    def overdue(self, monotonic: float) -> float:
        """Return for how many seconds the thread has been silent beyond its own wait."""
        return max(0.0, monotonic - self._quiet_until)

    def rouse(self) -> None:
        """Note that the computer has slept, or that its clock was set."""
        self._roused = True

    def roused(self) -> bool:
        """Tell, once, whether that was so."""
        roused, self._roused = self._roused, False
        return roused

    def instant(self) -> Instant:
        """Return what both clocks say."""
        return Instant(self._clock.now(), self._clock.monotonic())
