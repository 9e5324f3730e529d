"""What waits for a person, and what a person may ask for."""

from __future__ import annotations

import datetime as dt

import pytest

from practicesync.core.action import Counts
from practicesync.core.errors import (
    Code,
    Fenced,
    Misconfigured,
    Problem,
    SignInNeeded,
    TakenOver,
    Unavailable,
)
from practicesync.core.guard import GuardLimits
from practicesync.core.phase import Phase
from practicesync.core.report import Refusals
from practicesync.core.wish import (
    BeginSignIn,
    ConfirmDeletes,
    EndSignIn,
    FullCheck,
    LeaveOut,
    Lost,
    Pause,
    Resume,
    SyncNow,
    TryAgain,
)
from practicesync.engine.runner import FOREVER
from tests.unit.engine.workplace import Workplace, key

# --- signing in, taking over


@pytest.mark.parametrize(
    ("problem", "phase"),
    [
        (SignInNeeded(Code.NEVER_SIGNED_IN), Phase.NOT_ACTIVATED),
        (Misconfigured(Code.NOT_ACTIVATED), Phase.NOT_ACTIVATED),
        (SignInNeeded(Code.SIGN_IN_AGAIN), Phase.SIGN_IN_NEEDED),
    ],
)
def test_without_a_sign_in_it_waits_for_a_person(
    place: Workplace, problem: Problem, phase: Phase
) -> None:
    place.put(1)
    place.cloud.down = problem
    place.settle()
    assert (place.phase(), place.report.code) == (phase, problem.code)

    asked = len(place.line.asked)
    assert place.settle() == FOREVER
    place.pass_time(24 * 3600)
    place.ask(SyncNow())
    assert len(place.line.asked) == asked

    place.ask(BeginSignIn())
    assert place.phase() is Phase.SIGNING_IN
    place.cloud.down = None
    place.ask(EndSignIn())
    place.pass_time(30)
    assert place.phase() is Phase.IN_SYNC


def test_a_new_secret_is_tried_at_once_and_ends_no_pause(place: Workplace) -> None:
    place.bring_online(1)
    place.ask(Pause(None))
    place.ask(SyncNow(resumes=False))
    assert place.phase() is Phase.PAUSED
    place.ask(Resume())
    place.cloud.down = Misconfigured(Code.LOGIN_FAILED)
    place.put(1, name="Second")
    place.pass_time(10)
    assert place.phase() is Phase.MISCONFIGURED

    place.cloud.down = None
    place.ask(SyncNow(resumes=False))
    assert place.online() == {key(1): "Second"}


def test_a_pause_does_not_hide_that_another_server_is_in_charge(place: Workplace) -> None:
    place.bring_online(1)
    place.ask(Lost(TakenOver(Code.ANOTHER_IN_CHARGE)))
    assert place.phase() is Phase.IN_SYNC  # who works finds out on its own

    place.ask(Pause(None))
    place.ask(Lost(TakenOver(Code.ANOTHER_IN_CHARGE)))

    assert (place.phase(), place.report.code) == (Phase.TAKEN_OVER, Code.ANOTHER_IN_CHARGE)


def test_a_sign_in_that_is_given_up_leaves_it_as_it_was(place: Workplace) -> None:
    place.cloud.down = SignInNeeded(Code.NEVER_SIGNED_IN)
    place.settle()
    place.ask(BeginSignIn())
    place.ask(EndSignIn())

    assert place.phases() == [
        Phase.STARTING,
        Phase.NOT_ACTIVATED,
        Phase.SIGNING_IN,
        Phase.STARTING,
        Phase.NOT_ACTIVATED,
    ]


def test_a_sign_in_that_is_lost_on_the_way_stops_the_sending(place: Workplace) -> None:
    place.bring_online(1)
    place.put(1, name="Second")
    place.cloud.down = SignInNeeded(Code.SIGN_IN_AGAIN)
    place.pass_time(3600)
    assert place.phases() == [Phase.IN_SYNC, Phase.SYNCING, Phase.SIGN_IN_NEEDED]
    assert place.line.asked == ["apply"]

    place.cloud.down = None
    place.ask(EndSignIn())
    assert place.phase() is Phase.IN_SYNC
    assert place.line.asked == ["apply", "begin", "preparing", "apply"]


def test_a_new_sign_in_begins_again_although_nothing_was_wrong(place: Workplace) -> None:
    place.bring_online(1)
    place.ask(BeginSignIn())
    place.ask(EndSignIn())

    assert place.line.asked == ["begin", "preparing"]
    assert place.phase() is Phase.IN_SYNC


