"""A stay with a database lasts over short breaks, and over no others."""

from __future__ import annotations

import datetime as dt

import pytest

from practicesync.adapters.sqlserver.presence import LONGEST, Presence, is_stay
from practicesync.core.instant import Instant
from tests.simulation.world import VirtualClock


class Stays:
    """A clock, and what stays are told by it."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.presence = Presence(lambda: Instant(self.clock.now(), self.clock.monotonic()))
        self.presence.stay()
        self.presence.answered()


@pytest.fixture
def stays() -> Stays:
    return Stays()


@pytest.mark.parametrize("seconds", [0.0, 5.0, LONGEST])
def test_a_stay_goes_on_over_a_short_break(stays, seconds):
    first = stays.presence.stay()
    stays.clock.seconds += seconds

    assert stays.presence.stay() == first


def test_another_stay_begins_after_more_than_a_minute(stays):
    first = stays.presence.stay()
    stays.clock.seconds += LONGEST + 1

    assert stays.presence.stay() != first


def test_the_minute_is_counted_from_the_last_answer(stays):
    first = stays.presence.stay()
    for _ in range(5):
        stays.clock.seconds += LONGEST
        stays.presence.answered()

    assert stays.presence.stay() == first


def test_a_failed_attempt_is_no_answer(stays):
    first = stays.presence.stay()
    stays.clock.seconds += LONGEST
    stays.presence.stay()
    stays.clock.seconds += LONGEST

    assert stays.presence.stay() != first


@pytest.mark.parametrize("hours", [1, -1])
def test_another_stay_begins_when_the_clock_was_set_or_a_sleep_was_not_counted(stays, hours):
    first = stays.presence.stay()
    stays.clock.set_by += hours * dt.timedelta(hours=1).total_seconds()

    assert stays.presence.stay() != first


def test_a_new_worker_begins_another_stay(stays):
    assert Stays().presence.stay() != stays.presence.stay()


def test_a_connection_that_never_answered_belongs_to_no_stay():
    presence = Presence(lambda: Instant(VirtualClock().now(), 0.0))

    assert presence.stay() != presence.stay()


def test_a_stay_is_told_from_a_database_s_own_id(stays):
    assert is_stay(stays.presence.stay())
    assert not is_stay("6f9619ff-8b86-d011-b42d-00c04fc964ff")
    assert not is_stay("")
