"""What the guard is told before it judges, and what it holds."""

from __future__ import annotations

from practicesync.core.filled import Fields
from practicesync.core.guard import Deletions, fields_to_hold, reason_to_hold
from practicesync.engine.job import Job
from practicesync.engine.last_day import LastDay
from practicesync.ports import Clock


class Judge:
    """Looks at everything that is due at once, and holds what looks like an accident."""

    def __init__(self, job: Job, clock: Clock) -> None:
        self._journal = job.journal
        self._limits = job.pace.guard
        self._clock = clock
        self._last_day = LastDay(clock)

    def holds_deletes(self) -> bool:
        """Hold the proved deletes if they are too many; return whether they are."""
        counts = self._journal.counts()
        deletions = Deletions(
            due=self._journal.proved(),
            recent=self._journal.deleted_since(self._last_day.began()),
            waiting=counts.held,
            contacts=counts.in_database + counts.held,
        )
        reason = reason_to_hold(deletions, self._limits)
        if reason is not None:
            self._journal.hold(reason, self._clock.now())
        return reason is not None

    def holds_blanks(self) -> bool:
        """Hold the changes under which a field turns blank too often; return whether any are."""
        blanks = self._journal.blanks(self._last_day.began())
        lost: Fields = fields_to_hold(blanks, self._journal.counts().in_database)
        if lost:
            self._journal.hold_blanks(lost, self._clock.now())
        return bool(lost)
