"""A column that is emptied by accident: nothing of it goes online before somebody says yes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Literal

import pytest

from practicesync.demo.practice import MARKER, Practice, make_practice
from tests.system.cloud import Cloud
from tests.system.conftest import another
from tests.system.installation import Installation, settings

CONTACTS = 200
EMPTIED = 60

Column = Literal["Salutation", "Addressee"]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    return make_practice(tmp_path_factory.mktemp("practice") / "practice.db", contacts=CONTACTS)


@pytest.fixture(scope="module")
def office(online: Cloud) -> Cloud:
    return another(online, "Blank")


@pytest.fixture(scope="module")
def running(
    practice: Practice, office: Cloud, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """A worker in sync, with everything left out that can't be sent."""
    server = Installation(tmp_path_factory.mktemp("blank") / "state")
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
        server.call("not-sent", "leave-out", "--all")
        server.until_phase("in_sync")
        yield server
    assert MARKER not in server.log().lower()


def sendable(practice: Practice, column: Column) -> list[str]:
    """Return contacts that are online and have something in that column."""
    with closing(sqlite3.connect(practice.path)) as database:
        rows = database.execute(
            f"SELECT ContactID FROM Contact WHERE trim({column}) <> '' ORDER BY ContactID"
        ).fetchall()
    online = {json.loads(key)[0] for key in practice.truth.expected()}
    return [str(key) for (key,) in rows if str(key) in online]


def put(practice: Practice, column: Column, texts: dict[str, str]) -> dict[str, str]:
    """Put these texts into the column at once, and return what was there."""
    with closing(sqlite3.connect(practice.path)) as database, database:
        before = dict(database.execute(f"SELECT ContactID, {column} FROM Contact"))
        database.executemany(
            f"UPDATE Contact SET {column} = ? WHERE ContactID = ?",
            [(text, key) for key, text in texts.items()],
        )
    return {key: before[int(key)] for key in texts}


def rename(practice: Practice, key: str, name: str) -> None:
    with closing(sqlite3.connect(practice.path)) as database, database:
        database.execute("UPDATE Contact SET Name = ? WHERE ContactID = ?", (name, key))


def bodies(office: Cloud) -> dict[str, dict[str, object]]:
    """Return the contacts as they are online."""
    with closing(sqlite3.connect(office.database.removeprefix("sqlite:///"))) as file:
        rows = file.execute(
            "SELECT id, body FROM contact WHERE practice_id = ? AND body IS NOT NULL",
            (office.practice_id,),
        ).fetchall()
    return {json.loads(key)[0]: json.loads(body) for key, body in rows}


def have(office: Cloud, field: str, keys: list[str]) -> int:
    """Return how many of these have the field online."""
    found = bodies(office)
    return sum(field in found[key] for key in keys)


def held(server: Installation, field: str, number: int) -> list[str]:
    """Wait for the hold, and return the command that the status names for it."""
    shown = server.until(
        lambda shown: (
            shown["phase"] == "held"
            and [row["count"] for row in shown["practices"][0]["attention"]] == [number]
        )
    )
    assert (shown["colour"], shown["code"]) == ("red", "PS-SYS-18")
    assert f'The field "{field}" turned blank for {number} contacts.' in shown["sentence"]
    assert shown["practices"][0]["counts"]["waiting"] == number
    command: list[str] = shown["practices"][0]["attention"][0]["action"].split()
    return command


def test_an_emptied_column_waits_for_a_yes_and_goes_with_it(running, practice, office):
    *keys, other = sendable(practice, "Salutation")[: EMPTIED + 1]
    assert len(keys) == EMPTIED
    put(practice, "Salutation", dict.fromkeys(keys, ""))
    rename(practice, other, "Another Name")
    command = held(running, "salutation", EMPTIED)

    assert have(office, "salutation", keys) == EMPTIED
    assert bodies(office)[other]["name"] == "Another Name"
    assert "waits for your yes" in running.call("preview", "--contact", keys[0]).out
    asks = running.call(*command)
    assert asks.code == 3
    assert f'The field "salutation" turned blank for {EMPTIED} contacts of Main office' in asks.out
    assert "Nothing was changed." in asks.err
    assert have(office, "salutation", keys) == EMPTIED

    done = running.call(*command, "--count", str(EMPTIED), "--yes")
    assert done.out.endswith(f"{EMPTIED} changes go online now.\n")
    shown = running.until_phase("in_sync")
    assert have(office, "salutation", keys) == 0
    assert shown["practices"][0]["counts"]["waiting"] == 0


def test_a_column_that_is_put_back_is_as_if_nothing_had_been(running, practice, office):
    keys = sendable(practice, "Addressee")[:EMPTIED]
    before = put(practice, "Addressee", dict.fromkeys(keys, ""))
    held(running, "addressee", EMPTIED)
    sent = running.status()["practices"][0]["last_sent"]
    put(practice, "Addressee", before)

    shown = running.until_phase("in_sync")
    assert shown["practices"][0]["attention"] == []
    assert shown["practices"][0]["last_sent"] == sent
    assert have(office, "addressee", keys) == EMPTIED
