"""A computer that sleeps, and a clock that is set: nothing waits for it, and nothing turns red."""

from __future__ import annotations

import datetime as dt

import pytest

from practicesync.core.errors import Code, Unavailable
from practicesync.core.phase import Phase
from practicesync.core.wish import Pause
from tests.simulation.world import VirtualClock
from tests.unit.engine.workplace import Workplace, key

HOUR = 3600.0
DAY = 24 * HOUR
YEAR = 365 * DAY
STEPS = [HOUR, -HOUR, DAY, -DAY, YEAR, -YEAR]

down = Unavailable(Code.CLOUD_UNREACHABLE)


class Nights(VirtualClock):
    """Sleeps an hour in the wait that begins at `sleeps_at` or later, and stops at `ends_at`."""

    def __init__(self, *, counted: bool) -> None:
        super().__init__()
        self.counted = counted
        self.sleeps_at = self.ends_at = float("inf")

    def wait(self, seconds: float) -> bool:
        if self.seconds >= self.sleeps_at:
            self.sleeps_at = float("inf")
            if self.counted:
                self.seconds += HOUR
            else:
                self.set_by += HOUR
        self.seconds += seconds
        return self.seconds >= self.ends_at


def working(place: Workplace, clock: Nights, sleeps_in: float, seconds: float) -> None:
    """Let the thread run that long, with a sleep in it."""
    clock.sleeps_at = clock.seconds + sleeps_in
    clock.ends_at = clock.seconds + seconds + (HOUR if clock.counted else 0.0)
    place.runner.run()


# --- a sleep


@pytest.mark.parametrize("counted", [True, False])
def test_after_a_sleep_a_change_is_looked_for_over_a_new_connection(counted: bool) -> None:
    clock = Nights(counted=counted)
    place = Workplace(clock=clock)
    place.bring_online(1)
    closed: list[int] = []
    place.database.takes = lambda what: closed.append(place.database.closed)
    working(place, clock, sleeps_in=20, seconds=40)

    assert closed[0] == 0
    assert closed[-1] == 1
    assert place.phases() == [Phase.IN_SYNC, Phase.STARTING, Phase.IN_SYNC]


@pytest.mark.parametrize("counted", [True, False])
def test_trouble_from_before_a_sleep_does_not_turn_red_by_it(counted: bool) -> None:
    clock = Nights(counted=counted)
    place = Workplace(clock=clock)
    place.bring_online(1)
    place.put(1, name="Second")
    place.cloud.down = down
    place.line.before_apply = lambda: mend(place, clock)
    working(place, clock, sleeps_in=15, seconds=60)

    assert place.online() == {key(1): "Second"}
    assert Phase.UNAVAILABLE not in place.phases()
    assert place.phase() is Phase.IN_SYNC


def mend(place: Workplace, clock: Nights) -> None:
    """The network is there again some tries after the sleep."""
    if clock.sleeps_at == float("inf") and len(place.line.asked) > 8:
        place.cloud.down = None


def test_trouble_from_before_a_sleep_turns_red_when_it_has_lasted_a_minute_since() -> None:
    clock = Nights(counted=True)
    place = Workplace(clock=clock)
    place.bring_online(1)
    place.put(1, name="Second")
    place.cloud.down = down
    working(place, clock, sleeps_in=15, seconds=120)

    assert place.phase() is Phase.UNAVAILABLE


def test_a_send_that_fails_by_the_sleep_is_no_trouble_of_hours(place: Workplace) -> None:
    place.bring_online(1)
    place.put(1, name="Second")
    place.cloud.down = down
    place.pass_time(20)

    def sleep() -> None:
        place.clock.wait(HOUR)
        place.runner.rouse()

    place.line.before_apply = sleep
    while place.clock.seconds < HOUR:
        place.clock.wait(place.settle())

    assert place.phase() is Phase.RETRYING


def test_who_is_roused_looks_at_once_and_once(place: Workplace) -> None:
    place.bring_online(1)
    place.put(1, name="Second")
    place.runner.rouse()
    place.settle()
    assert place.online() == {key(1): "Second"}

    place.database.asked.clear()
    place.pass_time(4)
    assert place.database.asked == []


# --- a clock that is set


@pytest.mark.parametrize("step", STEPS)
def test_changes_go_online_whatever_the_clock_says(place: Workplace, step: float) -> None:
    place.bring_online(1)
    place.clock.set_by = step
    place.put(1, name="Second")
    place.pass_time(5)

    assert place.online() == {key(1): "Second"}
    assert place.phase() is Phase.IN_SYNC
    assert place.report.since <= place.clock.now()


@pytest.mark.parametrize("step", STEPS)
def test_nothing_stands_since_a_time_that_is_still_to_come(place: Workplace, step: float) -> None:
    place.bring_online(1)
    place.clock.set_by = step
    place.pass_time(5)

    assert place.report.since <= place.clock.now()


@pytest.mark.parametrize("step", STEPS)
def test_a_failed_try_is_made_again_as_soon_whatever_the_clock_says(
    place: Workplace, step: float
) -> None:
    place.bring_online(1)
    place.put(1, name="Second")
    place.cloud.down = down
    place.pass_time(30)
    place.clock.set_by = step
    place.cloud.down = None
    place.pass_time(60)

    assert place.online() == {key(1): "Second"}


@pytest.mark.parametrize("step", STEPS)
def test_a_pause_is_over_in_its_time_whatever_the_clock_says(place: Workplace, step: float) -> None:
    place.bring_online(1)
    place.ask(Pause(place.clock.now() + dt.timedelta(hours=1)))
    place.pass_time(600)
    place.clock.set_by = step
    place.runner.rouse()
    place.pass_time(3000)

    assert place.phase() is Phase.IN_SYNC


def test_a_pause_lasts_its_time_although_the_clock_was_set_back_and_says_until_when(
    place: Workplace,
) -> None:
    place.bring_online(1)
    place.ask(Pause(place.clock.now() + dt.timedelta(hours=1)))
    place.pass_time(600)
    place.clock.set_by = -YEAR
    place.runner.rouse()
    place.pass_time(600)

    assert place.phase() is Phase.PAUSED
    assert place.report.wakes_at == place.clock.now() + dt.timedelta(minutes=40)
