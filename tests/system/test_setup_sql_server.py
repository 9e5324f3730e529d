"""`practicesync setup` before a SQL Server: Microsoft's driver, the model, a SQL Server Browser."""

from __future__ import annotations

import contextlib
import errno
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.wire.browser import Browser, Instance, browser
from tests.system.cloud import Cloud
from tests.system.installation import Done, Installation
from tests.system.sql_server import DATABASE, PASSWORD, READER, Office, open_office
from tests.system.terminal import at_terminal

BROWSER_PORT = 1434
PATIENCE = 60.0


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Office]:
    """A practice in SQL Server, and its layout as somebody has fitted it."""
    with open_office(tmp_path, contacts=20) as shop:
        (tmp_path / "office.toml").write_text(shop.practice.profile_text(), encoding="utf-8")
        yield shop


@pytest.fixture
def env(shop: Office, tmp_path: Path) -> dict[str, str]:
    """A computer on which Microsoft's driver is set up under its own name."""
    folder = tmp_path / "odbc"
    folder.mkdir()
    driver = microsoft_driver().file
    (folder / "odbcinst.ini").write_text(f"[ODBC Driver 18 for SQL Server]\nDriver={driver}\n")
    return {**shop.environment()["env"], "ODBCSYSINI": str(folder)}


class Desk:
    """Who sets the practice up, by options."""

    def __init__(
        self, server: Installation, shop: Office, online: Cloud, env: dict[str, str]
    ) -> None:
        self.server = server
        self.env = env
        self.said = {
            "--name": "Main office",
            "--server": f"tcp:localhost,{shop.wire.port}",
            "--database": DATABASE,
            "--user": READER,
            "--layout": str(shop.certificate.parent / "office.toml"),
            "--cloud": online.base_url,
            "--ca-file": str(online.ca_file),
        }

    def call(self, *more: str, word: str = PASSWORD, **change: str | None) -> Done:
        said = self.said | {f"--{name}": text for name, text in change.items() if text is not None}
        for name in [name for name, text in change.items() if text is None]:
            del said[f"--{name}"]
        options = [part for option in said.items() for part in option]
        command = ("setup", "--yes", "--password-stdin", *options, *more)
        return self.server.call(*command, entered=f"{word}\n", env=self.env)


@pytest.fixture
def desk(server: Installation, shop: Office, office: Cloud, env: dict[str, str]) -> Desk:
    return Desk(server, shop, office, env)


def facts(done: Done) -> Any:
    return json.loads(done.out)


def test_the_worker_sets_it_up_and_contacts_go_online(desk, server, shop, office):
    with server.running(env=desk.env):
        server.until(lambda shown: shown["code"] == "PS-CFG-01")
        done = desk.call()

        assert done.code == 0, done.out + done.err
        assert "SQL Server 2022 Express answers; login reader." in done.out
        server.until_phase("not_activated")
        looked = server.call("--json", "doctor", env=desk.env)
        assert {one["result"] for one in facts(looked)["checks"]} <= {"pass", "skipped"}

        server.activate(office)
        (practice,) = server.until_phase("in_sync")["practices"]
        assert practice["counts"]["online"] == 20
    text = server.config.read_text()
    assert f'database = "Server=tcp:localhost,{shop.wire.port};Database={DATABASE}"' in text
    for file in server.state.rglob("*"):
        assert not file.is_file() or PASSWORD.encode() not in file.read_bytes()
    assert PASSWORD not in done.out + done.err


REFUSALS = {
    "wrong password": ({}, "not-that-one", 4, "PS-SRC-12"),
    "no such database": ({"database": "Other"}, PASSWORD, 4, "PS-SRC-01"),
    "nothing answers": ({"server": "tcp:localhost,1"}, PASSWORD, 4, "PS-SRC-09"),
    "other layout": ({"layout": "ae"}, PASSWORD, 2, "PS-SRC-03"),
}


@pytest.mark.parametrize("wrong", REFUSALS)
def test_each_refusal_says_what_to_do_and_writes_nothing(desk, server, wrong):
    change, word, code, shown = REFUSALS[wrong]
    done = desk.call("--here", word=word, **change)

    assert done.code == code, done.out + done.err
    assert f"({shown})" in done.out + done.err
    assert not server.config.exists()
    assert word not in done.out + done.err


def test_a_certificate_that_nobody_knows_can_be_waved_through_where_that_is_wanted(
    desk, server, tmp_path
):
    desk.env = desk.env | {"SSL_CERT_FILE": "/dev/null"}
    done = desk.call("--here")

    assert done.code == 4
    assert "(PS-SRC-10)" in done.out
    assert "--trust-server-certificate" in done.out

    done = desk.call("--here", "--trust-server-certificate")

    assert done.code == 0, done.out + done.err
    assert "(PS-SRC-24)" in done.out
    assert "TrustServerCertificate=yes" in server.config.read_text()


