"""What drivers ask about the server's types when they connect.

https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-datatype-info-transact-sql
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.sqlserver.engine import Result, ResultColumn, SqlType

NAME, NUMBER, SMALL = SqlType("nvarchar", 128), SqlType("int"), SqlType("smallint")

COLUMNS = tuple(
    ResultColumn(name, kind)
    for name, kind in (
        ("TYPE_NAME", NAME),
        ("DATA_TYPE", SMALL),
        ("PRECISION", NUMBER),
        ("LITERAL_PREFIX", NAME),
        ("LITERAL_SUFFIX", NAME),
        ("CREATE_PARAMS", NAME),
        ("NULLABLE", SMALL),
        ("CASE_SENSITIVE", SMALL),
        ("SEARCHABLE", SMALL),
        ("UNSIGNED_ATTRIBUTE", SMALL),
        ("MONEY", SMALL),
        ("AUTO_INCREMENT", SMALL),
        ("LOCAL_TYPE_NAME", NAME),
        ("MINIMUM_SCALE", SMALL),
        ("MAXIMUM_SCALE", SMALL),
        ("SQL_DATA_TYPE", SMALL),
        ("SQL_DATETIME_SUB", SMALL),
        ("NUM_PREC_RADIX", NUMBER),
        ("INTERVAL_PRECISION", SMALL),
        ("USERTYPE", SMALL),
    )
)


SPOKEN = re.compile(r"\s*(?:EXEC\s+)?sp_datatype_info(?:_\d+)?\s+(-?\d+)\b", re.IGNORECASE)


def _row(
    name: str, number: int, width: int, quotes: tuple[str, str], parameters: str | None
) -> list[Any]:
    signs = [*quotes, parameters, 1, 0, 3, None, 0, None, name]
    return [name, number, width, *signs, None, None, number, None, None, None, 0]


def _moment(name: str, width: int, lowest: int, highest: int) -> list[Any]:
    row = _row(name, 93, width, ("'", "'"), "scale" if highest == 7 else None)
    row[13:17] = lowest, highest, 9, 3
    return row


ROWS = (
    _row("nvarchar", -9, 4000, ("N'", "'"), "max length"),
    _row("varbinary", -3, 8000, ("0x", ""), "max length"),
    _row("varchar", 12, 8000, ("'", "'"), "max length"),
    _moment("datetime2", 27, 0, 7),
    _moment("datetime", 23, 3, 3),
    _moment("smalldatetime", 16, 0, 0),
)


@dataclass(frozen=True)
class Datatypes:
    """The types that answer to one number of ODBC's; only these are ever asked for."""

    asked: int

    @property
    def result(self) -> Result:
        rows = (tuple(row) for row in ROWS if self.asked in (0, row[1]))
        return Result(COLUMNS, list(rows))


def spoken(sql: str) -> Datatypes | None:
    """Understand a batch that asks for it, as FreeTDS does."""
    found = SPOKEN.match(sql)
    return Datatypes(int(found[1])) if found else None
