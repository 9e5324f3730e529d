"""The bytes of a value, as CAST(... AS varbinary) shows them, and back.

https://learn.microsoft.com/sql/t-sql/data-types/binary-and-varbinary-transact-sql
"""

import datetime as dt
import struct
import uuid
from decimal import Decimal
from typing import Any

from tests.sqlserver.engine import SqlType
from tests.sqlserver.model.refusals import NotModelled
from tests.sqlserver.model.types import WIDE

INTEGER_BYTES = {"bigint": 8, "int": 4, "smallint": 2, "tinyint": 1, "bit": 1}
_EPOCH = dt.date(1900, 1, 1)
CODE_PAGE = "cp1252"


def text_bytes(value: str, kind: SqlType) -> bytes:
    if kind.name in WIDE or kind.name == "xml":
        return value.encode("utf-16-le", "surrogatepass")
    return value.encode(CODE_PAGE, "replace")


def _decimal_bytes(value: Decimal, kind: SqlType) -> bytes:
    magnitude = int(abs(value).scaleb(kind.scale))
    size = next(n for most, n in ((9, 4), (19, 8), (28, 12), (38, 16)) if kind.precision <= most)
    head = bytes([kind.precision, kind.scale, 0 if value < 0 else 1, 0])
    return head + magnitude.to_bytes(size, "little")


def _datetime_bytes(value: dt.datetime) -> bytes:
    days = (value.date() - _EPOCH).days
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    ticks = round((seconds * 1_000_000 + value.microsecond) * 3 / 10_000)
    return struct.pack(">iI", days, ticks)


def _time_bytes(value: dt.time | dt.datetime, scale: int) -> bytes:
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    units = (seconds * 10_000_000 + value.microsecond * 10) // 10 ** (7 - scale)
    size = 3 if scale <= 2 else 4 if scale <= 4 else 5
    return int(units).to_bytes(size, "little")


def _date_bytes(value: dt.date) -> bytes:
    return (value.toordinal() - 1).to_bytes(3, "little")


def to_bytes(value: Any, kind: SqlType) -> bytes:  # noqa: C901 - a table of types  # noqa: C901 - a table of types
    """The bytes of a value of this type."""
    match kind.name:
        case "varbinary" | "binary" | "rowversion":
            return bytes(value)
        case "bigint" | "int" | "smallint" | "tinyint" | "bit":
            size = INTEGER_BYTES[kind.name]
            return int(value).to_bytes(size, "big", signed=kind.name not in ("tinyint", "bit"))
        case "uniqueidentifier":
            return bytes(value.bytes_le)
        case "decimal":
            return _decimal_bytes(value, kind)
        case "money":
            return int(value.scaleb(4)).to_bytes(8, "big", signed=True)
        case "float" | "real":
            return struct.pack(">d" if kind.name == "float" else ">f", value)
        case "date":
            return _date_bytes(value)
        case "datetime":
            return _datetime_bytes(value)
        case "datetime2" | "time":
            day = _date_bytes(value) if kind.name == "datetime2" else b""
            return bytes([kind.scale]) + _time_bytes(value, kind.scale) + day
        case "nvarchar" | "nchar" | "varchar" | "char" | "xml":
            return text_bytes(value, kind)
    raise NotModelled(f"the bytes of {kind.name}")


def from_bytes(value: bytes, kind: SqlType) -> Any:
    """The value of this type that these bytes stand for."""
    match kind.name:
        case "bigint" | "int" | "smallint" | "tinyint":
            size = INTEGER_BYTES[kind.name]
            return int.from_bytes(
                value[-size:].rjust(size, b"\0"), "big", signed=kind.name != "tinyint"
            )
        case "bit":
            return any(value)
        case "uniqueidentifier":
            return uuid.UUID(bytes_le=value[:16].ljust(16, b"\0"))
        case "nvarchar" | "nchar":
            return value[: len(value) // 2 * 2].decode("utf-16-le", "surrogatepass")
        case "varchar" | "char":
            return value.decode(CODE_PAGE, "replace")
    raise NotModelled(f"bytes to {kind.name}")


def length_of(value: Any, kind: SqlType) -> int:
    """DATALENGTH: how many bytes the value takes.

    https://learn.microsoft.com/sql/t-sql/functions/datalength-transact-sql
    """
    match kind.name:
        case "decimal":
            steps = ((9, 5), (19, 9), (28, 13), (38, 17))
            return next(n for most, n in steps if kind.precision <= most)
        case "datetime2" | "time":
            time = 3 if kind.scale <= 2 else 4 if kind.scale <= 4 else 5
            return time + (3 if kind.name == "datetime2" else 0)
        case "ntext" | "text":
            return len(text_bytes(value, kind))
        case "datetimeoffset":
            return 10
        case "smalldatetime":
            return 4
    return len(to_bytes(value, kind))
