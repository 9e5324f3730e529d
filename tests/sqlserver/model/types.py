"""The types of SQL Server: families, precedence, and which one two of them meet in.

https://learn.microsoft.com/sql/t-sql/data-types/data-type-precedence-transact-sql
"""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from tests.sqlserver.engine import MAX, SqlType
from tests.sqlserver.model.refusals import NotModelled, clash, incompatible

# From the highest precedence to the lowest.
PRECEDENCE = [
    *("xml", "datetimeoffset", "datetime2", "datetime", "smalldatetime", "date", "time"),
    *("float", "real", "decimal", "money", "bigint", "int", "smallint", "tinyint", "bit"),
    *("ntext", "text", "rowversion", "uniqueidentifier"),
    *("nvarchar", "nchar", "varchar", "char", "varbinary", "binary"),
]
RANK = {name: rank for rank, name in enumerate(PRECEDENCE)}

INTEGERS = {"bigint": 63, "int": 31, "smallint": 15, "tinyint": 8, "bit": 1}  # bits of magnitude
NUMBERS = {*INTEGERS, "float", "real", "decimal", "money"}
TEXTS = {"nvarchar", "nchar", "varchar", "char", "ntext", "text"}
WIDE = {"nvarchar", "nchar", "ntext"}
BINARIES = {"varbinary", "binary", "rowversion"}
MOMENTS = {"datetimeoffset", "datetime2", "datetime", "smalldatetime", "date", "time"}
LOBS = {"ntext", "text", "xml"}

BIT, TINYINT, SMALLINT = SqlType("bit"), SqlType("tinyint"), SqlType("smallint")
INT, BIGINT, FLOAT = SqlType("int"), SqlType("bigint"), SqlType("float", precision=53)
GUID, ROWVERSION = SqlType("uniqueidentifier"), SqlType("rowversion", 8)
DATETIME, DATETIME2 = SqlType("datetime", scale=3), SqlType("datetime2", scale=7)

SYNONYMS = {"timestamp": "rowversion", "integer": "int", "numeric": "decimal", "dec": "decimal"}
LONGEST = {"nvarchar": 4000, "nchar": 4000, "varchar": 8000, "char": 8000}
LONGEST |= {"varbinary": 8000, "binary": 8000}
DEFAULT_SCALE = {"datetime2": 7, "datetimeoffset": 7, "time": 7, "datetime": 3}


def nvarchar(length: int) -> SqlType:
    return SqlType("nvarchar", length if length <= 4000 else MAX)


def varbinary(length: int) -> SqlType:
    return SqlType("varbinary", length if length <= 8000 else MAX)


def declared(name: str, arguments: list[int], casting: bool = False) -> SqlType | None:
    """The type of this name, or None; a length left out is 30 in a cast and 1 elsewhere."""
    name = SYNONYMS.get(name, name)
    if name not in RANK:
        return None
    if name in LONGEST:
        return SqlType(name, arguments[0] if arguments else (30 if casting else 1))
    if name == "rowversion":
        return ROWVERSION
    if name == "decimal":
        precision, scale = [*arguments, *(18, 0)[len(arguments) :]]
        return SqlType(name, 0, precision, scale)
    if name == "money":
        return SqlType(name, 0, 19, 4)
    if name in ("float", "real"):
        single = name == "real" or (arguments and arguments[0] <= 24)
        return SqlType("real", precision=24) if single else FLOAT
    if name in DEFAULT_SCALE:
        return SqlType(name, scale=arguments[0] if arguments else DEFAULT_SCALE[name])
    return SqlType(name)


def type_of(value: Any) -> SqlType:  # noqa: C901 - a table of types
    """The type that a driver gives to a Python value."""
    match value:
        case bool():
            return BIT
        case int():
            return INT if -(2**31) <= value < 2**31 else BIGINT
        case str():
            return nvarchar(max(1, len(value.encode("utf-16-le")) // 2))
        case bytes() | bytearray():
            return varbinary(max(1, len(value)))
        case float():
            return FLOAT
        case Decimal():
            return decimal_of(value)
        case uuid.UUID():
            return GUID
        case dt.datetime():
            return SqlType("datetimeoffset", scale=7) if value.tzinfo else DATETIME2
        case dt.date():
            return SqlType("date")
        case dt.time():
            return SqlType("time", scale=7)
        case None:
            return nvarchar(1)
    raise NotModelled(f"a parameter of type {type(value).__name__}")


def decimal_of(value: Decimal) -> SqlType:
    _, digits, exponent = value.as_tuple()
    scale = max(0, -int(exponent))
    return SqlType("decimal", 0, max(len(digits) + max(0, int(exponent)), scale, 1), scale)


def spelled(kind: SqlType) -> str:
    """The type as SQL Server's messages write it."""
    if kind.name == "rowversion":
        return "timestamp"
    return f"{kind.name}(max)" if kind.length == MAX else kind.name


def _wider(left: SqlType, right: SqlType, name: str) -> SqlType:
    length = MAX if MAX in (left.length, right.length) else max(left.length, right.length)
    return SqlType(name, length, collation=left.collation or right.collation)


def _decimal_meeting(left: SqlType, right: SqlType) -> SqlType:
    whole = {"bigint": 19, "int": 10, "smallint": 5, "tinyint": 3, "bit": 1}
    sides = [SqlType("decimal", 0, whole[s.name]) if s.name in whole else s for s in (left, right)]
    scale = max(s.scale for s in sides)
    return SqlType("decimal", 0, min(38, max(s.precision - s.scale for s in sides) + scale), scale)


def meeting(left: SqlType, right: SqlType) -> SqlType:
    """The type that both are converted to when they meet: that of the higher precedence."""
    higher = min(left, right, key=lambda kind: RANK[kind.name])
    if higher.name in TEXTS | {"varbinary", "binary"} and (
        (left.name in TEXTS) == (right.name in TEXTS)
    ):
        return _wider(left, right, higher.name)
    return _decimal_meeting(left, right) if higher.name == "decimal" else higher


def check_comparable(left: SqlType, right: SqlType, operator: str) -> None:
    """Refuse to compare what SQL Server can't compare: 402 or 206."""
    if left.name in LOBS or right.name in LOBS:
        raise incompatible(spelled(left), spelled(right), operator)
    names = {left.name, right.name}
    if "uniqueidentifier" in names and names & (NUMBERS | MOMENTS):
        raise clash(spelled(left), spelled(right))
    if names & {"date", "time", "datetime2", "datetimeoffset"} and names & NUMBERS:
        raise clash(spelled(left), spelled(right))


def usual(kind: SqlType) -> SqlType:
    """As drivers declare arguments: of few lengths, so that plans are found again."""
    most = {"nvarchar": 4000, "varbinary": 8000}.get(kind.name)
    return kind if most is None or kind.length < 0 else kind._replace(length=most)
