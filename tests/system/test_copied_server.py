"""A copied server finds the other copy at work before it touches the sign-in of both."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from practicesync.demo.practice import Practice
from tests.system.cloud import Cloud
from tests.system.copied import InstallationOn
from tests.system.installation import settings
from tests.system.test_leaving import online_ids

PATIENCE = 90.0

IN_SYNC = "attention"
"""The phase of a practice in sync: three contacts of the demo practice can't be sent."""


@pytest.fixture
def original(tmp_path: Path, office: Cloud, practice: Practice) -> InstallationOn:
    made = InstallationOn(tmp_path / "original", "first", patience=PATIENCE)
    made.write(settings(practice.path, office))
    return made


def beat(office: Cloud) -> tuple[Any, ...]:
    """Return what the online side heard last of the practice: phase, colour, code, sentence."""
    path = office.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=30)) as database:
        query = "SELECT phase, colour, code, sentence FROM beat WHERE practice_id = ?"
        found = database.execute(query, [office.practice_id]).fetchone()
    return tuple(found or ())


def until_heard(office: Cloud, *phases: str) -> tuple[Any, ...]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (heard := beat(office)) and heard[0] in phases:
            return heard
        time.sleep(0.05)
    raise AssertionError(f"heard {beat(office)}")


def remove_one(practice: Practice, office: Cloud) -> str:
    """Delete a contact that is online in the practice, and return its id."""
    gone = online_ids(office)[0]
    with closing(sqlite3.connect(practice.path)) as database, database:
        database.execute("DELETE FROM Contact WHERE ContactID = ?", [gone])
    return gone


def test_a_copy_of_a_server_at_work_is_red_and_does_not_disturb_it(
    original: InstallationOn, office: Cloud, practice: Practice, tmp_path: Path
):
    with original.running() as process:
        original.activate(office)
        original.until_phase(IN_SYNC)
        until_heard(office, IN_SYNC)
        copy = original.copied_to(tmp_path / "copy", "second")

        with copy.running():
            shown = copy.until_phase("misconfigured")
            assert (shown["code"], shown["colour"], shown["shape"]) == ("PS-CLD-10", "red", "cross")
            assert shown["sentence"].startswith("Another copy of this server is syncing")
            assert "practicesync activate --take-over" in shown["remedy"]

            erased = copy.call("deactivate", "--yes", "--remove-online-copy")
            assert (erased.code, "PS-CLD-10" in erased.err) == (3, True), erased
            left = copy.call("deactivate", "--yes")
            assert left.out.startswith("Contacts sync has been stopped on this server."), left
            copy.until_phase("deactivated")

            # The original still sends, and so does its next worker, with the sign-in of both.
            gone = remove_one(practice, office)
            original.until(lambda _: gone not in online_ids(office))
            original.until_phase(IN_SYNC)
            process.terminate()
            process.wait(30)
        with original.running():
            original.until_phase(IN_SYNC)
            gone = remove_one(practice, office)
            original.until(lambda _: gone not in online_ids(office))


def test_a_copy_goes_on_by_itself_once_the_original_has_ended(
    original: InstallationOn, office: Cloud, practice: Practice, tmp_path: Path
):
    with original.running() as process:
        original.activate(office)
        original.until_phase(IN_SYNC)
        until_heard(office, IN_SYNC)
        copy = original.copied_to(tmp_path / "copy", "second")
        with copy.running():
            copy.until_phase("misconfigured")
            process.terminate()
            process.wait(30)
            assert until_heard(office, "not_running")[1:3] == ("red", "PS-SYS-09")
            copy.until(lambda shown: shown["phase"] == IN_SYNC or bool(copy.call("sync-now").err))
            copy.until_phase(IN_SYNC)
            gone = remove_one(practice, office)
            copy.until(lambda _: gone not in online_ids(office))
            until_heard(office, IN_SYNC)

    # From now on it is at home where it is.
    with copy.running():
        copy.until_phase(IN_SYNC)


def test_a_copy_takes_over_and_the_original_says_who_is_in_charge(
    original: InstallationOn, office: Cloud, tmp_path: Path
):
    with original.running():
        original.activate(office)
        original.until_phase(IN_SYNC)
        until_heard(office, IN_SYNC)
        copy = original.copied_to(tmp_path / "copy", "second")
        with copy.running():
            copy.until_phase("misconfigured")
            refused = copy.activate(office)
            assert "another server" in str(refused[-1]).lower() or "in charge" in str(refused[-1])
            copy.until_phase("misconfigured")
            original.until_phase(IN_SYNC)

            taken = copy.activate(office, "--accept-terms", "--yes", "--no-browser", "--take-over")
            assert taken[-1] == {"activated": True}
            copy.until_phase(IN_SYNC)
            shown = original.until_phase("taken_over")

    assert shown["code"] == "PS-CLD-06"
    assert "has been in charge of your online copy since" in shown["sentence"]


def test_a_copy_waits_while_nobody_can_tell_whether_the_original_is_at_work(
    original: InstallationOn, office: Cloud, tmp_path: Path
):
    with original.running():
        original.activate(office)
        original.until_phase(IN_SYNC)
        until_heard(office, IN_SYNC)
        copy = original.copied_to(tmp_path / "copy", "second")
        copy.write(copy.config.read_text().replace(office.base_url, "https://127.0.0.1:9"))
        with copy.running():
            shown = copy.until(lambda one: one["code"] == "PS-CLD-01")
            assert shown["phase"] in ("retrying", "unavailable")
        original.until_phase(IN_SYNC)
