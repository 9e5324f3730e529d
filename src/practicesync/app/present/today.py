"""Today's changes, hour by hour of the local clock."""

from __future__ import annotations

import datetime as dt

from practicesync.app.present.shown import Bar
from practicesync.core.phase_words import Today
from practicesync.core.snapshot import Status

_HOUR = dt.timedelta(hours=1)


def bars(shown: Status, today: Today) -> tuple[Bar, ...]:
    """Return a bar for each hour since midnight, the hour that has begun included.

    A day on which the clocks change has an hour more or less.
    """
    local = today.now.astimezone(today.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(dt.UTC)
    sent: dict[dt.datetime, int] = {}
    for practice in shown.practices:
        for hour in practice.activity:
            moved = hour.added + hour.changed + hour.deleted
            sent[hour.hour] = sent.get(hour.hour, 0) + moved
    found = []
    start = midnight
    while start <= today.now:
        number = sum(sent[hour] for hour in sent if start <= hour < start + _HOUR)
        found.append(Bar(f"{start.astimezone(today.zone).hour}:00", number))
        start += _HOUR
    return tuple(found)
