"""A tiny server behind the wire: it knows a few statements, and repeats what it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.sqlserver.engine import (
    Login,
    Parameter,
    Result,
    ResultColumn,
    SqlError,
    SqlType,
)

Answering = Callable[[str, Sequence[Parameter]], Sequence[Result | int]]


def table(kind: SqlType, *values: Any, name: str = "value") -> Result:
    """Return a result of one column."""
    return Result([ResultColumn(name, kind)], [(value,) for value in values])


class CannedSession:
    """Answers by `answer`; the steps of transactions are written down."""

    def __init__(self, answer: Answering, steps: list[str]) -> None:
        self._answer = answer
        self._steps = steps

    def execute(self, sql: str, parameters: Sequence[Parameter] = ()) -> Sequence[Result | int]:
        return self._answer(sql, parameters)

    def begin(self) -> None:
        self._steps.append("begin")

    def commit(self) -> None:
        self._steps.append("commit")

    def rollback(self) -> None:
        self._steps.append("rollback")

    def close(self) -> None:
        self._steps.append("close")


class CannedServer:
    """Lets anyone in with the password `pw`, to any database but `Missing`."""

    def __init__(self, answer: Answering | None = None) -> None:
        self.answer = answer or (lambda _sql, _parameters: ())
        self.parameters: list[Parameter] = []
        self.steps: list[str] = []

    def login(self, login: Login) -> CannedSession:
        if login.password != "pw":
            raise SqlError(18456, f"Login failed for user '{login.user}'.", 14)
        if login.database == "Missing":
            raise SqlError(
                4060,
                'Cannot open database "Missing" requested by the login. The login failed.',
                11,
            )
        return CannedSession(self._answer, self.steps)

    def _answer(self, sql: str, parameters: Sequence[Parameter]) -> Sequence[Result | int]:
        self.parameters[:] = parameters
        return self.answer(sql, parameters)
