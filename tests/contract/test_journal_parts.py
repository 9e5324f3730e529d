"""What every journal promises about the rows of other tables that contacts were made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from practicesync.core.digest import Seal
from practicesync.core.key import Key
from practicesync.core.row import Part, Row, Seen
from practicesync.ports import Journal
from tests.contract.test_journal import (
    EARLIER,
    LATER,
    NOON,
    A,
    B,
    C,
    D,
    all_dirty,
    hold,
    journal,
    park,
    put_online,
    see,
)

__all__ = ["journal"]

PHONE, LINK = "dbo.Phone", "dbo.ContactAddress"


def made(journal: Journal, key: Key, **parts: Sequence[str]) -> None:
    """Read a contact that is made of these phones and links."""
    tables: Mapping[str, str] = {"phones": PHONE, "links": LINK}
    found = {tables[name]: tuple(rows) for name, rows in parts.items()}
    journal.made_of([Row(key, {}, {}, parts=found)])


def gone(journal: Journal, *rows: str, seen: Sequence[Key] = ()) -> None:
    parts = [Part(PHONE, row) for row in rows]
    journal.saw([Seen(key) for key in seen], LATER, parts)


def test_a_row_leads_to_the_contacts_that_were_made_of_it(journal: Journal) -> None:
    made(journal, A, phones=["1", "2"])
    made(journal, B, phones=["2", "3"])

    assert journal.owners(PHONE, ["1", "2", "4"]) == {"1": [A], "2": [A, B]}
    assert journal.owners(PHONE, []) == {}


def test_a_row_of_another_table_is_another_row(journal: Journal) -> None:
    made(journal, A, phones=["1"], links=["1"])
    made(journal, B, links=["1"])

    assert journal.owners(PHONE, ["1"]) == {"1": [A]}
    assert journal.owners(LINK, ["1"]) == {"1": [A, B]}
    assert journal.owners("dbo.Client", ["1"]) == {}


def test_what_a_contact_was_made_of_before_is_kept(journal: Journal) -> None:
    made(journal, A, phones=["1"])
    made(journal, A, phones=["2"])
    made(journal, A)

    assert journal.owners(PHONE, ["1", "2"]) == {"1": [A], "2": [A]}


def test_what_is_remembered_twice_is_known_once(journal: Journal) -> None:
    made(journal, A, phones=["1"])
    made(journal, A, phones=["1"])

    assert journal.owners(PHONE, ["1"]) == {"1": [A]}


def test_a_row_that_is_gone_is_no_part_of_any_contact(journal: Journal) -> None:
    made(journal, A, phones=["1", "2"], links=["1"])
    made(journal, B, phones=["1"])
    gone(journal, "1", seen=[A, B])

    assert journal.owners(PHONE, ["1", "2"]) == {"2": [A]}
    assert journal.owners(LINK, ["1"]) == {"1": [A]}
    assert all_dirty(journal) == [A, B]
    assert journal.cursor() == LATER


def test_a_row_that_nobody_knew_may_be_gone(journal: Journal) -> None:
    gone(journal, "1")

    assert journal.owners(PHONE, ["1"]) == {}


def test_a_row_that_came_back_is_known_again(journal: Journal) -> None:
    made(journal, A, phones=["1"])
    gone(journal, "1")
    made(journal, B, phones=["1"])

    assert journal.owners(PHONE, ["1"]) == {"1": [B]}


def test_what_no_page_holds_is_gone(journal: Journal) -> None:
    made(journal, A, phones=["1", "2"], links=["5"])
    made(journal, B, phones=["2", "3"])

    found = journal.parts_gone(PHONE, [["1"], ["4", "3"]])

    assert sorted(found, key=lambda one: one[1]) == [(Part(PHONE, "2"), A), (Part(PHONE, "2"), B)]
    assert journal.parts_gone(PHONE, [["3", "2"], ["1"]]) == []


def test_without_a_page_every_row_of_the_table_is_gone(journal: Journal) -> None:
    made(journal, A, phones=["1"], links=["5"])

    assert journal.parts_gone(LINK, []) == [(Part(LINK, "5"), A)]
    assert journal.parts_gone("dbo.Client", []) == []


def test_looking_for_what_is_gone_forgets_nothing(journal: Journal) -> None:
    made(journal, A, phones=["1"])
    journal.parts_gone(PHONE, [])

    assert journal.owners(PHONE, ["1"]) == {"1": [A]}


def test_a_page_that_fails_leaves_the_journal_as_it_was(journal: Journal) -> None:
    made(journal, A, phones=["1"])

    def pages():
        yield ["1"]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        journal.parts_gone(PHONE, pages())
    assert journal.parts_gone(PHONE, []) == [(Part(PHONE, "1"), A)]


def test_what_is_online_and_in_no_page_is_missing(journal: Journal) -> None:
    put_online(journal, A, B, C)

    assert sorted(journal.keys_missing([[A], [D]])) == [B, C]
    assert journal.keys_missing([[A, B], [C]]) == []


def test_what_was_not_sent_and_is_in_no_page_is_missing(journal: Journal) -> None:
    park(journal, A)

    assert journal.keys_missing([[B]]) == [A]


def test_what_waits_for_something_is_not_missing(journal: Journal) -> None:
    put_online(journal, A, C)
    see(journal, A)
    hold(journal, B)

    assert journal.keys_missing([[]]) == [C]


def test_another_layout_forgets_what_contacts_were_made_of(journal: Journal) -> None:
    journal.use_layout("one")
    journal.begin_scan("everything", EARLIER, 1, NOON)
    made(journal, A, phones=["1"])
    journal.use_layout("two")

    assert journal.owners(PHONE, ["1"]) == {}


def test_the_same_layout_forgets_nothing(journal: Journal) -> None:
    journal.use_layout("one")
    made(journal, A, phones=["1"])
    journal.use_layout("one")

    assert journal.owners(PHONE, ["1"]) == {"1": [A]}


def test_another_digest_key_forgets_no_rows(journal: Journal) -> None:
    made(journal, A, phones=["1"])
    journal.use_digest_key(Seal(bytes(32)).key_id)

    assert journal.owners(PHONE, ["1"]) == {"1": [A]}
