"""A thread that hangs is red after a minute and ends the worker after five."""

from __future__ import annotations

from dataclasses import dataclass

from practicesync.engine.supervisor import Patience, Verdict, judge


@dataclass(frozen=True)
class Silent:
    """A thread that was last heard of at that moment."""

    name: str
    heard_at: float

    def overdue(self, monotonic: float) -> float:
        return max(0.0, monotonic - self.heard_at)


def verdict(*heard_ago: float) -> Verdict:
    threads = [Silent(str(number), 1000.0 - ago) for number, ago in enumerate(heard_ago)]
    return judge(threads, 1000.0, Patience())


def test_without_threads_there_is_nothing_to_say():
    assert verdict() == Verdict(frozenset(), give_up=False)


def test_a_thread_that_is_silent_for_a_minute_is_stuck():
    assert verdict(59.9) == Verdict(frozenset(), give_up=False)
    assert verdict(60.0) == Verdict(frozenset({"0"}), give_up=False)


def test_five_minutes_end_the_worker():
    assert not verdict(299.9).give_up
    assert verdict(300.0) == Verdict(frozenset({"0"}), give_up=True)


def test_one_stuck_thread_says_nothing_of_the_others():
    assert verdict(0.0, 61.0, 1.0, 299.0) == Verdict(frozenset({"1", "3"}), give_up=False)
    assert verdict(0.0, 301.0).give_up


def test_patience_may_be_shorter():
    short = judge([Silent("one", 998.0)], 1000.0, Patience(red=1.0, give_up=2.0))

    assert short == Verdict(frozenset({"one"}), give_up=True)
