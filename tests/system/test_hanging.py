"""A driver that hangs is red, stops nobody else, and costs nothing when it is over.

The thread really stands in the C library: see `tests.system.hanging`.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from practicesync.demo.desk import Desk
from practicesync.demo.edits import edit, rename
from practicesync.demo.practice import Practice, expected, make_practice
from tests.system.cloud import Cloud
from tests.system.conftest import another
from tests.system.hanging import ROOT, Driver, HangingInstallation
from tests.system.installation import Shown, one_practice

STUCK = "PS-SYS-08"
OPTIONS = ("--accept-terms", "--yes", "--no-browser")

WATCH = """
CREATE TABLE IF NOT EXISTS was_online (practice_id TEXT, body TEXT);
CREATE TRIGGER IF NOT EXISTS watch_body AFTER UPDATE ON contact BEGIN
  INSERT INTO was_online VALUES (new.practice_id, new.body);
END;"""
"""The online side's own database notes whatever was ever stored."""


@dataclass(frozen=True)
class Office:
    """A practice, its desk, its driver and its online copy."""

    name: str
    practice: Practice
    cloud: Cloud
    desk: Desk

    @property
    def driver(self) -> Driver:
        return Driver(self.practice.path)

    def settings(self) -> str:
        return one_practice(self.name, self.practice.path, self.cloud)

    def rename(self) -> None:
        """Give some contact another name."""
        edit(self.desk, rename)

    def set_code(self, contact: int, code: str) -> None:
        """Give that contact that client code."""
        self.desk.set(contact, "code", "ClientCode", code)
        self.desk.done("change a client code", contact)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        path = self.cloud.database.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, timeout=30)) as database:
            return database.execute(sql, [self.cloud.practice_id]).fetchall()

    def is_online(self, shown: Shown | None = None) -> bool:
        """Tell whether everything is online as it is in the database."""
        rows = self.rows("SELECT id, body FROM contact WHERE practice_id = ? AND body IS NOT NULL")
        return {key: msgspec.json.decode(body) for key, body in rows} == expected(self.practice)

    def was_online(self) -> int:
        """Return how many contacts were ever stored since the watch began."""
        return len(self.rows("SELECT body FROM was_online WHERE practice_id = ?"))

    def shown(self, shown: Shown) -> Shown:
        """Return what the status says of this practice."""
        found: Shown = next(one for one in shown["practices"] if one["name"] == self.name)
        return found


@pytest.fixture
def opened(online, tmp_path):
    """Open offices: each with a database and an online copy of its own."""
    path = online.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=30)) as database:
        database.executescript(WATCH)
    desks: list[Desk] = []

    def open_office(name: str) -> Office:
        practice = make_practice(tmp_path / f"{name}.db", contacts=10)
        desks.append(Desk(practice))
        cloud = another(online, f"{name}-{tmp_path.name}")
        return Office(name, practice, cloud, desks[-1])

    yield open_office
    for desk in desks:
        desk.close()


def installed(tmp_path: Path, *offices: Office, red: float, give_up: float) -> HangingInstallation:
    server = HangingInstallation(tmp_path / "state", red, give_up)
    server.write("[agent]\npoll_interval = 0.5\n" + "".join(map(Office.settings, offices)))
    return server


def running(server: HangingInstallation):
    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return server.running(env=os.environ | {"PYTHONPATH": os.pathsep.join(path)})


def activate(server: HangingInstallation, *offices: Office) -> None:
    for office in offices:
        activated = server.activate(office.cloud, *OPTIONS, "--practice", office.name)
        assert activated[-1] == {"activated": True}
    server.until(
        lambda shown: all(office.shown(shown)["phase"] == "attention" for office in offices)
    )


def test_a_hanging_driver_is_red_stops_no_other_and_what_it_read_is_dropped(opened, tmp_path):
    main, branch = opened("Main"), opened("Branch")
    server = installed(tmp_path, main, branch, red=2, give_up=600)
    with running(server) as worker:
        activate(server, main, branch)
        before = main.was_online()
        contact = main.desk.pick(lambda known: True)

        with main.driver.hanging("read"):
            main.set_code(contact, "STALE1")
            shown = main.shown(server.until(lambda shown: main.shown(shown)["code"] == STUCK))
            assert (shown["phase"], shown["colour"]) == ("unavailable", "red")
            assert shown["sentence"].startswith("Practice Sync has made no progress")

            calls, others = main.driver.calls(), len(branch.driver.calls())
            branch.rename()
            server.until(branch.is_online)
            server.until(lambda shown: len(branch.driver.calls()) > others + 5)
            assert branch.shown(server.status())["phase"] == "attention"
            assert main.driver.calls() == calls
            # What the thread has in hand is no more what is in the database.
            main.set_code(contact, "FRESH1")

        server.until(lambda shown: main.is_online() and main.shown(shown)["phase"] == "attention")
        assert worker.poll() is None

    assert main.was_online() - before == 1
    assert server.log().count(STUCK) == 1
    assert "Traceback" not in server.log()


def test_a_driver_that_hangs_for_long_ends_the_worker_with_75_and_nothing_is_lost(opened, tmp_path):
    main = opened("Main")
    server = installed(tmp_path, main, red=1, give_up=3)
    with running(server) as worker:
        activate(server, main)
        with main.driver.hanging("gate"):
            main.rename()
            assert worker.wait(60) == 75
            main.rename()

    with running(server):
        server.until(lambda shown: main.is_online() and main.shown(shown)["phase"] == "attention")


def test_changed_settings_begin_no_second_thread_beside_one_that_hangs(opened, tmp_path):
    main = opened("Main")
    server = installed(tmp_path, main, red=1, give_up=600)
    with running(server) as worker:
        activate(server, main)
        with main.driver.hanging("gate"):
            server.until(lambda shown: main.shown(shown)["code"] == STUCK)
            calls = main.driver.calls()
            server.write(server.config.read_text(encoding="utf-8").replace("0.5", "0.6"))
            assert worker.wait(60) == 75
            assert main.driver.calls() == calls


class History:
    """Whatever the status has shown for a while."""

    def __init__(self, server: HangingInstallation) -> None:
        self._server = server
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.seen: set[tuple[str, str]] = set()

    def _watch(self) -> None:
        while not self._over.wait(0.01):
            if shown := self._server.status():
                self.seen.add((shown["colour"], shown["code"]))

    def __enter__(self) -> History:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def test_a_worker_that_was_put_to_sleep_goes_on_without_turning_red(opened, tmp_path):
    """It sleeps for longer than a silent thread is waited for, in the midst of a look."""
    main = opened("Main")
    server = installed(tmp_path, main, red=4, give_up=7)
    with running(server) as worker:
        activate(server, main)
        assert server.call("not-sent", "leave-out", "--all").code == 0
        server.until_phase("in_sync")
        lines = len(server.log().splitlines())

        with History(server) as history:
            with main.driver.hanging("gate"):
                calls = len(main.driver.calls())
                server.until(lambda shown: len(main.driver.calls()) > calls)
                os.kill(worker.pid, signal.SIGSTOP)
                main.rename()
                time.sleep(8)
                os.kill(worker.pid, signal.SIGCONT)
                time.sleep(1)
            server.until(lambda shown: main.is_online() and shown["phase"] == "in_sync")

        assert worker.poll() is None
    assert {colour for colour, _ in history.seen} <= {"green", "blue"}
    later = server.log().splitlines()[lines:]
    assert not [line for line in later if "WARNING" in line or "ERROR" in line]
