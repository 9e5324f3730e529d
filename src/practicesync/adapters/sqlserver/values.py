"""Values between SQL Server and the program: keys in canonical form, dates as text."""

from __future__ import annotations

import datetime as dt
import decimal
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from practicesync.adapters.aggregate import KeyKind, Record
from practicesync.adapters.sqlserver.catalog import SqlType
from practicesync.core.key import key_text

Convert = Callable[[Any], Any]

_RANGE = {"tinyint": (0, 2**8), "smallint": (-(2**15), 2**15), "int": (-(2**31), 2**31)}
_BIGINT = (-(2**63), 2**63)
_BINARY = {"binary", "varbinary", "timestamp"}
_MOMENTS = {"datetime", "smalldatetime", "datetime2"}


def canonical(kind: KeyKind) -> Convert:
    """Return what makes a key column's value canonical.

    SQL Server compares text without trailing blanks under every collation:
    https://learn.microsoft.com/sql/t-sql/language-elements/string-comparison-assignment
    """
    match kind:
        case "int":
            return _whole
        case "guid":
            return lambda value: None if value is None else str(value).lower()
        case "nocase":
            return lambda value: None if value is None else value.rstrip(" ").lower()
        case "text":
            return lambda value: None if value is None else _text(value).rstrip(" ")


def _whole(value: Any) -> int | None:
    try:
        return None if value is None else int(value)
    except ValueError:  # text in a column that refers to a number: to no contact
        return None


def _text(value: Any) -> str:
    """Return a value as the text of a key; bytes as SQL Server writes them: 0x00ff."""
    value = plain(value)
    return f"0x{value.hex()}" if isinstance(value, bytes) else str(value)


def plain(value: Any) -> Any:
    """Return a value as JSON, MessagePack and a `Row` know it; dates are ISO 8601 text."""
    match value:
        case None | str() | bool() | int() | float() | bytes():
            return value
        case decimal.Decimal():
            return f"{value:f}"
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
        case bytearray():
            return bytes(value)
        case _:
            return str(value)


_AS_THEY_ARE = {
    *("tinyint", "smallint", "int", "bigint", "bit", "float", "real"),
    *("char", "varchar", "nchar", "nvarchar", "text", "ntext", "xml"),
}


def converter(types: Sequence[tuple[SqlType, KeyKind | None]]) -> Callable[[Record], Record]:
    """Return what converts the columns of a record; those of a key have a kind."""
    makers = [
        (place, canonical(kind) if kind else plain)
        for place, (type_, kind) in enumerate(types)
        if not _comes_right(type_, kind)
    ]
    if not makers:
        return lambda record: record

    def convert(record: Record) -> Record:
        values = list(record)
        for place, make in makers:
            values[place] = make(values[place])
        return tuple(values)

    return convert


def _comes_right(type_: SqlType, kind: KeyKind | None) -> bool:
    if kind == "int":
        return type_.name in ("tinyint", "smallint", "int", "bigint")
    return kind is None and type_.name in _AS_THEY_ARE


def written(parts: Iterable[object]) -> list[str]:
    """Return the key columns of a record as the text of a position."""
    return [_text(part) for part in parts]


def sought(parts: Iterable[str], types: Sequence[SqlType]) -> list[object]:
    """Return the text of a position as parameters that SQL Server casts to what they were."""
    return [_sought(part, type_.name) for part, type_ in zip(parts, types, strict=True)]


def _sought(part: str, name: str) -> object:
    if name in _BINARY:
        return bytes.fromhex(part.removeprefix("0x"))
    # As text a moment has more decimals than some types take.
    return dt.datetime.fromisoformat(part) if name in _MOMENTS else part


def row_text(parts: Sequence[object], types: Sequence[SqlType]) -> str:
    """Return the key of a row of any table as text that is the same however it is written."""
    if all(type(part) is int for part in parts):
        # As below, only quicker: almost every table is keyed so, and every row has a key.
        return '["' + '","'.join(map(str, parts)) + '"]'
    pairs = zip(parts, types, strict=True)
    return key_text([_text(canonical(type_.kind)(part)) for part, type_ in pairs])


def parameter(part: str, type_: SqlType) -> object:
    """Return a key column's text as a parameter; `ValueError` if no row can have it."""
    match type_.kind:
        case "int" if type_.name in ("decimal", "numeric"):
            if len(part.lstrip("-")) > type_.precision:
                raise ValueError
            return decimal.Decimal(int(part))
        case "int":
            number = int(part)
            least, most = _RANGE.get(type_.name, _BIGINT)
            if not least <= number < most:
                raise ValueError
            return number
        case "guid":
            return str(uuid.UUID(part))
        case _:
            part.encode("utf-16-le")  # a UnicodeEncodeError is a ValueError
            return _sought(part, type_.name)
