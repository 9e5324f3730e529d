"""The pause that a person has asked for: it lasts whatever is shown meanwhile."""

from __future__ import annotations

import datetime as dt
import math

from practicesync.core.instant import Deadline, Instant, deadline


class Paused:
    """The pause of one practice, if there is one; its seconds count by either clock."""

    def __init__(self) -> None:
        self._is_asked_for = False
        self._deadline: Deadline | None = None

    def begin(self, until: dt.datetime | None, now: Instant) -> None:
        """Pause until then (None: until it is ended)."""
        self._is_asked_for = True
        self._deadline = None if until is None else deadline(until, now)

    def end(self) -> None:
        """Pause no longer."""
        self._is_asked_for = False

    def left(self, now: Instant) -> float:
        """Return the seconds that it still lasts: none where nobody has asked for it."""
        if not self._is_asked_for:
            return 0.0
        return math.inf if self._deadline is None else self._deadline.left(now)

    def until(self, now: Instant) -> dt.datetime | None:
        """Return the time of day at which it ends, or None; a clock that was set back moves it."""
        if self._deadline is None:
            return None
        if self._deadline.is_put_off(now):
            left = dt.timedelta(seconds=self._deadline.left(now))
            self._deadline = deadline(now.wall + left, now)
        return self._deadline.wall
