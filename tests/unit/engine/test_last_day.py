"""A clock that is set hides nothing that was sent within the last 24 hours."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicesync.core.guard import GuardLimits
from practicesync.engine.last_day import DAY, LastDay
from tests.simulation.world import VirtualClock
from tests.unit.engine.workplace import Workplace

HOUR = 3600.0
YEAR = 365 * 24 * HOUR

# Whole seconds: a fraction is rounded to microseconds in one way here and in another there.
times = st.tuples(st.integers(1, 36_000), st.sampled_from([0.0, 0.0, HOUR, -HOUR, YEAR, -YEAR]))


@given(st.lists(times, max_size=20))
def test_the_last_day_has_in_it_whatever_was_stamped_in_it(course):
    clock = VirtualClock()
    day = LastDay(clock)
    stamped: list[tuple[float, dt.datetime]] = []
    for seconds, step in course:
        clock.seconds += seconds
        clock.set_by += step
        day.began()
        stamped.append((clock.seconds, clock.now()))

    began = day.began()
    assert began <= clock.now() - DAY
    for seconds, stamp in stamped:
        if clock.seconds - seconds < DAY.total_seconds():
            assert began <= stamp


@pytest.mark.parametrize("step", [HOUR, -HOUR, YEAR, -YEAR])
def test_a_day_after_the_clock_was_set_it_is_a_day_again(step):
    clock = VirtualClock()
    day = LastDay(clock)
    clock.set_by = step
    day.began()
    clock.seconds += DAY.total_seconds() + 1

    assert day.began() == clock.now() - DAY


def deleting(step: float) -> Workplace:
    """Delete ten of a hundred, set the clock, and delete ten more."""
    place = Workplace(guard=GuardLimits(count=10, percent=10.0))
    place.cycle.begin()
    place.put(*range(100))
    place.sync()
    place.drop(*range(10))
    place.sync()
    place.clock.set_by = step
    place.drop(*range(10, 20))
    place.sync()
    return place


@pytest.mark.parametrize("step", [0.0, 24 * HOUR, YEAR, -HOUR, -YEAR])
def test_a_dribble_of_deletes_is_held_whatever_the_clock_says(step):
    place = deleting(step)

    assert len(place.online()) == 90
    assert [hold.count for hold in place.journal.holds()] == [10]
