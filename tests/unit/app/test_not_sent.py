"""The list of what was not sent, as text and for a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from practicesync.app.asking.not_sent_file import COLUMNS, csv_of
from practicesync.app.asking.parts import Part, plain_key
from practicesync.app.commands.not_sent import not_sent_text
from practicesync.core.granted import NotSent, NotSentList
from practicesync.core.key import Key

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


def contact(name: str = "Name", **more: object) -> NotSent:
    facts = {
        "key": Key('["10482"]'),
        "name": name,
        "client_code": "",
        "code": "PS-REC-01",
        "field": "name",
        "sentence": "It can't be sent.",
        "remedy": "Correct it.",
        "since": NOON,
        "left_out": False,
    }
    return NotSent(**facts | more)  # type: ignore[arg-type]  # facts of a test


def cells(*contacts: NotSent) -> list[list[str]]:
    part = Part("Main office", NotSentList(contacts, len(contacts)))
    return list(csv.reader(io.StringIO(csv_of([part]), newline="")))


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(name):
    _, [_, key, code, shown, *_] = cells(contact(name, client_code=name))

    assert (key, code, shown) == ("10482", f"'{name}", f"'{name}")


@pytest.mark.parametrize("name", ['A "B", C', "first\nsecond", "O'Name", "1-2", "a=b", ""])
def test_other_cells_are_as_they_are(name):
    head, row = cells(contact(name))

    assert tuple(head) == COLUMNS
    assert row[3] == name


def test_the_text_names_each_contact_why_and_what_to_do():
    contacts = (contact("", client_code="CODE"), contact("Name", left_out=True))
    text = not_sent_text(Part("Main office", NotSentList(contacts, 5)), several=True)

    assert text.splitlines() == [
        "5 contacts were not sent in Main office.",
        "  10482  (no name) [CODE]",
        "      It can't be sent. (PS-REC-01)",
        "      Correct it.",
        "  10482  Name, left out",
        "      It can't be sent. (PS-REC-01)",
        "      Correct it.",
        "  and 3 others",
    ]


def test_nothing_to_list_is_good_news():
    assert not_sent_text(Part("Main", NotSentList((), 0)), several=False) == (
        "Every contact can be sent."
    )


@pytest.mark.parametrize(
    ("key", "plain"),
    [
        ('["10482"]', "10482"),
        ('["a b"]', "a b"),
        ('["1","2"]', '["1","2"]'),
        ('["[1]"]', '["[1]"]'),
        ('[""]', '[""]'),
        ('[" 1"]', '[" 1"]'),
    ],
)
def test_a_key_is_shown_so_that_it_can_be_typed(key, plain):
    assert plain_key(Key(key)) == plain
