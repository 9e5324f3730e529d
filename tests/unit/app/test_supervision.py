from dataclasses import dataclass

from practicesync.app.supervision import NOBODY, SLEPT, WAKING, Supervision
from practicesync.engine.supervisor import Patience, Verdict

HOUR = 3600.0


@dataclass
class Silent:
    """A thread that showed life last at that time."""

    last: float
    name: str = "Main"

    def overdue(self, monotonic: float) -> float:
        return monotonic - self.last


def test_silence_is_judged_at_the_first_look_and_at_every_next():
    supervision = Supervision(Patience())

    assert supervision.look([Silent(0)], 61) == Verdict(frozenset(["Main"]), give_up=False)
    assert supervision.look([Silent(0)], 61 + SLEPT) == Verdict(frozenset(["Main"]), give_up=False)


def test_the_hours_that_the_computer_slept_are_nobodys_silence():
    supervision = Supervision(Patience())
    thread = Silent(100)
    supervision.look([thread], 100)

    assert supervision.look([thread], 100 + HOUR) == NOBODY
    thread.last = 100 + HOUR + 5
    assert supervision.look([thread], 100 + HOUR + 5) == NOBODY


def test_a_thread_that_is_still_silent_when_it_had_its_time_is_stuck():
    supervision = Supervision(Patience())
    thread = Silent(100)
    supervision.look([thread], 100)
    woke = 100 + HOUR

    seconds = [woke + 10 * tenth for tenth in range(int(WAKING / 10))]
    assert [supervision.look([thread], second) for second in seconds] == [NOBODY] * len(seconds)
    assert supervision.look([thread], woke + WAKING) == Verdict(frozenset(["Main"]), give_up=True)
