"""Notices a transaction that stays open: until it ends, looks read what came after it each time.

https://learn.microsoft.com/sql/t-sql/functions/min-active-rowversion-transact-sql
"""

from __future__ import annotations

from collections.abc import Callable

from practicesync.core.words import count

LONG = 60.0
"""Seconds after which an open transaction is worth a sentence."""

FAR = 1_000
"""Row versions that it holds back by then; with fewer nobody notices it."""


class Standstill:
    """Compares, look by look, the least row version that may yet commit with the last given out."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._oldest: int | None = None
        self._since = 0.0
        self.reason = ""

    def note(self, oldest: int, newest: int) -> None:
        """Note where both stand now."""
        now = self._monotonic()
        if oldest != self._oldest:
            self._oldest, self._since = oldest, now
        held_back = newest - oldest
        lasts = now - self._since > LONG and held_back >= FAR
        self.reason = _told(held_back) if lasts else ""


def _told(held_back: int) -> str:
    return (
        "A transaction in the database has been open for more than a minute, so each look reads"
        f" up to {count(held_back)} changes again. They go online all the same."
    )
