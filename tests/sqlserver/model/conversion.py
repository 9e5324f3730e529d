"""Values from one type to another, as CAST does it and as SQL Server does it unasked.

https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql
"""

import datetime as dt
import re
import struct
import uuid
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from tests.sqlserver.engine import MAX, SqlError, SqlType
from tests.sqlserver.model import refusals
from tests.sqlserver.model.binary_form import from_bytes, to_bytes
from tests.sqlserver.model.moments import to_moment
from tests.sqlserver.model.types import (
    BINARIES,
    INTEGERS,
    LOBS,
    MOMENTS,
    NUMBERS,
    TEXTS,
    WIDE,
    spelled,
)

Conversion = Callable[[Any], Any]


def check_allowed(source: SqlType, target: SqlType, explicit: bool) -> None:
    """Refuse a conversion that Microsoft's chart doesn't allow: 206, 257 or 529."""
    a, b = source.name, target.name
    if a == b or source == target:
        return
    texts = TEXTS | {"xml"}
    if {a, b} & {"ntext", "text"} and not (a in TEXTS and b in texts):
        raise refusals.not_explicit(spelled(source), spelled(target))
    guid = "uniqueidentifier"
    if (a == guid and b in NUMBERS | MOMENTS) or (b == guid and a in NUMBERS | MOMENTS):
        raise _refused(source, target, explicit)
    if (a in NUMBERS and b in MOMENTS) or (a in MOMENTS and b in NUMBERS):
        if {a, b} & {"date", "time", "datetime2", "datetimeoffset"}:
            raise _refused(source, target, explicit)
        return
    if not explicit and _only_explicit(a, b):
        raise refusals.not_implicit(spelled(source), spelled(target))


def _refused(source: SqlType, target: SqlType, explicit: bool) -> SqlError:
    if explicit:
        return refusals.not_explicit(spelled(source), spelled(target))
    return refusals.clash(spelled(source), spelled(target))


def _only_explicit(a: str, b: str) -> bool:
    """What has to be asked for: text, times and floats to binary, and xml to text."""
    if b in BINARIES:
        return a in TEXTS | MOMENTS | {"float", "real", "xml"}
    return (a == "xml" and b in TEXTS) or (a in BINARIES and b in {"float", "real", *MOMENTS})


def conversion(source: SqlType, target: SqlType, explicit: bool = False) -> Conversion | None:
    """How to get from one type to the other, or None when there is nothing to do."""
    check_allowed(source, target, explicit)
    convert = _conversion(source, target, explicit)
    if convert is None:
        return None
    return lambda value: None if value is None else convert(value)


def _conversion(source: SqlType, target: SqlType, explicit: bool) -> Conversion | None:
    name = target.name
    if name in TEXTS | {"xml"}:
        return _to_text(source, target, explicit)
    if name in BINARIES:
        return _to_binary(source, target, explicit)
    if source._replace(collation=None) == target._replace(collation=None):
        return None
    if source.name in BINARIES:
        return lambda value: from_bytes(value, target)
    if name in INTEGERS:
        return _to_integer(source, target)
    if name in ("decimal", "money"):
        return _to_decimal(source, target)
    if name in ("float", "real"):
        return _to_float(source, target)
    if name == "uniqueidentifier":
        return _to_guid
    return to_moment(target)


# --- text


def _shown(value: Any, source: SqlType) -> str:
    """A value as text, in the style that a cast without one has."""
    match source.name:
        case "bit":
            return "1" if value else "0"
        case "uniqueidentifier":
            return str(value).upper()
        case "money":
            return f"{value:.2f}"
        case "decimal":
            return f"{value:.{source.scale}f}"
        case "float" | "real":
            return f"{value:.6g}"
        case "datetime2":
            shown = f"{value:%Y-%m-%d %H:%M:%S}"
            return (
                f"{shown}.{value.microsecond:06d}0"[: 20 + source.scale] if source.scale else shown
            )
        case "datetime" | "smalldatetime":
            hour = value.hour % 12 or 12
            half = "AM" if value.hour < 12 else "PM"
            return f"{value:%b} {value.day:>2} {value.year} {hour:>2}:{value:%M}{half}"
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _to_text(source: SqlType, target: SqlType, explicit: bool) -> Conversion:
    fixed = target.name in ("nchar", "char")
    wide = target.name in WIDE or target.name == "xml"
    length = MAX if target.name in LOBS else target.length

    def convert(value: Any) -> str:
        if source.name in BINARIES:
            value = from_bytes(value, target)
        text = value if isinstance(value, str) else _shown(value, source)
        if not wide:
            text = text.encode("cp1252", "replace").decode("cp1252", "replace")
        if length != MAX and len(text) > length:
            if not explicit:
                raise refusals.truncated()
            text = _cut(text, source, target)
        return text.ljust(length) if fixed else text

    return convert


