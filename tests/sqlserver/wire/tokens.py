"""Writes the tokens that answers are made of (MS-TDS 2.2.7)."""

from __future__ import annotations

import enum
import struct
from collections.abc import Sequence
from typing import Any

from tests.sqlserver.engine import ResultColumn, SqlError
from tests.sqlserver.wire.encoding import Wired
from tests.sqlserver.wire.octets import b_varchar, us_varchar

ROW = b"\xd1"
RETURN_STATUS_OK = b"\x79\0\0\0\0"
NO_FEATURES = b"\xae\xff"
SELECT, UPDATE = 0xC1, 0xC5
NULLABLE = 0x01
OUTPUT_PARAMETER = 0x01


class Done(enum.IntEnum):
    """The end of a statement: in a batch, of a procedure, within a procedure."""

    BATCH = 0xFD
    PROCEDURE = 0xFE
    IN_PROCEDURE = 0xFF


class Status(enum.IntFlag):
    """What the end of a statement tells (2.2.7.6)."""

    FINAL = 0x00
    MORE = 0x01
    ERROR = 0x02
    COUNT = 0x10
    ATTENTION = 0x20


class Change(enum.IntEnum):
    """What of the surroundings has changed (2.2.7.9)."""

    DATABASE = 1
    LANGUAGE = 2
    PACKET_SIZE = 4
    COLLATION = 7
    BEGIN = 8
    COMMIT = 9
    ROLLBACK = 10
    RESET_DONE = 18


def done(kind: Done, status: Status = Status.FINAL) -> bytes:
    """End a statement."""
    return struct.pack("<BHHQ", kind, status, 0, 0)


def counted(kind: Done, status: Status, rows: int, *, edited: bool) -> bytes:
    """End a statement that gave or edited so many rows."""
    command = UPDATE if edited else SELECT
    return struct.pack("<BHHQ", kind, status | Status.COUNT, command, rows)


def _told(token: int, error: SqlError, server: str) -> bytes:
    body = struct.pack("<iBB", error.number, error.state, error.severity)
    body += us_varchar(error.message) + b_varchar(server) + b_varchar("") + struct.pack("<i", 1)
    return struct.pack("<BH", token, len(body)) + body


def error(error: SqlError, server: str = "SQLSERVER") -> bytes:
    return _told(0xAA, error, server)


def information(number: int, message: str) -> bytes:
    return _told(0xAB, SqlError(number, message, 0, 2), "SQLSERVER")


def _change(kind: Change, values: bytes) -> bytes:
    return struct.pack("<BHB", 0xE3, 1 + len(values), kind) + values


def named_change(kind: Change, new: str, old: str) -> bytes:
    return _change(kind, b_varchar(new) + b_varchar(old))


def collation_change(collation: bytes) -> bytes:
    return _change(Change.COLLATION, bytes([len(collation)]) + collation + b"\0")


def transaction_change(kind: Change, transaction: int) -> bytes:
    """A begin tells the new transaction, an end the old one."""
    packed = b"\x08" + struct.pack("<Q", transaction)
    return _change(kind, packed + b"\0" if kind is Change.BEGIN else b"\0" + packed)


def reset_done() -> bytes:
    return _change(Change.RESET_DONE, b"\0\0")


def login_accepted(tds: int, product: str, version: bytes) -> bytes:
    transact_sql = b"\x01"
    body = transact_sql + struct.pack(">I", tds) + b_varchar(product) + version
    return struct.pack("<BH", 0xAD, len(body)) + body


def columns(described: Sequence[ResultColumn], wired: Sequence[Wired]) -> bytes:
    """Describe the columns of a result (2.2.7.4)."""
    token = struct.pack("<BH", 0x81, len(described))
    for column, how in zip(described, wired, strict=True):
        flags = NULLABLE if column.nullable else 0
        token += struct.pack("<IH", how.user_type, flags) + how.type_info + b_varchar(column.name)
    return token


def row(values: Sequence[Any], wired: Sequence[Wired]) -> bytes:
    return ROW + b"".join(how.encode(value) for value, how in zip(values, wired, strict=True))


def return_value(name: str, how: Wired, value: Any) -> bytes:
    """Give an output parameter its value (2.2.7.19)."""
    head = struct.pack("<BH", 0xAC, 0) + b_varchar(name) + bytes([OUTPUT_PARAMETER])
    return head + struct.pack("<IH", how.user_type, 0) + how.type_info + how.encode(value)
