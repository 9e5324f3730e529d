"""What goes wrong at the test's wish: with the next login, or with a statement that matches."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from tests.sqlserver.engine import Result, SqlError


@dataclass(frozen=True)
class Fail:
    """SQL Server refuses with these errors; from severity 20 on it ends the connection, too."""

    errors: tuple[SqlError, ...]
    after_rows: int | None = None


@dataclass(frozen=True)
class Drop:
    """The connection is closed."""

    after_rows: int | None = None


@dataclass(frozen=True)
class Reset:
    """The connection is reset, as by a firewall."""

    after_rows: int | None = None


@dataclass(frozen=True)
class HangUntilAttention:
    """Nothing more comes until the client gives up, which the server then confirms."""

    after_rows: int | None = None


@dataclass(frozen=True)
class HangForGood:
    """Nothing more comes, whatever the client says."""

    after_rows: int | None = None


@dataclass(frozen=True)
class Slow:
    """So many seconds pass before each byte of the answer."""

    pause: float


Breaking = Fail | Drop | Reset | HangUntilAttention | HangForGood
"""What keeps an answer from being whole. Without `after_rows` nothing is executed; else it
happens when so many rows are on their way."""

Fault = Breaking | Slow


class Struck(Exception):
    """The fault happens here and now."""

    def __init__(self, fault: Breaking) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Planned:
    """A fault that waits for a statement in which the pattern is found."""

    pattern: re.Pattern[str]
    fault: Fault
    times: int


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._connects: list[Fault] = []
        self._logins: list[Fault] = []
        self._statements: list[Planned] = []
        self._lock = threading.Lock()

    def at_connect(self, fault: Fault, times: int = 1) -> None:
        """Strike when the next clients have greeted, before they are answered."""
        self._connects += [fault] * times

    def at_login(self, fault: Fault, times: int = 1) -> None:
        """Strike when the next clients have said who they are."""
        self._logins += [fault] * times

    def at_statement(self, pattern: str, fault: Fault, times: int = 1) -> None:
        """Strike at the next statements in which the pattern is found, whatever its case."""
        self._statements.append(Planned(re.compile(pattern, re.IGNORECASE), fault, times))

    def clear(self) -> None:
        for planned in (self._connects, self._logins, self._statements):
            planned.clear()

    def connect(self) -> Fault | None:
        return self._first(self._connects)

    def login(self) -> Fault | None:
        return self._first(self._logins)

    def statement(self, sql: str) -> Fault | None:
        """Take the fault that is meant for that statement."""
        with self._lock:
            for at, planned in enumerate(self._statements):
                if planned.pattern.search(sql):
                    left = replace(planned, times=planned.times - 1)
                    self._statements[at : at + 1] = [left] if left.times else []
                    return planned.fault
        return None

    def _first(self, planned: list[Fault]) -> Fault | None:
        with self._lock:
            return planned.pop(0) if planned else None


def failing(
    number: int, message: str = "", *, severity: int = 16, state: int = 1, rows: int | None = None
) -> Fail:
    """Return the fault of one error."""
    return Fail((SqlError(number, message or f"Error {number}.", severity, state),), rows)


def struck(result: Result, fault: Breaking) -> Result:
    """Return the result in which the fault happens when so many rows are on their way."""

    def rows() -> Iterator[tuple[Any, ...]]:
        yield from islice(result.rows, fault.after_rows)
        raise Struck(fault)

    return result._replace(rows=rows())
