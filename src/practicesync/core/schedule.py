"""When a first upload begins that a person has put off: at a time of day, here."""

from __future__ import annotations

import datetime as dt
import re

TONIGHT = dt.time(18)
"""The time that is offered: the office is empty."""

FARTHEST = dt.timedelta(hours=25)
"""How far off a start can be: a day, and one hour more in the night when summer time ends."""

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def time_of_day(text: str) -> dt.time | None:
    """Return the time that a person wrote, such as ``18:00``, or None if it is none."""
    found = _CLOCK.fullmatch(text.strip())
    return dt.time(int(found[1]), int(found[2])) if found else None


def next_at(at: dt.time, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return when it is that late next, in UTC: today, or tomorrow if that is past.

    In the night when an hour is left out, a time within it comes an hour later; when an hour
    comes twice, the first one counts that is still to come.
    """
    today = now.astimezone(zone).date()
    days = [today + dt.timedelta(days=number) for number in (-1, 0, 1, 2)]
    local = [dt.datetime.combine(day, at, zone) for day in days]
    first = [moment.astimezone(dt.UTC) for moment in local]
    again = [moment.replace(fold=1).astimezone(dt.UTC) for moment in local]
    # In an hour that is left out, the second reading would be before the clocks change.
    again = [moment for moment in again if moment.astimezone(zone).time() == at]
    return min(moment for moment in (*first, *again) if moment > now)
