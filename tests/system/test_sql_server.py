"""The worker as a real process over a SQL Server: Microsoft's driver, TLS, and all that fails."""

from __future__ import annotations

import itertools
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from practicesync.demo.practice import MARKER
from tests.sqlserver.model.database import Access, State
from tests.sqlserver.wire.faults import Faults, HangForGood, failing
from tests.system.cloud import Cloud
from tests.system.hanging import HangingInstallation
from tests.system.installation import Done, Installation, Shown
from tests.system.sql_server import PASSWORD, Office, open_office
from tests.system.test_privacy import quoting, support_file

LOOK = "CHANGE_TRACKING_CURRENT_VERSION"
"""In a statement of each look."""

UNTIL_CLEARED = 1_000
"""Times that a fault strikes: a single one may be over before anybody has seen it."""


def online(cloud: Cloud) -> dict[str, dict[str, object]]:
    """Return what is online, by its key."""
    path = cloud.database.removeprefix("sqlite:///")
    sql = "SELECT id, body FROM contact WHERE practice_id = ? AND body IS NOT NULL"
    with closing(sqlite3.connect(path, timeout=30)) as database:
        rows = database.execute(sql, [cloud.practice_id]).fetchall()
    return {json.loads(key)[0]: json.loads(body) for key, body in rows}


def phones(contact: dict[str, object]) -> list[str]:
    listed = contact.get("phones", [])
    assert isinstance(listed, list)
    return [phone["number"] for phone in listed]


def give_password(server: Installation, password: str = PASSWORD) -> Done:
    return server.call("set-secret", "database-password", "--stdin", entered=password + "\n")


def in_sync(shown: Shown) -> bool:
    return bool(shown["phase"] == "in_sync")


def looks_by(shown: Shown) -> str:
    return str(shown["practices"][0]["changes"]["kind"])


@contextmanager
def at_work(server: Installation, cloud: Cloud, opened: Office) -> Iterator[None]:
    """Run the worker over that practice until the block ends, once everything is online."""
    opened.set_up(server, cloud)
    with server.running(**opened.environment()):
        server.until_phase("not_activated")
        assert give_password(server).code == 0
        assert server.activate(cloud)[-1] == {"activated": True}
        server.until_phase("in_sync")
        yield


@pytest.mark.parametrize(
    ("kind", "tracked", "versions"),
    [("change-tracking", True, False), ("rowversion", False, True), ("diff", False, False)],
)
def test_contacts_go_online_and_stay_current(office, server, tmp_path, kind, tracked, versions):
    with (
        open_office(tmp_path, tracked=tracked, versions=versions) as opened,
        at_work(server, office, opened),
    ):
        before = online(office)
        assert (len(before), before["7"]["name"], phones(before["7"])) == (
            300,
            f"{MARKER} 7",
            ["0400 000007"],
        )
        assert looks_by(server.status()) == kind

        with opened.edits() as edits:
            edits.contact(("7",), "Renamed")
            edits.contact(("301",), "Added")
            edits.phone(8, ("9",), "0400 000008")
        server.until(lambda _: online(office)["7"]["name"] == "Renamed" and "301" in online(office))
        # Of two work numbers the first goes online.
        server.until(lambda _: phones(online(office)["9"]) == ["0400 000008"])
        server.until(lambda _: phones(online(office)["8"]) == [])

        with opened.edits() as edits:
            edits.drop_phone(10)
            edits.drop_phone(11)
            edits.drop(("11",))
        if kind == "rowversion":  # which looks for deleted rows once a minute
            server.call("check")
        server.until(lambda _: "11" not in online(office) and not phones(online(office)["10"]))
        server.until(in_sync)
        assert {
            "change-tracking": "change tracking in SQL Server",
            "rowversion": "row versions in SQL Server",
            "diff": "comparing every contact",
        }[kind] in server.call("status").out


class Story:
    """Things happen to a database server, and each time the worker shows it and goes on."""

    def __init__(self, server: Installation, cloud: Cloud, opened: Office) -> None:
        self._server = server
        self._cloud = cloud
        self._opened = opened
        self._numbers = itertools.count(1)

    def shows(self, code: str, *phases: str) -> Shown:
        """Wait until that is shown."""
        return self._server.until(lambda shown: shown["code"] == code and shown["phase"] in phases)

    def goes_on(self) -> None:
        """Wait until what is changed now is online and everything well."""
        name = f"Anew {next(self._numbers)}"
        self._opened.name(1, name)
        self._server.until(
            lambda shown: in_sync(shown) and online(self._cloud)["1"]["name"] == name
        )


