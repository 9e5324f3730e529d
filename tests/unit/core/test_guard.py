"""What is more than a number and a part of the contacts is held, in a dribble as at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicesync.core.filled import field_of, numbers
from practicesync.core.guard import (
    REASON_MANY,
    REASON_THIRD,
    Blanks,
    Deletions,
    GuardLimits,
    fields_to_hold,
    reason_to_hold,
)

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


# --- a third of the contacts


@pytest.mark.parametrize(
    ("due", "contacts", "expected"),
    [
        (3, 3, False),  # a trial practice of three may lose them all
        (4, 4, True),
        (4, 12, False),  # a third is not more than a third
        (5, 14, True),
        (34, 100, True),
        (33, 99, False),
    ],
)
def test_a_third_is_held_even_where_the_settings_allow_everything(due, contacts, expected):
    everything = GuardLimits(count=10**6, percent=100.0)
    reason = reason_to_hold(Deletions(due, 0, 0, contacts), everything)
    assert reason == (REASON_THIRD if expected else None)


def test_a_third_in_a_dribble_is_a_third():
    everything = GuardLimits(count=10**6, percent=100.0)
    assert reason_to_hold(Deletions(1, 3, 1, 10), everything) == REASON_THIRD
    assert reason_to_hold(Deletions(1, 2, 1, 10), everything) is None


# --- fields that turn blank


def blank(due: int, contacts: int, *, recent: int = 0, waiting: int = 0, had: int = 10**6) -> bool:
    return fields_to_hold({3: Blanks(due, recent, waiting, had)}, contacts) == field_of(3)


@pytest.mark.parametrize(
    ("due", "contacts", "expected"),
    [
        (10, 10, False),  # not above the number, although it is everything
        (11, 54, True),
        (11, 55, False),  # a fifth is not more than a fifth
        (2000, 10_000, False),
        (2001, 10_000, True),
    ],
)
def test_a_field_may_turn_blank_in_ten_contacts_or_a_fifth_of_them(due, contacts, expected):
    assert blank(due, contacts) is expected


@pytest.mark.parametrize(
    ("due", "had", "expected"), [(10, 10, False), (11, 33, False), (11, 32, True)]
)
def test_a_field_may_turn_blank_in_a_third_of_those_that_had_it(due, had, expected):
    assert blank(due, 10_000, had=had) is expected


def test_blanks_that_were_sent_or_that_wait_count():
    assert blank(1, 50, recent=5, waiting=5)
    assert not blank(1, 50, recent=5, waiting=4)


def test_where_none_is_due_none_is_held():
    assert not blank(0, 10, waiting=11)


def test_each_field_is_judged_by_itself():
    found = {0: Blanks(due=11, had=50), 5: Blanks(due=10, had=50), 62: Blanks(due=40, had=50)}
    assert list(numbers(fields_to_hold(found, 50))) == [0, 62]
