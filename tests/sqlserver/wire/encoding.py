"""Writes columns and values as results carry them (MS-TDS 2.2.5.4 and 2.2.5.5)."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.sqlserver.engine import MAX, SqlType
from tests.sqlserver.wire import moments
from tests.sqlserver.wire.collation import collation_bytes, encoding
from tests.sqlserver.wire.octets import utf16

NULL_BYTE = b"\0"
NULL_SHORT = b"\xff\xff"
NULL_LONG = b"\xff" * 8

ROWVERSION_USER_TYPE = 80
MAX_ON_WIRE = 0xFFFF
TEXT_LIMIT = 0x7FFF_FFFF
TEXT_POINTER = bytes([16]) + bytes(16) + bytes(8)  # its length, the pointer, a timestamp

Encode = Callable[[Any], bytes]


@dataclass(frozen=True)
class Wired:
    """How a type travels: what describes it, and what makes bytes of a value."""

    type_info: bytes
    encode: Encode
    user_type: int = 0


def _by_length(pack: Encode) -> Encode:
    def encode(value: Any) -> bytes:
        if value is None:
            return NULL_BYTE
        packed = pack(value)
        return bytes([len(packed)]) + packed

    return encode


def _integer(size: int, *, signed: bool = True) -> Callable[[SqlType], Wired]:
    pack = _by_length(lambda value: int(value).to_bytes(size, "little", signed=signed))
    return lambda _: Wired(bytes([0x26, size]), pack)


def _packed(type_info: bytes, pack: Encode) -> Callable[[SqlType], Wired]:
    return lambda _: Wired(type_info, _by_length(pack))


def scaled(value: Decimal | int, scale: int) -> int:
    """Return the number without its point, exactly; decimals that don't fit are cut off."""
    sign, digits, exponent = Decimal(value).as_tuple()
    number = int("".join(map(str, digits)))
    shift = int(exponent) + scale
    whole: int = number * 10**shift if shift >= 0 else number // 10**-shift
    return -whole if sign else whole


def _decimal(kind: SqlType) -> Wired:
    precision = kind.precision or 18
    size = next(4 * n for n, digits in ((1, 9), (2, 19), (3, 28), (4, 38)) if precision <= digits)

    def pack(value: Decimal) -> bytes:
        number = scaled(value, kind.scale)
        return bytes([number >= 0]) + abs(number).to_bytes(size, "little")

    return Wired(bytes([0x6C, size + 1, precision, kind.scale]), _by_length(pack))


def _money(value: Decimal) -> bytes:
    number = scaled(value, 4)
    return struct.pack("<iI", number >> 32, number & 0xFFFF_FFFF)


def _chunked(content: bytes) -> bytes:
    """Write a value of any length as 2.2.5.2.3 has it, in one chunk."""
    chunk = struct.pack("<I", len(content)) + content if content else b""
    return struct.pack("<Q", len(content)) + chunk + struct.pack("<I", 0)


def _sized(token: int, size: int, pack: Encode, described: bytes = b"") -> Wired:
    """A type with a length of two bytes; with `MAX`, one of any length."""

    def short(value: Any) -> bytes:
        if value is None:
            return NULL_SHORT
        packed = pack(value)
        return struct.pack("<H", len(packed)) + packed

    def long(value: Any) -> bytes:
        return NULL_LONG if value is None else _chunked(pack(value))

    limit = MAX_ON_WIRE if size == MAX else size
    type_info = bytes([token]) + struct.pack("<H", limit) + described
    return Wired(type_info, long if size == MAX else short)


def _unicode(token: int, *, fixed: bool = False) -> Callable[[SqlType], Wired]:
    def wired(kind: SqlType) -> Wired:
        size = MAX if kind.length == MAX else 2 * (kind.length or 4000)
        padding = b" \0" * kind.length if fixed else b""

        def pack(value: str) -> bytes:
            packed = utf16(value)
            return packed + padding[len(packed) :]

        return _sized(token, size, pack, collation_bytes(kind.collation))

    return wired


def _codepage(token: int, *, fixed: bool = False) -> Callable[[SqlType], Wired]:
    def wired(kind: SqlType) -> Wired:
        collation = collation_bytes(kind.collation)
        codec = encoding(collation)
        width = kind.length if fixed else 0
        return _sized(
            token,
            kind.length or 8000,
            lambda value: value.encode(codec, "replace").ljust(width),
            collation,
        )

    return wired


