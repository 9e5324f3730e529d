"""A person at a screen connects a practice in SQL Server, from the list of servers to the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from practicesync.core.phase import Colour, Shape
from tests.desktop.mouse import Person, at_a_screen
from tests.desktop.task_bar import has_task_bar
from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.wire.browser import Instance
from tests.system.cloud import Cloud, start_cloud
from tests.system.installation import Installation
from tests.system.sql_server import DATABASE, PASSWORD, READER, Office, open_office
from tests.system.test_set_secret import kept
from tests.system.test_setup_sql_server import sql_server_browser

pytestmark = pytest.mark.skipif(
    not (has_task_bar() and shutil.which("openbox")), reason="trayer or openbox isn't installed"
)

HIDDEN = "\N{BULLET}"
RIGHTS = ("SELECT", "VIEW CHANGE TRACKING")
NEW_PASSWORD = "Other-Horse-9"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Where a person finds files first."""
    made = tmp_path / "files"
    made.mkdir()
    return made


@pytest.fixture
def shop(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A practice in SQL Server, on a computer with Microsoft's driver."""
    odbc = tmp_path / "odbc"
    odbc.mkdir()
    driver = microsoft_driver().file
    (odbc / "odbcinst.ini").write_text(f"[ODBC Driver 18 for SQL Server]\nDriver={driver}\n")
    with open_office(tmp_path, contacts=20) as shop:
        (files / "office.toml").write_text(shop.practice.profile_text(), encoding="utf-8")
        monkeypatch.setenv("ODBCSYSINI", str(odbc))
        monkeypatch.setenv("SSL_CERT_FILE", str(shop.certificate))
        yield shop


@pytest.fixture
def cloud(files: Path, tmp_path: Path) -> Iterator[Cloud]:
    with start_cloud(tmp_path / "cloud") as cloud:
        (files / "online.pem").write_bytes(Path(cloud.ca_file).read_bytes())
        yield cloud


@pytest.fixture
def person(screens, files: Path, shop: Office, cloud: Cloud, tmp_path: Path) -> Iterator[Person]:
    """Somebody before a fresh icon; two servers answer on the network."""
    here = Instance("localhost", "SQLEXPRESS", shop.wire.port)
    with ExitStack() as running:
        running.enter_context(sql_server_browser(here, Instance("localhost", "OTHER", None)))
        yield running.enter_context(
            at_a_screen(screens(1.0), tmp_path / "home", tmp_path / "state", files)
        )


def fill(person: Person, below: str, text: str) -> None:
    person.field(below)
    person.types(text)


def sign_in(person: Person, word: str) -> None:
    """Answer how Practice Sync signs in to the server."""
    person.reads("How does Practice Sync sign in there?", "With a login of SQL Server")
    assert "Windows account" not in person.read()  # this computer has none
    fill(person, "Login", READER)
    fill(person, "Password", word)
    person.reads(READER, HIDDEN * len(word))
    person.click("Next")


def rights(shop: Office, *, given: bool) -> None:
    change = shop.database.grant if given else shop.database.revoke
    for right in RIGHTS:
        change(READER, right, "dbo.Contact")


def test_from_the_list_of_servers_to_settings_that_are_saved(person, shop, cloud, tmp_path):
    shop.server.create_database("Payroll")
    rights(shop, given=False)
    server = Installation(tmp_path / "state")
    person.sees(Colour.RED, Shape.CROSS)
    person.click_icon()
    person.click("Connect to your practice database")
    person.reads("localhost\\SQLEXPRESS")
    person.click("localhost\\SQLEXPRESS")
    person.click("Next")
    sign_in(person, "not-that-one")
    person.reads("The database can't be opened", "PS-SRC-12")
    person.click("Another login")
    sign_in(person, PASSWORD)
    person.reads("Which database is your practice's?")
    assert "Payroll" not in person.read()
    person.click(DATABASE)
    person.click("Next")
    person.click("A file of your own")
    person.click("Browse")
    person.click("office.toml")
    person.click("Open")
    person.reads("/office.toml")
    person.click("Next")
    fill(person, "Address", cloud.base_url)
    person.click("Browse")
    person.click("online.pem")
    person.click("Open")
    person.reads("/online.pem")
    person.click("Next")
    person.reads("What do people call your practice?")
    person.click("Next")
    person.reads(
        "Not everything is in order yet",
        "looks after your database. Practice Sync never runs it itself.",
        f"GRANT SELECT ON [dbo].[Contact] TO [{READER}];",
    )
    assert not server.config.exists()
    rights(shop, given=True)
    person.click("Test again")
    person.reads("Main office is ready to be saved")
    person.click("Save")
    person.reads("Main office is connected")
    person.click("Later")
    server.until_phase("not_activated")
    assert PASSWORD not in person.read()
    assert kept(server) == PASSWORD
    text = server.config.read_text()
    assert f"Server=localhost\\SQLEXPRESS;Database={DATABASE}" in text
    for file in server.state.rglob("*"):
        assert not file.is_file() or PASSWORD.encode() not in file.read_bytes(), file


def test_a_password_that_the_server_no_longer_takes_is_changed_where_it_is_told(
    screens, files, shop, cloud, tmp_path
):
    server = Installation(tmp_path / "state")
    shop.set_up(server, cloud)
    with at_a_screen(screens(1.0), tmp_path / "home", server.state, files) as person:
        server.until(lambda shown: bool(shown["practices"]))
        assert server.call("set-secret", "database-password", "--stdin", entered=PASSWORD).code == 0
        server.activate(cloud)
        person.sees(Colour.GREEN, Shape.TICK)
        shop.reader.password = NEW_PASSWORD
        shop.wire.drop_connections()
        person.sees(Colour.RED, Shape.CROSS)
        person.click_icon()
        person.click("Change the password")
        fill(person, "Password", NEW_PASSWORD)
        person.reads(HIDDEN * len(NEW_PASSWORD))
        person.click("Save")
        person.reads("Practice Sync keeps the password from now on")
        person.click("Done")
        person.sees(Colour.GREEN, Shape.TICK)
        assert NEW_PASSWORD not in person.read()
