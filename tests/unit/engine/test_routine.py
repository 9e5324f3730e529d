"""A night's full check that was missed, and what is to be made of an odd clock."""

from __future__ import annotations

from tests.unit.engine.workplace import Workplace

HOUR = 3600.0


def checks_after(place: Workplace, hours: float) -> int:
    """Let a worker stop, another start so many hours later, and return its full checks."""
    place.bring_online(1)
    place.clock.set_by += hours * HOUR
    place.restart()
    place.pass_time(30)
    return place.database.asked.count("count")


def test_a_night_that_was_missed_is_made_up_for(place: Workplace) -> None:
    assert checks_after(place, 26) == 1


def test_after_a_short_stop_no_check_is_due(place: Workplace) -> None:
    assert checks_after(place, 20) == 0


def test_a_check_from_the_future_does_not_count(place: Workplace) -> None:
    assert checks_after(place, -2) == 1
