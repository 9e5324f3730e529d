"""Signing in for a practice that works already, and sign-ins that nobody waits for any more."""

from __future__ import annotations

import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.ask import ask, leave
from practicesync.app.asking.reply import Reply
from practicesync.app.asking.terms import VERSION
from practicesync.app.worker.diary import Diary
from practicesync.demo.practice import Practice
from tests.system.between import Moment, between
from tests.system.cloud import Cloud, sign_in
from tests.system.installation import Installation, at, come_back, settings, stop

ON_A_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
ACTIVATE = ("activate", "--accept-terms", "--yes", "--no-browser")


def step(server: Installation, name: str, **arguments: Any) -> Reply:
    return ask(StateFolder(server.state), "activate", None, {"step": name} | arguments)


def until_step(server: Installation, id_: str, *kinds: str) -> dict[str, Any]:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        reply = step(server, "status", id=id_)
        ended = reply.outcome if reply.outcome != "waiting" else ""
        if reply.detail.get("type") in kinds or ended in kinds:
            return reply.detail
        time.sleep(0.1)
    raise AssertionError(f"still {reply}")


def begun(server: Installation) -> tuple[str, str]:
    """Begin to sign in as any program could, and return the sign-in's id and address."""
    id_ = str(step(server, "begin").detail["id"])
    return id_, str(until_step(server, id_, "waiting")["sign_in_address"])


def signed_in(server: Installation, cloud: Cloud) -> str:
    """Sign in, say yes to all but the last question, and return the sign-in's id."""
    id_, address = begun(server)
    come_back(sign_in(cloud, at(cloud, address)))
    assert until_step(server, id_, "signed_in")["user"] == cloud.email
    step(server, "confirm", id=id_, user=cloud.email)
    until_step(server, id_, "ready")
    return id_


def edit(practice: Practice, table: str) -> None:
    with closing(sqlite3.connect(practice.path)) as database, database:
        database.execute(f"DELETE FROM {table}")


def sent_at(shown: dict[str, Any]) -> str:
    return str(shown["practices"][0]["last_sent"]["at"])


def until_sent_after(server: Installation, before: str) -> dict[str, Any]:
    return server.until(lambda shown: shown["phase"] == "attention" and sent_at(shown) > before)


def paused(server: Installation) -> dict[str, Any]:
    diary = Diary(server.state / "private" / "commands.json")
    diary.open()
    return dict(diary.paused)


def test_it_goes_on_sending_while_somebody_signs_in_and_when_they_do_not(
    server, office, practice, tmp_path
):
    with between(office, tmp_path / "between") as (middle, seen):
        server.write(settings(practice.path, seen))
        with server.running():
            server.activate(office)
            before = sent_at(server.until_phase("attention"))
            middle.seen.clear()

            id_, _ = begun(server)
            edit(practice, "ContactPhone")
            during = sent_at(until_sent_after(server, before))
            step(server, "cancel", id=id_)
            until_step(server, id_, "failed")
            refused = signed_in(server, office)
            step(server, "cancel", id=refused)
            until_step(server, refused, "failed")
            edit(practice, "ContactEmail")
            until_sent_after(server, during)

            asked = [path for method, path in middle.seen if method == "POST"]
            claims = [path for path in asked if path.endswith("/activation")]
            again = server.call("activate")

    assert claims == []
    assert "is activated already" in again.out


# Nothing of what was kept is touched before the claim has worked; then the new sign-in is good.
SIGNING_IN_AGAIN = [
    Moment("POST", "/activation"),
    Moment("POST", "/activation", when="lost answer"),
    Moment("POST", "/oauth/revoke"),
    Moment("POST", "/activation", nth=2, when="lost answer"),
]


@pytest.mark.parametrize("moment", SIGNING_IN_AGAIN, ids=str)
def test_a_sign_in_that_is_killed_costs_a_working_practice_nothing(
    server, office, practice, tmp_path, moment
):
    with between(office, tmp_path / "between") as (middle, seen):
        server.write(settings(practice.path, seen))
        with server.running() as worker:
            server.activate(office)
            before = sent_at(server.until_phase("attention"))
            id_ = signed_in(server, office)
            middle.at(moment, lambda: os.kill(worker.pid, signal.SIGKILL))
            confirmed = {"step": "start", "id": id_, "terms": VERSION}
            leave(StateFolder(server.state), "activate", None, confirmed)
            worker.wait(30)
        assert middle.struck == 1

        edit(practice, "ContactPhone")
        with server.running():
            until_sent_after(server, before)

    assert "Traceback" not in server.log()


def test_a_claim_that_is_refused_leaves_a_working_practice_alone(
    server, office, practice, tmp_path
):
    with between(office, tmp_path / "between") as (middle, seen):
        server.write(settings(practice.path, seen))
        with server.running():
            server.activate(office)
            before = sent_at(server.until_phase("attention"))
            id_ = signed_in(server, office)
            middle.at(Moment("POST", "/activation"), lambda: None)
            step(server, "start", id=id_, terms=VERSION)
            until_step(server, id_, "failed")
            assert middle.struck == 1
            edit(practice, "ContactPhone")
            shown = until_sent_after(server, before)
        with server.running():
            server.until_phase("attention")

    assert shown["practices"][0]["code"] == "PS-SYS-11"  # the three that can't be sent, as before


def test_a_pause_outlasts_a_sign_in_and_ends_with_an_activation(server, office, practice):
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
        assert server.call("pause").code == 0
        server.until_phase("paused")

        given_up = signed_in(server, office)
        assert server.status()["phase"] == "paused"
        step(server, "cancel", id=given_up)
        until_step(server, given_up, "failed")
        assert (server.status()["phase"], list(paused(server))) == ("paused", ["Main office"])

        kept = signed_in(server, office)
        assert server.status()["phase"] == "paused"
        step(server, "start", id=kept)
        assert until_step(server, kept, "done")["pause_ended"] is True
        assert paused(server) == {}
        server.until_phase("attention")
    with server.running():
        server.until_phase("attention")


@contextmanager
def activating(server: Installation) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run ``activate`` until it has shown the address to sign in at."""
    process = subprocess.Popen(
        server.command("--json", *ACTIVATE),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["sign_in_address"]
        server.until_phase("signing_in")
        yield process, address
    finally:
        stop(process)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_sign_in_is_given_up_with_the_command_that_waits_for_it(server, office, practice, number):
    server.write(settings(practice.path, office))
    with server.running():
        server.until_phase("not_activated")
        with activating(server) as (process, _):
            process.send_signal(number)
            assert process.wait(30) == 3

            server.until_phase("not_activated")


def test_a_sign_in_is_given_up_when_its_command_can_tell_nobody(server, office, practice):
    server.write(settings(practice.path, office))
    with server.running():
        server.until_phase("not_activated")
        with activating(server) as (process, address):
            assert process.stdout is not None
            process.stdout.close()
            come_back(sign_in(office, at(office, address)))
            assert process.wait(30) != 0

            server.until_phase("not_activated")


def test_a_sign_in_is_given_up_when_its_terminal_is_closed(server, office, practice):
    server.write(settings(practice.path, office))
    with server.running():
        server.until_phase("not_activated")
        terminal, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-c", ON_A_TERMINAL, *server.command(*ACTIVATE)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        try:
            server.until_phase("signing_in")
            told = b""
            while b"Sign in here" not in told:
                told += os.read(terminal, 1000)
            os.close(terminal)
            server.until_phase("not_activated")
            assert process.wait(30) == 3
        finally:
            stop(process)