def _cut(text: str, source: SqlType, target: SqlType) -> str:
    """Cut a text that is too long; a number isn't cut but becomes `*`, or overflows."""
    if source.name in INTEGERS and target.name in ("varchar", "char"):
        return "*"
    if source.name in NUMBERS | {"uniqueidentifier"}:
        raise refusals.overflow(target.name)
    return text[: target.length]


# --- binary


def _to_binary(source: SqlType, target: SqlType, explicit: bool) -> Conversion:
    integer = source.name in INTEGERS
    size = target.length

    def convert(value: Any) -> bytes:
        raw = to_bytes(value, source)
        if target.name in ("binary", "rowversion"):
            if integer:  # a number keeps its low bytes, and is padded in front
                return raw[-size:].rjust(size, b"\xff" if _below_zero(value) else b"\0")
            return _shortened(raw, size, explicit).ljust(size, b"\0")
        return raw[-size:] if integer and size != MAX else _shortened(raw, size, explicit)

    return convert


def _below_zero(value: Any) -> bool:
    return isinstance(value, int) and value < 0


def _shortened(raw: bytes, size: int, explicit: bool) -> bytes:
    if size == MAX or len(raw) <= size:
        return raw
    if not explicit:
        raise refusals.truncated()
    return raw[:size]


# --- numbers


def _in_range(value: int, target: SqlType) -> int:
    low = 0 if target.name == "tinyint" else -(1 << INTEGERS[target.name])
    if low <= value < 1 << INTEGERS[target.name]:
        return value
    if target.name in ("smallint", "tinyint"):
        raise refusals.small_overflow(target.name, value)
    raise refusals.overflow(target.name)


def _to_integer(source: SqlType, target: SqlType) -> Conversion:
    if target.name == "bit":
        return lambda value: _bit_of(value, source)
    if source.name in TEXTS:
        return lambda value: _integer_of(value, source, target)
    return lambda value: _in_range(int(value), target)


def _bit_of(value: Any, source: SqlType) -> bool:
    if not isinstance(value, str):
        return bool(value)
    text = value.strip().lower()
    if text in ("true", "false"):
        return text == "true"
    return bool(_integer_of(value, source, SqlType("bit")))


def _integer_of(value: str, source: SqlType, target: SqlType) -> int:
    text = value.strip(" ")
    if not re.fullmatch(r"[+-]?[0-9]*", text) or text in ("+", "-"):
        if target.name == "bigint":
            raise refusals.not_converted_quietly(spelled(source), "bigint")
        raise refusals.not_converted(spelled(source), value, target.name)
    number = int(text or "0")
    if target.name == "int" and not -(2**31) <= number < 2**31:
        raise refusals.text_overflow(spelled(source), value, "int")
    return number if target.name == "bit" else _in_range(number, target)


def _to_decimal(source: SqlType, target: SqlType) -> Conversion:
    unit = Decimal(1).scaleb(-target.scale)

    def convert(value: Any) -> Decimal:
        try:
            exact = Decimal(value.strip() if isinstance(value, str) else value)
        except InvalidOperation as error:
            raise refusals.not_converted_quietly(spelled(source), _numeric(target)) from error
        if not exact.is_finite() or exact.adjusted() >= target.precision - target.scale:
            raise refusals.overflow(_numeric(target))
        return exact.quantize(unit, ROUND_HALF_UP)

    return convert


def _numeric(target: SqlType) -> str:
    return "numeric" if target.name == "decimal" else target.name


def _to_float(source: SqlType, target: SqlType) -> Conversion:
    def convert(value: Any) -> float:
        try:
            number = float(value)
        except ValueError as error:
            raise refusals.not_converted_quietly(spelled(source), target.name) from error
        if target.name == "real":
            return float(struct.unpack("<f", struct.pack("<f", number))[0])
        return number

    return convert


# --- the rest


def _to_guid(value: Any) -> uuid.UUID:
    text = value.strip().removeprefix("{")[:36]
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        raise refusals.no_guid()
    return uuid.UUID(text)
