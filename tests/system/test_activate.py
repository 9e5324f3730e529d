"""`practicesync activate` from its first question to its last, as a person and as a script."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from practicesync.demo.practice import Practice
from tests.system.between import Moment, between
from tests.system.cloud import Cloud, sign_in
from tests.system.installation import PATIENCE, Installation, at, come_back, settings
from tests.system.terminal import Terminal, at_terminal
from tests.system.test_doctor import employ
from tests.system.test_leaving import online, online_ids

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

SCRIPTED = ("--accept-terms", "--yes", "--no-browser")


@pytest.fixture
def ready(server: Installation, office: Cloud, practice: Practice) -> Installation:
    """An installation whose database knows the administrator, and nobody has signed in."""
    employ(practice.path, office.email, "A", "ADMIN")
    server.write(settings(practice.path, office))
    return server


@contextmanager
def terminal(server: Installation, *options: str) -> Iterator[Terminal]:
    """Run ``activate`` in a terminal."""
    command = server.command("activate", "--no-browser", *options)
    with at_terminal(command, os.environ) as person:
        yield person


def signed_in(person: Terminal, office: Cloud) -> None:
    """Sign in as the terminal asks to."""
    person.until("Sign in here: ")
    address = person.until("\n").strip()
    come_back(sign_in(office, at(office, address)))


def in_order(shown: str, *texts: str) -> None:
    """Hold what was shown to these texts, one after the other."""
    place = 0
    for text in texts:
        found = shown.find(text, place)
        assert found >= 0, f"no {text!r} after {shown[:place][-200:]!r} in:\n{shown}"
        place = found + len(text)


def ahead(hours: float) -> str:
    """Return the time of day in so many hours, as a person types it."""
    return (dt.datetime.now() + dt.timedelta(hours=hours)).strftime("%H:%M")  # noqa: DTZ005  # as on the wall


def test_a_person_is_led_to_contacts_that_are_online(ready, office):
    with ready.running(), terminal(ready) as person:
        signed_in(person, office)
        person.answer("Is that right?", "y")
        person.answer("When should it start?", "y")
        person.answer("I agree with the above terms of use", "y")
        code = person.ended()

    in_order(
        person.screen,
        f"{office.email} has signed in for {office.practice_name}.",
        "The settings are in order.",
        "is an active employee and administrator",
        "10 contacts will go online. That usually takes a few seconds.",
        "What your practice gets:",
        "You can go on working in the practice meanwhile",
        "Contacts sync is active. Your contacts are on their way.",
        "3 contacts were not sent. All others are in sync.",
    )
    assert code == 6
    assert online(office) == 7


def test_a_no_to_the_terms_of_use_changes_nothing(ready, office):
    with ready.running():
        with terminal(ready) as person:
            signed_in(person, office)
            person.answer("Is that right?", "y")
            person.answer("When should it start?", "half past")
            person.answer("That isn't a time of day: type now, tonight, or", "18:00")
            person.answer("I agree with the above terms of use", "n")
            assert person.ended() == 3
        ready.until_phase("not_activated")

    assert not (ready.state / "private" / "vault.bin").exists()


def test_leaving_the_progress_leaves_the_upload_running(ready, office, practice, tmp_path):
    go_on = threading.Event()
    with between(office, tmp_path / "between") as (middle, seen):
        ready.write(settings(practice.path, seen))
        middle.at(Moment("POST", "/contacts/batch"), lambda: go_on.wait(PATIENCE))
        with ready.running():
            with terminal(ready, "--yes", "--accept-terms") as person:
                signed_in(person, office)
                person.until("Your contacts are on their way.")
                person.interrupt()
                assert person.ended() == 0
            go_on.set()
            ready.until_phase("attention")

    assert "Practice Sync goes on without this window." in person.screen
    assert online(office) == 7


@pytest.mark.parametrize(
    ("status", "role", "code"), [("I", "ADMIN", "PS-AUT-07"), ("A", "CLERK", "PS-AUT-08")]
)
def test_who_may_not_activate_is_told_before_anything_is_claimed(
    ready, office, practice, status, role, code
):
    employ(practice.path, office.email, status, role)
    with ready.running():
        printed, exits = ready.call_activate(office, *SCRIPTED)
        shown = ready.until_phase("not_activated")

    wrong = [one["check"] for one in printed if "check" in one and one["check"]["result"] == "fail"]
    assert [one["code"] for one in wrong] == [code]
    assert "practicesync activate" in wrong[0]["remedy"]
    assert (printed[-1]["code"], exits) == (code, 3)
    assert shown["practices"][0]["practice_id"] == ""
    assert not (ready.state / "private" / "vault.bin").exists()


def test_an_address_that_no_employee_has_is_a_warning_that_activation_goes_on_from(
    server, office, practice
):
    server.write(settings(practice.path, office))
    with server.running():
        printed, exits = server.call_activate(office, *SCRIPTED)

    employee = next(one["check"] for one in printed if one.get("check", {}).get("id") == "employee")
    assert (employee["result"], employee["code"]) == ("warn", "PS-AUT-09")
    assert list(printed[-1]) == ["stands"]
    assert (printed[-1]["stands"]["code"], exits) == ("PS-SYS-11", 6)
    steps = [one["progress"]["step"] for one in printed if "progress" in one]
    assert steps == sorted(steps)


def scheduled(server: Installation) -> dict[str, Any]:
    shown = server.until_phase("scheduled")
    assert (shown["colour"], shown["shape"]) == ("red", "clock")
    return shown


def test_a_first_upload_is_put_off_over_a_restart_until_somebody_starts_it(ready, office):
    with ready.running():
        printed, code = ready.call_activate(office, *SCRIPTED, "--at", ahead(2))
        shown = scheduled(ready)
        assert code == 0
        begins_at = dt.datetime.fromisoformat(printed[-1]["begins_at"])
        assert dt.timedelta(hours=1.9) < begins_at - dt.datetime.now(dt.UTC)
        assert shown["sentence"].startswith("The first upload begins at ")
    with ready.running():
        scheduled(ready)
        assert online(office) == 0
        assert not list((ready.state / "private").glob("journal-*"))
        assert ready.call("pause").code == 2
        assert ready.call("sync-now").code == 0
        ready.until_phase("attention")
    assert online(office) == 7

    with ready.running():
        ready.until_phase("attention")


def test_another_time_is_set_and_a_deactivation_cancels_it(ready, office):
    with ready.running():
        ready.call_activate(office, *SCRIPTED, "--at", ahead(2))
        before = scheduled(ready)["practices"][0]["next_try_at"]
        told = ready.call("activate")
        assert "The first upload begins at" in told.out
        changed = ready.call("activate", "--at", ahead(3))
        assert changed.code == 0, changed
        assert ready.until(lambda shown: shown["practices"][0]["next_try_at"] > before)

        assert ready.call("deactivate", "--yes").code == 0
        ready.until_phase("deactivated")
    with ready.running():
        ready.until_phase("deactivated")
        assert ready.call("sync-now").code == 3
        ready.until_phase("deactivated")


def test_it_begins_when_its_time_has_come_while_nothing_ran(ready, office):
    with ready.running():
        ready.call_activate(office, *SCRIPTED, "--at", ahead(2))
        scheduled(ready)
    register = ready.state / "private" / "practices.json"
    kept = json.loads(register.read_bytes())
    kept["practices"]["Main office"]["begins_at"] = "2026-01-01T18:00:00Z"
    register.write_text(json.dumps(kept))

    with ready.running():
        ready.until_phase("attention")

    assert online(office) == 7


def test_now_starts_what_was_put_off_and_follows_it(ready, office):
    with ready.running():
        ready.call_activate(office, *SCRIPTED, "--at", ahead(2))
        scheduled(ready)
        started = ready.call("activate", "--now")

    assert started.code == 6, started
    assert "The first upload begins now." in started.out
    assert "3 contacts were not sent." in started.err


@pytest.fixture
def moved(ready: Installation, office: Cloud, practice: Practice) -> Installation:
    """A new server: its database has gone on since the old one's was copied."""
    new = Installation(ready.state.parent / "new")
    copy = ready.state.parent / "moved.db"
    shutil.copy(practice.path, copy)
    new.write(settings(copy, office))
    return new


