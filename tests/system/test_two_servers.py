"""Two servers of one practice: only the one in charge sends, and the other one says so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from practicesync.demo.practice import Practice
from tests.system.cloud import Cloud
from tests.system.hanging import Driver, HangingInstallation
from tests.system.installation import Installation, settings
from tests.system.test_copied_server import IN_SYNC, beat, until_heard
from tests.system.test_leaving import online_ids

PATIENCE = 60.0


@pytest.fixture
def old(tmp_path: Path, office: Cloud, practice: Practice) -> HangingInstallation:
    """The server in charge, whose looks are counted; it looks every five seconds as usual."""
    made = HangingInstallation(tmp_path / "old", patience=PATIENCE, red=1.0)
    made.write(settings(practice.path, office).replace("poll_interval = 0.5\n", ""))
    return made


@pytest.fixture
def new(tmp_path: Path, office: Cloud, practice: Practice) -> Installation:
    """Another server, with a copy of the database."""
    moved = tmp_path / "moved.db"
    with closing(sqlite3.connect(practice.path)) as here, closing(sqlite3.connect(moved)) as there:
        here.backup(there)
    made = Installation(tmp_path / "new", patience=PATIENCE)
    made.write(settings(moved, office))
    return made


def remove(database: Path, contact: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM Contact WHERE ContactID = ?", [contact])


def looks(practice: Practice) -> int:
    """Count the looks that the old server has begun."""
    return Driver(practice.path).calls().count("gate")


def test_a_second_server_can_not_push_and_the_old_one_stops_within_one_look(
    old: HangingInstallation, new: Installation, office: Cloud, practice: Practice, tmp_path: Path
):
    with old.running(), new.running():
        old.activate(office)
        old.until_phase(IN_SYNC)
        before = online_ids(office)
        remove(tmp_path / "moved.db", before[0])

        refused = new.activate(office)
        assert "--take-over" in refused[-1]["remedy"]
        new.until_phase("not_activated")
        assert online_ids(office) == before

        taken = new.activate(office, "--accept-terms", "--yes", "--no-browser", "--take-over")
        assert taken[-1] == {"activated": True}
        begun = looks(practice)
        shown = old.until_phase("taken_over")
        assert looks(practice) <= begun + 1

        assert (shown["code"], shown["colour"]) == ("PS-CLD-06", "red")
        assert "has been in charge of your online copy since" in shown["sentence"]
        new.until(lambda one: one["phase"] == IN_SYNC and online_ids(office) == before[1:])
        until_heard(office, IN_SYNC)

        # What the old one sees from now on is no one's business online.
        remove(practice.path, before[1])
        old.call("sync-now")
        new.call("sync-now")
        new.until_phase(IN_SYNC)
        assert online_ids(office) == before[1:]

    with old.running():
        old.until_phase("taken_over")
    # The last word about the practice is that of the server in charge.
    assert beat(office)[0] == "not_running"


def test_a_practice_that_hangs_is_told_of_online(
    old: HangingInstallation, office: Cloud, practice: Practice
):
    with old.running():
        old.activate(office)
        old.until_phase(IN_SYNC)
        until_heard(office, IN_SYNC)
        with Driver(practice.path).hanging("gate"):
            assert until_heard(office, "unavailable")[1:3] == ("red", "PS-SYS-08")
        until_heard(office, IN_SYNC)


def test_what_is_told_online_is_what_the_status_says_and_ends_with_the_activation(
    old: HangingInstallation, office: Cloud
):
    with old.running():
        old.until_phase("not_activated")
        assert beat(office) == ()
        old.activate(office)
        shown = old.until_phase(IN_SYNC)
        heard = until_heard(office, IN_SYNC)
        one = shown["practices"][0]
        assert heard == (one["phase"], one["colour"], one["code"], one["sentence"])

        old.call("deactivate", "--yes")
        old.until_phase("deactivated")
        told = beat(office)
    assert beat(office) == told


def test_a_cloud_that_ends_is_noticed_by_a_worker_with_nothing_to_send(
    old: HangingInstallation, online: Cloud, practice: Practice
):
    old.write(settings(practice.path, online))
    with old.running():
        old.activate(online)
        old.until_phase(IN_SYNC)
        online.process.terminate()
        online.process.wait(30)
        shown = old.until_phase("retrying", "unavailable")
        assert shown["code"] == "PS-CLD-01"
