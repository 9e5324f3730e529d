"""Whoever activated contacts sync must stay an active employee of the practice."""

from __future__ import annotations

import datetime as dt

from practicesync.core.errors import Code, Misconfigured
from practicesync.engine.job import Job
from practicesync.ports import Clock

AGAIN = 600.0
"""Seconds after which an employee who was active is looked up anew."""


class EmployeeWatch:
    """Looks the employee up every ten minutes, with each full check, and while not active always.

    An e-mail address that no employee has says nothing: `practicesync doctor` warns of it.
    """

    def __init__(self, job: Job, clock: Clock) -> None:
        self._job = job
        self._clock = clock
        self._looked_at: float | None = None
        self._email = ""
        self._checks: tuple[dt.datetime | None, dt.datetime | None] = (None, None)

    def look(self) -> None:
        """Raise `Misconfigured` if the employee isn't active; it names nobody."""
        email = self._job.activated_by()
        if not email or not self._due(email):
            return
        self._looked_at = None
        employee = self._job.source.employee(email)
        if employee is not None and not employee.active:
            raise Misconfigured(Code.EMPLOYEE_NOT_ACTIVE)
        self._looked_at, self._email = self._clock.monotonic(), email

    def _due(self, email: str) -> bool:
        scan = self._job.journal.scan()
        # One that is short begins and ends between two looks.
        last = self._job.journal.last_check()
        checks = (scan.started_at if scan else None, last.at if last else None)
        another, self._checks = checks != self._checks, checks
        if self._looked_at is None or another or email != self._email:
            return True
        return self._clock.monotonic() - self._looked_at >= AGAIN
