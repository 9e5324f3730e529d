import datetime as dt
from dataclasses import dataclass

import pytest

from practicesync.app.worker.supervision import NOBODY, Supervision
from practicesync.core.instant import Instant
from practicesync.engine.supervisor import Patience, Verdict

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
HOUR = 3600.0
STUCK = Verdict(frozenset(["Main"]), give_up=False)
WOKEN = Verdict(frozenset(), give_up=False, woken=True)


@dataclass
class Silent:
    """A thread that showed life last at that time."""

    last: float
    name: str = "Main"

    def overdue(self, monotonic: float) -> float:
        return monotonic - self.last


def at(seconds: float, set_by: float = 0.0) -> Instant:
    return Instant(NOON + dt.timedelta(seconds=seconds + set_by), seconds)


def test_silence_is_judged_at_the_first_look_and_at_every_next():
    supervision = Supervision(Patience())

    assert supervision.look([Silent(0)], at(61)) == STUCK
    assert supervision.look([Silent(0)], at(76)) == STUCK


def test_the_hours_that_the_computer_slept_are_nobodys_silence():
    supervision = Supervision(Patience())
    thread = Silent(100)
    supervision.look([thread], at(100))

    assert supervision.look([thread], at(100 + HOUR)) == WOKEN
    thread.last = 100 + HOUR + 5
    assert supervision.look([thread], at(100 + HOUR + 5)) == NOBODY


def test_a_thread_that_is_still_silent_when_it_had_its_time_is_stuck():
    supervision = Supervision(Patience())
    thread = Silent(100)
    supervision.look([thread], at(100))
    woke = 100 + HOUR

    assert supervision.look([thread], at(woke)) == WOKEN
    seconds = [woke + 10 * tenth for tenth in range(1, 6)]
    assert [supervision.look([thread], at(second)) for second in seconds] == [NOBODY] * 5
    assert supervision.look([thread], at(woke + 60)) == Verdict(STUCK.stuck, give_up=True)


@pytest.mark.parametrize("seconds", [HOUR, -HOUR, 24 * HOUR, -365 * 24 * HOUR])
def test_a_clock_that_was_set_is_told_once_and_excuses_nobody(seconds):
    supervision = Supervision(Patience())
    supervision.look([Silent(0)], at(60))

    first = supervision.look([Silent(0)], at(61, set_by=seconds))
    second = supervision.look([Silent(0)], at(62, set_by=seconds))

    assert first == Verdict(STUCK.stuck, give_up=False, woken=True)
    assert second == STUCK


def test_with_less_patience_a_shorter_sleep_is_one():
    supervision = Supervision(Patience(red=4.0, give_up=8.0))
    supervision.look([Silent(0)], at(0))

    assert not supervision.look([Silent(0)], at(1)).woken
    assert supervision.look([Silent(0)], at(10)) == WOKEN
