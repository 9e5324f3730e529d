"""A worker with nothing to send notices within one look that it isn't in charge any more."""

from __future__ import annotations

import pytest

from practicesync.core.errors import Code, SignInNeeded, Unavailable
from practicesync.core.phase import Phase
from practicesync.core.wish import EndSignIn, FullCheck, SyncNow
from tests.unit.engine.workplace import Workplace, key

LOOK = 5.0

CLOUD_DOWN = Unavailable(Code.CLOUD_UNREACHABLE)


@pytest.fixture
def idle(place: Workplace) -> Workplace:
    """A worker in sync with nothing to do."""
    place.bring_online(1)
    return place


def test_each_look_asks_once_who_is_in_charge(idle: Workplace):
    idle.database.asked.clear()
    idle.pass_time(10 * LOOK)

    assert idle.database.asked == ["look"] * 10
    assert idle.line.confirmed == [idle.cloud.epoch] * 10
    assert idle.line.asked == []


def test_what_was_sent_is_answer_enough(idle: Workplace):
    for number in range(10):
        idle.put(1, name=f"Number {number}")
        idle.pass_time(LOOK)

    assert idle.line.asked == ["apply"] * 10
    assert idle.line.confirmed == []


def test_it_is_asked_every_five_seconds_at_most(idle: Workplace):
    for _ in range(20):
        idle.database.asked.clear()
        idle.runner._looks._next = 0.0  # as with looks more often than that
        idle.pass_time(0.5)
        assert idle.database.asked == ["look"]

    assert len(idle.line.confirmed) == 2


def test_another_server_is_noticed_within_one_look(idle: Workplace):
    idle.cloud.activate("two", take_over=True)
    idle.pass_time(LOOK)

    assert (idle.phase(), idle.report.code) == (Phase.TAKEN_OVER, Code.ANOTHER_IN_CHARGE)
    assert idle.report.facts["server"] == "two"
    idle.pass_time(24 * 3600)
    assert idle.phases() == [Phase.IN_SYNC, Phase.TAKEN_OVER]
    assert idle.line.asked == []


def test_each_look_asks_however_long_the_one_before_had_to_wait(idle: Workplace):
    waits = iter([3.0, 0.0] * 5)

    def wait_for_a_lock(_: str) -> None:
        seconds = next(waits)
        idle.clock.wait(seconds)
        idle.database.waited += seconds

    idle.database.asked.clear()
    idle.database.takes = wait_for_a_lock
    idle.pass_time(6 * LOOK)

    assert idle.database.asked == ["look"] * 6
    assert len(idle.line.confirmed) == 6


def test_another_server_is_noticed_during_a_full_check(idle: Workplace):
    idle.put(*range(2, 60))
    idle.pass_time(LOOK)
    idle.runner.wish(FullCheck())
    idle.cloud.activate("two", take_over=True)
    idle.clock.wait(LOOK)
    idle.runner.step()

    assert idle.journal.scan() is not None
    assert idle.phase() is Phase.TAKEN_OVER


def test_an_activation_that_was_ended_is_noticed_within_one_look(idle: Workplace):
    idle.cloud.deactivate()
    idle.pass_time(LOOK)

    assert (idle.phase(), idle.report.code) == (Phase.NOT_ACTIVATED, Code.NOT_ACTIVATED)


def test_a_sign_in_that_was_revoked_is_noticed_within_one_look(idle: Workplace):
    idle.cloud.down = SignInNeeded(Code.SIGN_IN_AGAIN)
    idle.pass_time(LOOK)

    assert idle.phase() is Phase.SIGN_IN_NEEDED


def test_green_does_not_vouch_for_a_cloud_that_nobody_reaches(idle: Workplace):
    idle.cloud.down = CLOUD_DOWN
    idle.pass_time(LOOK)
    assert (idle.phase(), idle.report.code) == (Phase.RETRYING, Code.CLOUD_UNREACHABLE)

    idle.pass_time(120)
    assert idle.phases() == [Phase.IN_SYNC, Phase.RETRYING, Phase.UNAVAILABLE]

    idle.cloud.down = None
    idle.pass_time(300)
    assert idle.phase() is Phase.IN_SYNC


def test_it_is_asked_until_there_is_an_answer(idle: Workplace):
    idle.cloud.failures = [CLOUD_DOWN] * 3
    idle.pass_time(LOOK + 10)

    assert idle.phases() == [Phase.IN_SYNC, Phase.RETRYING, Phase.IN_SYNC]
    assert len(idle.line.confirmed) >= 4


def test_looks_go_on_while_the_cloud_is_away(idle: Workplace):
    idle.cloud.down = CLOUD_DOWN
    idle.pass_time(LOOK)
    idle.put(1, name="Second")
    idle.cloud.down = None
    idle.pass_time(LOOK)

    assert idle.online() == {key(1): "Second"}


def test_after_a_sleep_and_when_asked_it_is_asked_at_once(idle: Workplace):
    idle.pass_time(LOOK)
    idle.line.confirmed.clear()
    idle.pass_time(1.0)
    idle.ask(SyncNow())
    assert len(idle.line.confirmed) == 1

    idle.pass_time(1.0)
    idle.runner.rouse()
    idle.settle()
    assert len(idle.line.confirmed) == 2


def test_a_later_worker_of_this_server_lets_it_begin_again(idle: Workplace):
    idle.cloud.activate("one")
    idle.pass_time(2 * LOOK)

    assert idle.line.asked == ["begin", "preparing"]
    assert idle.phases() == [Phase.IN_SYNC, Phase.RETRYING, Phase.IN_SYNC]


def test_two_that_begin_in_turn_are_copies_of_one_server(idle: Workplace):
    for _ in range(3):
        idle.cloud.activate("one")
        idle.pass_time(2 * LOOK)

    assert (idle.phase(), idle.report.code) == (Phase.MISCONFIGURED, Code.ANOTHER_COPY)
    assert idle.line.asked == ["begin", "preparing"] * 2

    idle.pass_time(60)
    assert idle.line.asked == ["begin", "preparing"] * 3
    assert idle.phase() is Phase.IN_SYNC


def test_to_be_fenced_off_now_and_then_is_no_copy(idle: Workplace):
    for _ in range(5):
        idle.cloud.activate("one")
        idle.pass_time(400)

    assert Phase.MISCONFIGURED not in idle.phases()
    assert idle.phase() is Phase.IN_SYNC


def test_a_cloud_of_yesterday_is_noticed_within_one_look(idle: Workplace):
    copies, epoch = dict(idle.cloud.copies), idle.cloud.epoch
    idle.restart()
    idle.pass_time(30)
    idle.put(1, name="Second")
    idle.pass_time(LOOK)
    assert idle.online() == {key(1): "Second"}
    idle.cloud.copies, idle.cloud.epoch = copies, epoch

    idle.pass_time(2 * LOOK)

    assert idle.online() == {key(1): "Second"}
    assert idle.phase() is Phase.IN_SYNC


def test_taken_back_by_a_person_it_goes_on(idle: Workplace):
    idle.cloud.activate("two", take_over=True)
    idle.pass_time(LOOK)
    idle.put(1, name="Second")

    idle.cloud.activate("one", take_over=True)
    idle.runner.wish(EndSignIn(kept=True))
    idle.pass_time(LOOK)

    assert idle.online() == {key(1): "Second"}
