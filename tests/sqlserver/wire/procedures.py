"""The system procedures through which drivers send statements with parameters.

https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-prepexec-transact-sql
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Any

from tests.sqlserver.engine import Parameter, SqlError
from tests.sqlserver.wire.datatypes import Datatypes
from tests.sqlserver.wire.requests import Call

DECLARED = re.compile(r"@\w+(?=\s)")


@dataclass(frozen=True)
class Statement:
    """A statement and its parameters, each with the name by which the statement knows it."""

    sql: str
    parameters: tuple[Parameter, ...] = ()
    procedure: str = ""


@dataclass(frozen=True)
class Run:
    """Run the statement; a handle is told to the client if it was prepared on the way."""

    statement: Statement
    handle: int | None = None


@dataclass(frozen=True)
class Told:
    """Nothing to run; a handle is told if a statement was prepared."""

    handle: int | None = None


Plan = Run | Told | Datatypes


class Prepared:
    """The statements that one connection has prepared, by handle."""

    def __init__(self) -> None:
        self._handles = itertools.count(1)
        self._statements: dict[int, tuple[str, str]] = {}

    def plan(self, call: Call) -> Plan:
        """Say what a call comes to; raises `SqlError` where SQL Server does."""
        values = [argument.value for argument in call.arguments]
        match call.procedure:
            case "sp_executesql":
                declared = values[1] if len(values) > 1 else ""
                return Run(bound(call, 2, values[0], declared))
            case "sp_prepexec":
                self._statements.pop(values[0], None)  # the one that it takes the place of
                statement = bound(call, 3, values[2], values[1])
                return Run(statement, self._prepare(values[2], values[1]))
            case "sp_prepare":
                return Told(self._prepare(values[2], values[1]))
            case "sp_execute":
                sql, declared = self._found(values[0])
                return Run(bound(call, 1, sql, declared))
            case "sp_unprepare":
                self._found(values[0])
                del self._statements[values[0]]
                return Told()
            case "sp_datatype_info" | "sp_datatype_info_90" | "sp_datatype_info_100":
                return Datatypes(values[0] if values else 0)
        return _missing(call.procedure)

    def _prepare(self, sql: str, declared: str | None) -> int:
        handle = next(self._handles)
        self._statements[handle] = sql, declared or ""
        return handle

    def _found(self, handle: Any) -> tuple[str, str]:
        if handle not in self._statements:
            raise SqlError(8179, f"Could not find prepared statement with handle {handle}.")
        return self._statements[handle]


def bound(call: Call, skipped: int, sql: str, declared: str | None) -> Statement:
    """Give each argument that the call has for the statement the name that was declared for it."""
    arguments = call.arguments[skipped:]
    names = DECLARED.findall(declared or "")
    if len(arguments) < len(names):
        missing = names[len(arguments)]
        raise SqlError(
            8178,
            f"The parameterized query '({declared}){sql}' expects the parameter '{missing}', "
            "which was not supplied.",
        )
    named = (
        argument._replace(name=argument.name or name)
        for argument, name in zip(arguments, names, strict=False)
    )
    return Statement(sql, tuple(named), call.procedure)


def _missing(procedure: str) -> Plan:
    raise SqlError(2812, f"Could not find stored procedure '{procedure}'.")
