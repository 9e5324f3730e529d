"""How often the log says what somebody else can cause as often as they like."""

from __future__ import annotations

import datetime as dt

AN_HOUR = dt.timedelta(hours=1)


class Sparing:
    """Lets so many lines an hour through and counts the others."""

    def __init__(self, an_hour: int) -> None:
        self._an_hour = an_hour
        self._began: dt.datetime | None = None
        self._count = 0

    def lets_through(self, now: dt.datetime) -> bool:
        """Tell whether one more line is let through."""
        if self._began is None:
            self._began = now
        self._count += 1
        return self._count <= self._an_hour

    def left_out(self, now: dt.datetime) -> int:
        """Return how many lines of the last hour were not let through, once it is over."""
        # A clock that was set back must not make this hour last for days.
        if self._began is None or abs(now - self._began) < AN_HOUR:
            return 0
        count = max(0, self._count - self._an_hour)
        self._began, self._count = None, 0
        return count
