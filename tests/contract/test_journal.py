"""What every journal promises: the one in a SQLite file, and the one in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from practicesync.adapters.sqlite_journal import SqliteJournal
from practicesync.core.action import (
    ROUTINE,
    Change,
    Checked,
    Concerns,
    Counts,
    Drift,
    Epoch,
    Fence,
    Gone,
    Held,
    HoldId,
    Hour,
    Online,
    Parked,
    Passed,
    Scan,
    SequenceNumber,
    Stage,
)
from practicesync.core.digest import UNKNOWN, Digest
from practicesync.core.errors import Code
from practicesync.core.key import Key, key_text
from practicesync.core.row import Cursor, Position, Seen, Stamp
from practicesync.ports import Journal
from tests.fakes.journal import MemoryJournal

NOON = dt.datetime(2026, 3, 2, 12, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
THEN = NOON.replace(minute=0)
EARLIER = Cursor("earlier")
LATER = Cursor("later")
NO_TROUBLE = Concerns(held=False, refused=False)


def key(number: int) -> Key:
    return key_text([str(number)])


A, B, C, D = (key(number) for number in (1, 2, 3, 4))
ONE, TWO = Digest(b"one"), Digest(b"two")
OLD, NEW = Stamp(b"old"), Stamp(b"new")


@pytest.fixture(params=["file", "memory"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    in_file = request.param == "file"
    made: Journal = SqliteJournal(str(tmp_path / "journal.db")) if in_file else MemoryJournal()
    yield made
    made.close()


def see(journal: Journal, *keys: Key, stamp: Stamp | None = None) -> None:
    journal.saw([Seen(one, stamp) for one in keys], LATER)


def put_online(
    journal: Journal, *keys: Key, digest: Digest = ONE, change: Change = "added"
) -> None:
    settled = [Online(one, digest, OLD, change) for one in keys]
    journal.settle(settled, journal.next_sequence(), NOON)


def park(journal: Journal, key: Key, field: str = "name", now: dt.datetime = NOON) -> None:
    settled = [Parked(key, Code.FIELD_REFUSED, field)]
    journal.settle(settled, journal.next_sequence(), now)


def prove_gone(journal: Journal, *keys: Key) -> None:
    """Let the keys be seen, and let two reads not find them."""
    see(journal, *keys)
    for _ in range(2):
        journal.missed(keys, journal.next_sequence())


def hold(journal: Journal, *keys: Key) -> HoldId:
    """Have the keys online, gone and on hold."""
    put_online(journal, *keys)
    prove_gone(journal, *keys)
    return journal.hold("many-deletions", NOON)


def all_dirty(journal: Journal) -> list[Key]:
    return [key for misses in range(3) for key in journal.dirty(misses, 1000)]


def digest_of(journal: Journal, key: Key) -> Digest | None:
    return journal.held([key])[key].digest


# --- looking


def test_a_new_journal_knows_nothing(journal: Journal) -> None:
    assert journal.cursor() is None
    assert journal.scan() is None
    assert journal.stage() is Stage.UPLOADING
    assert journal.concerns() == NO_TROUBLE
    assert journal.counts() == Counts()
    assert (all_dirty(journal), journal.parked(), journal.holds()) == ([], [], [])
    assert (journal.held([A]), journal.stamps([A]), journal.stamped()) == ({}, {}, 0)
    assert list(journal.activity(NOON - HOUR)) == []


def test_what_was_seen_is_dirty_and_the_cursor_has_moved(journal: Journal) -> None:
    journal.saw([Seen(A, OLD), Seen(B)], EARLIER)
    journal.saw([], LATER)

    assert set(all_dirty(journal)) == {A, B}
    assert journal.cursor() == LATER
    assert journal.stamps([A, B, C]) == {A: OLD}
    assert journal.stamped() == 1


def test_dirty_keys_come_oldest_first_and_not_more_than_asked_for(journal: Journal) -> None:
    see(journal, C)
    see(journal, A)
    see(journal, B)
    see(journal, C)  # again: now it is the newest

    assert list(journal.dirty(0, 10)) == [A, B, C]
    assert list(journal.dirty(0, 2)) == [A, B]


def test_a_seen_key_is_not_taken_for_one_that_is_online(journal: Journal) -> None:
    see(journal, A, stamp=NEW)

    assert journal.held([A]) == {A: Held(None)}
    assert journal.counts() == Counts(in_database=1, dirty=1)


def test_a_key_that_is_seen_without_a_stamp_loses_the_one_it_had(journal: Journal) -> None:
    put_online(journal, A, B)
    see(journal, A)
    see(journal, B, stamp=NEW)

    assert journal.stamps([A, B]) == {B: NEW}
    assert digest_of(journal, A) == ONE


def test_each_look_counts_on(journal: Journal) -> None:
    before = journal.next_sequence()
    see(journal, A)

    assert journal.sequence() > before
    assert journal.next_sequence() == journal.sequence() > before + 1


@pytest.mark.parametrize("text", ["Łukasz", "北京", "🐨", "a'b\"c\\d%", "\x00\x7f", "]", ""])
def test_a_key_may_be_any_text(journal: Journal, text: str) -> None:
    odd = key_text([text, "2"])
    see(journal, odd, A, stamp=NEW)
    put_online(journal, odd)

    assert list(journal.dirty(0, 10)) == [A]
    assert journal.held([odd]) == {odd: Held(ONE)}
    assert journal.stamps([odd]) == {odd: OLD}
    assert journal.not_among([[A]]) == [odd]
    assert journal.not_among([[A, odd]]) == []


# --- reads that find nothing


def test_reads_that_find_nothing_are_counted(journal: Journal) -> None:
    see(journal, A, B)
    journal.missed([A], journal.next_sequence())

    assert (list(journal.dirty(0, 9)), list(journal.dirty(1, 9))) == ([B], [A])
    journal.missed([A], journal.next_sequence())
    assert (list(journal.dirty(1, 9)), list(journal.dirty(2, 9))) == ([], [A])


def test_a_key_seen_again_begins_anew(journal: Journal) -> None:
    put_online(journal, A)
    prove_gone(journal, A)
    see(journal, A)

    assert list(journal.dirty(0, 9)) == [A]
    assert journal.proved() == 0


def test_a_read_before_the_key_was_seen_again_does_not_count(journal: Journal) -> None:
    see(journal, A)
    read_at = journal.next_sequence()
    see(journal, A)
    journal.missed([A, B], read_at)

    assert list(journal.dirty(0, 9)) == [A]
    assert all_dirty(journal) == [A]


# --- sending and settling


def test_what_is_about_to_be_sent_is_unknown_until_it_is_settled(journal: Journal) -> None:
    put_online(journal, A)
    journal.sending([A, B])

    assert journal.held([A, B]) == {A: Held(UNKNOWN), B: Held(UNKNOWN)}
    assert journal.stamps([A]) == {A: OLD}
    put_online(journal, A, digest=TWO)
    assert journal.held([A, B]) == {A: Held(TWO), B: Held(UNKNOWN)}


def test_what_was_found_and_is_being_sent_was_not_missed(journal: Journal) -> None:
    put_online(journal, A, B)
    prove_gone(journal, B)
    see(journal, A)
    journal.missed([A], journal.next_sequence())
    journal.sending([A, B])  # the one was found by the second read, the other is to be deleted

    assert list(journal.dirty(0, 9)) == [A]
    assert list(journal.dirty(2, 9)) == [B]


def test_what_is_being_sent_counts_as_online(journal: Journal) -> None:
    put_online(journal, A, B)
    journal.sending([A])

    assert journal.counts() == Counts(in_database=2, online=2)


def test_a_refused_one_is_online_only_where_a_version_is_known_to_be(journal: Journal) -> None:
    put_online(journal, A)
    journal.sending([B])
    for one in (A, B):
        park(journal, one)

    assert journal.counts() == Counts(in_database=2, online=1, not_sent=2)


def test_an_outcome_clears_its_key(journal: Journal) -> None:
    put_online(journal, C)
    see(journal, A, B, C, D)
    journal.settle(
        [Online(A, ONE), Parked(B, Code.NAME_MISSING, "name"), Gone(C, sent=True)],
        journal.next_sequence(),
        NOON,
    )

    assert all_dirty(journal) == [D]
    assert journal.held([A, B, C]) == {A: Held(ONE), B: Held(None)}
    assert [one.key for one in journal.parked()] == [B]


@pytest.mark.parametrize(
    "settled", [Online(A, TWO), Parked(A, Code.NAME_MISSING, "name"), Gone(A, sent=True)]
)
def test_what_was_seen_again_while_it_was_sent_stays_dirty(journal: Journal, settled) -> None:
    see(journal, A)
    read_at = journal.next_sequence()
    see(journal, A)
    journal.settle([settled], read_at, NOON)

    assert all_dirty(journal) == [A]


def test_an_outcome_keeps_the_stamp_unless_it_brings_one(journal: Journal) -> None:
    put_online(journal, A, B)
    journal.settle([Online(A, TWO), Online(B, TWO, NEW)], journal.next_sequence(), NOON)
    assert journal.stamps([A, B]) == {A: OLD, B: NEW}

    refused = Code.FIELD_REFUSED
    settled = [Parked(A, refused, "name"), Parked(B, refused, "name", OLD), Parked(C, refused, "x")]
    journal.settle(settled, journal.next_sequence(), NOON)
    assert journal.stamps([A, B, C]) == {A: OLD, B: OLD}


def test_what_is_gone_leaves_nothing(journal: Journal) -> None:
    put_online(journal, A, B)
    park(journal, A)
    journal.settle([Gone(A, sent=True)], journal.next_sequence(), NOON)

    assert journal.held([A, B]) == {B: Held(ONE)}
    assert journal.stamped() == 1
    assert journal.parked() == []
    assert journal.counts() == Counts(in_database=1, online=1)


# --- what could not be sent


def test_what_could_not_be_sent_is_listed_with_its_reason(journal: Journal) -> None:
    for one in (B, A):
        park(journal, one)
    first, second = journal.parked()

    assert (first.key, second.key) == (A, B)
    assert (first.code, first.field, first.since) == (Code.FIELD_REFUSED, "name", NOON)
    assert not first.left_out
    assert journal.concerns() == Concerns(held=False, refused=True)


def test_what_is_sent_after_all_leaves_the_list(journal: Journal) -> None:
    park(journal, A)
    put_online(journal, A)

    assert journal.parked() == []
    assert journal.concerns() == NO_TROUBLE
    assert journal.counts() == Counts(in_database=1, online=1)


def test_the_reason_keeps_its_time_until_it_changes(journal: Journal) -> None:
    park(journal, A)
    park(journal, A, now=NOON + HOUR)
    assert [one.since for one in journal.parked()] == [NOON]

    park(journal, A, field="abn", now=NOON + HOUR)
    assert [(one.field, one.since) for one in journal.parked()] == [("abn", NOON + HOUR)]


def test_left_out_lasts_until_the_reason_changes(journal: Journal) -> None:
    park(journal, A)
    journal.leave_out([A])
    park(journal, A, now=NOON + HOUR)
    assert [one.left_out for one in journal.parked()] == [True]
    assert journal.concerns() == NO_TROUBLE
    assert journal.counts() == Counts(in_database=1, not_sent=1, left_out=1)

    park(journal, A, field="abn")
    assert [one.left_out for one in journal.parked()] == [False]
    assert journal.concerns().refused


def test_only_what_was_not_sent_is_left_out(journal: Journal) -> None:
    put_online(journal, B)
    for one in (A, C):
        park(journal, one)

    assert journal.leave_out([A, B, D]) == 1
    assert {one.key: one.left_out for one in journal.parked()} == {A: True, C: False}
    assert journal.concerns().refused
    assert journal.leave_out([A]) == 1
    assert journal.dirty(0, 9) == []


def test_some_of_what_was_not_sent_is_tried_again(journal: Journal) -> None:
    put_online(journal, B)
    for one in (A, C):
        park(journal, one)

    assert journal.try_again([A, B, D]) == 1
    assert journal.dirty(0, 9) == [A]
    assert journal.try_again([A]) == 1
    assert [one.key for one in journal.parked()] == [A, C]


def test_a_try_that_comes_before_a_look_does_not_undo_it(journal: Journal) -> None:
    park(journal, A)
    read_at = journal.next_sequence()
    journal.try_again([A])
    journal.settle([Online(A, ONE)], read_at, NOON)

    assert journal.dirty(0, 9) == [A]


def test_another_code_is_another_reason(journal: Journal) -> None:
    park(journal, A)
    journal.leave_out([A])
    again = [Parked(A, Code.FIELD_TOO_LONG, "name")]
    journal.settle(again, journal.next_sequence(), NOON + HOUR)

    [one] = journal.parked()
    assert (one.code, one.left_out, one.since) == (Code.FIELD_TOO_LONG, False, NOON + HOUR)


def test_what_was_tried_before_then_is_tried_again(journal: Journal) -> None:
    park(journal, A, now=NOON)
    park(journal, B, now=NOON + HOUR)
    park(journal, C, now=NOON)
    see(journal, C)

    assert journal.retry_parked(NOON + HOUR) == 1
    assert list(journal.dirty(0, 9)) == [C, A]
    assert len(journal.parked()) == 3


def test_a_second_in_parts_is_still_before_the_next(journal: Journal) -> None:
    park(journal, A, now=NOON)
    park(journal, B, now=NOON + dt.timedelta(microseconds=2))

    assert journal.retry_parked(NOON + dt.timedelta(microseconds=1)) == 1
    assert all_dirty(journal) == [A]


def test_a_try_moves_the_next_one_on(journal: Journal) -> None:
    park(journal, A, now=NOON)
    park(journal, A, now=NOON + HOUR)

    assert journal.retry_parked(NOON + HOUR) == 0
    assert journal.retry_parked(NOON + 2 * HOUR) == 1


# --- full checks


def begin_scan(journal: Journal, total: int = 4) -> Scan:
    return journal.begin_scan("expired", EARLIER, total, NOON)


def meet(journal: Journal, *keys: Key, following: Position | None) -> None:
    settled = [Online(one, ONE, OLD) for one in keys]
    journal.settle(settled, journal.next_sequence(), NOON, Passed(following))


def test_a_full_check_moves_on_page_by_page_and_ends(journal: Journal) -> None:
    begun = begin_scan(journal)
    assert journal.scan() == begun == Scan(begun.number, "expired", None, 4, 0, NOON)
    assert journal.cursor() == EARLIER

    meet(journal, A, B, following=Position("two"))
    assert journal.scan() == Scan(begun.number, "expired", Position("two"), 4, 2, NOON)
    meet(journal, C, following=Position("three"))
    assert journal.scan() == Scan(begun.number, "expired", Position("three"), 4, 3, NOON)
    meet(journal, D, following=None)
    assert journal.scan() is None
    assert all_dirty(journal) == []


def test_the_look_goes_on_during_a_full_check(journal: Journal) -> None:
    begun = begin_scan(journal)
    see(journal, A)

    assert journal.cursor() == LATER
    assert journal.scan() == begun


def test_what_a_full_check_did_not_meet_becomes_dirty(journal: Journal) -> None:
    put_online(journal, A, B, C)
    begin_scan(journal)
    meet(journal, A, following=Position("two"))
    assert all_dirty(journal) == []

    meet(journal, following=None)
    assert set(journal.dirty(0, 9)) == {B, C}


def test_each_full_check_meets_anew(journal: Journal) -> None:
    put_online(journal, A)
    begin_scan(journal)
    meet(journal, A, following=None)
    begin_scan(journal)
    meet(journal, following=None)

    assert all_dirty(journal) == [A]


def test_a_full_check_that_begins_again_forgets_the_first_one(journal: Journal) -> None:
    first = begin_scan(journal)
    meet(journal, A, following=Position("two"))
    second = begin_scan(journal, total=9)

    assert second.number > first.number
    assert journal.scan() == Scan(second.number, "expired", None, 9, 0, NOON)
    meet(journal, following=None)
    assert all_dirty(journal) == [A]


def test_what_was_worked_on_meanwhile_counts_as_met(journal: Journal) -> None:
    put_online(journal, A, B, C)
    begin_scan(journal)
    put_online(journal, A, change="changed")
    park(journal, B)
    meet(journal, following=None)

    assert all_dirty(journal) == [C]


def test_what_is_parked_is_met_like_the_rest(journal: Journal) -> None:
    park(journal, A)
    park(journal, B)
    begin_scan(journal)
    settled = [Parked(A, Code.FIELD_REFUSED, "name")]
    journal.settle(settled, journal.next_sequence(), NOON, Passed(None))

    assert all_dirty(journal) == [B]


def test_what_was_missed_already_is_not_begun_anew_by_a_full_check(journal: Journal) -> None:
    put_online(journal, A, B)
    see(journal, A)
    journal.missed([A], journal.next_sequence())
    begin_scan(journal)
    meet(journal, following=None)

    assert (list(journal.dirty(0, 9)), list(journal.dirty(1, 9))) == ([B], [A])


def test_what_is_held_is_not_made_dirty_by_a_full_check(journal: Journal) -> None:
    hold(journal, A, B)
    begin_scan(journal)
    meet(journal, B, following=None)

    assert all_dirty(journal) == []
    assert [one.count for one in journal.holds()] == [1]


def test_unmet_keys_are_newer_than_what_was_read_before(journal: Journal) -> None:
    put_online(journal, A)
    begin_scan(journal)
    read_at = journal.next_sequence()
    journal.settle([], read_at, NOON, Passed(None))
    journal.missed([A], read_at)

    assert list(journal.dirty(0, 9)) == [A]


# --- stamps


def test_stamps_are_asked_for_by_key(journal: Journal) -> None:
    put_online(journal, A, B)
    see(journal, C, stamp=NEW)
    see(journal, D)

    assert journal.stamps([]) == {}
    assert journal.stamps([A, C, D]) == {A: OLD, C: NEW}
    assert journal.stamped() == 3


def test_what_is_in_none_of_the_pages_is_named(journal: Journal) -> None:
    put_online(journal, A, B, C)
    park(journal, D)  # no stamp: nothing is said of it

    for _ in range(2):
        assert set(journal.not_among([[A], [], [D, A]])) == {B, C}
    assert set(journal.not_among([])) == {A, B, C}
    assert journal.not_among([[A, B], [C]]) == []


# --- deletes


def test_a_delete_is_proved_by_two_reads_of_what_is_online(journal: Journal) -> None:
    put_online(journal, A)
    prove_gone(journal, B)
    see(journal, A)
    journal.missed([A], journal.next_sequence())
    assert journal.proved() == 0

    journal.missed([A], journal.next_sequence())
    assert journal.proved() == 1
    assert set(journal.dirty(2, 9)) == {A, B}


def test_what_was_never_online_is_nothing_to_delete(journal: Journal) -> None:
    see(journal, A, stamp=NEW)
    park(journal, B)
    see(journal, B)
    for _ in range(2):
        journal.missed([A, B], journal.next_sequence())

    assert journal.proved() == 0
    assert set(journal.dirty(2, 9)) == {A, B}


def test_what_may_be_online_is_proved_like_what_is(journal: Journal) -> None:
    journal.sending([A])
    prove_gone(journal, A)

    assert journal.proved() == 1


def test_held_deletes_wait_and_are_not_dirty(journal: Journal) -> None:
    see(journal, D)
    made = hold(journal, A, B)
    [shown] = journal.holds()

    assert (shown.id, shown.reason, shown.count) == (made, "many-deletions", 2)
    assert shown.opened_at == NOON
    assert all_dirty(journal) == [D]
    assert journal.proved() == 0
    assert journal.concerns() == Concerns(held=True, refused=False)
    assert journal.counts() == Counts(online=2, held=2, dirty=1)
    assert journal.held([A]) == {A: Held(ONE)}


def test_only_what_is_proved_is_held(journal: Journal) -> None:
    put_online(journal, A, B)
    prove_gone(journal, C)  # never online: there is nothing to delete
    see(journal, B)
    journal.missed([B], journal.next_sequence())
    hold(journal, A)

    assert (list(journal.dirty(1, 9)), list(journal.dirty(2, 9))) == ([B], [C])
    assert journal.counts().held == 1


def test_the_keys_of_a_hold_can_be_listed(journal: Journal) -> None:
    made = hold(journal, B, A)

    assert journal.held_under(made) == [A, B]
    assert journal.held_under(HoldId("another")) == []
    journal.confirm(made)
    assert journal.held_under(made) == []


def test_more_deletes_come_under_the_hold_that_is_open(journal: Journal) -> None:
    first = hold(journal, A)
    put_online(journal, B)
    prove_gone(journal, B)
    second = journal.hold("many-deletions", NOON + HOUR)
    [shown] = journal.holds()

    assert first == second
    assert (shown.count, shown.opened_at) == (2, NOON)


def test_a_hold_in_which_some_come_back_counts_what_remains(journal: Journal) -> None:
    hold(journal, A, B, C)
    see(journal, A, B)
    journal.settle(
        [Online(A, ONE), Parked(B, Code.NAME_MISSING, "name")], journal.next_sequence(), NOON
    )

    assert [one.count for one in journal.holds()] == [1]
    assert journal.counts() == Counts(in_database=2, online=3, not_sent=1, held=1)


def test_a_hold_whose_keys_have_come_back_is_none_any_more(journal: Journal) -> None:
    made = hold(journal, A, B)
    see(journal, A, B)
    for one in (A, B):
        journal.settle([Online(one, ONE)], journal.next_sequence(), NOON)

    assert journal.holds() == []
    assert journal.concerns() == NO_TROUBLE
    assert journal.confirm(made) == 0


def test_a_hold_that_opens_later_is_another_one(journal: Journal) -> None:
    first = hold(journal, A)
    journal.next_sequence()
    put_online(journal, A)
    put_online(journal, B)
    prove_gone(journal, B)
    second = journal.hold("many-deletions", NOON + HOUR)

    assert first != second
    assert [one.opened_at for one in journal.holds()] == [NOON + HOUR]


def test_a_hold_after_a_confirmed_one_is_another_one(journal: Journal) -> None:
    first = hold(journal, A)
    journal.confirm(first)
    put_online(journal, B)
    prove_gone(journal, B)
    second = journal.hold("many-deletions", NOON + HOUR)

    assert first != second
    assert [(one.count, one.opened_at) for one in journal.holds()] == [(1, NOON + HOUR)]


def test_confirmed_deletes_are_read_twice_more_and_not_held_again(journal: Journal) -> None:
    made = hold(journal, A, B)

    assert journal.confirm(made) == 2
    assert journal.holds() == []
    assert set(journal.dirty(0, 9)) == {A, B}
    assert journal.held([A]) == {A: Held(ONE, confirmed=True)}
    for _ in range(2):
        journal.missed([A, B], journal.next_sequence())
    assert journal.proved() == 0
    assert set(journal.dirty(2, 9)) == {A, B}


def test_a_confirmed_key_that_is_seen_again_is_confirmed_no_more(journal: Journal) -> None:
    journal.confirm(hold(journal, A))
    see(journal, A)

    assert journal.held([A]) == {A: Held(ONE, confirmed=False)}


def test_what_had_come_back_is_not_confirmed_with_the_rest(journal: Journal) -> None:
    made = hold(journal, A, B)
    see(journal, A)
    journal.confirm(made)

    assert journal.held([A, B]) == {A: Held(ONE), B: Held(ONE, confirmed=True)}


def test_a_hold_that_is_confirmed_twice_or_was_never_there_is_nothing(journal: Journal) -> None:
    made = hold(journal, A)

    assert journal.confirm(HoldId("another")) == 0
    assert (all_dirty(journal), journal.counts().held) == ([], 1)
    assert journal.confirm(made) == 1
    assert journal.confirm(made) == 0
    assert journal.counts().held == 0


def test_what_could_not_be_sent_and_is_held_counts_once(journal: Journal) -> None:
    put_online(journal, A, B)
    journal.sending([A])
    park(journal, A)
    prove_gone(journal, A)
    journal.hold("many-deletions", NOON)

    assert journal.counts() == Counts(in_database=1, online=2, held=1)
    assert journal.parked() == []
    assert journal.concerns() == Concerns(held=True, refused=False)


# --- what was sent


def send_deletes(journal: Journal, now: dt.datetime, *, confirmed: int = 0, plain: int = 0) -> None:
    settled = [Gone(key(n), sent=True, confirmed=n < confirmed) for n in range(confirmed + plain)]
    journal.settle(settled, journal.next_sequence(), now)


def test_unconfirmed_deletes_are_counted_by_whole_hours(journal: Journal) -> None:
    send_deletes(journal, NOON, plain=3, confirmed=2)
    send_deletes(journal, NOON + HOUR, plain=1)
    journal.settle([Gone(A, sent=False)], journal.next_sequence(), NOON)

    assert journal.deleted_since(NOON) == 4
    assert journal.deleted_since(NOON + dt.timedelta(minutes=29)) == 4
    assert journal.deleted_since(NOON + dt.timedelta(minutes=30)) == 1
    assert journal.deleted_since(NOON + 2 * HOUR) == 0


def test_what_was_sent_while_the_clock_was_ahead_counts_as_sent_when_a_check_has_ended(
    journal: Journal,
) -> None:
    send_deletes(journal, NOON, plain=1)
    send_deletes(journal, NOON + dt.timedelta(days=365), plain=3, confirmed=2)
    send_deletes(journal, NOON + dt.timedelta(days=366), plain=1)
    journal.check_ended(Checked(NOON, 0))

    assert journal.deleted_since(NOON) == 5
    assert journal.deleted_since(NOON + HOUR) == 0
    assert [(one.hour, one.deleted) for one in journal.activity(NOON)] == [(THEN, 7)]

    journal.check_ended(Checked(NOON + HOUR, 0))
    assert [(one.hour, one.deleted) for one in journal.activity(NOON)] == [(THEN, 7)]


def test_activity_tells_what_was_sent_by_the_hour(journal: Journal) -> None:
    put_online(journal, A, B)
    put_online(journal, C, change="none")
    put_online(journal, A, change="changed")
    journal.settle([Online(C, TWO, change="changed")], journal.next_sequence(), NOON + HOUR)
    send_deletes(journal, NOON + HOUR, plain=1, confirmed=1)
    noon = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)

    both = [Hour(noon, 2, 1, 0), Hour(noon + HOUR, 0, 1, 2)]
    assert list(journal.activity(NOON)) == both
    assert list(journal.activity(NOON + HOUR)) == both[1:]


def test_what_was_not_sent_leaves_no_hour(journal: Journal) -> None:
    put_online(journal, A, change="none")
    park(journal, B)

    assert list(journal.activity(NOON - HOUR)) == []


# --- the digest key, the first upload, the counts


def test_the_first_digest_key_changes_nothing_that_matters(journal: Journal) -> None:
    journal.use_digest_key("first")

    assert journal.cursor() is None
    assert journal.counts() == Counts()


def test_the_same_digest_key_changes_nothing(journal: Journal) -> None:
    journal.use_digest_key("first")
    put_online(journal, A)
    begun = begin_scan(journal)
    journal.use_digest_key("first")

    assert (journal.cursor(), journal.scan()) == (EARLIER, begun)
    assert journal.held([A]) == {A: Held(ONE)}
    assert journal.stamps([A]) == {A: OLD}


def test_another_digest_key_makes_everything_unknown(journal: Journal) -> None:
    journal.use_digest_key("first")
    put_online(journal, A)
    see(journal, B, stamp=NEW)
    park(journal, C)
    begin_scan(journal)
    journal.use_digest_key("second")

    assert journal.cursor() is None
    assert journal.scan() is None
    assert journal.held([A, B, C]) == {A: Held(UNKNOWN), B: Held(None), C: Held(None)}
    assert journal.stamped() == 0
    assert all_dirty(journal) == [B]
    assert [one.key for one in journal.parked()] == [C]


def test_the_stage_is_remembered(journal: Journal) -> None:
    for stage in (Stage.PROCESSING, Stage.READY):
        journal.reach(stage)
        assert journal.stage() is stage


def test_everything_that_is_online_counts_whatever_waits_for_it(journal: Journal) -> None:
    put_online(journal, *(key(n) for n in range(20)))
    for n in (20, 21, 3):
        park(journal, key(n))
    journal.leave_out([key(21)])
    prove_gone(journal, key(7), key(8))
    journal.hold("many-deletions", NOON)
    counts = journal.counts()

    assert counts == Counts(in_database=20, online=20, not_sent=3, left_out=1, held=2)


def check_nothing(journal: Journal) -> None:
    begin_scan(journal)
    meet(journal, following=None)


WRITES: Mapping[str, tuple[Callable[[Journal], object], Counts]] = {
    "saw": (lambda journal: see(journal, B), Counts(1, 1, dirty=2)),
    "settle": (lambda journal: put_online(journal, B, C), Counts(3, 3)),
    "park": (lambda journal: park(journal, A), Counts(1, 1, not_sent=1, dirty=1)),
    "sending": (lambda journal: journal.sending([B]), Counts(2, 2, dirty=1)),
    "hold": (lambda journal: hold(journal, B), Counts(1, 2, held=1, dirty=1)),
    "digest key": (lambda journal: journal.use_digest_key("another"), Counts(1, 1, dirty=1)),
    "full check": (check_nothing, Counts(1, 1, dirty=2)),
}


@pytest.mark.parametrize("name", WRITES)
def test_counts_are_those_of_the_moment(journal: Journal, name: str) -> None:
    put_online(journal, A)
    see(journal, C)
    assert journal.counts() == Counts(1, 1, dirty=1)

    write, after = WRITES[name]
    write(journal)
    assert journal.counts() == after


# --- comparing with what is online


def fence(epoch: int, *last: int) -> Fence:
    at = (Epoch(last[0]), SequenceNumber(last[1])) if last else (Epoch(0), SequenceNumber(0))
    return Fence(Epoch(epoch), bytes(32), at)


def ready_to_compare(journal: Journal) -> None:
    """Have a full check behind, so that only the comparison is left."""
    journal.begin_scan("everything", EARLIER, 0, NOON)
    journal.settle([], journal.next_sequence(), NOON, Passed(None))


def test_a_full_check_asks_for_a_comparison_and_the_comparison_ends_it(journal: Journal) -> None:
    assert journal.comparing() is None
    ready_to_compare(journal)
    assert journal.comparing() == "everything"

    journal.drifted([], first=True)
    journal.compared(())
    assert journal.comparing() is None


def test_a_routine_check_does_not_take_the_place_of_a_comparison_that_is_due(
    journal: Journal,
) -> None:
    ready_to_compare(journal)
    journal.begin_scan(ROUTINE, EARLIER, 0, NOON)
    assert journal.comparing() == "everything"


def test_what_is_online_as_known_is_left_alone(journal: Journal) -> None:
    put_online(journal, A)
    assert journal.drifted([(A, ONE)], first=True) + journal.compared(()) == Drift()
    assert all_dirty(journal) == []


def test_what_is_online_otherwise_is_looked_at_again(journal: Journal) -> None:
    put_online(journal, A, B)
    drift = journal.drifted([(A, TWO)], first=True)
    drift += journal.drifted([(B, ONE)], first=False) + journal.compared(())

    assert drift == Drift(differing=1)
    assert all_dirty(journal) == [A]
    assert digest_of(journal, A) == UNKNOWN


def test_what_is_only_online_can_be_deleted(journal: Journal) -> None:
    drift = journal.drifted([(A, ONE)], first=True) + journal.compared(())

    assert drift == Drift(only_online=1)
    assert all_dirty(journal) == [A]
    assert digest_of(journal, A) == UNKNOWN


def test_what_is_not_online_any_more_is_sent_again(journal: Journal) -> None:
    put_online(journal, A, B, C)
    drift = journal.drifted([(A, ONE)], first=True) + journal.compared([B])

    assert drift == Drift(missing_online=1)
    assert all_dirty(journal) == [C]


def test_of_what_waits_nothing_is_believed_that_is_online_otherwise(journal: Journal) -> None:
    put_online(journal, A, B, C)
    park(journal, A)
    journal.saw([Seen(B), Seen(C)], EARLIER)
    drift = journal.drifted([(A, TWO), (B, TWO), (C, ONE)], first=True) + journal.compared(())

    assert drift == Drift()
    assert [one.key for one in journal.parked()] == [A]
    assert all_dirty(journal) == [B, C]
    assert [digest_of(journal, one) for one in (A, B, C)] == [UNKNOWN, UNKNOWN, ONE]


def test_of_what_waits_nothing_is_believed_that_is_not_online_any_more(journal: Journal) -> None:
    put_online(journal, A, B)
    journal.saw([Seen(A), Seen(B)], EARLIER)
    drift = journal.drifted([], first=True) + journal.compared([B])

    assert drift == Drift()
    assert all_dirty(journal) == [A, B]
    assert [digest_of(journal, one) for one in (A, B)] == [UNKNOWN, ONE]


def test_of_what_waits_it_is_only_noted_that_something_is_online(journal: Journal) -> None:
    park(journal, A)
    assert journal.drifted([(A, ONE)], first=True) + journal.compared(()) == Drift()
    assert digest_of(journal, A) == UNKNOWN
    assert [one.key for one in journal.parked()] == [A]
    assert all_dirty(journal) == []


def test_an_epoch_after_ours_is_no_reason_to_compare(journal: Journal) -> None:
    journal.use_epoch(fence(1))
    journal.sending([A])
    journal.use_epoch(fence(2, 1, journal.sequence()))
    assert journal.comparing() is None


def test_a_version_that_was_never_sent_from_here_is_a_reason_to_compare(journal: Journal) -> None:
    journal.use_epoch(fence(1))
    journal.use_epoch(fence(2, 1, journal.sequence() + 1))
    assert journal.comparing() == "behind"


def test_an_epoch_that_was_issued_before_is_a_reason_to_compare(journal: Journal) -> None:
    journal.use_epoch(fence(7))
    journal.use_epoch(fence(7))
    assert journal.comparing() == "behind"


def test_what_is_sent_again_has_not_been_met_by_the_full_check(journal: Journal) -> None:
    scan = journal.begin_scan("everything", EARLIER, 1, NOON)
    settled = [Online(A, ONE, OLD, "added")]
    journal.settle(settled, journal.next_sequence(), NOON, Passed(Position("a")))
    journal.sending([A])
    assert scan.number == 1
    journal.settle([], journal.next_sequence(), NOON, Passed(None))

    assert all_dirty(journal) == [A]


# --- layout, last check, damage


def test_another_layout_asks_for_a_full_check(journal: Journal) -> None:
    journal.use_layout("one")
    see(journal, A)
    journal.use_layout("one")
    assert journal.cursor() == LATER

    journal.use_layout("two")
    assert journal.cursor() is None


def test_the_first_layout_asks_for_nothing(journal: Journal) -> None:
    see(journal, A)
    journal.use_layout("one")
    assert journal.cursor() == LATER


def test_the_last_full_check_is_remembered_with_what_it_found(journal: Journal) -> None:
    assert journal.last_check() is None
    journal.check_ended(Checked(NOON, 12, unseen=1, only_online=2))
    assert journal.last_check() == Checked(NOON, 12, unseen=1, only_online=2)


def test_afresh_it_knows_nothing(journal: Journal) -> None:
    put_online(journal, A)
    park(journal, B)
    see(journal, C)
    journal.start_afresh()

    assert journal.counts() == Counts()
    assert (journal.cursor(), all_dirty(journal), journal.held([A])) == (None, [], {})
