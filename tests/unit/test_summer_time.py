"""Two nights a year have another length: what is due each night is due once in them, too.

The rules of Sydney are spelled out, so that no database of time zones has to be there.
"""

from __future__ import annotations

import datetime as dt
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicesync.adapters.local_zone import LOCAL
from practicesync.adapters.log_file import Line, line_text
from practicesync.bootstrap import JITTER, nightly
from practicesync.core.schedule import next_at, time_of_day
from practicesync.core.words import clock_time

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has one time zone at once")

SYDNEY = "AEST-10AEDT,M10.1.0,M4.1.0/3"
SUMMER, WINTER = dt.timezone(dt.timedelta(hours=11)), dt.timezone(dt.timedelta(hours=10))
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)

ENDS = dt.datetime(2027, 4, 4, tzinfo=SUMMER)
"""The day on which it is half past two twice."""

BEGINS = dt.datetime(2026, 10, 4, tzinfo=WINTER)
"""The day on which it is never half past two."""


@pytest.fixture(autouse=True, scope="module")
def sydney():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", SYDNEY)
        time.tzset()
        yield
    time.tzset()


def nights(at: dt.time, start: dt.datetime, days: int, practice: str = "id-1") -> list[dt.datetime]:
    """Return when checks begin, as a worker finds it that looks each minute."""
    next_check = nightly(at, practice)
    found, due = [], next_check(start)
    for minute in range(days * 24 * 60):
        now = start + dt.timedelta(minutes=minute)
        due = min(due, next_check(now))
        if now >= due:
            found.append(due)
            due = next_check(now)
    return found


@pytest.mark.parametrize("at", [dt.time(2, 0), dt.time(2, 30), dt.time(3, 0), dt.time(23, 50)])
@pytest.mark.parametrize("day", [ENDS, BEGINS])
def test_a_check_is_made_once_a_night_when_the_clocks_change(day, at):
    found = nights(at, day - 12 * HOUR, days=3)

    assert len(found) == 3
    begins = [one.astimezone(LOCAL) - later(at, one) for one in found]
    assert len({one.date() for one in begins}) == 3


def later(at: dt.time, one: dt.datetime) -> dt.timedelta:
    """Return how long after its hour the practice's own minute is."""
    local = one.astimezone()
    return min(
        abs(one - dt.datetime.combine(local.date() + DAY * number, at).astimezone())
        for number in (-1, 0)
    )


@given(st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31)), st.times())  # noqa: DTZ001
def test_the_next_check_is_ahead_and_never_more_than_a_day_and_an_hour(now, at):
    moment = now.replace(tzinfo=dt.UTC)
    ahead = nightly(at.replace(tzinfo=None), "id-1")(moment) - moment

    assert dt.timedelta() < ahead <= DAY + HOUR


def test_a_worker_that_starts_after_midnight_makes_the_check_that_is_still_due():
    practice = next(f"id-{n}" for n in range(99) if late(f"id-{n}") > 20 * 60)
    midnight = dt.datetime(2026, 7, 2, 0, 1, tzinfo=WINTER)

    assert nightly(dt.time(23, 50), practice)(midnight) - midnight < dt.timedelta(seconds=JITTER)


def late(practice: str) -> float:
    noon = dt.datetime(2026, 7, 1, 12, tzinfo=WINTER)
    return (nightly(dt.time(13, 0), practice)(noon) - noon - HOUR).total_seconds()


@pytest.mark.parametrize(
    ("moment", "clock"),
    [
        (dt.datetime(2027, 4, 4, 1, 30, tzinfo=SUMMER), "1:30"),
        (dt.datetime(2027, 4, 4, 2, 30, tzinfo=SUMMER), "2:30"),
        (dt.datetime(2027, 4, 4, 2, 30, tzinfo=WINTER), "2:30"),
        (dt.datetime(2027, 4, 3, 23, 0, tzinfo=SUMMER), "23:00 yesterday"),
        (dt.datetime(2026, 10, 4, 3, 30, tzinfo=SUMMER), "3:30 on 4 October 2026"),
        (dt.datetime(2026, 10, 4, 1, 30, tzinfo=WINTER), "1:30 on 4 October 2026"),
    ],
)
def test_a_time_is_told_as_the_clock_showed_it_then(moment, clock):
    now = dt.datetime(2027, 4, 4, 9, 0, tzinfo=WINTER)

    assert clock_time(moment.astimezone(dt.UTC), now, LOCAL) == clock
    assert moment.astimezone(LOCAL).utcoffset() == moment.utcoffset()


def test_a_line_of_the_log_has_the_offset_of_its_moment():
    second = dt.datetime(2027, 4, 4, 2, 30, tzinfo=WINTER).astimezone(dt.UTC)
    lines = [line_text(Line("INFO", "x"), at.astimezone()) for at in (second - HOUR, second)]

    assert [line.split()[0] for line in lines] == [
        "2027-04-04T02:30:00.000+11:00",
        "2027-04-04T02:30:00.000+10:00",
    ]


def on(year: int, month: int, day: int, clock: str, zone: dt.timezone) -> dt.datetime:
    """Return that moment."""
    return dt.datetime.combine(dt.date(year, month, day), dt.time.fromisoformat(clock), zone)


NEXT = [
    (on(2026, 6, 1, "17:00", WINTER), "18:00", on(2026, 6, 1, "18:00", WINTER)),
    (on(2026, 6, 1, "18:00", WINTER), "18:00", on(2026, 6, 2, "18:00", WINTER)),
    (on(2026, 10, 3, "19:00", WINTER), "18:00", on(2026, 10, 4, "18:00", SUMMER)),
    # Half past two is left out, and comes an hour later.
    (on(2026, 10, 4, "00:00", WINTER), "2:30", on(2026, 10, 4, "03:30", SUMMER)),
    (on(2026, 10, 4, "03:45", SUMMER), "2:30", on(2026, 10, 5, "02:30", SUMMER)),
    # It comes twice, and the first time counts that is still to come.
    (on(2027, 4, 4, "00:00", SUMMER), "2:30", on(2027, 4, 4, "02:30", SUMMER)),
    (on(2027, 4, 4, "02:45", SUMMER), "2.30", on(2027, 4, 4, "02:30", WINTER)),
    (on(2027, 4, 4, "02:45", WINTER), "02:30", on(2027, 4, 5, "02:30", WINTER)),
]


@pytest.mark.parametrize(("now", "at", "begins"), NEXT)
def test_a_first_upload_that_is_put_off_begins_when_it_is_that_late_next(now, at, begins):
    clock = time_of_day(at)
    assert clock is not None

    assert next_at(clock, now, LOCAL) == begins


@pytest.mark.parametrize("text", ["", "18", "24:00", "12:60", "6 pm", "-1:00", "18:00:00"])
def test_what_is_no_time_of_day_is_none(text):
    assert time_of_day(text) is None
