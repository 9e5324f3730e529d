"""Waits grow, are spread out, end at a bound and honour the other side's wish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicesync.core.backoff import FIRST, LONGEST, LONGEST_ASKED, delay

fractions = st.floats(0, 1, exclude_max=True)


def test_the_bound_doubles_up_to_five_minutes():
    bounds = [delay(failures, 0.5) * 2 for failures in range(1, 12)]

    assert bounds == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


@given(st.integers(1, 10**9), fractions)
def test_no_wait_is_longer_than_the_longest(failures, fraction):
    assert 0 <= delay(failures, fraction) < LONGEST


def test_a_fleet_is_spread_over_the_whole_wait():
    assert delay(1, 0.0) == 0.0
    assert delay(1, 0.999) > 0.99 * FIRST


@given(st.integers(1, 100), fractions, st.floats(0, LONGEST_ASKED))
def test_the_wait_that_was_asked_for_is_kept_and_spread(failures, fraction, asked):
    assert delay(failures, fraction, asked) == pytest.approx(asked + delay(failures, fraction))


@pytest.mark.parametrize(("asked", "least"), [(-5.0, 0.0), (1e9, LONGEST_ASKED)])
def test_an_odd_wish_is_kept_within_bounds(asked, least):
    assert delay(1, 0.0, asked) == least
