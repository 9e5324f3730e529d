"""What every journal promises of fields that turn blank: they wait for the guard, then a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from practicesync.adapters.sqlite_journal import SqliteJournal
from practicesync.core.action import (
    Blanked,
    Concerns,
    Counts,
    Drift,
    Gone,
    Held,
    HoldId,
    Online,
    Parked,
    Passed,
    Settlement,
)
from practicesync.core.digest import UNKNOWN, Digest
from practicesync.core.errors import Code
from practicesync.core.filled import NAMES, NONE, Fields, field_of
from practicesync.core.guard import REASON_BLANK, Blanks
from practicesync.core.key import Key, key_text
from practicesync.core.row import Cursor, Seen, Stamp
from practicesync.ports import Journal
from tests.fakes.journal import MemoryJournal

NOON = dt.datetime(2026, 3, 2, 12, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
LATER = Cursor("later")
ONE, TWO = Digest(b"one"), Digest(b"two")
OLD, NEW = Stamp(b"old"), Stamp(b"new")
A, B, C = (key_text([text]) for text in "123")
E, P = NAMES.index("emails"), NAMES.index("phones")
EMAILS, PHONES = field_of(E), field_of(P)
BOTH = Fields(EMAILS | PHONES)
HIGHEST = field_of(62)


@pytest.fixture(params=["file", "memory"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    in_file = request.param == "file"
    made: Journal = SqliteJournal(str(tmp_path / "journal.db")) if in_file else MemoryJournal()
    yield made
    made.close()


def see(journal: Journal, *keys: Key) -> None:
    journal.saw([Seen(one) for one in keys], LATER)


def put_online(journal: Journal, *keys: Key, filled: Fields | None = BOTH) -> None:
    settled = [Online(one, ONE, OLD, "added", filled) for one in keys]
    journal.settle(settled, journal.next_sequence(), NOON)


def read_blanked(journal: Journal, *keys: Key, fields: Fields = EMAILS) -> None:
    """Let a read find these fields blank."""
    settled = [Blanked(one, fields, NEW) for one in keys]
    journal.settle(settled, journal.next_sequence(), NOON)


def hold(journal: Journal, *keys: Key, fields: Fields = EMAILS) -> None:
    """Have the keys online, read blank and on hold."""
    put_online(journal, *keys)
    see(journal, *keys)
    read_blanked(journal, *keys, fields=fields)
    journal.hold_blanks(fields, NOON)


def see_the_end_of(journal: Journal, sent: Key, refused: Key, gone: Key) -> None:
    """Settle one key in each way in which it may end."""
    settled: list[Settlement] = [
        Online(sent, TWO),
        Parked(refused, Code.FIELD_REFUSED, "name"),
        Gone(gone, sent=True),
    ]
    journal.settle(settled, journal.next_sequence(), NOON)


def all_dirty(journal: Journal) -> list[Key]:
    return [key for misses in range(3) for key in journal.dirty(misses, 1000)]


def holds(journal: Journal) -> list[tuple[str, int]]:
    return [(one.field, one.count) for one in journal.holds()]


def hold_id(journal: Journal, field: str) -> HoldId:
    return next(one.id for one in journal.holds() if one.field == field)


def stands(journal: Journal, key: Key) -> Held:
    return journal.held([key])[key]


# --- which fields are filled online


def test_what_is_filled_online_is_remembered(journal: Journal) -> None:
    put_online(journal, A, filled=HIGHEST)
    put_online(journal, B, filled=None)

    assert stands(journal, A).filled == HIGHEST
    assert stands(journal, B).filled is None


def test_what_is_being_sent_is_filled_where_either_is(journal: Journal) -> None:
    put_online(journal, A, filled=EMAILS)
    put_online(journal, B, filled=None)
    journal.sending([A, B, C], {A: PHONES, B: PHONES, C: PHONES})

    assert stands(journal, A) == Held(UNKNOWN, filled=BOTH)
    assert stands(journal, B).filled is None  # more may be filled than was sent
    assert stands(journal, C).filled == PHONES


def test_a_delete_that_is_being_sent_fills_nothing(journal: Journal) -> None:
    put_online(journal, A, filled=EMAILS)
    journal.sending([A])

    assert stands(journal, A).filled == EMAILS


# --- waiting for the guard


def test_what_was_read_blank_is_dirty_apart_from_the_rest(journal: Journal) -> None:
    put_online(journal, A, B)
    see(journal, A, B)
    read_blanked(journal, A)

    assert all_dirty(journal) == [B]
    assert journal.blanked(9) == [A]
    assert stands(journal, A) == Held(ONE, filled=BOTH, blanked=EMAILS)
    assert journal.stamps([A]) == {A: NEW}
    assert journal.counts() == Counts(in_database=2, online=2, dirty=2)


def test_they_come_oldest_first_and_not_more_than_asked_for(journal: Journal) -> None:
    put_online(journal, A, B, C)
    for one in (C, A, B):
        see(journal, one)
    read_blanked(journal, A, B, C)

    assert journal.blanked(9) == [C, A, B]
    assert journal.blanked(2) == [C, A]


def test_a_full_check_makes_dirty_what_it_read_blank(journal: Journal) -> None:
    put_online(journal, A, B)
    journal.begin_scan("expired", LATER, 2, NOON)
    read_at = journal.next_sequence()
    journal.settle([Blanked(A, EMAILS, NEW), Online(B, ONE)], read_at, NOON, Passed(None))

    assert (all_dirty(journal), journal.blanked(9)) == ([], [A])


def test_what_is_seen_again_is_read_again(journal: Journal) -> None:
    put_online(journal, A)
    see(journal, A)
    read_at = journal.next_sequence()
    see(journal, A)
    journal.settle([Blanked(A, EMAILS)], read_at, NOON)
    assert (all_dirty(journal), journal.blanked(9)) == ([A], [])

    read_blanked(journal, A)
    see(journal, A)
    assert (all_dirty(journal), journal.blanked(9)) == ([A], [])


def test_what_is_not_found_any_more_is_not_blank(journal: Journal) -> None:
    put_online(journal, A)
    see(journal, A)
    read_blanked(journal, A)
    journal.missed([A], journal.next_sequence())

    assert (journal.dirty(1, 9), journal.blanked(9)) == ([A], [])


def test_what_was_missed_once_and_is_read_blank_was_found(journal: Journal) -> None:
    put_online(journal, A)
    see(journal, A)
    journal.missed([A], journal.next_sequence())
    read_blanked(journal, A)
    journal.missed([A], journal.next_sequence())

    assert (journal.dirty(1, 9), journal.dirty(2, 9)) == ([A], [])


def test_an_outcome_ends_the_wait(journal: Journal) -> None:
    put_online(journal, A, B, C)
    see(journal, A, B, C)
    read_blanked(journal, A, B, C)
    see_the_end_of(journal, A, B, C)

    assert (all_dirty(journal), journal.blanked(9)) == ([], [])


def test_what_could_not_be_sent_and_is_read_blank_is_on_one_list(journal: Journal) -> None:
    put_online(journal, A)
    journal.settle([Parked(A, Code.NAME_MISSING, "name")], journal.next_sequence(), NOON)
    read_blanked(journal, A)

    assert journal.parked() == []
    assert journal.blanked(9) == [A]


# --- what the guard is told


def test_blanks_are_counted_by_the_field(journal: Journal) -> None:
    put_online(journal, A, B, C)
    see(journal, A, B)
    read_blanked(journal, A)
    read_blanked(journal, B, fields=BOTH)

    assert journal.blanks(NOON) == {E: Blanks(due=2, had=3), P: Blanks(due=1, had=3)}


def test_where_nothing_turned_blank_there_is_nothing_to_tell(journal: Journal) -> None:
    hold(journal, A)
    assert journal.blanks(NOON) == {}


def test_what_waits_for_a_person_and_what_was_sent_counts(journal: Journal) -> None:
    hold(journal, A)
    put_online(journal, B, C)
    see(journal, B)
    read_blanked(journal, B, fields=Fields(EMAILS | HIGHEST))
    sent = [Online(C, TWO, None, "changed", NONE, EMAILS)]
    journal.settle(sent, journal.next_sequence(), NOON)

    assert journal.blanks(NOON) == {
        E: Blanks(due=1, recent=1, waiting=1, had=2),
        62: Blanks(due=1),
    }
    assert journal.blanks(NOON + dt.timedelta(minutes=29))[E].recent == 1
    assert journal.blanks(NOON + dt.timedelta(minutes=30))[E].recent == 0


# --- waiting for a person


def test_a_hold_names_its_field(journal: Journal) -> None:
    hold(journal, A, B)
    [shown] = journal.holds()

    assert (shown.field, shown.reason) == ("emails", REASON_BLANK)
    assert (shown.count, shown.opened_at) == (2, NOON)
    assert journal.held_under(shown.id) == [A, B]
    assert (all_dirty(journal), journal.blanked(9)) == ([], [])
    assert journal.concerns() == Concerns(held=True, refused=False)
    assert journal.counts() == Counts(in_database=2, online=2, waiting=2)


def test_only_contacts_of_the_field_are_held(journal: Journal) -> None:
    put_online(journal, A, B)
    read_blanked(journal, A)
    read_blanked(journal, B, fields=PHONES)
    journal.hold_blanks(EMAILS, NOON)

    assert holds(journal) == [("emails", 1)]
    assert journal.blanked(9) == [B]
    assert journal.counts().waiting == 1


def test_each_field_has_a_hold_of_its_own(journal: Journal) -> None:
    put_online(journal, A, B)
    read_blanked(journal, A, fields=BOTH)
    read_blanked(journal, B, fields=PHONES)
    journal.hold_blanks(BOTH, NOON)

    assert holds(journal) == [("emails", 1), ("phones", 2)]
    assert journal.counts().waiting == 2
    assert journal.held_under(hold_id(journal, "phones")) == [A, B]
    assert journal.held_under(hold_id(journal, "emails")) == [A]


def test_more_of_a_field_come_under_the_hold_that_is_open(journal: Journal) -> None:
    hold(journal, A)
    [before] = journal.holds()
    put_online(journal, B)
    read_blanked(journal, B)
    journal.hold_blanks(EMAILS, NOON + HOUR)
    [after] = journal.holds()

    assert (after.id, after.opened_at, after.count) == (before.id, NOON, 2)


def test_deletes_and_blanks_have_holds_of_their_own(journal: Journal) -> None:
    hold(journal, A)
    put_online(journal, B)
    see(journal, B)
    for _ in range(2):
        journal.missed([B], journal.next_sequence())
    deletes = journal.hold("many-deletions", NOON)

    assert holds(journal) == [("", 1), ("emails", 1)]
    assert journal.counts() == Counts(in_database=1, online=2, held=1, waiting=1)
    assert journal.confirm(deletes) == 1
    assert holds(journal) == [("emails", 1)]


def test_what_is_held_and_seen_again_stays_held_while_it_is_read(journal: Journal) -> None:
    hold(journal, A)
    see(journal, A)

    assert all_dirty(journal) == [A]
    assert holds(journal) == [("emails", 1)]


def test_what_is_held_and_read_blank_again_stays_held(journal: Journal) -> None:
    hold(journal, A, B)
    [before] = journal.holds()
    see(journal, A)
    read_blanked(journal, A, B, fields=BOTH)

    assert journal.holds() == [before]
    assert (all_dirty(journal), journal.blanked(9)) == ([], [])


def test_what_is_held_and_was_seen_again_while_it_was_read_stays_dirty(journal: Journal) -> None:
    hold(journal, A)
    read_at = journal.next_sequence()
    see(journal, A)
    journal.settle([Blanked(A, EMAILS)], read_at, NOON)

    assert all_dirty(journal) == [A]
    assert holds(journal) == [("emails", 1)]


def test_what_is_read_blank_for_another_reason_is_judged_anew(journal: Journal) -> None:
    hold(journal, A, B)
    read_blanked(journal, A, fields=PHONES)

    assert holds(journal) == [("emails", 1)]
    assert journal.blanked(9) == [A]


def test_what_is_filled_again_leaves_the_hold(journal: Journal) -> None:
    hold(journal, A, B)
    see(journal, A)
    put_online(journal, A)
    assert holds(journal) == [("emails", 1)]
    assert journal.counts() == Counts(in_database=2, online=2, waiting=1)


def test_a_hold_under_which_nothing_waits_is_none_any_more(journal: Journal) -> None:
    hold(journal, A, B, C)
    made = hold_id(journal, "emails")
    see_the_end_of(journal, A, B, C)

    assert journal.holds() == []
    assert journal.concerns() == Concerns(held=False, refused=True)
    assert journal.confirm(made) == 0


def test_what_is_held_and_gone_is_held_as_a_delete(journal: Journal) -> None:
    hold(journal, A)
    see(journal, A)
    for _ in range(2):
        journal.missed([A], journal.next_sequence())
    journal.hold("many-deletions", NOON)

    assert holds(journal) == [("", 1)]
    assert journal.counts() == Counts(online=1, held=1)


def test_what_is_held_as_a_delete_and_read_blank_is_back(journal: Journal) -> None:
    put_online(journal, A)
    see(journal, A)
    for _ in range(2):
        journal.missed([A], journal.next_sequence())
    journal.hold("many-deletions", NOON)
    see(journal, A)
    read_blanked(journal, A)

    assert journal.holds() == []
    assert journal.blanked(9) == [A]


def test_a_full_check_that_does_not_meet_what_is_held_looks_for_it(journal: Journal) -> None:
    hold(journal, A, B)
    journal.begin_scan("expired", LATER, 2, NOON)
    settled = [Blanked(A, EMAILS)]
    journal.settle(settled, journal.next_sequence(), NOON, Passed(None))

    assert all_dirty(journal) == [B]
    assert holds(journal) == [("emails", 2)]


# --- a person's yes


def test_what_is_confirmed_is_dirty_and_may_turn_blank(journal: Journal) -> None:
    hold(journal, A, B)

    assert journal.confirm(hold_id(journal, "emails")) == 2
    assert journal.holds() == []
    assert all_dirty(journal) == [A, B]
    assert stands(journal, A) == Held(ONE, filled=BOTH, allowed=EMAILS)
    assert not journal.concerns().held


def test_what_another_hold_holds_as_well_goes_on_waiting(journal: Journal) -> None:
    put_online(journal, A, B)
    read_blanked(journal, A, fields=BOTH)
    read_blanked(journal, B)
    journal.hold_blanks(BOTH, NOON)

    assert journal.confirm(hold_id(journal, "emails")) == 2
    assert holds(journal) == [("phones", 1)]
    assert all_dirty(journal) == [B]
    assert stands(journal, A).allowed == EMAILS
    assert journal.confirm(hold_id(journal, "phones")) == 1
    assert stands(journal, A).allowed == BOTH
    assert all_dirty(journal) == [B, A]


def test_what_nobody_holds_goes_on_with_what_is_confirmed(journal: Journal) -> None:
    put_online(journal, A)
    read_blanked(journal, A, fields=BOTH)
    journal.hold_blanks(EMAILS, NOON)
    journal.confirm(hold_id(journal, "emails"))

    assert all_dirty(journal) == [A]
    assert stands(journal, A).allowed == EMAILS


def test_a_yes_lasts_until_the_contact_is_settled(journal: Journal) -> None:
    hold(journal, A)
    journal.confirm(hold_id(journal, "emails"))
    see(journal, A)
    assert stands(journal, A).allowed == EMAILS

    read_blanked(journal, A, fields=PHONES)
    assert stands(journal, A) == Held(ONE, filled=BOTH, allowed=EMAILS, blanked=PHONES)

    put_online(journal, A)
    see(journal, A)
    assert stands(journal, A).allowed == NONE


def test_a_yes_goes_with_what_is_held_again(journal: Journal) -> None:
    hold(journal, A)
    journal.confirm(hold_id(journal, "emails"))
    read_blanked(journal, A, fields=PHONES)
    journal.hold_blanks(PHONES, NOON)
    assert stands(journal, A).allowed == EMAILS

    read_blanked(journal, A, fields=HIGHEST)
    assert stands(journal, A) == Held(ONE, filled=BOTH, allowed=EMAILS, blanked=HIGHEST)


def test_a_yes_covers_what_was_seen_again_meanwhile(journal: Journal) -> None:
    hold(journal, A)
    see(journal, A)
    journal.confirm(hold_id(journal, "emails"))

    assert all_dirty(journal) == [A]
    assert stands(journal, A).allowed == EMAILS


def test_a_hold_that_is_confirmed_twice_is_nothing(journal: Journal) -> None:
    hold(journal, A)
    made = hold_id(journal, "emails")

    assert [journal.confirm(made) for _ in range(2)] == [1, 0]


# --- comparing with what is online


def begin_comparison(journal: Journal) -> None:
    journal.begin_scan("everything", LATER, 0, NOON)
    settled = [Blanked(one, EMAILS) for one in (A, B)]
    journal.settle(settled, journal.next_sequence(), NOON, Passed(None))


def test_a_held_change_is_no_drift(journal: Journal) -> None:
    hold(journal, A, B)
    begin_comparison(journal)
    drift = journal.drifted([(A, ONE), (B, ONE)], first=True) + journal.compared(())

    assert drift == Drift()
    assert all_dirty(journal) == []
    assert stands(journal, A).digest == ONE


def test_of_a_held_change_it_is_only_noted_that_it_is_not_known_what_is_online(
    journal: Journal,
) -> None:
    hold(journal, A, B)
    begin_comparison(journal)
    drift = journal.drifted([(A, TWO)], first=True) + journal.compared(())

    assert drift == Drift()
    assert all_dirty(journal) == []
    assert holds(journal) == [("emails", 2)]
    assert (stands(journal, A).digest, stands(journal, B).digest) == (UNKNOWN, UNKNOWN)


# --- afresh


def test_afresh_nothing_is_held(journal: Journal) -> None:
    hold(journal, A)
    read_blanked(journal, B)
    journal.start_afresh()

    assert (journal.holds(), journal.blanked(9), journal.blanks(NOON)) == ([], [], {})
    assert journal.counts() == Counts()
