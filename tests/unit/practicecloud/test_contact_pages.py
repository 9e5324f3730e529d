"""What the list says while contacts arrive, on both databases; nothing prepares unasked here."""

import csv
import io

import pytest

from practicecloud.app import create_app
from practicecloud.audit.audit import Wanted, notes
from practicecloud.online.preparation import PORTION, Step, take_step
from practicecloud.people import visits
from practicecloud.people.people import add_member, add_person
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser
from tests.unit.practicecloud.asking import asking
from tests.unit.practicecloud.conftest import QUICK
from tests.unit.practicecloud.test_preparation import finish, portion, prepare, store

NOW = 1_800_000_000.0


@pytest.fixture
def get(engine, practice):
    """Ask for a page of the practice as its administrator."""
    with writing(engine) as connection:
        person = add_person(connection, "ann@example.com", "a password", 0, QUICK)
        add_member(connection, person, practice.practice_id, "administrator")
        secret = visits.begin(connection, person, NOW)
    with asking(create_app(engine, lambda: NOW)) as made:
        made.headers["Cookie"] = f"{browser.VISIT}={secret}"
        yield lambda path="": made.get(f"/practices/{practice.practice_id}{path}")


def test_while_contacts_arrive_the_list_says_how_many_there_are(engine, practice, get):
    assert "There are no contacts here yet" in get().text
    store(engine, practice, "Example", "Sample")
    with writing(engine) as connection:
        take_step(connection, practice.practice_id, Step("uploading", 8217))
    assert "2 of 8,217 are here. They can be found once all have come." in get().text


def test_while_contacts_are_prepared_the_list_says_how_many_can_be_found(engine, practice, get):
    store(engine, practice, *(f"Sample {n:04}" for n in range(PORTION + 1)))
    with writing(engine) as connection:
        take_step(connection, practice.practice_id, Step("uploading", PORTION + 1))
        take_step(connection, practice.practice_id, Step("processing"))
    portion(engine, practice)
    assert f"{PORTION} of {PORTION + 1} can be found so far" in get().text
    finish(engine, practice)
    assert "found so far" not in get().text


def test_it_all_works_on_either_database(engine, practice, get):
    store(engine, practice, "Example", "Sample", "It's 100% _me_")
    prepare(engine, practice)
    assert "<bdi><mark>Sam</mark>ple</bdi>" in get("?q=sam").text
    assert '<h1 id="name"><bdi>Sample</bdi></h1>' in get("/contacts/%5B%22Sample%22%5D?q=sam").text
    rows = list(csv.reader(io.StringIO(get("/contacts.csv").body.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Example", "It's 100% _me_", "Sample"]
    assert get("/vcard/%5B%22Sample%22%5D").body.startswith(b"BEGIN:VCARD")


@pytest.mark.parametrize(
    "path", ["/contacts/%00", "/contacts/", "/vcard/%00", "/vcard/", "/contacts/%5B%22x%00%22%5D"]
)
def test_what_is_no_id_is_not_there(get, path):
    assert get(path).status == 404


@pytest.mark.parametrize(
    "path", ["?q=%00", "?q=%25", "?q=%F0%9F%98%80", "?q=%E2%80%AE", "?q=%27--"]
)
def test_no_question_is_too_odd(get, path):
    assert get(path).status == 200


def test_what_an_open_page_asks_by_itself_is_no_look_and_prolongs_no_visit(engine, practice):
    clock = [NOW]
    with writing(engine) as connection:
        person = add_person(connection, "ann@example.com", "a password", 0, QUICK)
        add_member(connection, person, practice.practice_id, "staff")
        secret = visits.begin(connection, person, NOW)
    with reading(engine) as connection:
        before = notes(connection, practice.practice_id, Wanted(), 0, 10)
    with asking(create_app(engine, lambda: clock[0])) as made:
        made.headers["Cookie"] = f"{browser.VISIT}={secret}"
        place = f"/practices/{practice.practice_id}/standing"
        clock[0] = NOW + visits.IDLE_SECONDS - 1
        answer = made.get(place)
        assert (answer.status, 'id="standing"' in answer.text) == (200, True)
        clock[0] = NOW + visits.IDLE_SECONDS
        assert made.get(place).status == 303
    with reading(engine) as connection:
        assert notes(connection, practice.practice_id, Wanted(), 0, 10) == before
