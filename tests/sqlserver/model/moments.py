"""Dates and times: read from text, and cut to what a type holds.

https://learn.microsoft.com/sql/t-sql/functions/date-and-time-data-types-and-functions-transact-sql
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.sqlserver.engine import SqlType
from tests.sqlserver.model import refusals


def to_moment(target: SqlType) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if isinstance(value, str):
            value = _moment_of(value.strip(), target.name)
        if not isinstance(value, dt.datetime):
            value = _as_datetime(value)
        return _cut_moment(value, target)

    return convert


def _moment_of(text: str, name: str) -> dt.datetime:
    """A moment as text; the older types take three decimals of a second and no more."""
    if name in ("datetime", "smalldatetime") and len(text.partition(".")[2]) > 3:
        raise refusals.no_date()
    try:
        if ":" in text[:3]:
            return _as_datetime(dt.time.fromisoformat(text))
        return dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise refusals.no_date() from error


def _as_datetime(value: dt.date | dt.time) -> dt.datetime:
    if isinstance(value, dt.time):
        return dt.datetime.combine(dt.date(1900, 1, 1), value)
    return dt.datetime.combine(value, dt.time())


def _cut_moment(value: dt.datetime, target: SqlType) -> Any:
    match target.name:
        case "datetimeoffset":
            return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        case "date":
            return value.date()
        case "time":
            return value.time()
        case "datetime":  # a tick is a three-hundredth of a second
            ticks = round(value.microsecond * 3 / 10_000)
            plain = value.replace(microsecond=0, tzinfo=None)
            return plain + dt.timedelta(milliseconds=round(ticks * 10 / 3))
        case "smalldatetime":
            return value.replace(second=0, microsecond=0, tzinfo=None)
        case "datetime2":
            unit = 10 ** max(0, 6 - target.scale)
            return value.replace(microsecond=value.microsecond // unit * unit, tzinfo=None)
    raise refusals.NotModelled(f"a conversion to {target.name}")
