"""The worker as a real process: from signing in to contacts that can be read online."""

from __future__ import annotations

import io
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from practicesync.adapters.cloud_activation import deactivate, in_charge
from practicesync.core.key import Key, key_in_path
from practicesync.demo.practice import MARKER, expected, make_practice
from tests.system.agent import agent_of
from tests.system.cloud import Cloud, make_certificate, serving, sign_in
from tests.system.conftest import another
from tests.system.installation import Installation, come_back, one_practice, settings, stop


def online_copy(office: Cloud, folder: Path, keys: list[str]) -> dict[str, dict[str, object]]:
    """Read those contacts as the practice's staff may."""
    with agent_of(office, folder) as staff:
        paths = {key: f"/contacts/{key_in_path(Key(key))}" for key in keys}
        return {key: staff.session.get(path, dict) for key, path in paths.items()}


def test_ten_contacts_are_activated_sent_and_read_back(office, server, practice, tmp_path):
    server.write(settings(practice.path, office))
    with server.running():
        printed = server.activate(office)
        shown = server.until_phase("attention")

    facts = [next(iter(line)) for line in printed]
    checks = facts.count("check")
    assert facts == ["sign_in_address", "signed_in", *["check"] * checks, "plan", "activated"]
    assert checks > 10
    assert printed[-2]["plan"]["contacts"] == 10
    assert printed[1]["signed_in"]["user"] == office.email
    counts = shown["practices"][0]["counts"]
    assert counts == {
        "in_database": 10,
        "online": 7,
        "not_sent": 3,
        "left_out": 0,
        "held": 0,
        "waiting": 0,
    }
    truth = expected(practice)
    assert online_copy(office, tmp_path / "staff", list(truth)) == truth


def test_nothing_is_sent_before_the_yes(office, server, practice, tmp_path):
    server.write(settings(practice.path, office))
    with server.running():
        # Without --yes and without a terminal to ask on, the answer is no.
        printed = server.activate(office, "--accept-terms", "--no-browser")
        shown = server.until_phase("not_activated")

    assert "signed_in" in printed[-1]
    assert shown["practices"][0]["practice_id"] == ""
    assert not list((server.state / "private").glob("journal-*"))
    assert not (server.state / "private" / "vault.bin").exists()


def test_a_killed_worker_goes_on_where_it_was(office, server, practice):
    server.write(settings(practice.path, office))
    with server.running() as worker:
        server.activate(office)
        server.until_phase("attention")
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    with closing(sqlite3.connect(practice.path)) as database, database:
        database.execute("DELETE FROM ContactPhone")

    done = server.call("run", "--once")

    assert done.code == 6, done
    assert server.status()["practices"][0]["counts"]["online"] == 7
    assert server.status()["practices"][0]["last_sent"]["contacts"] > 0


def test_a_cloud_that_is_down_is_waited_for(office, server, practice):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    folder = office.folder.parent / "restarted"
    folder.mkdir(exist_ok=True)
    make_certificate(folder)
    moved = replace(office, base_url=f"https://127.0.0.1:{port}", ca_file=folder / "ca.pem")
    server.write(settings(practice.path, moved))
    with serving(folder, office.database, port=port), server.running():
        server.activate(moved)
        server.until_phase("attention")

    with server.running():
        shown = server.until_phase("retrying")
        assert shown["code"] == "PS-CLD-01"
        with serving(folder, office.database, port=port):
            server.call("sync-now")
            server.until_phase("attention")

    assert server.log().count("PS-CLD-01") == 1
    assert "Traceback" not in server.log()


def test_a_pause_outlives_the_worker(office, server, practice):
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
        assert server.call("pause", "60").code == 0
        server.until_phase("paused")

    with server.running():
        shown = server.until_phase("paused")
        assert shown["practices"][0]["next_try_at"] is not None
        assert server.call("resume").code == 0
        server.until_phase("attention")
    with server.running():
        server.until_phase("attention")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_ends_it_in_good_order(server, practice, office, name):
    server.write(settings(practice.path, office))
    with server.running() as worker:
        server.until_phase("not_activated")
        worker.send_signal(getattr(signal, name))
        assert worker.wait(10) == 0

    status = server.call("status", "--json")
    assert status.code == 8
    assert '"not_running"' in status.out


