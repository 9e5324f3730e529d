"""Reads what a client asks for once it is in (MS-TDS 2.2.6.6 to 2.2.6.9)."""

from __future__ import annotations

import enum
import struct
from dataclasses import dataclass

from tests.sqlserver.engine import Parameter, SqlError
from tests.sqlserver.wire.decoding import typed
from tests.sqlserver.wire.octets import UTF16, Reader

BY_NUMBER = 0xFFFF
NEXT_CALL = 0xFF
PROCEDURES = {
    1: "sp_cursor",
    2: "sp_cursoropen",
    3: "sp_cursorprepare",
    4: "sp_cursorexecute",
    5: "sp_cursorprepexec",
    6: "sp_cursorunprepare",
    7: "sp_cursorfetch",
    8: "sp_cursoroption",
    9: "sp_cursorclose",
    10: "sp_executesql",
    11: "sp_prepare",
    12: "sp_execute",
    13: "sp_prepexec",
    14: "sp_prepexecrpc",
    15: "sp_unprepare",
}
BEGIN_AGAIN = 0x01
ISOLATION_LEVELS = {
    1: "READ UNCOMMITTED",
    2: "READ COMMITTED",
    3: "REPEATABLE READ",
    4: "SERIALIZABLE",
    5: "SNAPSHOT",
}


@dataclass(frozen=True)
class Call:
    """A procedure and its arguments; an argument by position has no name."""

    procedure: str
    arguments: tuple[Parameter, ...] = ()


class Step(enum.IntEnum):
    """What a driver does with transactions (2.2.6.9)."""

    BEGIN = 5
    COMMIT = 7
    ROLLBACK = 8


@dataclass(frozen=True)
class Transaction:
    """A step, whether the next transaction begins at once, and how isolated that is."""

    step: Step
    begin_again: bool = False
    isolation: str | None = None


def _after_headers(body: bytes) -> Reader:
    """Pass over the headers that every request begins with (2.2.5.3)."""
    (length,) = struct.unpack_from("<I", body)
    return Reader(body, length)


def read_batch(body: bytes) -> str:
    (length,) = struct.unpack_from("<I", body)
    return body[length:].decode(UTF16, "surrogatepass")


def read_calls(body: bytes) -> list[Call]:
    """Read the calls of one message, of which drivers send several."""
    reader, calls = _after_headers(body), []
    while reader.more:
        calls.append(_call(reader))
    return calls


def _call(reader: Reader) -> Call:
    length = reader.number(2)
    name = PROCEDURES[reader.number(2)] if length == BY_NUMBER else reader.text(length)
    reader.take(2)
    arguments: list[Parameter] = []
    while reader.more and reader.peek() != NEXT_CALL:
        arguments.append(_argument(reader, len(arguments) + 1))
    if reader.more:
        reader.take(1)
    return Call(name.rpartition(".")[2].strip("[]").lower(), tuple(arguments))


def _argument(reader: Reader, number: int) -> Parameter:
    name = reader.b_varchar()
    reader.take(1)
    try:
        return Parameter(name, *typed(reader))
    except (ArithmeticError, ValueError) as error:
        raise SqlError(
            8023,
            "The incoming tabular data stream (TDS) remote procedure call (RPC) protocol stream is "
            f'incorrect. Parameter {number} ("{name}"): The supplied value is not a valid instance '
            "of its data type. Check the source data for invalid values.",
        ) from error


def read_transaction(body: bytes) -> Transaction:
    """Read a step; `ValueError` for those of distributed transactions and save points."""
    reader = _after_headers(body)
    step = Step(reader.number(2))
    if step is Step.BEGIN:
        return Transaction(step, isolation=ISOLATION_LEVELS.get(reader.number(1)))
    reader.take(reader.number(1))
    if not reader.more or not reader.number(1) & BEGIN_AGAIN:
        return Transaction(step)
    return Transaction(step, True, ISOLATION_LEVELS.get(reader.number(1)))
