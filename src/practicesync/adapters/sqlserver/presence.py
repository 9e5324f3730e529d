"""How long nobody was connected to a database: it may have been restored meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from practicesync.core.instant import Instant, was_set
from practicesync.core.row import Gap

LONGEST = 60.0
"""Seconds without an answer within which a database is taken to be the one it was."""

_PREFIX = "stay "


def is_stay(fork: str) -> bool:
    """Tell whether this is no id of the database's own, but that of a stay."""
    return fork.startswith(_PREFIX)


def gap_between(reached: str, fork: str) -> Gap | None:
    """Return why a cursor from that fork tells nothing of this one; None if they are the same."""
    if reached == fork:
        return None
    return Gap("away" if is_stay(fork) else "restored")


class Presence:
    """Gives an id to each stay with a database that doesn't tell when it was restored.

    Nobody restores a database that somebody is connected to, so a stay goes on over short breaks.
    """

    def __init__(self, instant: Callable[[], Instant]) -> None:
        self._instant = instant
        self._last: Instant | None = None
        self._id = ""

    def answered(self) -> None:
        """Note that the database has answered just now."""
        self._last = self._instant()

    def stay(self) -> str:
        """Return the id of the stay that a new connection belongs to.

        It is another one for a new worker, after more than a minute, and where the clock on the
        wall went another way than the seconds: the computer may have slept.
        """
        if not self._id or self._was_away():
            self._id = f"{_PREFIX}{uuid.uuid4().hex}"
        return self._id

    def _was_away(self) -> bool:
        if self._last is None:
            return True
        now = self._instant()
        return now.monotonic - self._last.monotonic > LONGEST or was_set(self._last, now)