def test_a_practice_is_activated_once(office, server, practice):
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
        again = server.call("activate")

    assert again.code == 0
    assert f"is activated already: {office.email} did so at" in again.out


def test_what_was_ended_online_is_not_begun_again_by_itself(office, server, practice, tmp_path):
    server.write(settings(practice.path, office))
    with agent_of(office, tmp_path / "person") as person, server.running():
        server.activate(office)
        server.until_phase("attention")
        deactivate(person.session, keep_copy=True)
        with closing(sqlite3.connect(practice.path)) as database, database:
            database.execute("DELETE FROM ContactPhone")
        assert server.until_phase("not_activated")["code"] == "PS-CLD-09"

    with agent_of(office, tmp_path / "person") as person:
        with server.running():
            server.until_phase("not_activated")
            assert not in_charge(person.session).active
            server.activate(office)
            server.until_phase("attention")
        assert in_charge(person.session).active


def test_another_server_is_told_who_is_in_charge(office, server, practice, tmp_path):
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
        second = Installation(tmp_path / "second")
        second.write(settings(practice.path, office))
        with second.running():
            printed = second.activate(office)

    assert printed[-1]["code"] == "PS-CLD-06"
    assert not list((second.state / "private").glob("journal-*"))


def test_no_personal_value_is_in_what_others_may_read(office, server, practice):
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
        server.call("sync-now")
        public = b"".join(
            path.read_bytes()
            for folder in ("public", "logs")
            for path in (server.state / folder).iterdir()
        )

    for value in (office.email, office.password, MARKER):
        assert value.lower().encode() not in public.lower()


def test_the_worker_leaves_no_answer_behind(office, server, practice):
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.call("sync-now")
        (server.state / "replies" / "nobody-came.json").write_text("{}", encoding="utf-8")

    assert list((server.state / "replies").iterdir()) == []
    assert list((server.state / "inbox").iterdir()) == []
    # One that was killed leaves what it has; the next begins without.
    left = server.state / "replies" / "nobody-came.json"
    left.write_text("{}", encoding="utf-8")
    with server.running():
        server.until_phase("attention")
        assert not left.exists()


def test_it_ends_although_a_second_one_was_refused(server, practice, office):
    server.write(settings(practice.path, office))
    with server.running() as first:
        server.until_phase("not_activated")
        second = server.call("run")
        assert (second.code, second.out) == (7, "")
        assert "(PS-SYS-04)" in second.err
        assert first.poll() is None
        assert stop(first) == 0


def test_it_ends_in_time_although_the_cloud_never_answers(office, server, practice):
    folder = office.folder.parent / "silent"
    folder.mkdir(exist_ok=True)
    make_certificate(folder)
    with serving(folder, office.database) as (address, cloud):
        silent = replace(office, base_url=address, ca_file=folder / "ca.pem")
        server.write(settings(practice.path, silent))
        with server.running() as worker:
            server.activate(silent)
            server.until_phase("attention")
            os.kill(cloud.pid, signal.SIGSTOP)
            try:
                with closing(sqlite3.connect(practice.path)) as database, database:
                    database.execute("DELETE FROM ContactPhone")
                time.sleep(2)  # four looks: by now it sends, and nothing comes back
                worker.send_signal(signal.SIGTERM)
                assert worker.wait(15) == 0
            finally:
                os.kill(cloud.pid, signal.SIGCONT)


def test_two_practices_of_one_server_are_each_activated(office, online, server, tmp_path):
    offices = {"Main office": office, "Other office": another(online, "other")}
    truths = {}
    config = "[agent]\npoll_interval = 0.5\n"
    for name, its in offices.items():
        made = make_practice(tmp_path / f"{its.practice_id}.db", contacts=10, seed=len(config))
        truths[name] = expected(made)
        config += one_practice(name, made.path, its)
    server.write(config)
    with server.running():
        unclear = server.call("activate", "--accept-terms", "--yes")
        assert unclear.code == 2
        assert "--practice" in unclear.err
        for name, its in offices.items():
            server.activate(its, "--accept-terms", "--yes", "--practice", name)
        shown = server.until(
            lambda shown: {one["phase"] for one in shown["practices"]} == {"attention"}
        )

    assert [one["name"] for one in shown["practices"]] == list(offices)
    for name, its in offices.items():
        assert online_copy(its, tmp_path / name, list(truths[name])) == truths[name]


