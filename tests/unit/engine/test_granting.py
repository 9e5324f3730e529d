"""What people ask of a practice is done in its own thread, and answered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError

import pytest

from practicesync.core.action import HoldId
from practicesync.core.error_table import Explained, explain
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.granted import (
    DeletesList,
    Examined,
    Fate,
    Granted,
    NotSentList,
    Preview,
    Standing,
    Touched,
)
from practicesync.core.guard import GuardLimits
from practicesync.core.key import Key
from practicesync.core.phase import Phase
from practicesync.core.wish import (
    ConfirmDeletes,
    Examine,
    FullCheck,
    LeaveOut,
    ListDeletes,
    ListNotSent,
    LookAhead,
    LookAtCheck,
    Pause,
    Resume,
    TryAgain,
    Wish,
)
from practicesync.engine import granting
from practicesync.engine.ask import Ask
from tests.unit.engine.workplace import Workplace, key


def ask(place: Workplace, wish: Wish) -> Granted:
    """Ask, and let the practice take one step."""
    asked = Ask(wish)
    place.runner.wish(asked)
    place.runner.step()
    return asked.answer.result(0)


def refused(place: Workplace, wish: Wish) -> str:
    return refusal(place, wish).facts["reason"]


def told(place: Workplace, wish: Wish) -> Explained:
    """Ask, and return what is told of the refusal."""
    wrong = refusal(place, wish)
    return explain(wrong.code, wrong.facts)


def refusal(place: Workplace, wish: Wish) -> Misconfigured:
    with pytest.raises(Misconfigured) as caught:
        ask(place, wish)
    assert caught.value.code is Code.COMMAND_REFUSED
    return caught.value


@pytest.fixture
def three(place: Workplace) -> Workplace:
    """One contact online, two without a name, and one that the cloud refuses."""
    place.bring_online(1)
    place.put(2, 3, name="")
    place.put(4)
    place.cloud.refused[key(4)] = (Code.FIELD_REFUSED, "emails")
    place.pass_time(5)
    assert place.phase() is Phase.ATTENTION
    return place


@pytest.fixture
def held(place: Workplace) -> Workplace:
    """Five deletions of twenty contacts that wait."""
    place.guard = GuardLimits(count=3, percent=5)
    place.restart()
    place.bring_online(*range(20))
    place.drop(*range(5))
    place.pass_time(60)
    assert place.phase() is Phase.HELD
    return place


def test_the_list_has_names_as_they_are_now_and_those_left_out_last(three: Workplace) -> None:
    ask(three, LeaveOut((key(2),)))
    three.put(4, name="Fresh")
    listed = ask(three, ListNotSent())

    assert isinstance(listed, NotSentList)
    assert listed.total == 3
    assert [(one.key, one.name, one.left_out) for one in listed.contacts] == [
        (key(3), "", False),
        (key(4), "Fresh", False),
        (key(2), "", True),
    ]
    assert "e-mail addresses" in listed.contacts[1].sentence


def test_a_contact_that_is_gone_is_listed_without_a_name(three: Workplace) -> None:
    three.practice.contacts.pop(key(4))
    listed = ask(three, ListNotSent())

    assert isinstance(listed, NotSentList)
    assert {one.name for one in listed.contacts} == {""}


def test_a_long_list_says_how_many_there_are(three: Workplace) -> None:
    listed = granting.not_sent(three.job, most=2)

    assert (len(listed.contacts), listed.total) == (2, 3)


def test_all_left_out_is_green_when_it_is_answered(three: Workplace) -> None:
    assert ask(three, LeaveOut()) == Touched(3)
    assert three.phase() is Phase.IN_SYNC
    assert three.report.counts
    assert three.report.counts.left_out == 3
    assert three.report.refusals == []


def test_a_key_is_named_as_people_write_it(three: Workplace) -> None:
    assert ask(three, LeaveOut((Key("2"), key(3)))) == Touched(2)
    assert three.phase() is Phase.ATTENTION


@pytest.mark.parametrize("wish", [LeaveOut, TryAgain])
def test_of_keys_that_are_not_there_nothing_is_done(
    three: Workplace, wish: Callable[[tuple[Key, ...]], Wish]
) -> None:
    before, writes = three.journal.parked(), three.journal.writes

    assert "1 of the 2" in refused(three, wish((Key("2"), Key("1"))))
    assert refused(three, wish((Key("smith"),))).startswith("the contact was sent by now")
    assert (three.journal.parked(), three.journal.writes) == (before, writes)


def test_all_are_tried_again_although_the_clock_was_set_back(three: Workplace) -> None:
    three.cloud.refused.clear()
    waiting = len(three.journal.parked())
    three.clock.set_by = -365 * 24 * 3600.0

    assert ask(three, TryAgain(None)) == Touched(waiting)
    assert waiting > 0


def test_some_are_tried_again(three: Workplace) -> None:
    three.cloud.refused.clear()
    three.database.asked.clear()

    assert ask(three, TryAgain((key(4),))) == Touched(1)
    three.pass_time(1)
    assert three.database.asked[0] == "read 1"
    assert key(4) in three.online()


def test_a_refusal_is_no_trouble_of_the_practice(three: Workplace) -> None:
    refused(three, LeaveOut((Key("1"),)))

    assert three.phase() is Phase.ATTENTION
    assert three.report.code is None


def test_a_database_that_is_down_fails_the_one_who_asks(three: Workplace) -> None:
    three.database.down = Unavailable(Code.DATABASE_UNREACHABLE)
    closed = three.database.closed
    with pytest.raises(Unavailable):
        ask(three, ListNotSent())

    assert three.database.closed == closed + 1
    assert three.phase() is Phase.ATTENTION


def test_a_wish_that_was_taken_back_is_not_carried_out(three: Workplace) -> None:
    asked = Ask(LeaveOut())
    three.runner.wish(asked)
    assert asked.answer.cancel()
    three.runner.step()

    assert three.report.counts
    assert three.report.counts.left_out == 0
    with pytest.raises(CancelledError):
        asked.answer.result(0)


def test_it_answers_while_it_is_paused_and_while_the_cloud_is_down(three: Workplace) -> None:
    three.cloud.down = Unavailable(Code.CLOUD_UNREACHABLE)
    three.put(1, name="Second")
    three.pass_time(5)
    assert three.phase() is Phase.RETRYING
    assert isinstance(ask(three, ListNotSent()), NotSentList)

    assert ask(three, Pause(None)) is None
    assert three.phase() is Phase.PAUSED
    assert isinstance(ask(three, ListNotSent()), NotSentList)


def test_a_question_writes_nothing(three: Workplace) -> None:
    writes = three.journal.writes
    for wish in (ListNotSent(), LookAhead(), LookAhead("1"), LookAtCheck(), Examine()):
        ask(three, wish)

    assert three.journal.writes == writes


# --- deletions


def test_the_keys_of_waiting_deletions_are_listed(held: Workplace) -> None:
    [hold] = held.report.holds
    listed = ask(held, ListDeletes(hold.id))

    assert listed == DeletesList(hold, tuple(sorted(key(number) for number in range(5))))


def test_the_number_that_was_seen_is_confirmed(held: Workplace) -> None:
    [hold] = held.report.holds

    assert ask(held, ConfirmDeletes(hold.id, 5)) == Touched(5)
    held.pass_time(30)
    assert held.online() == held.in_database()


@pytest.mark.parametrize("count", [0, 4, 6])
def test_another_number_is_refused_and_nothing_is_deleted(held: Workplace, count: int) -> None:
    [hold] = held.report.holds

    said = told(held, ConfirmDeletes(hold.id, count))
    assert "the number is another one by now, as 5 deletions are waiting." in said.sentence
    assert said.remedy.startswith("Look through the list again")
    held.pass_time(60)
    assert len(held.online()) == 20


def test_deletions_that_do_not_wait_are_refused(held: Workplace) -> None:
    for wish in (ListDeletes(HoldId("h1")), ConfirmDeletes(HoldId("h1"), 5)):
        assert refused(held, wish) == "nothing is waiting under that id any more"


def test_what_came_back_meanwhile_changes_the_number(held: Workplace) -> None:
    [hold] = held.report.holds
    held.put(0)
    held.pass_time(5)

    assert "4 deletions are waiting" in told(held, ConfirmDeletes(hold.id, 5)).sentence
    assert len(held.online()) == 20


# --- previews


def fate_of(place: Workplace, contact: str) -> Fate:
    found = ask(place, LookAhead(contact))
    assert isinstance(found, Preview)
    [one] = found.contacts
    return one.fate


def test_a_preview_knows_what_would_happen(three: Workplace) -> None:
    assert fate_of(three, "1") == "as it is"
    assert fate_of(three, "2") == "not sent"
    assert fate_of(three, "9") == "not there"

    ask(three, Pause(None))
    sent = len(three.line.batches)
    three.put(1, name="Second")
    three.put(9)
    assert fate_of(three, "1") == "changed"
    assert fate_of(three, '["9"]') == "added"
    three.drop(1)
    assert fate_of(three, "1") == "deleted"
    assert len(three.line.batches) == sent


def test_a_preview_without_a_contact_shows_what_waits(three: Workplace) -> None:
    found = ask(three, LookAhead())

    assert isinstance(found, Preview)
    assert [(one.key, one.code) for one in found.contacts] == [
        (key(2), Code.NAME_MISSING),
        (key(3), Code.NAME_MISSING),
        (key(4), ""),
    ]
    assert found.total == 3


def test_what_is_on_its_way_would_be_sent_again(three: Workplace) -> None:
    three.journal.sending([key(1)])

    assert fate_of(three, "1") == "unknown"


# --- full checks, support


def test_a_full_check_is_told_until_its_end_with_what_it_found(three: Workplace) -> None:
    ask(three, Pause(None))
    ask(three, FullCheck())
    standing = ask(three, LookAtCheck())
    assert isinstance(standing, Standing)
    assert (standing.running, standing.total) == (True, 4)

    ask(three, Resume())
    three.pass_time(30)
    standing = ask(three, LookAtCheck())
    assert isinstance(standing, Standing)
    assert not standing.running
    assert standing.checked is not None
    assert standing.checked.contacts == 4


def test_support_sees_keys_that_are_words_as_marks(three: Workplace) -> None:
    examined = ask(three, Examine())

    assert isinstance(examined, Examined)
    assert (examined.changes, examined.stage) == ("change-tracking", "ready")
    assert [(one.key, one.code) for one in examined.not_sent] == [
        ("2", Code.NAME_MISSING),
        ("3", Code.NAME_MISSING),
        ("4", Code.FIELD_REFUSED),
    ]


def test_a_bug_is_for_who_asks(three: Workplace) -> None:
    def stumble(_: Wish) -> Granted:
        raise ZeroDivisionError

    asked = Ask(ListNotSent())
    asked.carry_out(stumble)

    assert isinstance(asked.answer.exception(), ZeroDivisionError)
    assert not isinstance(asked.answer.exception(), Problem)
