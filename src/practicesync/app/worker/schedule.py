"""First uploads that were put off: kept in the register, begun when their time has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Protocol

from practicesync.adapters.local_zone import LOCAL
from practicesync.app.worker.register import Register
from practicesync.core.instant import Deadline, Instant, deadline
from practicesync.core.schedule import FARTHEST, next_at, time_of_day


class PutOff(Protocol):
    """A practice whose work can be put off."""

    @property
    def name(self) -> str:
        """Its name in the settings."""

    @property
    def begins_at(self) -> dt.datetime | None:
        """When it begins, or None."""

    def put_off(self, until: dt.datetime, /) -> None:
        """Begin at that time only."""

    def begin(self) -> None:
        """Begin now."""


class Schedule:
    """What was put off in one worker, by the practice's name; one thread uses it.

    The register is written first: what was told to begin never waits again after a crash.
    """

    def __init__(
        self, practices: Sequence[PutOff], register: Register, instant: Callable[[], Instant]
    ) -> None:
        self._practices = practices
        self._register = register
        self._instant = instant
        self._due: dict[str, Deadline] = {}

    def next_at(self, text: str) -> dt.datetime | None:
        """Return when it is next as late as a person has written, or None for no time."""
        at = time_of_day(text)
        return None if at is None else next_at(at, self._instant().wall, LOCAL)

    def renew(self) -> None:
        """Put off again what was put off when the worker ended, by a day at most.

        After the clock was set back while nothing ran, it would otherwise be later still.
        """
        latest = self._instant().wall + FARTHEST
        for practice in self._practices:
            registered = self._register.get(practice.name)
            if registered is not None and registered.begins_at is not None:
                practice.put_off(min(registered.begins_at, latest))

    def tend(self) -> None:
        """Begin what is due; show another time where the clock was set back."""
        now = self._instant()
        for practice in self._practices:
            at = practice.begins_at
            if at is None:
                continue
            due = self._due.get(practice.name)
            if due is None or due.wall != at:
                due = self._due[practice.name] = deadline(at, now)
            left = due.left(now)
            if left <= 0:
                self.begin(practice.name)
            elif due.is_put_off(now):
                self.change(practice.name, now.wall + dt.timedelta(seconds=left))

    def change(self, name: str, at: dt.datetime) -> None:
        """Begin at that time."""
        for practice in self._practices:
            if practice.name == name and practice.begins_at is not None:
                self._register.begin(name, at)
                practice.put_off(at)

    def begin(self, name: str) -> None:
        """Begin now what that practice has put off, if anything."""
        for practice in self._practices:
            if practice.name == name and practice.begins_at is not None:
                self._register.begin(name, None)
                practice.begin()