def test_without_a_yes_to_it_nobody_is_taken_over_from(ready, moved, office):
    with ready.running(), moved.running():
        ready.activate(office)
        ready.until_phase("attention")
        printed, code = moved.call_activate(office, *SCRIPTED)
        moved.until_phase("not_activated")
        with terminal(moved, "--yes", "--accept-terms") as person:
            signed_in(person, office)
            person.answer("Take over from", "n")
            assert person.ended() == 3
        moved.until_phase("not_activated")
        assert ready.status()["phase"] == "attention"

    assert (code, printed[-1]["code"]) == (3, "PS-CLD-06")
    assert "--take-over" in printed[-1]["remedy"]
    assert f"{office.email} activated contacts sync there." in person.screen


def test_a_new_server_takes_over_and_puts_right_what_is_online(ready, moved, office):
    with ready.running(), moved.running():
        ready.activate(office)
        ready.until_phase("attention")
        first, *rest = online_ids(office)
        with closing(sqlite3.connect(ready.state.parent / "moved.db")) as database, database:
            database.execute("DELETE FROM Contact WHERE ContactID = ?", [first])
            database.execute(
                "UPDATE Contact SET ClientCode = 'MOVED' WHERE ContactID = ?", rest[:1]
            )
        with terminal(moved, "--yes", "--accept-terms") as person:
            signed_in(person, office)
            person.answer("Take over from", "y")
            assert person.ended() == 6
        # Only a comparison with what is online finds the one that the new server never had.
        moved.until(lambda shown: shown["phase"] == "attention" and first not in online_ids(office))
        assert online_ids(office) == rest
        old = ready.until_phase("taken_over")

        back, _ = ready.call_activate(office, *SCRIPTED, "--take-over", "--no-wait")
        assert back[-1] == {"activated": True}
        ready.until(lambda shown: shown["phase"] == "attention" and first in online_ids(office))
        moved.until_phase("taken_over")

    assert "has been in charge of your online copy since" in old["sentence"]
    assert "practicesync activate --take-over" in old["remedy"]