def test_what_works_goes_on_while_somebody_signs_in(place: Workplace) -> None:
    place.bring_online(1)
    place.ask(BeginSignIn())
    place.put(1, name="Second")
    place.pass_time(10)

    assert place.phases() == [Phase.IN_SYNC, Phase.SYNCING, Phase.IN_SYNC]
    assert place.online() == {key(1): "Second"}


def test_a_sign_in_that_is_given_up_leaves_what_works_alone(place: Workplace) -> None:
    place.bring_online(1)
    place.ask(BeginSignIn())
    place.ask(EndSignIn(kept=False))

    assert place.line.asked == []
    assert place.phases() == [Phase.IN_SYNC]


def test_a_sign_in_that_is_given_up_ends_the_wait_of_what_waited(place: Workplace) -> None:
    place.cloud.down = TakenOver(Code.ANOTHER_IN_CHARGE)
    place.settle()
    place.ask(BeginSignIn())
    assert place.phase() is Phase.SIGNING_IN
    place.ask(EndSignIn(kept=False))

    assert place.phase() is Phase.TAKEN_OVER


def test_a_sign_in_that_is_given_up_leaves_it_paused_although_it_was_taken_over(
    place: Workplace,
) -> None:
    place.bring_online(1)
    until = place.clock.now() + dt.timedelta(minutes=15)
    place.ask(Pause(until))
    place.ask(Lost(TakenOver(Code.ANOTHER_IN_CHARGE)))
    place.ask(BeginSignIn())
    place.put(1, name="Second")
    place.ask(EndSignIn(kept=False))
    place.pass_time(60)
    assert (place.phase(), place.report.wakes_at) == (Phase.PAUSED, until)
    assert place.line.asked == []

    place.pass_time(15 * 60)
    assert place.online() == {key(1): "Second"}


@pytest.mark.parametrize("ended", [True, False])
def test_a_pause_that_ended_while_it_was_taken_over_keeps_nothing_waiting(
    place: Workplace, ended: bool
) -> None:
    place.bring_online(1)
    place.ask(Pause(None if ended else place.clock.now() + dt.timedelta(minutes=15)))
    place.ask(Lost(TakenOver(Code.ANOTHER_IN_CHARGE)))
    place.ask(BeginSignIn())
    place.ask(Resume() if ended else FullCheck())
    place.pass_time(15 * 60)
    place.ask(EndSignIn(kept=False))

    assert place.phase() is Phase.IN_SYNC


def test_a_sign_in_that_is_kept_after_a_take_over_needs_no_resume(place: Workplace) -> None:
    place.bring_online(1)
    place.ask(Pause(None))
    place.ask(Lost(TakenOver(Code.ANOTHER_IN_CHARGE)))
    place.ask(BeginSignIn())
    place.ask(EndSignIn())

    assert place.phase() is Phase.IN_SYNC


@pytest.mark.parametrize("kept", [True, False])
def test_a_sign_in_during_a_pause_leaves_it_paused_until_its_time(
    place: Workplace, kept: bool
) -> None:
    place.bring_online(1)
    until = place.clock.now() + dt.timedelta(minutes=15)
    place.ask(Pause(until))
    place.ask(BeginSignIn())
    place.ask(EndSignIn(kept))
    place.put(1, name="Second")
    place.pass_time(60)
    assert place.phases() == [Phase.IN_SYNC, Phase.PAUSED]
    assert (place.report.wakes_at, place.line.asked) == (until, [])

    place.pass_time(15 * 60)
    assert place.online() == {key(1): "Second"}
    # A sign-in that was kept is begun with anew, under a new epoch.
    assert ("begin" in place.line.asked) is kept


def test_a_sign_in_that_is_kept_begins_once_the_pause_is_ended(place: Workplace) -> None:
    place.bring_online(1)
    place.ask(Pause(None))
    for wish in (BeginSignIn(), EndSignIn(), Resume()):
        place.ask(wish)

    assert place.phases() == [Phase.IN_SYNC, Phase.PAUSED, Phase.STARTING, Phase.IN_SYNC]
    assert "begin" in place.line.asked


