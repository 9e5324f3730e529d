"""Deletions are held above a number and above a part of the contacts, in a dribble as at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicesync.core.guard import REASON_MANY, Deletions, GuardLimits, reason_to_hold

LIMITS = GuardLimits()
few = st.integers(0, 400)


def held(due: int, contacts: int, *, recent: int = 0, waiting: int = 0) -> bool:
    deletions = Deletions(due, recent, waiting, contacts)
    return reason_to_hold(deletions, LIMITS) is not None


def test_the_limits_are_ten_and_five_percent():
    assert GuardLimits(count=10, percent=5.0) == LIMITS
    assert reason_to_hold(Deletions(100, 0, 0, 100), LIMITS) == REASON_MANY


@pytest.mark.parametrize(
    ("due", "contacts", "expected"),
    [
        (10, 31, False),  # not above the number, although it is nearly a third
        (11, 11, True),
        (11, 219, True),
        (11, 220, False),  # five percent are not above five percent
        (50, 1000, False),
        (51, 1000, True),
        (500, 10_000, False),
        (501, 10_000, True),
    ],
)
def test_both_limits_must_be_passed(due, contacts, expected):
    assert held(due, contacts) is expected


def test_what_was_sent_within_a_day_counts():
    assert not held(1, 100, recent=9)
    assert held(1, 100, recent=10)


def test_what_waits_counts():
    assert not held(1, 100, waiting=9)
    assert held(1, 100, waiting=10)


def test_the_part_is_of_the_contacts_before_anything_was_deleted():
    assert not held(1, 980, recent=49)  # 50 of 1029
    assert held(1, 939, recent=49)  # 50 of 988


def test_other_limits_may_be_set():
    strict = GuardLimits(count=0, percent=0.0)
    assert reason_to_hold(Deletions(1, 0, 0, 10**6), strict) == REASON_MANY
    assert reason_to_hold(Deletions(0, 0, 0, 0), strict) is None


@given(few, few, few, st.integers(0, 4000))
def test_more_deletions_are_never_held_less(due, recent, waiting, contacts):
    if held(due, contacts + due, recent=recent, waiting=waiting):
        assert held(due + 1, contacts + due, recent=recent, waiting=waiting)


@given(st.integers(1, 400), st.integers(1, 4000))
def test_a_dribble_is_held_where_the_same_at_once_is(deleted, contacts):
    at_once = held(deleted, contacts + deleted)
    at_last = held(1, contacts + 1, recent=deleted - 1)

    assert at_once == at_last
