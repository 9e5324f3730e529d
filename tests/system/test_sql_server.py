"""The worker as a real process over a SQL Server: Microsoft's driver, TLS, and all that fails."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.system.cloud import Cloud
from tests.system.installation import Done, Installation
from tests.system.sql_server import PASSWORD, Office, open_office


@pytest.fixture
def sql_office(tmp_path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


def online(cloud: Cloud) -> dict[str, dict[str, object]]:
    """Return what is online, by its key."""
    path = cloud.database.removeprefix("sqlite:///")
    sql = "SELECT id, body FROM contact WHERE practice_id = ? AND body IS NOT NULL"
    with closing(sqlite3.connect(path, timeout=30)) as database:
        rows = database.execute(sql, [cloud.practice_id]).fetchall()
    return {json.loads(key)[0]: json.loads(body) for key, body in rows}


def phones(contact: dict[str, object]) -> list[str]:
    listed = contact["phones"]
    assert isinstance(listed, list)
    return [phone["number"] for phone in listed]


def give_password(server: Installation, password: str = PASSWORD) -> Done:
    return server.call("set-secret", "database-password", "--stdin", entered=password + "\n")


def test_contacts_of_a_sql_server_go_online_and_stay_current(office, server, sql_office):
    sql_office.set_up(server, office)
    with server.running(**sql_office.environment()):
        server.until_phase("not_activated")
        assert give_password(server).code == 0
        server.activate(office)
        shown = server.until_phase("in_sync")
        print(shown["practices"][0]["changes"])
        assert len(online(office)) == 300
