"""What of the contacts can be saved elsewhere, by whom, and that it is noted."""

import csv
import io

import pytest
import sqlalchemy as sa

from practicecloud.store import tables
from practicecloud.store.storage import open_database, reading
from tests.system.cloud import add_practice, add_user, session, submit
from tests.system.cloud_agent import Caller, tokens, upsert

MANY = 620  # more than is read at a time


@pytest.fixture(scope="module")
def cloud(online):
    """Return an online side with contacts enough for several portions."""
    with Caller(online, tokens(online)["access_token"]) as caller:
        epoch = caller.activate().json()["epoch"]
        items = [
            upsert("formula", epoch, 1, name='=HYPERLINK("https://example.com")'),
            *(upsert(f"n{n}", epoch, 2, name=f"Zulu {n:03}") for n in range(MANY - 1)),
        ]
        for start in range(0, MANY, 400):
            assert caller.send(*items[start : start + 400]).status_code == 200
        caller("POST", "/migration", json={"step": "processing"})
        while caller("GET", "/migration").json()["step"] != "ready":
            pass
    return online


@pytest.fixture
def signing_in(cloud):
    """Sign somebody new in under that role, in this practice or another."""
    made = []

    def signed_in(name, role, practice_id=None):
        email = f"{name}@example.com"
        password = add_user(cloud.database, email, practice_id or cloud.practice_id, role)
        browser = session(cloud)
        made.append(browser)
        page = browser.get(cloud.base_url + "/", timeout=30)
        submit(browser, page, {"email": email, "password": password})
        return browser

    yield signed_in
    for browser in made:
        browser.close()


def got(cloud, browser, path):
    return browser.get(f"{cloud.base_url}/practices/{cloud.practice_id}{path}", timeout=60)


def noted(cloud, email):
    """Return what was noted of somebody: each act with the id of its contact."""
    engine = open_database(cloud.database)
    with reading(engine) as connection:
        table = tables.activity
        mine = sa.select(table.c.act, table.c.contact_id).join(
            tables.person, tables.person.c.id == table.c.person_id
        )
        rows = connection.execute(mine.where(tables.person.c.email == email).order_by(table.c.id))
        found = [(row.act, row.contact_id) for row in rows]
    engine.dispose()
    return [one for one in found if one[0] != "signed-in"]


def test_an_administrator_saves_all_contacts_once_each(cloud, signing_in):
    answer = got(cloud, signing_in("saver", "administrator"), "/contacts.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row["Name"] for row in rows] == [
        '\'=HYPERLINK("https://example.com")',
        *(f"Zulu {n:03}" for n in range(MANY - 1)),
    ]
    assert noted(cloud, "saver@example.com") == [("exported", "")]


def test_what_is_found_is_saved_alone(cloud, signing_in):
    answer = got(cloud, signing_in("finder", "administrator"), "/contacts.csv?q=zulu+007")
    assert answer.content.decode().count("\r\n") == 2
    assert '"Zulu 007"' in answer.text


@pytest.mark.parametrize("path", ["/contacts.csv", "/contacts.csv?q=zulu"])
def test_staff_save_no_spreadsheet_and_nothing_is_noted(cloud, signing_in, path):
    answer = got(cloud, signing_in("staff", "staff"), path)
    assert answer.status_code == 403
    assert "Zulu" not in answer.text
    assert noted(cloud, "staff@example.com") == []


def test_staff_save_a_vcard_and_it_is_noted(cloud, signing_in):
    answer = got(cloud, signing_in("carrier", "staff"), "/vcard/%5B%22n7%22%5D")
    assert answer.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert 'filename="Zulu 007.vcf"' in answer.headers["Content-Disposition"]
    assert b"FN:Zulu 007\r\n" in answer.content
    assert noted(cloud, "carrier@example.com") == [("exported", '["n7"]')]


@pytest.mark.parametrize("path", ["/contacts.csv", "/vcard/%5B%22n7%22%5D"])
def test_another_practices_people_save_nothing(cloud, signing_in, path):
    other = add_practice(cloud.database, "Other office")
    browser = signing_in("other", "administrator", other)
    answer = got(cloud, browser, path)
    assert answer.status_code == 404
    assert "Zulu" not in answer.text


@pytest.mark.parametrize("path", ["/contacts.csv", "/vcard/%5B%22n7%22%5D"])
def test_nobody_saves_without_signing_in(cloud, path):
    with session(cloud) as browser:
        place = f"{cloud.base_url}/practices/{cloud.practice_id}{path}"
        answer = browser.get(place, allow_redirects=False, timeout=30)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?next=")


def test_a_vcard_of_nobody_is_not_there_and_not_noted(cloud, signing_in):
    answer = got(cloud, signing_in("guesser", "staff"), "/vcard/%5B%22none%22%5D")
    assert answer.status_code == 404
    assert noted(cloud, "guesser@example.com") == []


def test_looking_and_searching_are_noted_without_the_words(cloud, signing_in):
    browser = signing_in("looker", "staff")
    got(cloud, browser, "")
    for question in ("z", "zu", "zul", "zulu"):  # as somebody types
        got(cloud, browser, f"?q={question}")
    got(cloud, browser, "/contacts/%5B%22n7%22%5D?q=zulu")
    assert got(cloud, browser, "/contacts/%5B%22none%22%5D").status_code == 404
    assert noted(cloud, "looker@example.com") == [("searched", ""), ("looked-at", '["n7"]')]


def test_going_on_through_the_list_counts_as_a_search(cloud, signing_in):
    browser = signing_in("leafer", "staff")
    page = got(cloud, browser, "")
    following = page.text.partition('" rel="next"')[0].rpartition('href="')[2]
    browser.get(cloud.base_url + following.replace("&amp;", "&"), timeout=30)
    assert noted(cloud, "leafer@example.com") == [("searched", "")]