def test_another_server_in_charge_stops_this_one(place: Workplace) -> None:
    place.bring_online(1)
    place.cloud.activate("two", take_over=True)
    place.put(1, name="Second")
    place.pass_time(10)
    assert (place.phase(), place.report.code) == (Phase.TAKEN_OVER, Code.ANOTHER_IN_CHARGE)
    assert place.report.facts["server"] == "two"

    place.put(1, name="Third")
    place.pass_time(24 * 3600)
    place.ask(SyncNow())
    place.ask(FullCheck())
    assert place.line.asked == ["apply", "begin"]
    assert place.online() == {key(1): "First"}
    assert place.phase() is Phase.TAKEN_OVER


def test_a_server_that_is_not_in_charge_does_not_begin(place: Workplace) -> None:
    place.cloud.activate("two")
    place.put(1)
    place.pass_time(3600)

    assert place.phases() == [Phase.STARTING, Phase.TAKEN_OVER]
    assert place.report.facts["server"] == "two"
    assert place.line.asked == ["begin"]


def test_taken_back_it_begins_again(place: Workplace) -> None:
    place.bring_online(1)
    place.cloud.down = TakenOver(Code.ANOTHER_IN_CHARGE)
    place.put(1, name="Second")
    place.pass_time(5)
    place.cloud.down = None
    place.ask(EndSignIn())

    assert place.phase() is Phase.IN_SYNC
    assert place.online() == {key(1): "Second"}


def test_what_came_out_of_order_begins_again_under_a_new_epoch(place: Workplace) -> None:
    place.bring_online(1)
    place.put(1, name="Second")
    place.line.fails["apply"] = Fenced(Code.SENT_OUT_OF_ORDER)
    place.pass_time(10)

    assert place.line.asked == ["apply", "begin", "preparing", "apply"]
    assert [batch.epoch for batch in place.line.batches] == [2]
    assert place.phases() == [Phase.IN_SYNC, Phase.SYNCING, Phase.RETRYING, Phase.IN_SYNC]
    assert place.online() == place.in_database()


# --- pausing


def test_paused_it_does_nothing_until_it_is_resumed(place: Workplace) -> None:
    place.bring_online(1)
    assert place.ask(Pause(None)) == FOREVER
    place.put(1, name="Second")
    place.pass_time(24 * 3600)
    assert place.phases() == [Phase.IN_SYNC, Phase.PAUSED]
    assert (place.report.wakes_at, place.database.asked, place.line.asked) == (None, [], [])

    place.ask(Resume())
    assert place.phases()[2:] == [Phase.STARTING, Phase.SYNCING, Phase.IN_SYNC]
    assert place.online() == {key(1): "Second"}


def test_a_pause_ends_at_its_time(place: Workplace) -> None:
    place.bring_online(1)
    until = place.clock.now() + dt.timedelta(minutes=15)
    assert place.ask(Pause(until)) == 15 * 60
    assert place.report.wakes_at == until
    place.put(1, name="Second")
    place.pass_time(15 * 60 - 1)
    assert (place.phase(), place.database.asked) == (Phase.PAUSED, [])

    place.pass_time(1)
    assert place.phase() is Phase.IN_SYNC
    assert place.online() == {key(1): "Second"}


def test_a_pause_may_be_made_longer_or_endless(place: Workplace) -> None:
    place.bring_online(1)
    until = place.clock.now() + dt.timedelta(minutes=15)
    place.ask(Pause(until))
    place.ask(Pause(until + dt.timedelta(hours=3)))
    place.pass_time(3600)
    assert place.phase() is Phase.PAUSED

    place.ask(Pause(None))
    place.pass_time(24 * 3600)
    assert place.phase() is Phase.PAUSED


def test_sync_now_ends_a_pause(place: Workplace) -> None:
    place.bring_online(1)
    place.ask(Pause(None))
    place.put(1, name="Second")
    place.ask(SyncNow())

    assert place.phase() is Phase.IN_SYNC
    assert place.online() == {key(1): "Second"}


def test_a_pause_can_not_hide_that_somebody_has_to_sign_in(place: Workplace) -> None:
    place.cloud.down = SignInNeeded(Code.SIGN_IN_AGAIN)
    place.settle()
    place.ask(Pause(place.clock.now() + dt.timedelta(minutes=15)))

    assert place.phase() is Phase.SIGN_IN_NEEDED


def test_what_was_changed_in_a_pause_is_looked_for_at_once(place: Workplace) -> None:
    place.bring_online(1)
    place.ask(Pause(None))
    place.put(1, name="Second")
    place.ask(Resume())

    assert place.online() == {key(1): "Second"}


