"""A full check each night, wherever the clock is set to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from practicesync.bootstrap import nightly
from practicesync.core.action import Checked
from practicesync.engine.routine import Routine
from tests.unit.engine.workplace import Workplace

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
YEAR = dt.timedelta(days=365)


def routine() -> Routine:
    place = Workplace()
    place.journal.check_ended(Checked(NOON - HOUR, 0))
    return Routine(replace(place.job, next_check=nightly(dt.time(2, 0), "id-1")))


def begun(one: Routine, start: dt.datetime, hours: float) -> int:
    """Return how many checks begin in those hours, looked at every five minutes."""
    looks = range(0, int(hours * 60), 5)
    return sum(one.due(start + dt.timedelta(minutes=minute)) for minute in looks)


def test_it_is_due_once_a_night():
    assert [begun(one := routine(), NOON, 24), begun(one, NOON + DAY, 48)] == [1, 2]


@pytest.mark.parametrize("step", [HOUR, -HOUR, DAY, -DAY, YEAR, -YEAR])
def test_a_clock_that_is_set_costs_no_night_and_one_check_more_at_most(step):
    one = routine()
    begun(one, NOON, 2)
    then = NOON + 2 * HOUR + step

    assert 1 <= begun(one, then, 24) <= 2
    assert begun(one, then + DAY, 48) == 2


def test_a_clock_that_is_set_to_and_fro_begins_one_check_for_each_time_at_most():
    one = routine()
    there = [begun(one, NOON + number * HOUR + DAY * (number % 2), 1) for number in range(6)]

    assert max(there) <= 1