def _bytes(token: int, *, fixed: bool = False) -> Callable[[SqlType], Wired]:
    def wired(kind: SqlType) -> Wired:
        width = kind.length if fixed else 0
        return _sized(token, kind.length or 8000, lambda value: bytes(value).ljust(width, b"\0"))

    return wired


def _rowversion(_: SqlType) -> Wired:
    wired = _sized(0xAD, 8, bytes)
    return Wired(wired.type_info, wired.encode, ROWVERSION_USER_TYPE)


def _old_text(token: int, codec: str | None) -> Callable[[SqlType], Wired]:
    """The types of before (max), with a pointer to each value and the name of its table."""

    def wired(kind: SqlType) -> Wired:
        collation = collation_bytes(kind.collation)
        described = collation if token != 0x22 else b""
        no_table = b"\0"

        def encode(value: Any) -> bytes:
            if value is None:
                return NULL_BYTE
            packed = utf16(value) if token == 0x63 else value.encode("cp1252", "replace")
            return TEXT_POINTER + struct.pack("<I", len(packed)) + packed

        return Wired(bytes([token]) + struct.pack("<I", TEXT_LIMIT) + described + no_table, encode)

    return wired


def _xml(_: SqlType) -> Wired:
    no_schema = b"\0"
    return Wired(
        b"\xf1" + no_schema,
        lambda value: NULL_LONG if value is None else _chunked(utf16(value)),
    )


def _with_scale(token: int, pack: Callable[[Any, int], bytes]) -> Callable[[SqlType], Wired]:
    return lambda kind: Wired(
        bytes([token, kind.scale]), _by_length(lambda value: pack(value, kind.scale))
    )


WIRED: dict[str, Callable[[SqlType], Wired]] = {
    "tinyint": _integer(1, signed=False),
    "smallint": _integer(2),
    "int": _integer(4),
    "bigint": _integer(8),
    "bit": _packed(b"\x68\x01", lambda value: bytes([bool(value)])),
    "decimal": _decimal,
    "numeric": _decimal,
    "money": _packed(b"\x6e\x08", _money),
    "smallmoney": _packed(b"\x6e\x04", lambda value: struct.pack("<i", scaled(value, 4))),
    "float": _packed(b"\x6d\x08", struct.Struct("<d").pack),
    "real": _packed(b"\x6d\x04", struct.Struct("<f").pack),
    "nvarchar": _unicode(0xE7),
    "nchar": _unicode(0xEF, fixed=True),
    "varchar": _codepage(0xA7),
    "char": _codepage(0xAF, fixed=True),
    "varbinary": _bytes(0xA5),
    "binary": _bytes(0xAD, fixed=True),
    "rowversion": _rowversion,
    "text": _old_text(0x23, "cp1252"),
    "ntext": _old_text(0x63, None),
    "xml": _xml,
    "uniqueidentifier": _packed(b"\x24\x10", lambda value: uuid.UUID(str(value)).bytes_le),
    "date": _packed(b"\x28", moments.pack_date),
    "time": _with_scale(0x29, moments.pack_time),
    "datetime2": _with_scale(0x2A, moments.pack_datetime2),
    "datetimeoffset": _with_scale(0x2B, moments.pack_datetimeoffset),
    "datetime": _packed(b"\x6f\x08", moments.pack_datetime),
    "smalldatetime": _packed(b"\x6f\x04", moments.pack_smalldatetime),
}


ALWAYS_THERE = {
    "tinyint": 0x30,
    "bit": 0x32,
    "smallint": 0x34,
    "int": 0x38,
    "smalldatetime": 0x3A,
    "real": 0x3B,
    "money": 0x3C,
    "datetime": 0x3D,
    "float": 0x3E,
    "smallmoney": 0x7A,
    "bigint": 0x7F,
}
"""Types that travel without a length in a column that is never null (2.2.5.4.1)."""


def wired(kind: SqlType, *, nullable: bool = True) -> Wired:
    """Return how that type travels."""
    how = WIRED[kind.name](kind)
    if nullable or kind.name not in ALWAYS_THERE:
        return how

    def encode(value: Any) -> bytes:
        if value is None:
            raise ValueError("A column that is never null holds a null.")
        return how.encode(value)[1:]

    return Wired(bytes([ALWAYS_THERE[kind.name]]), encode)
