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

DEADLOCK = 1205

Answering = Callable[[str, Sequence[Parameter]], Sequence[Result | int]]


def table(kind: SqlType, *values: Any, name: str = "value") -> Result:
    """Return a result of one column."""
    return Result([ResultColumn(name, kind)], [(value,) for value in values])


class CannedSession:
    """Answers by `answer`; the steps of transactions are written down.

    A statement that begins with BEGIN, COMMIT or ROLLBACK takes such a step, too.
    """

    def __init__(self, answer: Answering, steps: list[str]) -> None:
        self.transactions = 0
        self._answer = answer
        self._steps = steps

    def execute(self, sql: str, parameters: Sequence[Parameter] = ()) -> Sequence[Result | int]:
        step = {"BEGIN": self.begin, "COMMIT": self.commit, "ROLLBACK": self.rollback}
        step.get(sql.partition(" ")[0], lambda: None)()
        try:
            return self._answer(sql, parameters)
        except SqlError as error:
            if error.number == DEADLOCK:
                self.rollback()
            raise

    def begin(self) -> None:
        self.transactions += 1
        self._steps.append("begin")

    def commit(self) -> None:
        self.transactions -= 1
        self._steps.append("commit")

    def rollback(self) -> None:
        self.transactions = 0
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
