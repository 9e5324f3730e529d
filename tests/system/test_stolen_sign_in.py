"""Somebody has copied the sign-in of a real worker: both are out, and administrators are told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
import requests
import sqlalchemy as sa

from practicecloud.store import tables
from practicecloud.store.storage import open_database, reading
from practicesync.adapters.vault import FileKeyStore, FileVault
from practicesync.demo.practice import Practice
from tests.system.cloud import Cloud, session, submit
from tests.system.cloud_agent import refresh
from tests.system.installation import Installation, settings

WARNING = "sign-in was used.</strong>"


@pytest.fixture
def signed_in(server: Installation, office: Cloud, practice: Practice) -> Installation:
    """A server that was activated and has come to its end."""
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
    return server


@pytest.fixture
def administrator(office: Cloud) -> Iterator[requests.Session]:
    """Somebody who is signed in to the pages of the practice."""
    with session(office) as browser:
        page = browser.get(f"{office.base_url}/sign-in", timeout=30)
        submit(browser, page, {"email": office.email, "password": office.password})
        yield browser


def copied(server: Installation, office: Cloud) -> str:
    """Return the refresh token that the server would use next."""
    private = server.state / "private"
    vault = FileVault(private / "vault.bin", FileKeyStore(private / "vault.key"))
    kept = vault.get(f"tokens:{office.practice_id}")
    assert kept is not None
    return str(json.loads(kept)["current"])


def call(office: Cloud, access: str) -> int:
    """Read contacts with that token and return the status of the answer."""
    with session(office) as thief:
        address = f"{office.base_url}/v1/practices/{office.practice_id}/contacts"
        bearer = {"Authorization": f"Bearer {access}"}
        return thief.get(address, headers=bearer, timeout=30).status_code


def edit(practice: Practice) -> None:
    with closing(sqlite3.connect(practice.path)) as database, database:
        database.execute("DELETE FROM ContactPhone")


def activity(administrator: requests.Session, office: Cloud) -> requests.Response:
    place = f"{office.base_url}/practices/{office.practice_id}/activity"
    return administrator.get(place, timeout=30)


def mails(office: Cloud) -> list[str]:
    """Return to whom it was written about a copied sign-in."""
    engine = open_database(office.database)
    table = tables.outbox
    mine = sa.and_(table.c.practice_id == office.practice_id, table.c.subject.contains("copy of"))
    with reading(engine) as connection:
        found = list(connection.scalars(sa.select(table.c.recipient).where(mine)))
    engine.dispose()
    return found


def test_a_thief_who_comes_first_is_thrown_out_when_the_server_renews(
    signed_in, office, administrator
):
    stolen = refresh(office, copied(signed_in, office)).json()
    assert call(office, stolen["access_token"]) == 200
    assert WARNING not in activity(administrator, office).text

    with signed_in.running():
        signed_in.until_phase("sign_in_needed")

    assert call(office, stolen["access_token"]) == 401
    assert refresh(office, stolen["refresh_token"]).status_code == 400
    assert WARNING in activity(administrator, office).text
    assert mails(office) == [office.email]


def test_a_thief_who_comes_later_throws_out_both(signed_in, office, administrator, practice):
    stolen = copied(signed_in, office)
    with signed_in.running():
        signed_in.until_phase("attention")
        assert refresh(office, stolen).status_code == 400
        edit(practice)
        signed_in.until_phase("sign_in_needed")

    assert refresh(office, copied(signed_in, office)).status_code == 400
    assert WARNING in activity(administrator, office).text
    assert mails(office) == [office.email]


def test_a_thief_who_renews_beside_the_server_is_noticed_at_their_first_call(
    signed_in, office, administrator, practice
):
    stolen = refresh(office, copied(signed_in, office)).json()
    with signed_in.running():
        signed_in.until_phase("attention")
        assert call(office, stolen["access_token"]) == 401
        edit(practice)
        signed_in.until_phase("sign_in_needed")

    assert refresh(office, stolen["refresh_token"]).status_code == 400
    assert WARNING in activity(administrator, office).text


def test_once_read_and_activated_again_all_is_well(signed_in, office, administrator, practice):
    stolen = copied(signed_in, office)
    with signed_in.running():
        signed_in.until_phase("attention")
        refresh(office, stolen)
        edit(practice)
        signed_in.until_phase("sign_in_needed")
        signed_in.activate(office)
        signed_in.until_phase("attention")

    page = activity(administrator, office)
    forms = page.text.split("<form")[1:]
    number = next(at for at, form in enumerate(forms) if "I have read this" in form)
    assert submit(administrator, page, {}, number).status_code == 303
    shown = activity(administrator, office).text
    assert WARNING not in shown
    assert "read the warning" in shown


def test_a_server_whose_answers_are_lost_or_who_starts_anew_warns_nobody(
    signed_in, office, administrator
):
    refresh(office, copied(signed_in, office))  # an answer that never arrived
    for _ in range(2):
        with signed_in.running():
            signed_in.until_phase("attention")
    assert WARNING not in activity(administrator, office).text
    assert mails(office) == []