def test_trouble_with_a_wish_in_a_pause_does_not_end_the_pause(place: Workplace) -> None:
    place.bring_online(1)
    place.ask(Pause(None))
    place.database.down = Unavailable(Code.DATABASE_UNREACHABLE)
    place.ask(FullCheck())

    assert place.phases() == [Phase.IN_SYNC, Phase.PAUSED]


def test_resuming_what_is_not_paused_changes_nothing(place: Workplace) -> None:
    place.bring_online(1)
    place.ask(Resume())

    assert place.phases() == [Phase.IN_SYNC]
    assert place.database.asked == []


def test_trouble_from_before_a_pause_is_forgotten(place: Workplace) -> None:
    place.bring_online(1)
    place.put(1, name="Second")
    place.cloud.failures = [Unavailable(Code.CLOUD_BUSY, retry_after=3000)]
    place.pass_time(5)
    place.ask(Pause(None))
    place.ask(Resume())

    assert place.phase() is Phase.IN_SYNC


# --- what waits for a person


def test_many_deletes_are_red_until_they_are_confirmed(place: Workplace) -> None:
    place.guard = GuardLimits(count=3, percent=5)
    place.restart()
    place.bring_online(*range(20))
    place.drop(*range(5))
    place.pass_time(60)
    assert place.phases()[-1] is Phase.HELD
    assert len(place.online()) == 20
    assert place.report.counts == Counts(in_database=15, online=20, held=5)
    [hold] = place.report.holds

    place.put(7, name="Second")
    place.pass_time(60)
    assert (place.phase(), place.online()[key(7)]) == (Phase.HELD, "Second")

    place.ask(ConfirmDeletes(hold.id))
    assert place.phase() is Phase.IN_SYNC
    assert place.online() == place.in_database()
    assert list(place.report.holds) == []


def test_a_confirmation_of_another_hold_does_nothing(place: Workplace) -> None:
    place.guard = GuardLimits(count=3, percent=5)
    place.restart()
    place.bring_online(*range(20))
    place.drop(*range(5))
    place.pass_time(60)
    place.ask(ConfirmDeletes(type(place.report.holds[0].id)("another")))

    assert place.phase() is Phase.HELD
    assert len(place.online()) == 20


def test_deletes_that_were_an_accident_heal_by_themselves(place: Workplace) -> None:
    place.guard = GuardLimits(count=3, percent=5)
    place.restart()
    place.bring_online(*range(20))
    place.drop(*range(5))
    place.pass_time(60)
    place.put(*range(5))
    place.pass_time(5)

    assert place.phase() is Phase.IN_SYNC
    assert place.line.names == []


def test_what_could_not_be_sent_asks_for_attention(place: Workplace) -> None:
    place.bring_online(1)
    place.put(2, 3, name="")
    place.put(4)
    place.cloud.refused[key(4)] = (Code.FIELD_REFUSED, "emails")
    place.pass_time(5)

    assert place.phase() is Phase.ATTENTION
    assert place.report.counts == Counts(in_database=4, online=1, not_sent=3)
    assert list(place.report.refusals) == [
        Refusals(Code.NAME_MISSING, 2),
        Refusals(Code.FIELD_REFUSED, 1),
    ]


def test_left_out_it_is_green(place: Workplace) -> None:
    place.bring_online(1)
    place.put(2, name="")
    place.pass_time(5)
    place.ask(LeaveOut((key(2),)))

    assert place.phase() is Phase.IN_SYNC
    assert place.report.counts
    assert place.report.counts.left_out == 1


def test_what_could_not_be_sent_is_tried_again_when_a_person_asks(place: Workplace) -> None:
    place.bring_online(1)
    place.put(2)
    place.cloud.refused[key(2)] = (Code.FIELD_REFUSED, "emails")
    place.pass_time(5)
    place.cloud.refused.clear()
    place.pass_time(5)
    assert place.phase() is Phase.ATTENTION

    place.ask(TryAgain())
    assert place.phase() is Phase.IN_SYNC
    assert place.online() == place.in_database()


def test_what_could_not_be_sent_is_tried_again_once_a_day(place: Workplace) -> None:
    place.bring_online(1)
    place.put(2)
    place.cloud.refused[key(2)] = (Code.FIELD_REFUSED, "emails")
    place.pass_time(5)
    place.cloud.refused.clear()
    place.pass_time(24 * 3600)

    assert place.phase() is Phase.IN_SYNC
    assert place.online() == place.in_database()
