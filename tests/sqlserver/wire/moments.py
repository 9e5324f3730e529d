"""Dates and times in SQL Server's many shapes (MS-TDS 2.2.5.5.1.8)."""

from __future__ import annotations

import datetime as dt
import struct

FIRST_DAY = dt.date(1, 1, 1)
DAY_OF_DATETIME = dt.date(1900, 1, 1)
TICKS = 300  # of datetime, in a second
DAY = 86_400


def time_size(scale: int) -> int:
    """How many bytes a time with so many decimals takes."""
    return 3 if scale <= 2 else 4 if scale <= 4 else 5


def _microseconds(of: dt.time | dt.datetime) -> int:
    return ((of.hour * 60 + of.minute) * 60 + of.second) * 1_000_000 + of.microsecond


def _time_of_day(microseconds: int) -> dt.time:
    seconds, microsecond = divmod(microseconds, 1_000_000)
    return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60, microsecond)


def pack_date(value: dt.date) -> bytes:
    return (value.toordinal() - 1).to_bytes(3, "little")


def unpack_date(octets: bytes) -> dt.date:
    return FIRST_DAY + dt.timedelta(int.from_bytes(octets, "little"))


def pack_time(value: dt.time | dt.datetime, scale: int) -> bytes:
    """Decimals that don't fit are cut off."""
    units: int = _microseconds(value) * 10**scale // 1_000_000
    return units.to_bytes(time_size(scale), "little")


def unpack_time(octets: bytes, scale: int) -> dt.time:
    return _time_of_day(int.from_bytes(octets, "little") * 1_000_000 // 10 ** int(scale))


def pack_datetime2(value: dt.datetime, scale: int) -> bytes:
    return pack_time(value, scale) + pack_date(value.date())


def unpack_datetime2(octets: bytes, scale: int) -> dt.datetime:
    return dt.datetime.combine(unpack_date(octets[-3:]), unpack_time(octets[:-3], scale))


def pack_datetimeoffset(value: dt.datetime, scale: int) -> bytes:
    """The time is told in UTC, the offset beside it in minutes."""
    offset = value.utcoffset() or dt.timedelta()
    in_utc = value.astimezone(dt.UTC).replace(tzinfo=None)
    return pack_datetime2(in_utc, scale) + struct.pack("<h", offset // dt.timedelta(minutes=1))


def unpack_datetimeoffset(octets: bytes, scale: int) -> dt.datetime:
    (minutes,) = struct.unpack("<h", octets[-2:])
    in_utc = unpack_datetime2(octets[:-2], scale).replace(tzinfo=dt.UTC)
    return in_utc.astimezone(dt.timezone(dt.timedelta(minutes=minutes)))


def pack_datetime(value: dt.datetime) -> bytes:
    """Rounded to the nearest tick, as SQL Server does."""
    ticks = (_microseconds(value) * TICKS + 500_000) // 1_000_000
    days, ticks = divmod(ticks, DAY * TICKS)
    return struct.pack("<iI", (value.date() - DAY_OF_DATETIME).days + days, ticks)


def unpack_datetime(octets: bytes) -> dt.datetime:
    """To the millisecond, which is what SQL Server shows of a tick."""
    days, ticks = struct.unpack("<iI", octets)
    milliseconds = (ticks * 1000 + TICKS // 2) // TICKS
    midnight = dt.datetime.combine(DAY_OF_DATETIME + dt.timedelta(days), dt.time())
    return midnight + dt.timedelta(milliseconds=milliseconds)


def pack_smalldatetime(value: dt.datetime) -> bytes:
    """To the nearest minute; 29.999 seconds count as half a one, as SQL Server has it."""
    minutes = (_microseconds(value) // 1000 + 30_001) // 60_000
    days, minutes = divmod(minutes, DAY // 60)
    return struct.pack("<HH", (value.date() - DAY_OF_DATETIME).days + days, minutes)


def unpack_smalldatetime(octets: bytes) -> dt.datetime:
    days, minutes = struct.unpack("<HH", octets)
    midnight = dt.datetime.combine(DAY_OF_DATETIME + dt.timedelta(days), dt.time())
    return midnight + dt.timedelta(minutes=minutes)
