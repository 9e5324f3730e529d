"""The phases of a practice over a run without trouble."""

from __future__ import annotations

from itertools import pairwise

from practicesync.core.action import Counts
from practicesync.core.errors import (
    Code,
    SignInNeeded,
)
from practicesync.core.phase import Phase
from practicesync.core.report import Sent
from practicesync.core.wish import (
    FullCheck,
    SyncNow,
)
from practicesync.engine.runner import Runner
from tests.simulation.world import VirtualClock
from tests.unit.engine.workplace import Workplace, key, read_at_once

# --- a first run


def test_a_first_run_goes_from_start_to_green(place: Workplace) -> None:
    place.put(*range(10))
    place.pass_time(30)

    assert place.phases() == [
        Phase.STARTING,
        Phase.UPLOADING,
        Phase.PROCESSING,
        Phase.IN_SYNC,
    ]
    assert place.online() == place.in_database()
    assert place.report.counts == Counts(in_database=10, online=10)


def test_an_edit_is_online_within_a_look(place: Workplace) -> None:
    place.bring_online(1, 2)
    place.put(1, name="Second")
    place.pass_time(5)

    assert place.online() == {key(1): "Second", key(2): "First"}
    assert place.phases() == [Phase.IN_SYNC, Phase.SYNCING, Phase.IN_SYNC]
    assert place.report.last_sent == Sent(place.clock.now(), 1)
    assert place.report.last_look_at == place.clock.now()


def test_at_rest_it_looks_every_interval_and_writes_nothing(place: Workplace) -> None:
    place.bring_online(1, 2)
    before = place.journal.writes
    place.pass_time(60)

    assert place.database.asked == ["look"] * 12
    assert place.line.asked == []
    assert place.journal.writes == before


def test_a_look_that_has_more_to_tell_is_followed_by_the_next_at_once(place: Workplace) -> None:
    place.portion = 2
    place.restart()
    place.bring_online(1)
    for number in range(9):
        place.put(number, name="Second")
    place.pass_time(5)

    assert place.online() == place.in_database()


def test_looks_take_a_tenth_of_the_time_at_most(place: Workplace) -> None:
    place.bring_online(1)
    began: list[float] = []

    def take(what: str) -> None:
        began.append(place.clock.seconds)
        place.clock.wait(5.0)

    place.database.takes = take
    place.pass_time(250)

    assert [after - before for before, after in pairwise(began)] == [50.0] * 4


def test_a_look_that_waited_for_a_lock_does_not_put_the_next_off(place: Workplace) -> None:
    place.bring_online(1)
    began: list[float] = []

    def take(what: str) -> None:
        began.append(place.clock.seconds)
        place.clock.wait(4.5)
        place.database.waited += 4.1

    place.database.takes = take
    place.pass_time(50)

    # Of 4.5 seconds it has looked for 0.4, a tenth of four seconds: the next comes in its turn.
    assert {after - before for before, after in pairwise(began)} == {5.0}


def test_one_long_look_puts_the_next_off_by_a_minute_at_most(place: Workplace) -> None:
    place.bring_online(1)
    began: list[float] = []

    def take(what: str) -> None:
        began.append(place.clock.seconds)
        place.clock.wait(30.0)

    place.database.takes = take
    place.pass_time(200)

    assert {after - before for before, after in pairwise(began)} == {60.0}


def test_a_long_work_is_blue_until_it_is_done(place: Workplace) -> None:
    place.bring_online(1, 2)
    place.put(*range(10), name="Second")
    shown: list[Phase] = []
    place.line.before_apply = lambda: shown.append(place.phase())
    place.pass_time(5)

    assert place.phases() == [Phase.IN_SYNC, Phase.SYNCING, Phase.IN_SYNC]
    assert shown == [Phase.SYNCING] * 4


def test_it_looks_between_two_batches_when_a_look_is_due(place: Workplace) -> None:
    place.bring_online(1)
    place.put(*range(9))
    place.line.before_apply = lambda: place.clock.wait(6.0)
    place.clock.wait(5.0)
    place.settle()

    assert place.database.asked == ["look", "read 3"] * 3 + ["look"]


# --- full checks


def drift(place: Workplace) -> None:
    """Change a row in a way that no look can tell."""
    place.practice.contacts[key(1)] = {"name": "Unseen"}


def test_the_nightly_check_begins_when_it_is_due_and_stays_green(place: Workplace) -> None:
    place.bring_online(*range(10))
    drift(place)
    place.pass_time(23 * 3600)
    assert place.online() != place.in_database()

    place.pass_time(3600)
    assert place.online() == place.in_database()
    assert place.phases() == [Phase.IN_SYNC]
    assert place.line.names == [{key(1): "Unseen"}]


def test_a_check_is_made_once_a_day(place: Workplace) -> None:
    place.bring_online(1)
    place.pass_time(3 * 24 * 3600)

    assert place.database.asked.count("count") == 3


def test_a_full_check_begins_when_a_person_asks(place: Workplace) -> None:
    place.bring_online(*range(10))
    drift(place)
    place.ask(FullCheck())

    assert place.online() == place.in_database()
    assert place.phases() == [Phase.IN_SYNC]


def test_a_check_that_runs_is_not_begun_again(place: Workplace) -> None:
    place.bring_online(*range(10))
    place.runner.wish(FullCheck())
    place.runner.step()
    first = place.journal.scan()
    assert first is not None
    place.runner.wish(FullCheck())
    place.runner.step()

    second = place.journal.scan()
    assert second is not None
    assert (second.number, second.done) == (first.number, first.done + 3)


def test_what_no_look_can_tell_any_more_is_blue_until_it_was_checked(place: Workplace) -> None:
    place.bring_online(*range(10))
    drift(place)
    place.practice.clean_up()
    place.put(2, name="Second")
    place.practice.clean_up()
    place.pass_time(5)

    assert place.phases() == [Phase.IN_SYNC, Phase.SYNCING, Phase.IN_SYNC]
    assert place.online() == place.in_database()


# --- the thread


class StoppingClock(VirtualClock):
    """Stops the work at its third wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        return super().wait(seconds) or len(self.waits) == 3


def test_it_runs_until_the_clock_says_stop() -> None:
    clock = StoppingClock()
    place = Workplace(clock=clock)
    place.put(1)
    place.runner.run()

    assert len(clock.waits) == 3
    assert place.online() == {key(1): "First"}
    assert place.database.closed == 1


def test_a_wish_ends_the_wait() -> None:
    clock = StoppingClock()
    place = Workplace(clock=clock)
    place.cloud.down = SignInNeeded(Code.NEVER_SIGNED_IN)

    def publish_and_wish(report: object) -> None:
        runner.wish(SyncNow())

    runner = Runner(place.job, clock, publish_and_wish, read_at_once)
    runner.run()

    assert clock.waits[:2] == [0.0, 0.0]


class Listening(VirtualClock):
    """Notes how overdue the thread is while it waits."""

    runner: Runner

    def __init__(self) -> None:
        super().__init__()
        self.overdue: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.overdue.append(self.runner.overdue(self.seconds + seconds))
        self.seconds += seconds
        return len(self.overdue) == 4


def test_a_thread_that_waits_is_not_overdue_and_one_that_hangs_is() -> None:
    clock = Listening()
    place = Workplace(clock=clock)
    place.put(1)
    clock.runner = place.runner
    hanging: list[float] = []
    place.line.before_apply = lambda: hanging.append(place.runner.overdue(clock.seconds + 61))
    place.runner.run()

    assert clock.overdue == [0.0] * 4
    assert hanging == [61.0]
