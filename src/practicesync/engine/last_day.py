"""The last 24 hours as they really were, wherever the clock on the wall was set in them."""

from __future__ import annotations

import datetime as dt

from practicesync.core.instant import Instant, was_set
from practicesync.ports import Clock

DAY = dt.timedelta(hours=24)


class LastDay:
    """Remembers how the clock was set each time that it was asked; a day is counted in seconds.

    Who asks before anything is stamped has all that was stamped within the day behind `began`.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._times = [self._now()]

    def began(self) -> dt.datetime:
        """Return the earliest time of day that anything of the last 24 hours can bear.

        After the clock was set forward that is longer ago than a day, so that nothing of the day
        is forgotten by it; after it was set back it is a day ago.
        """
        self._note()
        now = self._clock.monotonic()
        return min(
            one.wall + dt.timedelta(seconds=now - one.monotonic) - DAY for one in self._times
        )

    def _note(self) -> None:
        now = self._now()
        if was_set(self._times[-1], now):
            self._times.append(now)
        # The first that is kept was right until the second began.
        while len(self._times) > 1 and now.monotonic - self._times[1].monotonic > _SECONDS:
            self._times.pop(0)

    def _now(self) -> Instant:
        return Instant(self._clock.now(), self._clock.monotonic())


_SECONDS = DAY.total_seconds()
