"""When the next look at the database is due."""

from __future__ import annotations

from collections.abc import Callable

from practicesync.core.report import Stretched
from practicesync.engine.charge import Charge
from practicesync.engine.employee_watch import EmployeeWatch
from practicesync.engine.job import Job
from practicesync.ports import Clock

MOST_STRETCHED = 60.0
"""Seconds that the next look is put off at most because the last took long."""


class Looks:
    """Times the looks: one that takes long puts the next off, one that had to wait does not."""

    def __init__(self, job: Job, clock: Clock) -> None:
        self._job = job
        self._clock = clock
        self._employee = EmployeeWatch(job, clock)
        self._charge = Charge(clock)
        self._next = 0.0
        self.stretched: Stretched | None = None

    def due(self) -> bool:
        """Tell whether it is time for the next one."""
        return self._clock.monotonic() >= self._next

    def pause(self) -> float:
        """Return the seconds until the next one; less than none where it is late."""
        return self._next - self._clock.monotonic()

    def at_once(self) -> None:
        """Let the next one come now, whoever was asked a moment ago."""
        self._next = 0.0
        self._charge.ask_anew()

    def look(self, look: Callable[[], bool]) -> bool:
        """Look, and return whether there is more to be seen at once.

        Nothing is looked at for an employee who isn't active any more.
        """
        self._employee.look()
        waited, began = self._job.source.waited, self._clock.monotonic()
        more = look()
        self._charge.looked(began)
        # Who waits for a lock burdens nobody, and the longer it lasts the more has changed.
        waited = self._job.source.waited - waited
        took = max(0.0, self._clock.monotonic() - began - waited)
        wait = 0.0 if more else self._job.pace.interval
        every = min(took / self._job.pace.looking, MOST_STRETCHED)
        self._next = began + max(wait, every)
        self.stretched = Stretched(every, took) if every > self._job.pace.interval else None
        return more

    def confirm(self, ask: Callable[[], None], *, answered: bool) -> None:
        """Make sure, once a look, that this server is still in charge.

        Without a question, where the cloud has just answered to what was sent.
        """
        if answered:
            self._charge.answered()
        else:
            self._charge.confirm(ask)
