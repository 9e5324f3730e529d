"""Numbers and times read as people say them."""

import datetime as dt

import pytest

from practicesync.core.contact import LIMITS
from practicesync.core.words import ago, clock_time, count, counted, duration, field_name

SYDNEY = dt.timezone(dt.timedelta(hours=11))
NOW = dt.datetime(2025, 1, 2, 12, 0, tzinfo=SYDNEY)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (8214, "8,214"), (1_000_000, "1,000,000")]
)
def test_numbers_have_separators(number, text):
    assert count(number) == text


def test_one_is_singular():
    assert counted(1, "contact") == "1 contact"
    assert counted(0, "contact") == "0 contacts"
    assert counted(8214, "contact") == "8,214 contacts"
    assert counted(2, "entry", "entries") == "2 entries"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (dt.datetime(2025, 1, 2, 9, 2, tzinfo=SYDNEY), "9:02"),
        (dt.datetime(2025, 1, 1, 22, 2, tzinfo=dt.UTC), "9:02"),
        (dt.datetime(2025, 1, 1, 23, 59, tzinfo=SYDNEY), "23:59 yesterday"),
        (dt.datetime(2025, 1, 3, 0, 5, tzinfo=SYDNEY), "0:05 tomorrow"),
        (dt.datetime(2025, 5, 3, 18, 0, tzinfo=SYDNEY), "18:00 on 3 May"),
        (dt.datetime(2024, 12, 31, 18, 0, tzinfo=SYDNEY), "18:00 on 31 December 2024"),
    ],
)
def test_a_time_is_said_as_on_that_day_and_at_that_place(moment, text):
    assert clock_time(moment, NOW, SYDNEY) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "a few seconds"),
        (30, "about 30 seconds"),
        (60, "about a minute"),
        (125, "about 2 minutes"),
        (3600, "about an hour"),
        (7300, "about 2 hours"),
        (172_800, "about 2 days"),
    ],
)
def test_a_length_of_time_is_rough(seconds, text):
    assert duration(seconds) == text


def test_an_age_has_just_now():
    assert ago(3) == "just now"
    assert ago(130) == "about 2 minutes ago"


def test_durations_never_say_one_of_many_or_sixty_of_a_smaller_unit():
    for seconds in range(0, 200_000, 7):
        assert not any(odd in duration(seconds) for odd in (" 1 ", " 0 ", "60 seconds")), seconds


@pytest.mark.parametrize("field", [*LIMITS, "kind", "status", "is_client"])
def test_every_field_has_a_name_without_dots_and_underscores(field):
    assert "." not in field_name(field)
    assert "_" not in field_name(field)
