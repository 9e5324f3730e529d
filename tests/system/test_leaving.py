"""Deactivation: what goes, what stays, and how it begins again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from practicesync.adapters.authority import Authority
from practicesync.adapters.cloud_activation import Claim, InCharge, activate, deactivate, in_charge
from practicesync.adapters.system_clock import SystemClock
from practicesync.adapters.vault import FileKeyStore, FileVault
from practicesync.adapters.wire import open_wire
from practicesync.core.errors import SignInNeeded
from practicesync.demo.practice import Practice
from tests.system.agent import address_of, agent_of
from tests.system.between import Moment, between
from tests.system.cloud import Cloud
from tests.system.installation import Installation, settings

ELSEWHERE = Claim("NEWSRV", "installation-2", take_over=True)


@pytest.fixture
def activated(server: Installation, office: Cloud, practice: Practice) -> Installation:
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
    return server


def journals(server: Installation) -> list[Path]:
    return list((server.state / "private").glob("journal-*"))


def refresh_token(server: Installation, office: Cloud) -> str:
    """Return the token in the vault, or nothing."""
    private = server.state / "private"
    vault = FileVault(private / "vault.bin", FileKeyStore(private / "vault.key"))
    held = json.loads(vault.get(f"tokens:{office.practice_id}") or "{}")
    return str(held.get("current", ""))


def works(office: Cloud, token: str) -> bool:
    wire = open_wire(address_of(office), "0")
    try:
        return bool(Authority(wire, SystemClock()).refresh(token))
    except SignInNeeded:
        return False
    finally:
        wire.close()


def online_ids(office: Cloud) -> list[str]:
    """Return the ids of the contacts that are online."""
    path = office.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=30)) as database:
        query = "SELECT id FROM contact WHERE practice_id = ? AND body IS NOT NULL ORDER BY id"
        return [json.loads(row[0])[0] for row in database.execute(query, [office.practice_id])]


def online(office: Cloud) -> int:
    """Count the contacts that are online."""
    return len(online_ids(office))


def who_is(office: Cloud, folder: Path) -> InCharge:
    with agent_of(office, folder) as person:
        return in_charge(person.session)


def test_it_ends_here_and_online_and_staff_see_what_was_there(activated, office, tmp_path):
    with activated.running():
        activated.until_phase("attention")
        token = refresh_token(activated, office)
        done = activated.call("deactivate", "--yes")
        shown = activated.until_phase("deactivated")

    assert done.code == 0, done
    assert done.out.startswith("Contacts sync has been stopped. Staff go on seeing")
    assert (shown["code"], shown["sentence"]) == (
        "",
        "Contacts sync has been stopped, so nothing goes online.",
    )
    assert not who_is(office, tmp_path / "person").active
    assert online(office) == 7
    assert not works(office, token)
    assert refresh_token(activated, office) == ""
    assert journals(activated)
    register = (activated.state / "private" / "practices.json").read_text()
    assert office.email not in register


def test_it_stays_so_over_a_restart_until_somebody_activates_again(activated, office, practice):
    with activated.running():
        activated.until_phase("attention")
        assert activated.call("deactivate", "--yes").code == 0
    with closing(sqlite3.connect(practice.path)) as database, database:
        database.execute("DELETE FROM Contact WHERE ContactID = ?", [online_ids(office)[0]])

    with activated.running():
        activated.until_phase("deactivated")
        printed = activated.activate(office)
        shown = activated.until(lambda shown: shown["phase"] == "attention" and online(office) == 6)

    assert printed[-1] == {"activated": True}
    # What is online was known still: one went, and nothing was sent again.
    assert shown["practices"][0]["last_sent"]["contacts"] == 1


def test_the_online_copy_is_removed_and_sent_anew(activated, office, tmp_path):
    with activated.running():
        activated.until_phase("attention")
        done = activated.call("--json", "deactivate", "--remove-online-copy", "--yes")
        activated.until_phase("deactivated")
        assert online(office) == 0
        assert journals(activated) == []

        activated.activate(office)
        activated.until_phase("attention")

    assert json.loads(done.out) == {
        "deactivated": True,
        "told": "yes",
        "online_copy_removed": True,
    }
    assert online(office) == 7


@pytest.mark.parametrize("option", [[], ["--remove-online-copy"]])
def test_without_a_yes_nothing_happens(activated, office, option):
    with activated.running():
        activated.until_phase("attention")
        done = activated.call("deactivate", *option)
        shown = activated.status()

    assert done.code == 3
    assert "--yes" in done.err
    assert shown["phase"] == "attention"
    assert online(office) == 7


def test_another_server_that_is_in_charge_goes_on(activated, office, tmp_path):
    with activated.running():
        activated.until_phase("attention")
        with agent_of(office, tmp_path / "person") as person:
            activate(person.session, ELSEWHERE)
        erase = activated.call("deactivate", "--remove-online-copy", "--yes")
        keep = activated.call("deactivate", "--yes")
        activated.until_phase("deactivated")

    assert erase.code == 3
    assert "NEWSRV has been in charge" in erase.err
    assert keep.code == 0
    assert "Another server is in charge of your online copy, and goes on." in keep.out
    assert who_is(office, tmp_path / "person").installation == "installation-2"
    assert online(office) == 7


def test_a_server_that_is_signed_out_can_stop_but_not_remove(activated, office, tmp_path):
    wire = open_wire(address_of(office), "0")
    Authority(wire, SystemClock()).revoke(refresh_token(activated, office))
    wire.close()
    with activated.running():
        activated.until_phase("sign_in_needed")
        erase = activated.call("deactivate", "--remove-online-copy", "--yes")
        assert (erase.code, "(PS-AUT-01)" in erase.err) == (3, True)
        assert journals(activated)
        keep = activated.call("deactivate", "--yes")
        activated.until_phase("deactivated")

    assert keep.code == 0
    assert "Online it still counts" in keep.out
    assert refresh_token(activated, office) == ""
    assert online(office) == 7


def test_what_is_not_activated_can_not_be_deactivated(server, office, practice):
    server.write(settings(practice.path, office))
    with server.running():
        server.until_phase("not_activated")
        done = server.call("deactivate", "--yes")

    assert done.code == 3
    assert "(PS-CLD-09)" in done.err


@pytest.mark.parametrize("when", ["lost request", "lost answer"])
@pytest.mark.parametrize("erase", [True, False], ids=["erase", "keep"])
def test_a_cloud_that_does_not_answer_is_told_and_asked_again(
    server, office, practice, tmp_path, erase, when
):
    option = ["--remove-online-copy"] if erase else []
    with between(office, tmp_path / "between") as (middle, seen):
        server.write(settings(practice.path, seen))
        with server.running():
            server.activate(office)
            server.until_phase("attention")
            middle.at(Moment("DELETE", "/activation", when=when), lambda: None)
            first = server.call("deactivate", *option, "--yes")
            if first.code:
                server.until_phase("attention", "not_activated")
                first = server.call("deactivate", *option, "--yes")
            assert first.code == 0, first
            server.until_phase("deactivated")

    assert middle.struck == 1
    assert online(office) == (0 if erase else 7)


MOMENTS = [
    Moment("GET", "/activation"),
    Moment("DELETE", "/activation"),
    Moment("DELETE", "/activation", when="lost answer"),
    Moment("POST", "/oauth/revoke"),
    Moment("POST", "/oauth/revoke", when="lost answer"),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_worker_killed_on_the_way_out_is_either_in_or_out(
    server, office, practice, tmp_path, moment
):
    with between(office, tmp_path / "between") as (middle, seen):
        server.write(settings(practice.path, seen))
        with server.running() as worker:
            server.activate(office)
            server.until_phase("attention")
            middle.at(moment, lambda: os.kill(worker.pid, signal.SIGKILL))
            assert server.call("deactivate", "--remove-online-copy", "--yes").code == 8
            worker.wait()
        assert middle.struck == 1

        with server.running():
            shown = server.until_phase("attention", "not_activated", "sign_in_needed")
            assert (online(office) == 7) == (shown["phase"] == "attention")
            if shown["phase"] == "attention":
                assert server.call("deactivate", "--remove-online-copy", "--yes").code == 0
                server.until_phase("deactivated")
            assert online(office) == 0
            server.activate(office)
            server.until_phase("attention")
    # Nothing was believed to be online that was gone.
    assert online(office) == 7


def test_a_deactivation_elsewhere_and_one_here_agree(activated, office, tmp_path):
    with activated.running():
        activated.until_phase("attention")
        with agent_of(office, tmp_path / "person") as person:
            deactivate(person.session, keep_copy=True)
        assert activated.call("deactivate", "--yes").code == 0
        activated.until_phase("deactivated")
