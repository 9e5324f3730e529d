"""Connecting at a window, page by page, against the real worker and online side."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from practicesync.app.window import connect_pages as pages
from practicesync.app.window.connect import connect
from practicesync.app.window.page import Checks, Facts, Options, Page, Trouble
from practicesync.demo.practice import Practice, make_practice
from tests.system.at_a_window import Person, blocks, browser_of, everything, talking
from tests.system.cloud import Cloud
from tests.system.installation import Installation, settings
from tests.system.test_doctor import employ
from tests.system.test_leaving import online

find_none = partial(connect, find=lambda: ())


@pytest.fixture
def practice(tmp_path: Path, office: Cloud) -> Practice:
    made = make_practice(tmp_path / "practice.db", contacts=10)
    employ(made.path, office.email, "A", "ADMIN")
    return made


def to_the_test(person: Person, practice: Practice, office: Cloud) -> None:
    """Answer everything until the connection is tested."""
    file = {"where": pages.FILE, "file": str(practice.path)}
    person.answers("Where is your practice database?", "next", **file)
    person.answers("Which database layout is it?", "next", layout="demo")
    online = {
        "cloud": office.base_url.removeprefix("https://"),
        "ca_file": str(office.ca_file),
    }
    person.answers("Where is your online copy?", "next", **online)
    person.answers("What do people call your practice?", "next", name="City office")


def fresh(server: Installation) -> None:
    server.until(lambda shown: shown["code"] == "PS-CFG-01")


def test_from_nothing_to_contacts_that_are_online(server, office, practice):
    with server.running():
        fresh(server)
        with talking(server, find_none, browse=browser_of(office)) as person:
            to_the_test(person, practice, office)
            plan = person.answers("City office is ready to be saved", "save")
            person.answers("City office is connected", "activate")
            person.answers("Activate contacts sync", "browser")
            person.answers("Signed in as", "yes")
            person.answers("10 contacts will go online", "yes")
            person.answers("Terms of use", "ok", "terms")
            person.page("3 contacts were not sent")

    [facts] = blocks(plan, Facts)
    assert facts.rows[0].label == "Name"
    assert online(office) == 7


def test_the_layout_that_fits_best_is_chosen_already(server, office, practice):
    with server.running():
        fresh(server)
        with talking(server, find_none) as person:
            person.answers("Where is", "next", where=pages.FILE, file=str(practice.path))
            [options] = blocks(person.page("Which database layout is it?"), Options)

    best = options.options[0]
    assert options.chosen == best.value
    assert best.under.startswith("Fits, and finds 10 contacts.")


def test_a_database_that_is_not_there_says_what_to_do_and_is_no_dead_end(
    server, office, practice, tmp_path
):
    with server.running():
        fresh(server)
        with talking(server, find_none) as person:
            person.answers("Where is", "next", where=pages.FILE, file=str(tmp_path / "none.db"))
            page = person.answers("The database can't be opened", "server")
            person.answers("Where is", "next", where=pages.FILE, file=str(practice.path))
            person.page("Which database layout is it?")

    [trouble] = blocks(page, Trouble)
    assert (trouble.code, trouble.help) == ("PS-SRC-01", "ps-src-01")
    assert trouble.remedy


def test_what_is_wrong_is_ticked_with_its_remedy_and_tested_again(server, office, practice):
    with server.running():
        fresh(server)
        with talking(server, find_none) as person:
            person.answers("Where is", "next", where=pages.FILE, file=str(practice.path))
            person.answers("Which database layout is it?", "next")
            person.answers("Where is your online copy?", "next", cloud="https://127.0.0.1:9")
            person.answers("What do people call your practice?", "next")
            wrong = person.answers("Not everything is in order yet", "again")
            again = person.until(lambda page: is_result(page) and page is not wrong)
            assert not server.config.exists()
            person.answers("Not everything is in order yet", "change")
            person.answers("What do you want to change?", "next", what=pages.ONLINE)
            address = {"cloud": office.base_url, "ca_file": str(office.ca_file)}
            person.answers("Where is your online copy?", "next", **address)
            person.page("Main office is ready to be saved")

    assert wrong == again
    [checks] = blocks(wrong, Checks)
    [failed] = [one for one in checks.checks if one.result == "fail"]
    assert failed.code == "PS-CLD-01"
    assert failed.remedy
    assert not any(one.result == "skipped" for one in checks.checks)


def is_result(page: Page) -> bool:
    return page.title == "Not everything is in order yet"


def test_a_mistake_in_an_address_is_told_and_mended(server, practice, office):
    with server.running():
        fresh(server)
        with talking(server, find_none) as person:
            person.answers("Where is", "next", where=pages.FILE, file=str(practice.path))
            person.answers("Which database layout is it?", "next")
            person.answers("Where is your online copy?", "next", cloud="http://contacts.example")
            person.answers("What do people call your practice?", "next")
            page = person.page("What do you want to change?")

    [trouble] = blocks(page, Trouble)
    assert "address of the online copy" in trouble.sentence.casefold()
    assert trouble.remedy


def test_a_practice_that_is_set_up_is_changed_in_one_thing(server, office, practice, tmp_path):
    server.write(settings(practice.path, office))
    moved = tmp_path / "moved.db"
    practice.path.rename(moved)
    with server.running():
        server.until(lambda shown: bool(shown["practices"]))
        with talking(server, find_none) as person:
            person.answers("Which practice?", "next", which="Main office")
            person.answers("What do you want to change?", "next", what=pages.DATABASE)
            person.answers("Where is", "next", where=pages.FILE, file=str(moved))
            plan = person.answers("Main office is ready to be saved", "save")
            person.page("Main office is connected")

    [facts] = blocks(plan, Facts)
    assert [row.label for row in facts.rows] == ["Database"]
    assert str(moved) in server.config.read_text()


def test_leaving_before_the_last_yes_writes_nothing(server, office, practice):
    with server.running():
        fresh(server)
        with talking(server, find_none) as person:
            to_the_test(person, practice, office)
            person.answers("City office is ready to be saved", "cancel")
            person.left()

    assert not server.config.exists()


def test_servers_that_answer_are_offered(server):
    with server.running():
        fresh(server)
        with talking(server, partial(connect, find=lambda: ("PRACSRV01\\SQLEXPRESS",))) as person:
            page = person.page("Where is your practice database?")

    [options] = blocks(page, Options)
    assert options.chosen == "PRACSRV01\\SQLEXPRESS"
    assert "practicesync" not in everything(page)
