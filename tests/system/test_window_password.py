"""The password of the database's login at a window, before a SQL Server and a real worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from practicesync.app.window.page import Options, Said, Trouble
from practicesync.app.window.settings import change_password
from practicesync.app.window.settings import settings as settings_of
from tests.system.at_a_window import blocks, everything, talking
from tests.system.cloud import Cloud
from tests.system.installation import Installation, one_practice
from tests.system.sql_server import PASSWORD, Office, open_office
from tests.system.test_set_secret import kept

OTHER = "Other-Horse-9 \N{SNOWMAN}"
TITLE = "Password of the database's login"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, contacts=5) as shop:
        yield shop


def set_up(server: Installation, shop: Office, office: Cloud) -> None:
    shop.set_up(server, office)
    given = server.call("set-secret", "database-password", "--stdin", entered=PASSWORD)
    assert given.code == 0, given.err


def nowhere(server: Installation, word: str) -> None:
    """Make sure that nobody finds the word in a file, not even while the worker runs."""
    for file in server.state.rglob("*"):
        assert not file.is_file() or word.encode() not in file.read_bytes(), file


def test_a_password_that_was_changed_on_the_server_is_changed_here_and_it_goes_on(
    server, shop, office
):
    shop.set_up(server, office)
    with server.running(**shop.environment()):
        server.until(lambda shown: bool(shown["practices"]))
        set_up(server, shop, office)
        server.activate(office)
        server.until_phase("in_sync")
        shop.reader.password = OTHER
        shop.wire.drop_connections()
        server.until(lambda shown: shown["code"] == "PS-SRC-12")
        with talking(server, change_password) as person:
            person.answers(TITLE, "save", password=OTHER)
            done = person.page("Practice Sync keeps the password")
        server.until_phase("in_sync")
        nowhere(server, OTHER)
    assert OTHER not in everything(done)
    assert kept(server) == OTHER
    assert OTHER not in server.log()


def test_a_password_that_is_not_the_right_one_is_kept_and_told_as_wrong(server, shop, office):
    shop.set_up(server, office)
    with server.running(**shop.environment()):
        server.until(lambda shown: bool(shown["practices"]))
        set_up(server, shop, office)
        server.activate(office)
        server.until_phase("in_sync")
        with talking(server, settings_of) as person:
            person.answers("Settings", "password")
            person.answers(TITLE, "save", password="not-that-one")
            page = person.until(lambda page: "keeps the password" in page.under)
            shop.wire.drop_connections()
            server.until(lambda shown: shown["code"] == "PS-SRC-12")
            person.talk.say(page, Said("password"))
            person.answers(TITLE, "save", password=PASSWORD)
            server.until_phase("in_sync")


def test_one_that_is_too_long_is_not_even_sent(server, shop, office):
    shop.set_up(server, office)
    with server.running(**shop.environment()):
        server.until(lambda shown: bool(shown["practices"]))
        with talking(server, change_password) as person:
            person.answers(TITLE, "save", password="x" * 1001)
            person.until(lambda page: page.under == "A password has 1,000 characters at most.")
    assert kept(server) is None


def test_of_several_practices_those_with_a_login_are_offered(server, shop, office, tmp_path):
    shop.set_up(server, office)
    server.write(server.config.read_text() + one_practice("Branch", tmp_path / "none.db", office))
    with server.running(**shop.environment()):
        server.until(lambda shown: len(shown["practices"]) == 2)
        with talking(server, change_password) as person:
            page = person.answers(TITLE, "save", password=PASSWORD)
            person.page("Practice Sync keeps the password")
        with talking(server, partial(change_password, practice="Branch")) as person:
            person.page("Settings")
    assert not blocks(page, Options)
    assert kept(server) == PASSWORD
    assert kept(server, "Branch") is None


def test_a_worker_that_ends_meanwhile_is_told_of(server, shop, office):
    shop.set_up(server, office)
    with ExitStack() as running:
        running.enter_context(server.running(**shop.environment()))
        server.until(lambda shown: bool(shown["practices"]))
        with talking(server, change_password) as person:
            person.page(TITLE)
            running.close()
            person.answers(TITLE, "save", password=PASSWORD)
            [trouble] = blocks(person.page("That didn't work"), Trouble)
    assert trouble.code == "PS-SYS-09"
    nowhere(server, PASSWORD)
