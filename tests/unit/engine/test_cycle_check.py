"""A full check reads page by page, each while the one before it is sent."""

from __future__ import annotations

import pytest

from practicesync.core.action import ROUTINE, Checked, Fence, Stage
from practicesync.core.errors import Code, Problem, Unavailable
from tests.unit.engine.workplace import Workplace, key

DOWN = Unavailable(Code.CLOUD_UNREACHABLE)


@pytest.fixture
def place(begun: Workplace) -> Workplace:
    return begun


def begin_check(place: Workplace, contacts: int = 8) -> None:
    place.put(*range(1, contacts + 1))
    place.practice.clean_up()
    place.look()
    place.database.asked.clear()


def missed_by_a_look(place: Workplace, contact: int) -> None:
    """Begin a full check after a change of that contact which no look has seen."""
    place.put(contact, name="Second")
    place.cycle.begin_scan("everything")


def test_a_page_is_read_while_the_one_before_it_is_sent(place: Workplace) -> None:
    begin_check(place)
    asked: list[int] = []
    place.line.before_apply = lambda: asked.append(len(place.database.asked))
    place.turn()

    assert asked == [2, 3, 3]  # three pages; the third is the last
    assert [len(names) for names in place.line.names] == [3, 3, 2]
    assert place.online() == place.in_database()


def test_each_page_is_read_once(place: Workplace) -> None:
    begin_check(place)
    place.turn()

    assert len(place.database.asked) == len(set(place.database.asked)) == 3


def test_what_was_read_ahead_is_sent_before_what_was_seen_since(place: Workplace) -> None:
    begin_check(place)
    place.cycle.turn()  # the second page is read
    place.put(5, name="Second")
    place.put(1, name="Second")
    place.look()
    place.turn()
    sent = [set(names) for names in place.line.names]

    assert sent == [
        {key(1), key(2), key(3)},
        {key(4), key(5), key(6)},
        {key(1), key(5)},
        {key(7), key(8)},
    ]
    sequences = [batch.sequence for batch in place.line.batches]
    assert sequences == sorted(set(sequences))
    assert place.online() == place.in_database()


def test_nothing_is_read_ahead_of_newer_changes(place: Workplace) -> None:
    begin_check(place)
    place.cycle.turn()  # the second page is read
    place.put(8, name="Second")
    place.look()
    place.database.asked.clear()

    place.cycle.turn()
    assert place.database.asked == []
    place.cycle.turn()
    assert place.database.asked == ["read 1"]


def test_a_page_that_was_read_ahead_is_dropped_after_a_failure(place: Workplace) -> None:
    begin_check(place)
    place.cycle.turn()
    place.put(4, name="Second")  # after it was read ahead
    place.cycle.drop_unfinished()
    place.cycle.turn()

    assert place.line.names[1][key(4)] == "Second"
    assert [asked.split()[0] for asked in place.database.asked] == ["page"] * 4


def test_a_check_that_begins_anew_begins_at_the_start(place: Workplace) -> None:
    begin_check(place)
    place.cycle.turn()  # the second page is read
    place.practice.clean_up()
    place.put(1, name="Second")
    place.practice.clean_up()
    place.look()
    place.database.asked.clear()
    place.cycle.turn()

    assert place.database.asked[0] == "page after None"
    assert place.line.names[1] == {key(1): "Second"}


def test_a_page_whose_batch_fails_is_read_again(place: Workplace) -> None:
    begin_check(place)
    place.cycle.turn()
    place.cloud.failures = [DOWN]
    with pytest.raises(Unavailable):
        place.cycle.turn()
    place.put(4, name="Second")
    place.turn()

    assert place.line.names[1] == {key(4): "Second", key(5): "First", key(6): "First"}
    assert place.online() == place.in_database()


def test_a_page_that_fails_to_be_read_ahead_does_not_undo_what_was_sent(place: Workplace) -> None:
    begin_check(place)

    def fail() -> None:
        place.database.down = None

    place.cycle.turn()
    place.database.down = Unavailable(Code.DATABASE_UNREACHABLE)
    place.line.before_apply = fail
    with pytest.raises(Problem):
        place.cycle.turn()
    scan = place.journal.scan()
    assert scan is not None
    assert scan.done == 6

    place.turn()
    assert place.online() == place.in_database()
    assert [len(names) for names in place.line.names] == [3, 3, 2]


def test_a_full_check_mends_what_no_look_has_told(place: Workplace) -> None:
    place.put(1, 2, 3, 4)
    place.sync()
    place.practice.contacts[key(2)] = {"name": "Unseen"}
    del place.practice.contacts[key(4)]
    place.sync()
    assert place.online() != place.in_database()

    place.cycle.begin_scan(ROUTINE)
    place.turn()
    assert place.online() == place.in_database()
    assert place.journal.scan() is None


def test_the_first_upload_is_a_full_check_in_which_nothing_was_wrong(place: Workplace) -> None:
    begin_check(place)
    place.turn()

    assert place.journal.last_check() == Checked(place.clock.now(), 8)


def test_what_a_check_has_found_is_remembered(place: Workplace) -> None:
    begin_check(place)
    place.turn()
    place.journal.reach(Stage.READY)
    missed_by_a_look(place, 3)
    place.turn()

    assert place.journal.last_check() == Checked(place.clock.now(), 8, unseen=1)


def test_a_check_that_ends_after_a_restart_knows_how_many_contacts_there_are(
    place: Workplace,
) -> None:
    begin_check(place)
    place.cycle.turn()
    place.restart()
    place.cycle.begin()
    place.turn()

    checked = place.journal.last_check()
    assert checked is not None
    assert checked.contacts == 8


def test_a_comparison_alone_does_not_tell_once_more_what_a_check_before_it_has_found(
    place: Workplace,
) -> None:
    begin_check(place)
    place.turn()
    place.journal.reach(Stage.READY)
    missed_by_a_look(place, 3)
    place.turn()
    first = place.journal.last_check()
    place.journal.use_epoch(Fence(place.cloud.epoch, place.cloud.digest_key))  # known before
    place.turn()
    second = place.journal.last_check()

    assert first is not None
    assert second is not None
    assert (first.unseen, second.unseen) == (1, 0)
