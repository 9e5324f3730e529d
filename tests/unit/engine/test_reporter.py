"""What is told of a practice, and when."""

from __future__ import annotations

import datetime as dt

import pytest

from practicesync.core.action import Checked, Counts, Online, Parked, Scan, Stage
from practicesync.core.digest import Digest
from practicesync.core.errors import Code, Unavailable
from practicesync.core.key import key_text
from practicesync.core.online import Preparing
from practicesync.core.phase import Event, ImpossibleTransition, Phase
from practicesync.core.report import Progress, Refusals, Report, Sent
from practicesync.core.row import Cursor
from practicesync.engine.reporter import Reporter, preparing_progress, upload_progress
from tests.fakes.feed import TrackingFeed
from tests.fakes.journal import MemoryJournal
from tests.fakes.source import MemoryPractice
from tests.simulation.world import NOON, VirtualClock

A, B, C = (key_text([str(number)]) for number in (1, 2, 3))


class Desk:
    """A reporter and what it has told."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.journal = MemoryJournal()
        self.told: list[Report] = []
        feed = TrackingFeed(MemoryPractice())
        self.reporter = Reporter(self.journal, feed, self.clock, self.told.append)

    def settle(self, *settled: Online | Parked) -> None:
        self.journal.settle(settled, self.journal.next_sequence(), NOON)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_nothing_is_told_before_the_worker_has_started(desk: Desk) -> None:
    desk.reporter.looked()
    desk.reporter.sent(3)

    assert desk.reporter.phase is Phase.NOT_RUNNING
    assert desk.told == []


def test_the_same_is_told_once(desk: Desk) -> None:
    desk.reporter.tell(Event.STARTED)
    for _ in range(3):
        desk.reporter.tell(Event.RESTED)
        desk.clock.seconds += 5

    assert [one.phase for one in desk.told] == [Phase.STARTING, Phase.IN_SYNC]


def test_a_phase_keeps_its_beginning(desk: Desk) -> None:
    desk.reporter.tell(Event.STARTED)
    desk.clock.seconds = 10
    desk.reporter.tell(Event.FAILED, Unavailable(Code.CLOUD_UNREACHABLE))
    desk.clock.seconds = 20
    desk.reporter.tell(Event.FAILED, Unavailable(Code.CLOUD_BUSY))
    [_, first, second] = desk.told

    assert (first.since, second.since) == (NOON + dt.timedelta(seconds=10),) * 2
    assert (first.code, second.code) == (Code.CLOUD_UNREACHABLE, Code.CLOUD_BUSY)


def test_trouble_is_told_with_its_facts_until_it_is_over(desk: Desk) -> None:
    wakes = NOON + dt.timedelta(seconds=3)
    problem = Unavailable(Code.CLOUD_FAILED, status="500")
    desk.reporter.tell(Event.STARTED)
    desk.reporter.tell(Event.FAILED, problem, wakes)
    desk.reporter.tell(Event.RESTED)
    [_, failed, rested] = desk.told

    assert (failed.code, failed.facts) == (Code.CLOUD_FAILED, {"status": "500"})
    assert failed.wakes_at == wakes
    assert (rested.code, rested.facts, rested.wakes_at) == (None, {}, None)


def test_an_impossible_event_is_a_bug(desk: Desk) -> None:
    with pytest.raises(ImpossibleTransition):
        desk.reporter.tell(Event.RESTED)


def test_looks_sends_and_counts_are_told_with_the_next_event(desk: Desk) -> None:
    desk.settle(
        Online(A, Digest(b"digest")),
        Parked(B, Code.NAME_MISSING, "name"),
        Parked(C, Code.NAME_MISSING, "name"),
    )
    desk.journal.leave_out([C])
    desk.reporter.tell(Event.STARTED)
    desk.reporter.looked()
    desk.reporter.sent(2)
    desk.reporter.count()
    assert len(desk.told) == 1

    desk.reporter.tell(desk.reporter.rested())
    told = desk.told[-1]
    assert told.phase is Phase.ATTENTION
    assert (told.last_look_at, told.last_sent) == (NOON, Sent(NOON, 2))
    assert told.counts == Counts(3, 1, not_sent=2, left_out=1)
    assert list(told.refusals) == [Refusals(Code.NAME_MISSING, 1)]
    assert told.changes == "change-tracking"


def test_a_look_is_told_although_the_phase_is_the_same(desk: Desk) -> None:
    desk.reporter.tell(Event.STARTED)
    desk.reporter.tell(Event.RESTED)
    desk.clock.seconds = 5
    desk.reporter.looked()
    desk.reporter.tell(Event.RESTED)

    assert [one.last_look_at for one in desk.told] == [None, None, desk.clock.now()]


def test_what_is_held_comes_before_what_was_refused(desk: Desk) -> None:
    assert desk.reporter.rested() is Event.RESTED
    desk.settle(Parked(B, Code.NAME_MISSING, "name"), Online(A, Digest(b"digest")))
    assert desk.reporter.rested() is Event.RESTED_WITH_REFUSED

    desk.journal.saw([], Cursor("here"))
    desk.journal.held_keys.add(A)
    assert desk.reporter.rested() is Event.RESTED_WITH_HELD


def test_what_was_left_out_needs_nobody(desk: Desk) -> None:
    desk.settle(Parked(B, Code.NAME_MISSING, "name"))
    desk.journal.leave_out([B])

    assert desk.reporter.rested() is Event.RESTED


def uploaded(done: int, total: int, after: float) -> Progress:
    scan = Scan(1, "everything", None, total, done, NOON)
    return upload_progress(scan, NOON + dt.timedelta(seconds=after))


def test_the_upload_has_a_rate_and_a_time_left() -> None:
    assert uploaded(30, 90, 3.0) == Progress(1, 30, 90, NOON, rate=10.0, eta_s=6.0)


def test_before_the_first_page_nothing_is_known_of_the_rate() -> None:
    assert uploaded(0, 90, 3.0) == Progress(1, 0, 90, NOON)
    assert uploaded(30, 90, 0.0) == Progress(1, 30, 90, NOON)


def test_contacts_that_came_during_the_upload_raise_the_total() -> None:
    assert uploaded(95, 90, 1.0) == Progress(1, 95, 95, NOON, rate=95.0, eta_s=0.0)


def test_the_preparation_has_a_rate_and_a_time_left() -> None:
    later = NOON + dt.timedelta(seconds=2)

    assert preparing_progress(Preparing(20, 50, ready=False), NOON, later) == Progress(
        2, 20, 50, NOON, rate=10.0, eta_s=3.0
    )
    assert preparing_progress(Preparing(0, 50, ready=False), NOON, later) == Progress(
        2, 0, 50, NOON
    )


def test_the_last_full_check_is_told_from_the_start(desk: Desk) -> None:
    checked = Checked(NOON, 3, differing=1)
    desk.journal.check_ended(checked)
    desk.journal.reach(Stage.READY)
    desk.reporter.tell(Event.STARTED)
    desk.reporter.recall()

    assert desk.told[-1].checked == checked
