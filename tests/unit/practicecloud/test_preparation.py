import json

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from practicecloud import index_tables, tables
from practicecloud.contact import canonical, read_contact
from practicecloud.directory import keep, open_directory
from practicecloud.lookup import UnreadablePlace, find
from practicecloud.preparation import PORTION, Step, prepare_portion, progress, take_step
from practicecloud.storage import put, reading, writing


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
