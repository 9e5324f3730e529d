"""Trouble lasts until what failed has worked, and is red once it has lasted a minute."""

from __future__ import annotations

import datetime as dt

import pytest

from practicesync.core.errors import (
    Code,
    Fenced,
    Misconfigured,
    Problem,
    SignInNeeded,
    TakenOver,
    Unavailable,
)
from practicesync.core.phase import Event
from practicesync.engine.cycle import Turn
from practicesync.engine.trouble import (
    ASK_AGAIN,
    FAILING_FOR_LONG,
    SIGN_IN_REFUSED_AGAIN,
    Trouble,
    bug,
)
from tests.simulation.world import NOON, VirtualClock

CLOUD_DOWN = Unavailable(Code.CLOUD_UNREACHABLE)
DATABASE_DOWN = Unavailable(Code.DATABASE_UNREACHABLE)
IDLE, WORKED, SENT = Turn(worked=False), Turn(worked=True), Turn(worked=True, sent=2)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def trouble(clock: VirtualClock) -> Trouble:
    return Trouble(clock, lambda: 0.5)


def test_without_trouble_there_is_nothing_to_wait_for(trouble: Trouble) -> None:
    assert trouble.healed_by(WORKED, resting=False)
    assert (trouble.event(), trouble.pause(), trouble.wakes_at()) == (None, 0.0, None)


def test_each_wait_is_longer_than_the_one_before(clock: VirtualClock, trouble: Trouble) -> None:
    waits = []
    for _ in range(5):
        trouble.met(CLOUD_DOWN)
        waits.append(trouble.pause())
        clock.seconds += trouble.pause()

    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0]
    assert trouble.pause() == 0.0


def test_trouble_of_a_minute_is_red_however_often_it_was_tried(
    clock: VirtualClock, trouble: Trouble
) -> None:
    trouble.met(CLOUD_DOWN)
    clock.seconds += FAILING_FOR_LONG - 1
    trouble.met(DATABASE_DOWN)
    assert trouble.event() is Event.FAILED

    clock.seconds += 1
    assert trouble.event() is Event.FAILED_FOR_LONG


def test_it_wakes_up_to_turn_red(clock: VirtualClock, trouble: Trouble) -> None:
    trouble.met(Unavailable(Code.CLOUD_BUSY, retry_after=300))
    assert trouble.pause() == FAILING_FOR_LONG

    clock.seconds += FAILING_FOR_LONG
    assert trouble.event() is Event.FAILED_FOR_LONG
    assert trouble.pause() == 300.5 - FAILING_FOR_LONG


def test_a_try_that_takes_long_comes_behind_the_moment_of_turning_red(
    clock: VirtualClock, trouble: Trouble
) -> None:
    def fail_after(seconds: float) -> float:
        clock.seconds += seconds
        trouble.met(CLOUD_DOWN)
        return trouble.pause()

    fail_after(45)
    assert fail_after(0.5 + 45) == 14.5  # red at 105
    clock.seconds += 14.5
    assert trouble.event() is Event.FAILED_FOR_LONG
    assert trouble.pause() == 0.0


def test_after_a_person_asked_a_try_counts_from_then(clock: VirtualClock, trouble: Trouble) -> None:
    trouble.met(Unavailable(Code.CLOUD_BUSY, retry_after=90))
    clock.seconds += 40
    trouble.try_now()
    trouble.met(CLOUD_DOWN)

    assert trouble.pause() == 1.0


def test_an_order_that_is_broken_is_not_mended_by_being_in_charge_again(trouble: Trouble) -> None:
    for wait in (0.5, 1.0, 2.0):
        trouble.met(Fenced(Code.SENT_OUT_OF_ORDER))
        trouble.cloud_answers()
        assert trouble.pause() == wait

    trouble.forget()
    trouble.met(CLOUD_DOWN)
    trouble.cloud_answers()
    assert trouble.event() is None


def test_the_wait_that_the_cloud_asks_for_is_honoured(trouble: Trouble) -> None:
    trouble.met(Unavailable(Code.CLOUD_BUSY, retry_after=30))

    assert trouble.pause() == 30.5
    assert trouble.wakes_at() == NOON + dt.timedelta(seconds=30.5)


