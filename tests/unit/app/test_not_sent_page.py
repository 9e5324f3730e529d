import datetime as dt

import pytest

from practicesync.app.asking.parts import Part
from practicesync.app.window.not_sent import MOST_SHOWN, NEXT, begins_at, list_page
from practicesync.app.window.page import Entries, Page
from practicesync.core.granted import NotSent, NotSentList
from practicesync.core.key import Key

SINCE = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


def contacts(number: int, *, left_out: bool = False) -> tuple[NotSent, ...]:
    return tuple(
        NotSent(Key(f'["{one}"]'), "Pat", "", "PS-REC-01", "name", "No.", "Do.", SINCE, left_out)
        for one in range(number)
    )


def part(*listed: NotSent, name: str = "Main office") -> Part[NotSentList]:
    return Part(name, NotSentList(listed, len(listed)))


def values(page: Page) -> list[str]:
    [entries] = [one for one in page.blocks if isinstance(one, Entries)]
    return [one.value for one in entries.entries]


def test_every_contact_of_a_long_list_is_on_one_of_its_pages():
    parts = [part(*contacts(70)), part(*contacts(80), name="Branch")]
    pages = [list_page(parts, first=first) for first in range(0, 150, MOST_SHOWN)]

    assert [len(values(page)) for page in pages] == [MOST_SHOWN] * 3
    assert len({value for page in pages for value in values(page)}) == 150
    assert all(NEXT in page.choices for page in pages)


def test_after_the_last_page_comes_the_first_and_then_the_second():
    parts = [part(*contacts(70))]
    turns, first = [], 0
    for _ in range(5):
        first = begins_at(parts, first)
        turns.append(first)
        first += MOST_SHOWN

    assert turns == [0, MOST_SHOWN, 0, MOST_SHOWN, 0]


def test_what_is_ticked_on_one_page_is_not_on_the_next():
    parts = [part(*contacts(70))]

    assert list_page(parts).key != list_page(parts, first=MOST_SHOWN).key


def test_of_several_practices_what_was_left_out_comes_last():
    parts = [part(*contacts(60, left_out=True)), part(*contacts(3), name="Branch")]

    assert [value.startswith("Branch") for value in values(list_page(parts))][:4] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("number", [1, MOST_SHOWN])
def test_a_short_list_is_one_page(number):
    page = list_page([part(*contacts(number))])

    assert len(values(page)) == number
    assert NEXT not in page.choices