def test_whatever_happens_to_the_database_server_is_shown_and_heals(office, server, tmp_path):
    with open_office(tmp_path, contacts=20) as opened, at_work(server, office, opened):
        story = Story(server, office, opened)
        database, faults = opened.database, opened.wire.faults

        for number in (1205, 1222, 3960):  # a deadlock's victim, a lock, a conflict
            faults.at_statement(LOOK, failing(number), UNTIL_CLEARED)
            shown = story.shows("PS-SRC-05", "retrying")
            faults.clear()
            assert shown["sentence"].startswith("The practice database is busy")
            story.goes_on()

        database.state = State.OFFLINE
        opened.wire.drop_connections()
        shown = story.shows("PS-SRC-14", "retrying")
        assert "the practice database is offline" in shown["sentence"]
        database.state = State.ONLINE
        story.goes_on()

        alone = opened.practice.open(True)
        database.access = Access.SINGLE_USER
        opened.wire.drop_connections()
        story.shows("PS-SRC-14", "retrying")
        database.access = Access.MULTI_USER
        alone.close()
        story.goes_on()

        opened.stop()
        shown = story.shows("PS-SRC-09", "retrying")
        assert shown["colour"] == "blue"
        assert f"localhost at port {opened.wire.port}" in shown["sentence"]
        opened.wire.listen()
        story.goes_on()

        opened.wire.logins.clear()
        opened.reader.password = "renewed-Horse-8"
        opened.wire.drop_connections()
        shown = story.shows("PS-SRC-12", "misconfigured")
        assert shown["colour"] == "red"
        time.sleep(2)
        assert len(opened.wire.logins) == 1
        assert give_password(server, opened.reader.password).code == 0
        story.goes_on()

    assert "Traceback" not in server.log()
    assert PASSWORD not in server.log()


def test_tracking_that_is_switched_off_is_replaced_and_taken_up_again(office, server, tmp_path):
    with open_office(tmp_path, contacts=20) as opened, at_work(server, office, opened):
        story = Story(server, office, opened)
        assert looks_by(server.status()) == "change-tracking"

        opened.practice.run("ALTER TABLE dbo.Phone DISABLE CHANGE_TRACKING")
        shown = server.until(lambda shown: looks_by(shown) == "rowversion")
        assert "Change tracking is off for dbo.Phone." in shown["practices"][0]["changes"]["reason"]
        story.goes_on()
        assert "Change tracking is off for dbo.Phone." in server.call("status").out

        opened.practice.run("ALTER TABLE dbo.Phone ENABLE CHANGE_TRACKING")
        opened.wire.drop_connections()
        server.until(lambda shown: looks_by(shown) == "change-tracking")
        story.goes_on()


def test_a_server_that_never_answers_is_red_and_heals(office, tmp_path):
    server = HangingInstallation(tmp_path / "state", red=2, give_up=600)
    with open_office(tmp_path, contacts=20) as opened, at_work(server, office, opened):
        story = Story(server, office, opened)
        opened.wire.faults.at_statement(LOOK, HangForGood())
        shown = story.shows("PS-SYS-08", "unavailable")
        assert shown["colour"] == "red"
        opened.wire.drop_connections()
        story.goes_on()


def test_what_sql_server_quotes_is_kept_nowhere(office, server, tmp_path):
    quoted = f"Conversion failed when converting the nvarchar value '{MARKER}' to data type int."
    strikes: list[tuple[str, Callable[[Faults], None]]] = [
        ("PS-SRC-19", lambda one: one.at_statement(LOOK, failing(245, quoted), UNTIL_CLEARED)),
        (
            "PS-SRC-19",
            lambda one: one.at_statement("Contact", failing(2628, quoted, rows=3), UNTIL_CLEARED),
        ),
        ("PS-SRC-12", lambda one: one.at_login(failing(18456, quoted, severity=14))),
    ]
    with open_office(tmp_path, contacts=20) as opened, at_work(server, office, opened):
        story = Story(server, office, opened)
        printed = ""
        for code, strike in strikes:
            strike(opened.wire.faults)
            opened.wire.drop_connections()
            opened.name(2, f"{MARKER} {code}")
            story.shows(code, "retrying", "misconfigured")
            opened.wire.faults.clear()
            printed += server.call("status").out
            server.call("sync-now")
            story.goes_on()
        sent = support_file(server, tmp_path)

    assert quoting(server.state, PASSWORD) == []
    assert MARKER not in (sent + printed).lower()
    assert PASSWORD.lower() not in (sent + printed).lower()