def test_what_a_person_has_to_mend_is_tried_once_a_minute(
    clock: VirtualClock, trouble: Trouble
) -> None:
    for _ in range(12):
        trouble.met(Misconfigured(Code.TABLE_MISSING))
        assert trouble.wakes_at() == clock.now() + dt.timedelta(seconds=ASK_AGAIN)
        clock.seconds += ASK_AGAIN
    assert trouble.pause() == 0.0


def test_a_login_that_was_refused_is_not_tried_until_it_is_locked_out(
    clock: VirtualClock, trouble: Trouble
) -> None:
    for _ in range(3):
        trouble.met(Misconfigured(Code.LOGIN_FAILED))
        assert trouble.wakes_at() == clock.now() + dt.timedelta(seconds=SIGN_IN_REFUSED_AGAIN)
        clock.seconds += 100
        assert trouble.pause() > 0
        trouble.woken()
    trouble.met(Misconfigured(Code.LOGIN_FAILED))
    trouble.try_now()

    assert trouble.pause() == 0.0
    assert SIGN_IN_REFUSED_AGAIN >= 300


def test_a_cloud_that_is_down_is_not_mended_by_a_database_that_works(trouble: Trouble) -> None:
    trouble.met(CLOUD_DOWN)

    assert not trouble.healed_by(WORKED, resting=False)
    assert not trouble.healed_by(IDLE, resting=False)
    assert trouble.event() is Event.FAILED
    assert trouble.healed_by(SENT, resting=False)
    assert trouble.event() is None


def test_a_database_that_is_down_is_mended_by_a_read(trouble: Trouble) -> None:
    trouble.met(DATABASE_DOWN)

    assert not trouble.healed_by(IDLE, resting=False)
    assert trouble.healed_by(WORKED, resting=False)


@pytest.mark.parametrize("problem", [CLOUD_DOWN, DATABASE_DOWN, bug(ValueError())])
def test_a_rest_mends_everything(trouble: Trouble, problem: Problem) -> None:
    trouble.met(problem)

    assert trouble.healed_by(IDLE, resting=True)


def test_trouble_after_trouble_that_was_mended_is_new(
    clock: VirtualClock, trouble: Trouble
) -> None:
    for _ in range(5):
        trouble.met(CLOUD_DOWN)
    clock.seconds += 50
    trouble.healed_by(SENT, resting=False)
    clock.seconds += 50
    trouble.met(CLOUD_DOWN)

    assert trouble.event() is Event.FAILED
    assert trouble.pause() == 0.5


def test_a_person_need_not_wait(trouble: Trouble) -> None:
    trouble.met(Unavailable(Code.CLOUD_BUSY, retry_after=30))
    trouble.try_now()

    assert (trouble.pause(), trouble.wakes_at()) == (0.0, None)
    assert trouble.event() is Event.FAILED


@pytest.mark.parametrize(
    ("problem", "event", "anew"),
    [
        (CLOUD_DOWN, Event.FAILED, False),
        (Fenced(Code.SENT_OUT_OF_ORDER), Event.FAILED, True),
        (Misconfigured(Code.TABLE_MISSING), Event.FOUND_MISCONFIGURED, False),
        (Misconfigured(Code.NOT_ACTIVATED), Event.NEVER_ACTIVATED, False),
        (SignInNeeded(Code.NEVER_SIGNED_IN), Event.NEVER_ACTIVATED, True),
        (SignInNeeded(Code.SIGN_IN_AGAIN), Event.SIGN_IN_LOST, True),
        (TakenOver(Code.ANOTHER_IN_CHARGE), Event.TAKEN_OVER, True),
        (bug(ValueError()), Event.FAILED, False),
    ],
    ids=lambda one: " ".join(one.args) if isinstance(one, Problem) else str(one),
)
def test_each_problem_is_one_event_and_some_ask_to_begin_anew(
    trouble: Trouble, problem: Problem, event: Event, anew: bool
) -> None:
    assert trouble.met(problem) is anew
    assert trouble.event() is event
    assert trouble.problem is problem


def test_a_bug_is_told_by_its_type_and_place_alone() -> None:
    problem = bug(KeyError("Zorblinski"))

    assert (problem.code, problem.facts) == (Code.UNEXPECTED, {"kind": "KeyError", "at": ""})
    assert "Zorblinski" not in str(problem)
