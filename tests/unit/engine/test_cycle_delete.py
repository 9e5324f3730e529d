"""A delete needs two reads, and many deletes a person."""

from __future__ import annotations

import pytest

from practicesync.core.action import ROUTINE
from practicesync.core.errors import Code, Unavailable
from practicesync.core.guard import GuardLimits
from tests.unit.engine.workplace import Workplace, key

DOWN = Unavailable(Code.CLOUD_UNREACHABLE)


@pytest.fixture
def place(begun: Workplace) -> Workplace:
    return begun


# --- deleting


def test_a_delete_needs_two_reads(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.drop(1)
    place.look()
    place.database.asked.clear()

    place.cycle.turn()
    place.cycle.turn()
    place.cycle.turn()
    assert place.database.asked == ["read 1", "look", "read 1"]
    assert place.online() == {key(1): "First"}
    place.turn()
    assert place.online() == {}
    assert place.journal.held([key(1)]) == {}
    assert place.journal.deleted_since(place.clock.now()) == 1


def test_it_is_at_work_until_the_delete_is_sent(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.drop(1)
    place.look()
    busy = []
    while place.cycle.turn().worked:
        busy.append(place.cycle.busy())

    assert busy == [True, True, True, False]


def test_a_row_that_one_read_missed_is_not_deleted(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.put(1, name="Second")
    place.look()
    place.database.missed = {key(1)}
    place.cycle.turn()
    place.database.missed = set()
    place.turn()

    assert place.line.names == [{key(1): "First"}, {key(1): "Second"}]


def test_reads_that_miss_prove_nothing_unless_they_follow_each_other(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.put(1, name="Second")
    place.look()
    place.database.missed = {key(1)}
    place.cycle.turn()
    place.database.missed = set()
    place.cycle.turn()  # a fresh look
    place.cloud.failures = [DOWN]
    with pytest.raises(Unavailable):
        place.cycle.turn()  # found, but not sent
    place.database.missed = {key(1)}
    place.cycle.turn()
    place.database.missed = set()
    place.turn()

    assert place.line.names == [{key(1): "First"}, {key(1): "Second"}]


def test_what_a_full_check_missed_is_read_twice_more(place: Workplace) -> None:
    place.put(1, 2)
    place.sync()
    del place.practice.contacts[key(1)]
    place.cycle.begin_scan(ROUTINE)
    place.database.asked.clear()
    place.turn()

    assert place.database.asked == ["page after None", "read 1", "look", "read 1"]
    assert place.line.names[1:] == [{key(1): None}]


def test_what_was_never_online_is_forgotten_without_a_delete(place: Workplace) -> None:
    place.put(1)
    place.look()
    place.drop(1)
    place.sync()

    assert place.line.asked == []
    assert not place.cycle.busy()
    assert place.journal.counts().in_database == 0


def test_what_could_not_be_sent_and_is_gone_leaves_the_list(place: Workplace) -> None:
    place.put(1, name="")
    place.sync()
    place.drop(1)
    place.sync()

    assert place.journal.parked() == []
    assert place.line.asked == []


def test_a_delete_whose_answer_is_lost_is_sent_again(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.drop(1)
    place.cloud.lost = [DOWN]
    with pytest.raises(Unavailable):
        place.sync()
    place.turn()

    assert place.line.names[1:] == [{key(1): None}]
    assert place.journal.counts().in_database == 0
    assert not place.cycle.busy()


def test_a_row_that_comes_back_before_its_delete_stays_online(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.drop(1)
    place.look()
    place.cycle.turn()
    place.cycle.turn()
    place.put(1)
    place.sync()

    assert place.online() == {key(1): "First"}
    assert place.line.names == [{key(1): "First"}]


def test_a_delete_that_is_refused_is_parked(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.cloud.refused[key(1)] = (Code.RECORD_REFUSED, "id")
    place.drop(1)
    place.sync()

    assert [(one.key, one.code) for one in place.journal.parked()] == [
        (key(1), Code.RECORD_REFUSED)
    ]
    assert place.journal.deleted_since(place.clock.now()) == 0


# --- the guard


@pytest.fixture
def twenty(place: Workplace) -> Workplace:
    """Twenty contacts online, of which more than three may not go unasked."""
    place.guard = GuardLimits(count=3, percent=5)
    place.restart()
    place.cycle.begin()
    place.put(*range(20))
    place.sync()
    place.line.batches.clear()
    return place


def test_many_deletes_at_once_wait_for_a_person(twenty: Workplace) -> None:
    twenty.drop(*range(4))
    twenty.put(10, name="Second")
    twenty.sync()
    [hold] = twenty.journal.holds()

    assert (hold.reason, hold.count) == ("many-deletions", 4)
    assert twenty.line.names == [{key(10): "Second"}]
    assert not twenty.cycle.busy()


def test_few_deletes_flow(twenty: Workplace) -> None:
    twenty.drop(0, 1, 2)
    twenty.sync()

    assert twenty.journal.holds() == []
    assert twenty.online() == twenty.in_database()


def test_deletes_in_a_dribble_wait_too(twenty: Workplace) -> None:
    for number in range(6):
        twenty.drop(number)
        twenty.sync()
        twenty.clock.seconds += 3600

    assert len(twenty.online()) == 17
    assert [one.count for one in twenty.journal.holds()] == [3]


def test_while_some_wait_later_ones_wait_with_them(twenty: Workplace) -> None:
    twenty.drop(*range(4))
    twenty.sync()
    twenty.drop(4)
    twenty.sync()

    assert [one.count for one in twenty.journal.holds()] == [5]
    assert twenty.line.names == []


def test_deletes_of_another_day_do_not_count(twenty: Workplace) -> None:
    for number in range(6):
        twenty.drop(number)
        twenty.sync()
        twenty.clock.seconds += 9 * 3600

    assert twenty.journal.holds() == []
    assert twenty.online() == twenty.in_database()


def test_confirmed_deletes_go_and_do_not_count_against_later_ones(twenty: Workplace) -> None:
    twenty.drop(*range(4))
    twenty.sync()
    twenty.journal.confirm(twenty.journal.holds()[0].id)
    twenty.turn()
    assert twenty.online() == twenty.in_database()

    twenty.drop(4, 5)
    twenty.sync()
    assert twenty.journal.holds() == []
    assert twenty.online() == twenty.in_database()


def test_a_confirmation_covers_only_what_was_held(twenty: Workplace) -> None:
    twenty.drop(*range(4))
    twenty.sync()
    hold = twenty.journal.holds()[0].id
    twenty.drop(*range(4, 10))
    twenty.look()
    twenty.journal.confirm(hold)
    twenty.turn()

    assert len(twenty.online()) == 16
    assert [one.count for one in twenty.journal.holds()] == [6]


def test_rows_that_come_back_dissolve_the_hold(twenty: Workplace) -> None:
    twenty.drop(*range(4))
    twenty.sync()
    twenty.put(*range(4))
    twenty.sync()

    assert twenty.journal.holds() == []
    assert twenty.line.names == []
    assert twenty.online() == twenty.in_database()


def test_more_than_a_page_of_deletes_is_held_as_a_whole(twenty: Workplace) -> None:
    twenty.drop(*range(20))
    twenty.sync()

    assert [one.count for one in twenty.journal.holds()] == [20]
    assert len(twenty.online()) == 20


def test_a_full_check_does_not_ask_for_held_rows_again(twenty: Workplace) -> None:
    twenty.drop(*range(4))
    twenty.sync()
    twenty.cycle.begin_scan(ROUTINE)
    twenty.database.asked.clear()
    twenty.turn()

    assert all(asked.startswith("page") for asked in twenty.database.asked)
    assert [one.count for one in twenty.journal.holds()] == [4]
