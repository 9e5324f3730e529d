import json
import time

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from practicecloud.contact import canonical, read_contact
from practicecloud.online.preparation import (
    PORTION,
    Preparation,
    Step,
    prepare_portion,
    progress,
    take_step,
)
from practicecloud.people.people import add_practice
from practicecloud.search.directory import keep, open_directory
from practicecloud.search.lookup import UnreadablePlace, find
from practicecloud.store import index_tables, tables
from practicecloud.store.storage import insert, put, reading, writing


def store(engine, practice, *names, **members):
    rows = []
    for name in names:
        contact = {
            "id": json.dumps([name], ensure_ascii=False),
            "kind": "person",
            "status": "active",
            "name": name,
        }
        body = canonical(read_contact(json.dumps(contact | members).encode()))
        rows.append(
            {
                "practice_id": practice.practice_id,
                "id": json.dumps([name], ensure_ascii=False),
                "epoch": 1,
                "sequence": 1,
                "digest": b"x",
                "body": body,
            }
        )
    with writing(engine) as connection:
        put(connection, tables.contact, rows)
        directory = open_directory(connection, practice.practice_id)
        keep(connection, replace(directory, stored=directory.stored + len(rows)))


def prepare(engine, practice):
    with writing(engine) as connection:
        take_step(connection, practice.practice_id, Step("uploading", 0))
        take_step(connection, practice.practice_id, Step("processing"))
    finish(engine, practice)


def portion(engine, practice):
    with writing(engine) as connection:
        return prepare_portion(connection, practice.practice_id)


def finish(engine, practice):
    while portion(engine, practice):
        pass


def found(engine, practice, question, after="", limit=50):
    with reading(engine) as connection:
        page = find(connection, practice.practice_id, question, after, limit)
    return [contact.name for contact in page.contacts()], page.next


def test_contacts_are_found_once_prepared(engine, practice):
    store(engine, practice, "Example")
    assert found(engine, practice, "") == ([], None)
    prepare(engine, practice)
    assert found(engine, practice, "") == (["Example"], None)
    with reading(engine) as connection:
        assert progress(connection, practice.practice_id).step == "ready"


def test_preparation_goes_in_portions_and_counts(engine, practice):
    store(engine, practice, *(f"Name {n:04}" for n in range(PORTION + 1)))
    with writing(engine) as connection:
        take_step(connection, practice.practice_id, Step("uploading", 1000))
        assert progress(connection, practice.practice_id).done == PORTION + 1
        take_step(connection, practice.practice_id, Step("processing"))
    assert portion(engine, practice)
    with reading(engine) as connection:
        half = progress(connection, practice.practice_id)
    assert (half.step, half.done, half.total) == ("processing", PORTION, PORTION + 1)


def test_a_portion_that_fails_is_done_again_and_no_other(engine, practice):
    store(engine, practice, *(f"Name {n:04}" for n in range(PORTION + 5)))
    with writing(engine) as connection:
        take_step(connection, practice.practice_id, Step("processing"))
    assert portion(engine, practice)
    before = entries(engine)
    with pytest.raises(RuntimeError), writing(engine) as connection:  # noqa: PT012  # the crash
        prepare_portion(connection, practice.practice_id)
        raise RuntimeError
    assert entries(engine) == before

    finish(engine, practice)

    after = entries(engine)
    assert len(before) == PORTION
    assert len(after) == PORTION + 5
    assert {of: after[of] for of in before} == before


def test_a_worker_that_says_it_again_does_not_begin_the_preparation_anew(engine, practice):
    store(engine, practice, *(f"Name {n:04}" for n in range(PORTION + 1)))
    with writing(engine) as connection:
        take_step(connection, practice.practice_id, Step("processing"))
    assert portion(engine, practice)
    with writing(engine) as connection:
        take_step(connection, practice.practice_id, Step("processing"))
        directory = open_directory(connection, practice.practice_id)
    assert directory.position != ""


def test_a_later_upload_enters_what_is_new(engine, practice):
    store(engine, practice, "Example")
    prepare(engine, practice)
    store(engine, practice, "Another", "Sample")
    prepare(engine, practice)
    assert found(engine, practice, "")[0] == ["Another", "Example", "Sample"]
    with reading(engine) as connection:
        stands = progress(connection, practice.practice_id)
    assert (stands.step, stands.done, stands.total) == ("ready", 3, 3)


def entries(engine):
    table = index_tables.entry
    with reading(engine) as connection:
        return {row.contact_id: row.number for row in connection.execute(sa.select(table))}


def age(engine):
    """Make the index one of an earlier edition, in which all had the word `old`."""
    entry, word, directory = index_tables.entry, index_tables.word, index_tables.directory
    with writing(engine) as connection:
        connection.execute(sa.update(entry).values(edition=-1, find_text=" old"))
        connection.execute(sa.delete(word))
        rows = connection.execute(sa.select(entry.c.directory, entry.c.number)).all()
        insert(connection, word, [(row.directory, "old", row.number, 0) for row in rows])
        connection.execute(sa.update(directory).values(edition=-1, preparing=-1))


