"""What a question finds, whichever way it is looked for."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practicecloud.contact import Contact, Phone, canonical, read_contact
from practicecloud.people.people import Practice, add_practice
from practicecloud.search import index
from practicecloud.search.directory import directory_of, keep, open_directory
from practicecloud.search.finding import Place, places
from practicecloud.search.search import sort_text, terms, words_of
from practicecloud.store import index_tables
from practicecloud.store.storage import reading, writing

NAMES = ("anna", "ann", "Bo", "B\u00f6", "example", "O'Hara", "exa-sample", "12", "123 456")
NUMBERS = ("0412 345 678", "+61 (0)412 345 679", "(02) 5550 0100", "1300 123 456", "12")
ASKED = (*NAMES, *NUMBERS, "", "a", "an", "ex", "%", "_", "0", "+61 412", "0100", "78", "679")


def contact(place: int, name: str, number: str, code: str = "") -> Contact:
    phones = (Phone(type="Work", number=number),)
    return Contact(
        id=json.dumps([str(place)]), kind="person", status="active", name=name or "Nobody",
        phones=phones, code=code,
    )  # fmt: skip


def enter(engine: sa.Engine, practice: Practice, *contacts: Contact) -> None:
    with writing(engine) as connection:
        directory = open_directory(connection, practice.practice_id)
        entered = index.enter(connection, directory, {one.id: one for one in contacts})
        keep(connection, entered)


def take_out(engine: sa.Engine, practice: Practice, *ids: str) -> None:
    with writing(engine) as connection:
        directory = open_directory(connection, practice.practice_id)
        keep(connection, index.take_out(connection, directory, ids))


def found(
    engine: sa.Engine,
    practice: Practice,
    question: str,
    few: int,
    after: Place | None = None,
    stretch: int = 4_000,
    limit: int = 50,
) -> list[str]:
    with reading(engine) as connection:
        directory = directory_of(connection, practice.practice_id)
        assert directory is not None
        asked = terms(question)
        listed = places(connection, directory, asked, after, limit, few=few, stretch=stretch)
    return [one.contact_id for one in listed]


def has(one: Contact, question: str) -> bool:
    """Tell what is true of a contact, without an index."""
    return all(
        any(word.startswith(start) for word in words_of(one) for start in term)
        for term in terms(question)
    )


contacts = st.builds(
    contact,
    st.integers(0, 12),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(NUMBERS),
    st.sampled_from(("", "EX12", "00-12")),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    changes=st.lists(st.lists(contacts, max_size=6), min_size=1, max_size=3),
    gone=st.lists(st.integers(0, 12), max_size=4),
    asked=st.lists(st.sampled_from(ASKED), max_size=3).map(" ".join),
    few=st.sampled_from([1, 3, 20_000]),
    stretch=st.sampled_from([1, 3, 4_000]),
    limit=st.sampled_from([1, 2, 50]),
)
def test_what_is_found_is_what_has_every_word(engine, changes, gone, asked, few, stretch, limit):
    with writing(engine) as connection:
        practice = add_practice(connection, "Main office", 0)
    there: dict[str, Contact] = {}
    for some in changes:
        enter(engine, practice, *some)
        there |= {one.id: one for one in some}
    lost = [json.dumps([str(number)]) for number in gone]
    take_out(engine, practice, *lost)
    left = [one for of, one in there.items() if of not in lost]

    ordered = sorted((sort_text(one), one.id) for one in left if has(one, asked))
    wanted = [of for _, of in ordered]
    assert found(engine, practice, asked, few, None, stretch, limit) == wanted[:limit]
    for sort, of in ordered[:1]:
        listed = found(engine, practice, asked, few, Place(sort, of), stretch, limit)
        assert listed == wanted[1 : limit + 1]
    with reading(engine) as connection:
        directory = directory_of(connection, practice.practice_id)
        assert directory is not None
        assert directory.findable == len(left)
        word = index_tables.word
        mine = sa.select(word.c.word, word.c.entry).where(word.c.directory == directory.number)
        kept = sorted(row.word for row in connection.execute(mine))
    assert kept == sorted(word for one in left for word in words_of(one))


@pytest.mark.parametrize("few", [1, 20_000])
@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("0412 345 678", "0412345678"), ("0412345", "0412 345 678"), ("412 345", "0412 345 678"),
        ("+61 412 345 678", "0412 345 678"), ("61412345678", "0412 345 678"),
        ("0061 412 345 678", "0412 345 678"), ("0412 345 678", "+61 412 345 678"),
        ("0412 345 678", "+61 (0)412 345 678"), ("678", "0412 345 678"),
        ("45 678", "0412 345 678"), ("5550 01", "(02) 5550 0100"), ("2 5550", "(02) 5550 0100"),
        ("1300", "1300 123 456"), ("123 456", "1300 123 456"), ("+64 21", "+64 21 123 456"),
        ("0412-345-678,", "0412 345 678"),
    ],
)  # fmt: skip
def test_a_number_is_found_by(engine, practice, question, number, few):
    enter(engine, practice, contact(1, "Example", number), contact(2, "Sample", "(03) 7010 9999"))

    assert found(engine, practice, question, few) == ['["1"]']


@pytest.mark.parametrize("few", [1, 20_000])
@pytest.mark.parametrize("question", ["78", "345", "56780", "1412 345 678", "xample"])
def test_a_contact_is_not_found_by(engine, practice, question, few):
    enter(engine, practice, contact(1, "Example", "0412 345 678"))

    assert found(engine, practice, question, few) == []


@pytest.mark.parametrize("few", [1, 20_000])
@pytest.mark.parametrize("question", ["anna bonnie", "bonnie anna", "a an bon bonnie"])
def test_words_that_begin_alike_are_told_apart(engine, practice, question, few):
    names = ("Anna Bobby", "Anna Bonnie", "Arno Bonnie", "Bo Bonnie")
    some = (contact(place, name, "1300 123 456") for place, name in enumerate(names))
    enter(engine, practice, *some)

    assert found(engine, practice, question, few) == ['["1"]']


def test_an_address_finds_whom_it_is_of_and_nobody_alike(engine, practice):
    for place, email in enumerate(("sam@example.com", "sam.b@example.com", "bo@sam.example.com")):
        body = {
            "id": json.dumps([str(place)]), "kind": "person", "status": "active", "name": "Example",
            "emails": [email],
        }  # fmt: skip
        enter(engine, practice, read_contact(json.dumps(body).encode()))

    assert found(engine, practice, "<Sam@example.com>,", 20_000) == ['["0"]']
    assert found(engine, practice, "sam@", 20_000) == ['["0"]']
    assert len(found(engine, practice, "sam", 20_000)) == 3


def test_a_change_that_is_seen_nowhere_writes_nothing(engine, practice):
    one = contact(1, "Example", "1300 123 456")
    enter(engine, practice, one)
    written: list[str] = []
    sa.event.listen(
        engine, "before_cursor_execute", lambda *args: written.append(args[2].split()[0])
    )
    enter(engine, practice, read_contact(canonical(one).replace(b"Work", b"Home")))

    assert "INSERT" not in written


def test_a_long_question_is_answered(engine, practice):
    enter(engine, practice, contact(1, "Example", "1300 123 456"))
    some = " ".join(chr(ord("a") + place % 26) * (1 + place % 3) for place in range(70))

    assert found(engine, practice, some[:200], 20_000) == []
