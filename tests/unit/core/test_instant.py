"""Two clocks: one is set, the other only counts."""

import datetime as dt

from hypothesis import assume, given
from hypothesis import strategies as st

from practicesync.core.instant import SLEPT, Instant, deadline, overslept, was_set

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
YEAR = 365 * 24 * 3600.0

seconds = st.floats(0, YEAR)
steps = st.floats(-YEAR, YEAR)


def at(counted: float, set_by: float = 0.0) -> Instant:
    return Instant(NOON + dt.timedelta(seconds=counted + set_by), counted)


@given(seconds)
def test_time_that_only_passes_is_neither_a_sleep_nor_a_set_clock(waited):
    assert not overslept(at(0), at(waited), waited)
    assert not was_set(at(0), at(waited))


@given(seconds, st.floats(SLEPT + 1, YEAR))
def test_a_sleep_shows_whether_or_not_it_is_counted(waited, slept):
    assert overslept(at(0), at(waited + slept), waited)
    assert was_set(at(0), at(waited, set_by=slept))


@given(seconds, steps)
def test_a_clock_that_was_set_shows_and_is_no_sleep(waited, step):
    assume(abs(abs(step) - SLEPT) > 1)  # which is more than a float of a year can be off
    assert was_set(at(0), at(waited, set_by=step)) is (abs(step) > SLEPT)
    assert not overslept(at(0), at(waited, set_by=step), waited)


@given(st.floats(1, 7 * 24 * 3600), st.floats(0, YEAR), steps)
def test_a_deadline_is_never_later_than_its_seconds(until, passed, step):
    made = deadline(NOON + dt.timedelta(seconds=until), at(0))

    assert made.left(at(passed, set_by=step)) <= until - passed + 1e-3


def test_a_deadline_comes_with_its_time_of_day_after_a_sleep_that_was_not_counted():
    made = deadline(NOON + dt.timedelta(hours=1), at(0))

    assert made.left(at(60, set_by=0)) == 3540
    assert made.left(at(60, set_by=3600)) == -60


def test_a_deadline_that_was_put_off_says_so():
    made = deadline(NOON + dt.timedelta(hours=1), at(0))

    assert not made.is_put_off(at(60))
    assert not made.is_put_off(at(60, set_by=3000))
    assert made.is_put_off(at(60, set_by=-60))
