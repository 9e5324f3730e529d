"""Look and work: what is read, sent and remembered, and in which order."""

from __future__ import annotations

import pytest

from practicesync.core.action import ROUTINE, Epoch, Held, SequenceNumber
from practicesync.core.digest import UNKNOWN, Seal
from practicesync.core.errors import Code, Fenced, Misconfigured, Unavailable
from practicesync.core.filled import NONE
from tests.fakes.cloud import Copy
from tests.unit.engine.workplace import Workplace, key

DOWN = Unavailable(Code.CLOUD_UNREACHABLE)


@pytest.fixture
def place(begun: Workplace) -> Workplace:
    return begun


# --- beginning


def test_a_new_worker_checks_everything() -> None:
    place = Workplace()
    place.put(1, 2)
    place.cycle.begin()
    scan = place.journal.scan()

    assert scan is not None
    assert (scan.reason, scan.total, scan.position) == ("everything", 2, None)
    assert place.journal.cursor() == "1"


def test_a_worker_that_knows_where_it_was_goes_on_there(place: Workplace) -> None:
    place.put(1)
    place.restart()
    place.cycle.begin()
    assert place.journal.scan() is None

    place.sync()
    assert place.online() == {key(1): "First"}


def test_each_worker_has_an_epoch_of_its_own(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.cycle.begin()
    place.put(1, name="Second")
    place.sync()

    assert [batch.epoch for batch in place.line.batches] == [1, 2]


def test_another_digest_key_sends_everything_again_and_deletes_nothing(place: Workplace) -> None:
    place.put(1, 2)
    place.sync()
    place.cloud.digest_key = bytes(32)
    place.cycle.begin()
    place.turn()

    assert place.line.names == [{key(1): "First", key(2): "First"}] * 2
    assert place.journal.counts().online == 2


def test_nothing_is_sent_before_it_has_begun() -> None:
    place = Workplace()
    place.put(1)
    place.journal.begin_scan("everything", place.job.feed.now(), 1, place.clock.now())

    with pytest.raises(Fenced):
        place.cycle.turn()
    assert place.line.asked == []


def test_a_worker_that_begins_again_reads_again(place: Workplace) -> None:
    place.put(*range(1, 9))
    place.cycle.begin_scan("expired")
    place.cycle.turn()  # the second page is read
    place.put(4, name="Second")
    place.cycle.begin()
    place.cycle.turn()

    assert place.line.names[1][key(4)] == "Second"


def test_a_worker_that_fails_to_begin_again_sends_no_more(place: Workplace) -> None:
    place.cloud.down = DOWN
    with pytest.raises(Unavailable):
        place.cycle.begin()
    place.cloud.down = None
    place.put(1)

    with pytest.raises(Fenced):
        place.look()


# --- looking


def test_a_look_remembers_what_it_found(place: Workplace) -> None:
    place.put(1, 2)

    assert not place.cycle.look()
    assert set(place.journal.dirty(0, 9)) == {key(1), key(2)}
    assert place.journal.cursor() == "1"
    assert place.cycle.busy()
    assert place.database.asked == ["look"]


def test_a_look_that_has_more_to_tell_says_so(place: Workplace) -> None:
    place.portion = 2
    place.restart()
    place.cycle.begin()
    for number in range(5):
        place.put(number)

    assert [place.cycle.look() for _ in range(3)] == [True, True, False]
    assert place.journal.counts().dirty == 5


def test_a_look_that_finds_nothing_writes_nothing(place: Workplace) -> None:
    place.put(1)
    place.sync()
    before = place.journal.writes
    for _ in range(3):
        place.look()
        assert not place.cycle.turn().worked

    assert place.journal.writes == before
    assert not place.cycle.busy()


def test_a_cursor_that_moved_is_kept_although_nothing_was_found(place: Workplace) -> None:
    edit = place.practice.begin()
    edit.employee("admin@example.com", active=True, role="administrator")
    edit.commit()
    place.look()

    assert place.journal.cursor() == "1"
    assert not place.cycle.busy()


def test_a_gap_asks_for_a_full_check_from_now_on(place: Workplace) -> None:
    place.put(1, 2)
    place.practice.clean_up()
    assert not place.cycle.look()
    scan = place.journal.scan()

    assert scan is not None
    assert (scan.reason, scan.total) == ("expired", 2)
    assert place.journal.cursor() == "1"
    place.turn()
    assert place.online() == place.in_database()


def test_a_routine_check_keeps_the_cursor(place: Workplace) -> None:
    place.put(1)
    place.cycle.begin_scan(ROUTINE)
    assert place.journal.cursor() == "0"

    place.look()
    assert list(place.journal.dirty(0, 9)) == [key(1)]


def test_a_check_for_a_reason_begins_where_the_database_is(place: Workplace) -> None:
    place.put(1)
    place.cycle.begin_scan("restored")

    assert place.journal.cursor() == "1"


def test_a_look_without_a_cursor_is_refused() -> None:
    place = Workplace()

    with pytest.raises(Misconfigured):
        place.cycle.look()


# --- sending


def test_what_did_not_change_is_not_sent(place: Workplace) -> None:
    place.put(1, 2)
    place.sync()
    place.put(1)
    place.put(2, name="Second")
    place.sync()
    place.cycle.begin_scan("expired")
    place.turn()

    assert place.line.names == [{key(1): "First", key(2): "First"}, {key(2): "Second"}]
    assert not place.cycle.busy()


def test_a_turn_tells_how_many_it_sent(place: Workplace) -> None:
    place.put(1, 2)
    place.look()
    assert (place.cycle.turn().sent, place.cycle.turn().sent) == (2, 0)

    place.cycle.begin_scan("expired")
    turn = place.cycle.turn()
    assert (turn.worked, turn.sent) == (True, 0)


def test_the_oldest_change_goes_first_and_no_more_than_a_page_at_once(place: Workplace) -> None:
    place.put(5)
    place.look()
    place.put(1, 2, 3, 4)
    place.sync()

    assert [len(names) for names in place.line.names] == [3, 2]
    assert key(5) in place.line.names[0]


def test_what_was_seen_again_while_it_was_sent_is_sent_again(place: Workplace) -> None:
    place.put(1)
    place.look()

    def edit() -> None:
        place.put(1, name="Second")
        place.look()
        place.line.before_apply = bool

    place.line.before_apply = edit
    place.turn()

    assert place.line.names == [{key(1): "First"}, {key(1): "Second"}]
    first, second = place.line.batches
    assert first.sequence < second.sequence


def test_what_is_being_sent_is_noted_before(place: Workplace) -> None:
    place.put(1)
    place.look()
    place.line.before_apply = lambda: noted.append(place.journal.held([key(1)])[key(1)].digest)
    noted: list[bytes | None] = []
    place.turn()

    assert noted == [UNKNOWN]


def test_a_row_that_changes_back_while_an_answer_is_lost_is_sent_again(place: Workplace) -> None:
    place.put(1)
    place.sync()
    place.put(1, name="Second")
    place.cloud.lost = [DOWN]
    with pytest.raises(Unavailable):
        place.sync()
    assert place.online() == {key(1): "Second"}

    place.put(1, name="First")
    place.sync()
    assert place.online() == {key(1): "First"}


def test_what_failed_stays_to_be_sent(place: Workplace) -> None:
    place.put(1, 2)
    place.cloud.failures = [DOWN]
    with pytest.raises(Unavailable):
        place.sync()
    assert len(place.journal.dirty(0, 9)) == 2

    place.turn()
    assert place.online() == place.in_database()


def test_what_can_not_be_sent_is_parked_and_the_rest_flows(place: Workplace) -> None:
    place.put(1, 3)
    place.put(2, name="")
    place.cloud.refused[key(3)] = (Code.FIELD_REFUSED, "emails")
    place.sync()

    assert place.online() == {key(1): "First"}
    assert [(one.key, one.code, one.field) for one in place.journal.parked()] == [
        (key(2), Code.NAME_MISSING, "name"),
        (key(3), Code.FIELD_REFUSED, "emails"),
    ]
    assert not place.cycle.busy()


def test_what_is_parked_flows_once_it_is_mended(place: Workplace) -> None:
    place.put(2, name="")
    place.put(3)
    place.cloud.refused[key(3)] = (Code.FIELD_REFUSED, "emails")
    place.sync()
    place.cloud.refused.clear()
    place.put(2, 3, name="Mended")
    place.sync()

    assert place.journal.parked() == []
    assert place.online() == place.in_database()


def test_a_row_is_remembered_with_its_stamp_whatever_came_of_it(place: Workplace) -> None:
    place.put(1)
    place.put(2, name="")
    place.put(3)
    place.cloud.refused[key(3)] = (Code.FIELD_REFUSED, "emails")
    place.sync()
    seal = Seal(place.cloud.digest_key)
    hashes = {row.key: row.hash for row in place.database.read([key(1), key(2), key(3)])}

    assert place.journal.stamps([*hashes]) == {
        one: seal.stamp(hash_) for one, hash_ in hashes.items() if hash_ is not None
    }
    assert len(hashes) == 3


def test_history_tells_added_from_changed(place: Workplace) -> None:
    place.put(1, 2)
    place.sync()
    place.put(1, name="Second")
    place.sync()
    place.drop(2)
    place.sync()
    [hour] = place.journal.activity(place.clock.now())

    assert (hour.added, hour.changed, hour.deleted) == (2, 1, 1)


def test_an_older_version_under_our_own_epoch_is_trouble_not_success(place: Workplace) -> None:
    place.put(1, 2)
    place.cloud.copies[key(2)] = Copy((Epoch(1), SequenceNumber(10**6)), None)
    with pytest.raises(Fenced):
        place.sync()
    assert place.cycle.busy()
    assert place.journal.held([key(1)]) == {key(1): Held(UNKNOWN, filled=NONE)}

    place.cycle.begin()
    place.turn()
    assert place.online() == place.in_database()
