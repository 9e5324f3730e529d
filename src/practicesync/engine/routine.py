"""When the next full check is due that nothing has asked for."""

from __future__ import annotations

import datetime as dt

from practicesync.engine.job import Job

MOST = dt.timedelta(hours=25)
"""A night's check is at most this long after the last one; an hour is for summer time."""


class Routine:
    """Knows the next full check; the journal remembers the last over a restart."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._next: dt.datetime | None = None

    def due(self, now: dt.datetime) -> bool:
        """Tell whether one is due, once: because of the hour, or because a night was missed."""
        following = self._job.next_check(now)
        due = now >= self._next if self._next is not None else self._missed(now)
        # A clock that was set back must not put off for a year what is due each night.
        self._next = following if due or self._next is None else min(self._next, following)
        return due

    def _missed(self, now: dt.datetime) -> bool:
        last = self._job.journal.last_check()
        # One in the future was written while the clock was wrong.
        return last is not None and not dt.timedelta() <= now - last.at <= MOST
