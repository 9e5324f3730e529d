"""The disk and the folder fail beneath a running worker: it says so, goes on, and heals."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from practicesync.demo.practice import Practice
from tests.system.cloud import Cloud
from tests.system.disk import full, small_disk
from tests.system.installation import Installation, settings, stop

ROOT = os.geteuid() == 0


class Careful(Installation):
    """An installation whose worker minds the rights of files, even where root runs the tests."""

    def command(self, *arguments: str) -> list[str]:
        own = super().command(*arguments)
        without = "-dac_override,-dac_read_search"
        return ["setpriv", f"--bounding-set={without}", *own] if ROOT else own


@pytest.fixture
def careful(tmp_path: Path) -> Careful:
    return Careful(tmp_path / "state")


@contextlib.contextmanager
def at_work(server: Installation, office: Cloud, practice: Practice) -> Iterator[Any]:
    server.write(settings(practice.path, office))
    with server.running() as worker:
        server.activate(office)
        server.until_phase("attention")
        yield worker
        assert worker.poll() is None
    assert "Traceback" not in server.log()
    assert "PS-SYS-01" not in server.log()


def delete_phones(practice: Practice) -> None:
    with closing(sqlite3.connect(practice.path)) as database, database:
        database.execute("DELETE FROM ContactPhone")


def until_sent(office: Cloud) -> None:
    """Wait until no contact that is online has a phone number."""
    end = time.monotonic() + 60
    while phones_online(office):
        assert time.monotonic() < end, "the change did not go online"
        time.sleep(0.1)


def phones_online(office: Cloud) -> int:
    with closing(sqlite3.connect(office.database.removeprefix("sqlite:///"))) as database:
        rows = database.execute(
            "SELECT count(*) FROM contact WHERE practice_id = ? AND body LIKE '%\"phones\"%'",
            [office.practice_id],
        )
        return int(rows.fetchone()[0])


def test_a_full_disk_is_told_and_nothing_is_lost(office, server, practice):
    with (
        small_disk(server.state) as mounted,
        at_work(server, office, practice) as worker,
    ):
        with full(server.state, worker, mounted):
            delete_phones(practice)
            server.until(lambda shown: shown["code"] == "PS-SYS-02")
            told = server.call("status")
            assert "The disk of this computer is full" in told.out
            assert "Free some space on the disk." in told.out
            assert told.code == 3
            if mounted:
                assert server.status()["colour"] == "red"
        until_sent(office)
        server.until_phase("attention")
        assert server.log().count("PS-SYS-02 The disk") <= 2


def test_a_full_disk_for_the_log_alone_stops_nothing(office, server, practice):
    with at_work(server, office, practice):
        log = server.state / "logs" / "practicesync.log"
        log.rename(log.with_suffix(".kept"))
        log.symlink_to("/dev/full")
        delete_phones(practice)
        assert server.call("sync-now").code == 0
        until_sent(office)
        server.until_phase("attention")
        log.unlink()
        assert server.call("sync-now").code == 0
        log.with_suffix(".kept").unlink()
        assert "command=sync-now" in server.log()


@pytest.mark.parametrize("name", ["logs", "public", "inbox", "replies"])
def test_a_folder_that_goes_away_is_made_anew(office, server, practice, name):
    with at_work(server, office, practice):
        shutil.rmtree(server.state / name)
        delete_phones(practice)
        until_sent(office)
        server.until(bool)
        end = time.monotonic() + 20
        while not (server.state / name).is_dir():
            assert time.monotonic() < end
            time.sleep(0.1)
        assert server.call("sync-now").code == 0
        server.until_phase("attention")
        while server.call("status").code != 6:
            assert time.monotonic() < end


def test_a_private_folder_that_goes_away_is_told_and_comes_back(office, server, practice):
    private, away = server.state / "private", server.state / "away"
    with at_work(server, office, practice):
        private.rename(away)
        server.until(lambda shown: shown["code"] == "PS-CFG-06")
        told = server.status()
        assert told["colour"] == "red"
        assert told["sentence"].startswith("The settings file isn't there any more.")
        assert server.call("pause").code == 2  # it can't be remembered, so it isn't done
        delete_phones(practice)
        until_sent(office)
        away.rename(private)
        server.until_phase("attention")

    done = server.call("run", "--once")
    assert done.code == 6
    assert server.status()["practices"][0]["counts"]["online"] == 7


def test_a_folder_that_may_not_be_written_is_told_and_heals(office, careful, practice):
    with at_work(careful, office, practice):
        folders = [careful.state / name for name in ("public", "private", "logs", "replies")]
        rights = {folder: folder.stat().st_mode & 0o7777 for folder in folders}
        try:
            for folder in folders:
                folder.chmod(0o555)
            delete_phones(practice)
            careful.until(lambda shown: shown["code"] == "PS-SYS-03")
            assert careful.status()["colour"] == "red"
            assert "Practice Sync isn't allowed to write to" in careful.status()["sentence"]
        finally:
            for folder, mode in rights.items():
                folder.chmod(mode)
        until_sent(office)
        careful.until_phase("attention")


def until_still(heartbeat: Path) -> float:
    """Wait until a beat has been missed, each being due after 5 s; return when the last was."""
    end = time.monotonic() + 40
    while time.time() - (beat := heartbeat.stat().st_mtime) < 7:
        assert time.monotonic() < end, "the heart goes on"
        time.sleep(0.1)
    return beat


def test_a_status_that_can_not_be_written_at_all_stops_the_heart(office, careful, practice):
    with at_work(careful, office, practice):
        public = careful.state / "public"
        try:
            (public / "status.json").chmod(0o444)
            public.chmod(0o555)
            delete_phones(practice)
            until_sent(office)
            beat = until_still(public / "heartbeat")
        finally:
            public.chmod(0o755)
        careful.until(lambda shown: bool(shown["practices"][0]["last_sent"]))
        end = time.monotonic() + 20
        while (public / "heartbeat").stat().st_mtime == beat:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert careful.call("status").code == 6


def test_a_folder_that_can_not_be_made_is_told_at_the_start(careful, practice, office, tmp_path):
    careful.write(settings(practice.path, office))
    tmp_path.joinpath("state").chmod(0o555)
    try:
        done = careful.call("run", "--once")
    finally:
        tmp_path.joinpath("state").chmod(0o755)

    assert (done.code, done.out) == (2, "")
    assert "(PS-SYS-03)" in done.err
    assert len(done.err.splitlines()) == 2


def test_a_folder_on_a_full_disk_is_told_at_the_start(server, practice, office):
    server.write(settings(practice.path, office))

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    with server.running("--once", preexec_fn=no_room) as worker:
        err = worker.communicate(timeout=30)[1]

    assert worker.returncode in (2, 3)
    assert "Traceback" not in err
    assert "(PS-SYS-02)" in err
    stop(worker)