@pytest.mark.parametrize("file", ["vault.bin", "vault.key"])
@pytest.mark.parametrize("damage", ["lost", "damaged"])
def test_signing_in_again_brings_back_lost_secrets(office, server, practice, damage, file):
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
    vault = server.state / "private" / file
    if damage == "lost":
        vault.unlink()
    else:
        vault.write_bytes(b"\x01" + bytes(100))

    with server.running():
        server.until(lambda shown: shown["code"] in ("PS-CLD-09", "PS-AUT-06", "PS-SYS-07"))
        printed = server.activate(office)
        shown = server.until_phase("attention")

    assert printed[-1] == {"activated": True}
    # What is online is known still: nothing was sent again.
    assert shown["practices"][0]["last_sent"] is None


def test_a_sign_in_that_is_broken_off_is_over_at_once(office, server, practice):
    server.write(settings(practice.path, office))
    with server.running():
        asking = subprocess.Popen(
            server.command("--json", "activate", "--accept-terms", "--no-browser"),
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert "sign_in_address" in (asking.stdout or io.StringIO()).readline()
            server.until_phase("signing_in")
            asking.send_signal(signal.SIGINT)
            assert asking.wait(15) == 3
            server.until_phase("not_activated")
        finally:
            stop(asking)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_break_at_the_question_who_signed_in_ends_the_sign_in_at_once(office, server, practice):
    import pty

    server.write(settings(practice.path, office))
    ours, theirs = pty.openpty()
    with server.running():
        asking = subprocess.Popen(
            server.command("activate", "--accept-terms", "--no-browser"),
            stdin=theirs,
            stdout=subprocess.PIPE,
        )
        try:
            assert asking.stdout is not None
            printed = b""
            while b"Is that right?" not in printed:
                more = os.read(asking.stdout.fileno(), 4096)
                assert more, "it ended without the question"
                printed += more
                if b"Sign in here: " in printed and printed.count(b"\n") == 1:
                    come_back(sign_in(office, printed.decode().split()[-1]))
            asking.send_signal(signal.SIGINT)
            assert asking.wait(15) == 3
            server.until_phase("not_activated")
        finally:
            os.close(ours)
            os.close(theirs)
            stop(asking)


def test_two_practices_of_one_server_cannot_be_the_same_one_online(office, server, tmp_path):
    made = make_practice(tmp_path / "practice.db", contacts=10)
    first, second = (one_practice(name, made.path, office) for name in ("Main", "Branch"))
    server.write(first + second)
    options = ("--accept-terms", "--yes", "--no-browser")
    with server.running():
        assert server.activate(office, *options, "--practice", "Main")[-1] == {"activated": True}
        # The only one that waits needs no name.
        refused = server.activate(office, *options)[-1]
        shown = server.status()

    assert refused["code"] == "PS-AUT-04"
    assert [one["practice_id"] for one in shown["practices"]] == [office.practice_id, ""]
    # Signed in for it on purpose in the settings, nothing runs at all.
    mark = 'name = "Branch"'
    server.write(first + second.replace(mark, f'{mark}\npractice_id = "{office.practice_id}"'))
    done = server.call("run")
    assert done.code == 2
    assert "PS-CFG-03" in done.err


def test_changed_settings_are_taken_and_wrong_ones_told(office, server, practice):
    good = settings(practice.path, office)
    server.write(good)
    with server.running() as worker:
        server.activate(office)
        server.until_phase("attention")

        server.write(good.replace("poll_interval = 0.5", "poll_interval = 0.1"))
        shown = server.until(lambda shown: shown["code"] == "PS-CFG-06")
        assert "agent.poll_interval" in shown["sentence"]
        assert shown["practices"][0]["phase"] == "attention"

        server.write(good.replace("Main office", "Head office"))
        shown = server.until(lambda shown: shown["practices"][0]["name"] == "Head office")
        server.until_phase("not_activated")  # a practice goes by its name

        server.write(good)
        server.until_phase("attention")
        assert worker.poll() is None
        assert server.status()["worker"]["pid"] == worker.pid

    assert "Traceback" not in server.log()