def test_where_words_are_made_in_another_way_all_are_made_anew_and_found_meanwhile(
    engine, practice
):
    names = [f"Name {n:04}" for n in range(PORTION + 1)]
    store(engine, practice, *names)
    prepare(engine, practice)
    age(engine)
    assert len(found(engine, practice, "old", limit=PORTION + 1)[0]) == PORTION + 1
    assert portion(engine, practice)
    assert found(engine, practice, "old")[0] == names[-1:]
    assert found(engine, practice, "0001")[0] == names[1:2]
    with reading(engine) as connection:
        stands = progress(connection, practice.practice_id)
    assert (stands.step, stands.done, stands.total) == ("ready", PORTION + 1, PORTION + 1)

    finish(engine, practice)

    assert found(engine, practice, "old")[0] == []
    assert found(engine, practice, names[-1])[0] == names[-1:]


def test_the_thread_prepares_what_waits_and_what_is_of_an_earlier_edition(engine, practice):
    store(engine, practice, *(f"Name {n:04}" for n in range(3)))
    prepare(engine, practice)
    age(engine)
    preparation = Preparation(engine)
    preparation.background.start()
    try:
        until(lambda: not found(engine, practice, "old")[0])
    finally:
        preparation.background.stop()
    assert len(found(engine, practice, "name")[0]) == 3


def test_a_practice_that_can_not_be_prepared_stops_no_other(engine, practice, caplog):
    with writing(engine) as connection:
        other = add_practice(connection, "Other office", now=0)
    for each in (practice, other):
        store(engine, each, "Example")
        with writing(engine) as connection:
            take_step(connection, each.practice_id, Step("processing"))
    first, last = sorted((practice, other), key=lambda each: each.practice_id)
    with writing(engine) as connection:
        mine = tables.contact.c.practice_id == first.practice_id
        connection.execute(sa.update(tables.contact).where(mine).values(body=b"zyxwv"))
    preparation = Preparation(engine)

    preparation.look()
    preparation.look()

    assert found(engine, first, "")[0] == []
    assert found(engine, last, "")[0] == ["Example"]
    assert [record.getMessage() for record in caplog.records] == [
        f"It is tried again: what=preparation practice={first.practice_id} error=DecodeError"
    ]


def test_a_contact_with_nul_from_an_earlier_version_holds_up_nobody(engine, practice):
    store(engine, practice, "Nobody", code="EX", extras={"note": "kept"})
    store(engine, practice, "Else")
    with writing(engine) as connection:
        of = tables.contact.c.id == '["Nobody"]'
        body = bytes(connection.execute(sa.select(tables.contact.c.body).where(of)).scalar_one())
        for text in (b"Nobody", b"EX", b"note", b"kept"):
            body = body.replace(b':"' + text, b':"\\u0000' + text + b"\\u0000")
        body = body.replace(b'"note"', b'"no\\u0000te"')
        connection.execute(sa.update(tables.contact).where(of).values(body=body))

    prepare(engine, practice)

    assert body.count(b"\\u0000") == 7
    assert found(engine, practice, "nobody")[0] == ["Nobody"]
    assert found(engine, practice, "ex")[0] == ["Nobody"]
    assert found(engine, practice, "")[0] == ["Else", "Nobody"]


def until(true):
    """Wait for it; the limit only catches a hang."""
    for _ in range(6_000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("That never came true.")


@pytest.mark.parametrize(
    "question",
    [
        "angstrom", "ÅNGSTRÖM", "zoe ang", "obrien", "o'brien", "sam@example", "EXASAM", "sammy",
        "02 5550 0100", "(02) 5550-0100", "55500100", "51 824 753 556", "51824753556",
    ],
)  # fmt: skip
def test_a_contact_is_found_by(engine, practice, question):
    store(
        engine, practice, "Zoë Ångström",
        last="O\u2019Brien", code="EXASAM", aliases=["Sammy"], emails=["sam@example.com"],
        phones=[{"type": "Work", "number": "02 5550 0100"}], abn="51 824 753 556",
    )  # fmt: skip
    store(engine, practice, "Somebody else")
    prepare(engine, practice)
    assert found(engine, practice, question)[0] == ["Zoë Ångström"]


@pytest.mark.parametrize("question", ["%", "_", "ang%m", "angstrom nobody", "\\"])
def test_a_question_is_taken_by_its_letters(engine, practice, question):
    store(engine, practice, "Ångström")
    prepare(engine, practice)
    assert found(engine, practice, question)[0] == []


def test_pages_lead_on_through_equal_names(engine, practice):
    store(engine, practice, *(f"Name {n:02}" for n in range(7)))
    prepare(engine, practice)
    with writing(engine) as connection:
        connection.execute(sa.update(index_tables.entry).values(sort_text="same"))
    names, after = [], ""
    while True:
        page, following = found(engine, practice, "", after, limit=3)
        names += page
        if following is None:
            break
        after = following
    assert names == [f"Name {n:02}" for n in range(7)]


@pytest.mark.parametrize("after", ["x", "e30", "!!", "W10", "\u00e9"])
def test_a_made_up_place_is_refused(engine, practice, after):
    with pytest.raises(UnreadablePlace):
        found(engine, practice, "", after)
