"""A worker that is killed at any step of signing in or of renewing its sign-in."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from functools import partial

import pytest
import requests

from practicesync.adapters.authority import Authority
from practicesync.adapters.system_clock import SystemClock
from practicesync.adapters.vault import FileKeyStore, FileVault
from practicesync.adapters.wire import open_wire
from practicesync.demo.practice import Practice
from tests.fakes.wire import HANG_UP, Received, Reply
from tests.system.agent import address_of
from tests.system.between import Between, Moment, between
from tests.system.cloud import Cloud
from tests.system.installation import Installation, settings

CODE = "grant_type=authorization_code"
REFRESH = "grant_type=refresh_token"
METADATA = "oauth-authorization-server"


def killed(worker: subprocess.Popen[str]) -> None:
    os.kill(worker.pid, signal.SIGKILL)


# Before this server knows that it is in charge, a person signs in again; later nobody has to.
SIGNING_IN = [
    (Moment("GET", METADATA), True),
    (Moment("POST", "/oauth/token", grant=CODE), True),
    (Moment("POST", "/oauth/token", grant=CODE, when="lost answer"), True),
    (Moment("POST", "/activation"), True),
    (Moment("POST", "/activation", when="lost answer"), True),
    (Moment("POST", "/activation", nth=2), False),
    (Moment("POST", "/activation", nth=2, when="lost answer"), False),
    (Moment("POST", "/contacts/batch", when="lost answer"), False),
]


@pytest.mark.parametrize(("moment", "again"), SIGNING_IN, ids=str)
def test_an_activation_that_is_killed_is_done_or_can_be_done_again(
    server, office, practice, tmp_path, moment, again
):
    with between(office, tmp_path / "between") as (middle, seen):
        server.write(settings(practice.path, seen))
        with server.running() as worker:
            middle.at(moment, lambda: killed(worker))
            # The browser, or the command before it, finds nobody there any more.
            with suppress(requests.RequestException, AssertionError):
                server.activate(office)
            worker.wait(30)
        assert middle.struck == 1

        with server.running():
            if again:
                server.until_phase("not_activated")
                assert server.activate(office)[-1] == {"activated": True}
            shown = server.until_phase("attention")

    assert shown["practices"][0]["counts"]["online"] == 7
    assert "Traceback" not in server.log()


RENEWING = [
    Moment("POST", "/oauth/token", grant=REFRESH),
    Moment("POST", "/oauth/token", grant=REFRESH, when="lost answer"),
    Moment("POST", "/activation"),
    Moment("POST", "/activation", when="lost answer"),
]


def test_renewing_is_survived_at_every_step_again_and_again(server, office, practice, tmp_path):
    with between(office, tmp_path / "between") as (middle, seen):
        server.write(settings(practice.path, seen))
        with server.running():
            server.activate(office)
            server.until_phase("attention")
        for moment in (*RENEWING, *RENEWING):
            with server.running() as worker:
                middle.at(moment, partial(killed, worker))
                worker.wait(30)
            assert middle.struck == 1, str(moment)

        with server.running():
            server.until_phase("attention")


def test_answers_that_get_lost_for_long_cost_no_sign_in(server, office, practice, tmp_path):
    """Each try of the agent is answered by a new pair of tokens that nobody ever hears of."""
    lost: list[Received] = []
    with between(office, tmp_path / "between") as (middle, seen):
        server.write(settings(practice.path, seen))
        with server.running():
            server.activate(office)
            server.until_phase("attention")
        forward = middle.answer

        def losing(received: Received) -> Reply:
            reply = forward(received)
            if REFRESH.encode() in received.body and len(lost) < 6:
                lost.append(received)
                return HANG_UP
            return reply

        middle.server.answer = losing
        with server.running():
            server.until_phase("retrying")
            while len(lost) < 6:
                server.call("sync-now")
            server.until_phase("attention")

    assert len({received.body for received in lost}) == 1


def requests_after(middle: Between, server: Installation) -> list[tuple[str, str]]:
    """Return what the agent asks the cloud while it is left alone and while people push it."""
    middle.seen.clear()
    for _ in range(3):
        server.call("sync-now")
        server.call("check")
    time.sleep(3)  # six looks at this interval
    return list(middle.seen)


def test_a_sign_in_that_was_ended_online_is_asked_about_once(server, office, practice, tmp_path):
    with between(office, tmp_path / "between") as (middle, seen):
        server.write(settings(practice.path, seen))
        with server.running():
            server.activate(office)
            server.until_phase("attention")
            revoke(server, office)
            middle.seen.clear()
            edit(practice)
            shown = server.until_phase("sign_in_needed")
            asked = list(middle.seen)
            assert requests_after(middle, server) == []

            assert server.activate(office)[-1] == {"activated": True}
            server.until_phase("attention")

    assert (shown["colour"], shown["code"]) == ("red", "PS-AUT-01")
    # The batch, and once with each of the two refresh tokens that are kept.
    assert asked[0][1].endswith("/contacts/batch")
    assert [path for _, path in asked].count("/oauth/token") in (1, 2)
    assert len(asked) <= 4


def test_a_worker_that_starts_signed_out_asks_once(server, office, practice, tmp_path):
    with between(office, tmp_path / "between") as (middle, seen):
        server.write(settings(practice.path, seen))
        with server.running():
            server.activate(office)
            server.until_phase("attention")
        revoke(server, office)
        middle.seen.clear()
        with server.running():
            server.until_phase("sign_in_needed")
            assert [path for _, path in middle.seen].count("/oauth/token") in (1, 2)
            assert requests_after(middle, server) == []


def revoke(server: Installation, office: Cloud) -> None:
    """End the sign-in as somebody does online."""
    private = server.state / "private"
    vault = FileVault(private / "vault.bin", FileKeyStore(private / "vault.key"))
    held = vault.get(f"tokens:{office.practice_id}") or ""
    wire = open_wire(address_of(office), "0")
    Authority(wire, SystemClock()).revoke(held.partition('"current":"')[2].partition('"')[0])
    wire.close()


def edit(practice: Practice) -> None:
    with closing(sqlite3.connect(practice.path)) as database, database:
        database.execute("DELETE FROM ContactPhone")
