"""Reads the typed values that a client sends as parameters (MS-TDS 2.2.5.4 and 2.2.5.5)."""

from __future__ import annotations

import datetime as dt
import math
import struct
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.sqlserver.engine import MAX, SqlType
from tests.sqlserver.wire import moments
from tests.sqlserver.wire.collation import encoding
from tests.sqlserver.wire.encoding import MAX_ON_WIRE
from tests.sqlserver.wire.octets import UTF16, Reader

UNKNOWN = 2**64 - 2  # the length of a value that is told in chunks only

Typed = tuple[SqlType, Any]


def typed(reader: Reader) -> Typed:
    """Read a type and the value behind it; `KeyError` for a type that no driver sends.

    `ArithmeticError` and `ValueError` are for a value that the type doesn't have.
    """
    return READERS[reader.number(1)](reader)


def _fixed(reader: Reader) -> bytes | None:
    """Read a value that is led by one byte of length."""
    return reader.take(size) if (size := reader.number(1)) else None


def _integer(reader: Reader) -> Typed:
    size = reader.number(1)
    name = {1: "tinyint", 2: "smallint", 4: "int", 8: "bigint"}[size]
    octets = _fixed(reader)
    value = None if octets is None else int.from_bytes(octets, "little", signed=size > 1)
    return SqlType(name), value


def _bit(reader: Reader) -> Typed:
    reader.take(1)
    octets = _fixed(reader)
    return SqlType("bit"), None if octets is None else octets != b"\0"


def _float(reader: Reader) -> Typed:
    """Neither infinity nor what is no number is a value of SQL Server's."""
    size = reader.number(1)
    octets = _fixed(reader)
    kind = SqlType("float" if size == 8 else "real")
    if octets is None:
        return kind, None
    (value,) = struct.unpack("<d" if len(octets) == 8 else "<f", octets)
    if not math.isfinite(value):
        raise ValueError(value)
    return kind, value


def _money(reader: Reader) -> Typed:
    size = reader.number(1)
    octets = _fixed(reader)
    return SqlType("money" if size == 8 else "smallmoney"), _amount(octets)


def _amount(octets: bytes | None) -> Decimal | None:
    if octets is None:
        return None
    if len(octets) == 4:
        return Decimal(struct.unpack("<i", octets)[0]).scaleb(-4)
    high, low = struct.unpack("<iI", octets)
    return Decimal(high << 32 | low).scaleb(-4)


def _decimal(reader: Reader) -> Typed:
    _size, precision, scale = reader.take(3)
    octets = _fixed(reader)
    kind = SqlType("decimal", precision=precision, scale=scale)
    if octets is None:
        return kind, None
    digits = tuple(int(digit) for digit in str(int.from_bytes(octets[1:], "little")))
    return kind, Decimal((0 if octets[0] else 1, digits, -scale))


def _guid(reader: Reader) -> Typed:
    reader.take(1)
    octets = _fixed(reader)
    return SqlType("uniqueidentifier"), None if octets is None else uuid.UUID(bytes_le=octets)


def _chunks(reader: Reader) -> bytes | None:
    """Read a value of any length (2.2.5.2.3)."""
    if reader.number(8) == 2**64 - 1:
        return None
    content = b""
    while size := reader.number(4):
        content += reader.take(size)
    return content


def _short_or_chunks(reader: Reader, limit: int) -> bytes | None:
    if limit == MAX_ON_WIRE:
        return _chunks(reader)
    size = reader.number(2)
    return None if size == MAX_ON_WIRE else reader.take(size)


def _length(limit: int, width: int = 1) -> int:
    return MAX if limit == MAX_ON_WIRE else limit // width


def _unicode(name: str) -> Callable[[Reader], Typed]:
    def read(reader: Reader) -> Typed:
        limit = reader.number(2)
        reader.take(5)
        octets = _short_or_chunks(reader, limit)
        value = None if octets is None else octets.decode(UTF16, "surrogatepass")
        return SqlType(name, _length(limit, 2)), value

    return read


def _codepage(name: str) -> Callable[[Reader], Typed]:
    def read(reader: Reader) -> Typed:
        limit = reader.number(2)
        codec = encoding(reader.take(5))
        octets = _short_or_chunks(reader, limit)
        value = None if octets is None else octets.decode(codec, "replace")
        return SqlType(name, _length(limit)), value

    return read


def _binary(name: str) -> Callable[[Reader], Typed]:
    def read(reader: Reader) -> Typed:
        limit = reader.number(2)
        return SqlType(name, _length(limit)), _short_or_chunks(reader, limit)

    return read


def _long(reader: Reader) -> bytes | None:
    size = reader.number(4, signed=True)
    return None if size < 0 else reader.take(size)


def _text(reader: Reader) -> Typed:
    reader.take(4)
    codec = encoding(reader.take(5))
    octets = _long(reader)
    return SqlType("text"), None if octets is None else octets.decode(codec, "replace")


def _ntext(reader: Reader) -> Typed:
    reader.take(9)
    octets = _long(reader)
    return SqlType("ntext"), None if octets is None else octets.decode(UTF16, "surrogatepass")


def _image(reader: Reader) -> Typed:
    reader.take(4)
    return SqlType("varbinary", MAX), _long(reader)


def _date(reader: Reader) -> Typed:
    octets = _fixed(reader)
    return SqlType("date"), None if octets is None else moments.unpack_date(octets)


def _datetime(reader: Reader) -> Typed:
    size = reader.number(1)
    octets = _fixed(reader)
    name, unpack = (
        ("datetime", moments.unpack_datetime)
        if size == 8
        else ("smalldatetime", moments.unpack_smalldatetime)
    )
    return SqlType(name), None if octets is None else unpack(octets)


def _with_scale(
    name: str, unpack: Callable[[bytes, int], dt.time | dt.datetime]
) -> Callable[[Reader], Typed]:
    def read(reader: Reader) -> Typed:
        scale = reader.number(1)
        octets = _fixed(reader)
        return SqlType(name, scale=scale), None if octets is None else unpack(octets, scale)

    return read


READERS: dict[int, Callable[[Reader], Typed]] = {
    0x22: _image,
    0x23: _text,
    0x24: _guid,
    0x26: _integer,
    0x28: _date,
    0x29: _with_scale("time", moments.unpack_time),
    0x2A: _with_scale("datetime2", moments.unpack_datetime2),
    0x2B: _with_scale("datetimeoffset", moments.unpack_datetimeoffset),
    0x63: _ntext,
    0x68: _bit,
    0x6A: _decimal,
    0x6C: _decimal,
    0x6D: _float,
    0x6E: _money,
    0x6F: _datetime,
    0xA5: _binary("varbinary"),
    0xA7: _codepage("varchar"),
    0xAD: _binary("binary"),
    0xAF: _codepage("char"),
    0xE7: _unicode("nvarchar"),
    0xEF: _unicode("nchar"),
}