def test_rights_that_are_missing_are_printed_for_that_login(desk, shop):
    shop.database.revoke(READER, "SELECT", "dbo.Contact")
    shop.database.revoke(READER, "VIEW CHANGE TRACKING", "dbo.Contact")
    done = desk.call("--here")

    assert done.code == 4
    assert "Give this to whoever looks after your database." in done.out
    assert f"GRANT SELECT ON [dbo].[Contact] TO [{READER}];" in done.out
    assert f"USE [{DATABASE}];" in done.out


def test_without_a_login_of_its_own_no_windows_account_is_invented(desk, server):
    del desk.said["--user"]
    options = [part for option in desk.said.items() for part in option]
    done = server.call("setup", "--here", "--yes", *options, env=desk.env)

    assert done.code == 4
    assert "(PS-SRC-25)" in done.err
    assert "CREATE LOGIN" not in done.out


def test_databases_that_the_login_can_not_open_are_not_offered(desk, shop, server, env):
    shop.server.create_database("Payroll")
    with at_terminal(server.command("setup", "--here"), env) as terminal:
        terminal.choose("Where is the practice database?", "Another server")
        terminal.answer("Server, such as", desk.said["--server"])
        terminal.answer("Name of the login", READER)
        terminal.answer("Password of", PASSWORD)
        listed = terminal.choose("Which database?", DATABASE)

    assert "Payroll" not in listed
    assert PASSWORD not in terminal.screen


@contextlib.contextmanager
def sql_server_browser(*instances: Instance) -> Iterator[Browser]:
    """Answer where drivers ask; whoever else tests with that port just now goes first."""
    limit = time.monotonic() + PATIENCE
    with contextlib.ExitStack() as serving:
        while True:
            try:
                answering = serving.enter_context(browser(*instances, port=BROWSER_PORT))
                break
            except OSError as taken:
                if taken.errno != errno.EADDRINUSE or time.monotonic() > limit:
                    raise
                time.sleep(0.1)
        yield answering


def test_a_server_that_is_found_is_set_up_in_a_conversation(desk, shop, server, office, env):
    here = Instance("localhost", "SQLEXPRESS", shop.wire.port)
    with contextlib.ExitStack() as running:
        running.enter_context(sql_server_browser(here, Instance("localhost", "OTHER", None)))
        running.enter_context(server.running(env=env))
        server.until(lambda shown: shown["code"] == "PS-CFG-01")
        terminal = running.enter_context(at_terminal(server.command("setup"), env))
        terminal.choose("Where is the practice database?", r"localhost\SQLEXPRESS")
        terminal.answer("Name of the login", READER)
        terminal.answer("Password of", "not-that-one")
        terminal.until("(PS-SRC-12)")
        terminal.choose("What now?", "Another login")
        terminal.answer("Name of the login", READER)
        terminal.answer("Password of", PASSWORD)
        terminal.choose("Which database?", DATABASE)
        terminal.choose("Which database layout?", "A file of your own")
        terminal.answer("Its file", desk.said["--layout"])
        terminal.answer("Address of your online copy", office.base_url)
        terminal.answer("What do people call", "Main office")
        terminal.choose("What now?", "Change something")
        terminal.choose("What do you want to change?", "online copy")
        terminal.answer("Address of your online copy", "")
        terminal.answer("certificate authority", str(office.ca_file))
        terminal.answer("Your office's proxy", "")
        terminal.answer("Is that right?", "y")

        assert terminal.ended() == 0
        server.until_phase("not_activated")
    assert r"Server=localhost\SQLEXPRESS;Database=Practice" in server.config.read_text()
    assert PASSWORD not in terminal.screen


def test_a_change_keeps_the_password_that_was_given_once(desk, server, shop):
    assert desk.call("--here").code == 0
    done = server.call(
        *("setup", "--here", "--yes", "--json", "--name", "Main office"),
        *("--ca-file", str(shop.certificate), "--save-anyway"),
        env=desk.env,
    )

    assert done.code == 0, done.out
    assert [one["entry"] for one in facts(done)["changes"]] == ["certificate file"]
    checks = {one["id"]: one["result"] for one in facts(done)["checks"]}
    assert (checks["database"], checks["cloud"]) == ("pass", "fail")


def test_another_server_is_not_told_the_password_of_the_one_before(desk, server, shop):
    assert desk.call("--here").code == 0
    done = server.call(
        *("setup", "--here", "--yes", "--name", "Main office"),
        *("--server", f"127.0.0.1,{shop.wire.port}", "--trust-server-certificate"),
        env=desk.env,
    )

    assert done.code == 4
    assert "(PS-SRC-22)" in done.out
    assert "--password-stdin" in done.out


@pytest.mark.parametrize("words", ["PWD=secret", "Password=secret"])
def test_no_password_gets_into_the_settings_by_the_back_door(desk, server, words):
    done = desk.call("--here", "--odbc", words)

    assert done.code == 2
    assert "settings are no place for one" in done.err
    assert "secret" not in done.out + done.err.replace("set-secret", "")
    assert not server.config.exists()
