"""Two practices on one online side, each with people, a server and a contact that no other has."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from practicecloud.app import create_app
from practicecloud.notices import notice_settings
from practicecloud.oauth import copies
from practicecloud.online.activation import Activate, activate
from practicecloud.online.beats import Beat, note_beat
from practicecloud.people import invitations, tokens, visits
from practicecloud.people.invitations import Wish
from practicecloud.people.one_time import Maker
from practicecloud.people.people import Person, Role, add_member, add_person, add_practice
from practicecloud.people.tokens import SCOPES, Grant, Issue, Pair
from practicecloud.store import tables
from practicecloud.store.storage import open_database, writing
from practicecloud.web import browser
from tests.unit.practicecloud.asking import asking
from tests.unit.practicecloud.conftest import QUICK
from tests.unit.practicecloud.test_preparation import prepare

NOW = 1_800_000_000.0

Headers = dict[str, str]


@dataclass(frozen=True)
class Office:
    """The ids of a practice and of what is in it, and by which words it is known."""

    practice_id: str
    person_id: str
    contact_id: str
    server_id: str
    invitation_id: str
    copied_id: str
    installation: str
    markers: tuple[str, ...] = ()

    @property
    def ids(self) -> list[str]:
        """All ids that a request may name."""
        return [
            self.practice_id, self.person_id, self.contact_id, self.server_id,
            self.invitation_id, self.copied_id, self.installation,
        ]  # fmt: skip


def nowhere(like: Office | None = None) -> Office:
    """Return ids that there are not; with `like` those of that practice, of which nothing is in."""
    made = [str(uuid.uuid4()) for _ in range(6)]
    practice_id = like.practice_id if like else str(uuid.uuid4())
    person, contact, server, invitation, copied, installation = made
    contact_id = f'["{contact}"]'
    return Office(practice_id, person, contact_id, server, invitation, copied, installation)


@dataclass(frozen=True)
class Offices:
    """Both practices, and with which headers the people and programs of ours come."""

    ours: Office
    theirs: Office
    callers: dict[str, Headers]


def make_offices(database: str) -> Offices:
    """Fill an empty database."""
    engine = open_database(database)
    with writing(engine) as connection:
        ours, people, pair = _office(connection, "Oakbranch", '["1"]')
        theirs, _, _ = _office(connection, "Zebrafinch", '["2"]')
        callers = _people(connection, people, ours.practice_id)
        callers |= _programs(connection, people, ours.practice_id)
    callers["the server"] = _bearer(pair)
    with asking(create_app(engine, lambda: NOW)) as made:
        # Each has the contact of the other's key as well, only not under that name.
        for office, whose in ((ours, callers["the server"]), (theirs, None)):
            bearer = whose or _bearer(_pair_of(engine, office))
            item = {"op": "upsert", "id": office.contact_id, "epoch": 1, "sequence": 1}
            name = f"{office.markers[0]} Contact"
            contact = {"id": office.contact_id, "kind": "person", "status": "active", "name": name}
            body = json.dumps({"items": [item | {"contact": contact}]}).encode()
            place = f"/v1/practices/{office.practice_id}/contacts/batch"
            answer = made.ask("POST", place, body, bearer)
            assert answer.json()["outcomes"][0]["outcome"] == "stored", answer.text
            prepare(engine, office)
    engine.dispose()
    return Offices(ours, theirs, callers)


def _office(
    connection: sa.Connection, name: str, contact_id: str
) -> tuple[Office, dict[str, Person], Pair]:
    practice = add_practice(connection, f"{name} practice", NOW)
    mine = practice.practice_id
    people = {
        role: _person(connection, f"{role}@{name.lower()}.example", mine, role)
        for role in ("administrator", "staff")
    }
    boss = people["administrator"]
    pair, access = _signed_in(connection, Grant(boss.person_id, mine, " ".join(SCOPES)))
    installation = str(uuid.uuid4())
    activate(connection, access, Activate(f"{name}SRV", installation), NOW)
    sentence = f"{name} is in sync."
    note_beat(
        connection,
        mine,
        Beat(installation, f"{name}SRV", "in_sync", "green", "tick", sentence),
        NOW,
    )
    wish = Wish(mine, f"invited@{name.lower()}.example", "staff")
    invitations.invite(connection, wish, Maker(mine, boss.person_id), NOW)
    (invited,) = invitations.open_invitations(connection, mine, NOW)
    _, copy = _signed_in(connection, Grant(boss.person_id, mine, " ".join(SCOPES)))
    copies.noticed(connection, copy, NOW)
    (copied,) = copies.unread(connection, mine)
    notice_settings.keep_settings(
        connection,
        mine,
        notice_settings.NoticeSettings(
            by_mail=True,
            addresses=(f"notices@{name.lower()}.example",),
            webhook=f"https://{name.lower()}.example/hook",
            webhook_secret=f"{name}-secret",
        ),
    )
    markers = (name, name.lower(), name.upper())
    office = Office(
        mine,
        people["staff"].person_id,
        contact_id,
        access.family_id,
        invited.invitation_id,
        copied.copied_id,
        installation,
        markers,
    )
    return office, people, pair


def _person(connection: sa.Connection, email: str, practice_id: str, role: Role) -> Person:
    person = add_person(connection, email, "a password", NOW, QUICK)
    add_member(connection, person, practice_id, role)
    return person


def _signed_in(connection: sa.Connection, grant: Grant, at: float = NOW) -> tuple[Pair, Issue]:
    family, pair = tokens.begin_family(connection, grant, at), tokens.new_pair()
    tokens.issue_pair(connection, family, None, pair, at)
    found = tokens.by_refresh_token(connection, pair.refresh, NOW)
    assert found is not None
    return pair, found


def _people(
    connection: sa.Connection, people: dict[str, Person], practice_id: str
) -> dict[str, Headers]:
    left = _person(connection, "left@oakbranch.example", practice_id, "administrator")
    callers = {
        "nobody": {},
        "a made-up cookie": _cookie("made-up"),
        "who has left": _cookie(visits.begin(connection, left, NOW)),
        "whose visit is over": _cookie(
            visits.begin(connection, people["administrator"], NOW - 2 * visits.VISIT_SECONDS)
        ),
        "staff": _cookie(visits.begin(connection, people["staff"], NOW)),
        "administrator": _cookie(visits.begin(connection, people["administrator"], NOW)),
    }
    gone = tables.membership.c.person_id == left.person_id
    connection.execute(sa.delete(tables.membership).where(gone))
    return callers


def _programs(
    connection: sa.Connection, people: dict[str, Person], practice_id: str
) -> dict[str, Headers]:
    boss, staff = people["administrator"].person_id, people["staff"].person_id
    everything = " ".join(SCOPES)
    callers = {"a made-up token": {"Authorization": "Bearer made-up"}}
    for name, who, scope in (
        ("a program that reads", boss, "contacts:read"),
        ("a program that writes", boss, "contacts:write"),
        ("a program that administers", boss, "practice:admin"),
        ("a program of staff", staff, everything),
        ("a program that was signed out", boss, everything),
    ):
        pair, issue = _signed_in(connection, Grant(who, practice_id, scope))
        callers[name] = _bearer(pair)
    tokens.revoke_family(connection, issue.family_id, NOW)
    expired, _ = _signed_in(connection, Grant(boss, practice_id, everything), NOW - 3600)
    return callers | {"a token that is over": _bearer(expired)}


def _cookie(secret: str) -> Headers:
    return {"Cookie": f"{browser.VISIT}={secret}"}


def _bearer(pair: Pair) -> Headers:
    return {"Authorization": f"Bearer {pair.access}"}


def _pair_of(engine: sa.Engine, office: Office) -> Pair:
    pair = tokens.new_pair()
    with writing(engine) as connection:
        tokens.issue_pair(connection, office.server_id, None, pair, NOW)
    return pair


def csrf(headers: Headers) -> str:
    """Return what a form of that caller brings along."""
    return browser.form_token(headers.get("Cookie", "").partition("=")[2])


def rows_of(file: Path, practice_id: str = "") -> dict[str, list[str]]:
    """Return what is kept, or what is kept of that practice; how tokens and visits go on aside."""
    engine = sa.create_engine(f"sqlite:///{file}")
    kept: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for name, table in tables.metadata.tables.items():
            mine = _of(table, practice_id) if practice_id else sa.true()
            if mine is not None and name not in _GO_ON:
                query = sa.select(table).where(mine)
                kept[name] = sorted(repr(row) for row in connection.execute(query))
    engine.dispose()
    return kept


_GO_ON = ("issue", "visit", "wrong_try", "listening")


def _of(table: sa.Table, practice_id: str) -> sa.ColumnElement[bool] | None:
    """Return which rows are the practice's, or None where none is anybody's."""
    if "practice_id" in table.c:
        return table.c.practice_id == practice_id
    if table.name == "practice":
        return table.c.id == practice_id
    if "directory" in table.c:
        number = tables.metadata.tables["directory"]
        mine = sa.select(number.c.number).where(number.c.practice_id == practice_id)
        return table.c.directory.in_(mine)
    return None
