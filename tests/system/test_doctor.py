"""`practicesync doctor` over real processes: asked of the running one, and in its own process."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from practicesync.demo.practice import MARKER, Practice
from tests.fakes.wire import Reply, wire_server
from tests.system.cloud import Cloud
from tests.system.hanging import ROOT, Driver, HangingInstallation
from tests.system.installation import Done, Installation, settings


@pytest.fixture
def at_work(server: Installation, office: Cloud, practice: Practice) -> Installation:
    """An installation of a practice whose database knows the administrator who activates it."""
    employ(practice.path, office.email, "A", "ADMIN")
    server.write(settings(practice.path, office))
    return server


def employ(database: Path, email: str, status: str, role: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM Employee WHERE Email = ?", (email,))
        connection.execute(
            "INSERT INTO Employee (Name, Email, Status, SecurityRole) VALUES (?, ?, ?, ?)",
            ("Somebody", email, status, role),
        )


def checks_of(done: Done) -> dict[str, dict[str, Any]]:
    assert done.err == "", done
    return {one["id"]: one for one in json.loads(done.out)["checks"]}


def results(checks: dict[str, dict[str, Any]]) -> set[str]:
    return {one["result"] for one in checks.values()}


def test_the_running_one_looks_and_finds_everything_in_order(at_work, office):
    with at_work.running():
        at_work.activate(office)
        at_work.until_phase("attention")
        done = at_work.call("doctor", "--json")

    checks = checks_of(done)
    assert results(checks) == {"pass", "skipped"}, checks
    assert done.code == 0
    assert office.email in checks["employee"]["sentence"]
    assert checks["clock"]["result"] == checks["cloud"]["result"] == "pass"
    assert checks["in-charge"]["result"] == "pass"


def test_an_employee_who_left_is_named_to_who_asks_and_nowhere_else(at_work, office, practice):
    with at_work.running():
        at_work.activate(office)
        at_work.until_phase("attention")
        employ(practice.path, office.email, "I", "ADMIN")
        at_work.call("check")
        at_work.until_phase("employee_not_active")
        done = at_work.call("doctor")
        employ(practice.path, office.email, "A", "ADMIN")
        at_work.call("sync-now")
        at_work.until_phase("attention")

    assert done.code == 3
    assert f"{office.email} isn't an active employee in the practice." in done.out
    assert "1 thing is wrong." in done.out
    shown = at_work.log() + json.dumps(at_work.status())
    assert "PS-AUT-07" in shown
    assert office.email not in shown
    assert MARKER not in shown.lower()


def test_it_is_answered_while_the_practice_s_own_thread_hangs(at_work, office, practice):
    hurried = HangingInstallation(at_work.state, red=2, give_up=600)
    with hurried.running(env=os.environ | {"PYTHONPATH": str(ROOT)}):
        hurried.activate(office)
        hurried.until_phase("attention")
        with Driver(practice.path).hanging("gate"):
            hurried.until(lambda shown: shown["practices"][0]["code"] == "PS-SYS-08")
            done = hurried.call("doctor", "--json")

    assert results(checks_of(done)) == {"pass", "skipped"}
    assert done.code == 0


def test_before_anybody_has_activated_the_same_is_looked_at(at_work):
    with at_work.running():
        at_work.until_phase("not_activated")
        there = checks_of(at_work.call("doctor", "--json"))
        here = checks_of(at_work.call("doctor", "--here", "--json"))

    assert here.keys() == there.keys()
    assert results(there) == results(here) == {"pass", "skipped"}
    assert there["in-charge"]["result"] == here["in-charge"]["result"] == "skipped"
    assert there["employee"]["sentence"] == "Nobody has activated contacts sync here yet."


def test_it_says_what_is_wrong_with_a_database_that_is_not_there(at_work, practice):
    practice.path.unlink()

    done = at_work.call("doctor", "--here")

    assert done.code == 4
    assert "PS-SRC-01" in done.out
    assert "1 thing is wrong." in done.out


def test_every_mistake_in_the_settings_is_a_check(at_work):
    at_work.write("[agent]\npoll_interval = 0\nlog_level = 'LOUD'\n")

    done = at_work.call("doctor", "--here", "--json")

    wrong = [one for one in json.loads(done.out)["checks"] if one["result"] == "fail"]
    assert {(one["id"], one["code"]) for one in wrong} == {("settings", "PS-CFG-03")}
    assert any("poll_interval" in one["sentence"] for one in wrong)
    assert any("log_level" in one["sentence"] for one in wrong)
    assert done.code == 2


def test_without_settings_it_says_that_there_are_none(server: Installation):
    server.state.mkdir()

    done = server.call("doctor", "--here", "--json")

    assert [one["code"] for one in json.loads(done.out)["checks"]][:1] == ["PS-CFG-01"]
    assert done.code == 2
    assert not (server.state / "private").exists()


def test_an_online_side_that_is_not_trusted_is_told_as_that(at_work, office, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with wire_server(other, lambda _: Reply()) as stranger:
        text = at_work.config.read_text().replace(office.base_url, stranger.url)
        at_work.write(text)
        done = at_work.call("doctor", "--here", "--json")

    checks = checks_of(done)
    assert (checks["cloud"]["code"], checks["clock"]["result"]) == ("PS-CLD-05", "skipped")
    assert done.code == 5


def test_a_clock_that_is_wrong_is_a_warning(at_work, office, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    late = Reply(headers={"Date": "Sun, 03 May 2020 12:00:00 GMT"})
    with wire_server(other, lambda _: late) as slow:
        text = at_work.config.read_text().replace(office.base_url, slow.url)
        at_work.write(text.replace(str(office.ca_file), str(slow.ca_file)))
        done = at_work.call("doctor", "--here", "--json")

    clock = checks_of(done)["clock"]
    assert (clock["result"], clock["code"]) == ("warn", "PS-SYS-19")
    assert done.code == 0


def test_secrets_that_can_not_be_read_are_told(at_work):
    (at_work.state / "private" / "vault.bin").write_bytes(b"\x01 no secrets at all")

    done = at_work.call("doctor", "--here", "--json")

    assert checks_of(done)["secrets"]["code"] == "PS-SYS-07"
    assert done.code != 0


def test_without_a_running_one_it_says_how_to_look_all_the_same(at_work):
    done = at_work.call("doctor")

    assert (done.code, done.out) == (8, "")
    assert "PS-SYS-09" in done.err
    assert "practicesync doctor --here" in done.err


def test_asking_here_leaves_nothing_behind(at_work):
    before = sorted(at_work.state.rglob("*"))

    at_work.call("doctor", "--here")

    assert sorted(at_work.state.rglob("*")) == before


def test_two_who_ask_at_once_are_both_answered_or_told_to_wait(at_work):
    with at_work.running():
        at_work.until_phase("not_activated")
        done: list[Done] = []
        asking = [
            threading.Thread(target=lambda: done.append(at_work.call("doctor", "--json")))
            for _ in range(2)
        ]
        for one in asking:
            one.start()
        for one in asking:
            one.join()

    assert {one.code for one in done} <= {0, 2}
    assert 0 in {one.code for one in done}
