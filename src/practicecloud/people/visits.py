"""Visits: who is signed in where, from signing in until its end."""

from __future__ import annotations

import secrets

import msgspec
import sqlalchemy as sa

from practicecloud.audit import audit
from practicecloud.people.people import Person, hashed
from practicecloud.store import tables

VISIT_SECONDS = 12 * 3600
"""A working day: then the password is asked for again, however busy somebody is."""

IDLE_SECONDS = 2 * 3600
"""So long a page may lie open on a desk and still be gone on with."""

NOTED_EACH = 300
"""Seconds after which it is noted again that a visit goes on."""


class Visitor(msgspec.Struct, frozen=True):
    """Who visits, and when it was last noted that they do."""

    person: Person
    seen_at: float


class Visit(msgspec.Struct, frozen=True):
    """A visit as its person is shown it; `here` is the one that they look at it by."""

    began_at: float
    seen_at: float
    browser: str
    here: bool


def begin(connection: sa.Connection, person: Person, now: float, browser: str = "") -> str:
    """Note that the person signs in, and return the cookie of their visit."""
    cookie = secrets.token_urlsafe(32)
    table, membership = tables.visit, tables.membership
    connection.execute(sa.delete(table).where(table.c.expires_at < now))
    row = {
        "cookie_hash": hashed(cookie),
        "person_id": person.person_id,
        "began_at": now,
        "seen_at": now,
        "browser": browser[:60],
        "expires_at": now + VISIT_SECONDS,
    }
    connection.execute(sa.insert(table).values(row))
    theirs = membership.c.person_id == person.person_id
    connection.execute(sa.update(membership).where(theirs).values(signed_in_at=now))
    for practice_id in connection.scalars(sa.select(membership.c.practice_id).where(theirs)):
        audit.note(connection, practice_id, person.person_id, "signed-in", now)
    return cookie


def visitor(connection: sa.Connection, cookie: str, now: float) -> Visitor | None:
    """Return who visits with that cookie, or None once the visit is over."""
    visit, person = tables.visit, tables.person
    row = connection.execute(
        sa.select(person.c.id, person.c.email, visit.c.seen_at)
        .join(visit, visit.c.person_id == person.c.id)
        .where(visit.c.cookie_hash == hashed(cookie), _goes_on(now))
    ).one_or_none()
    return Visitor(Person(row.id, row.email), row.seen_at) if row else None


def seen(connection: sa.Connection, cookie: str, now: float) -> None:
    """Note that the visit goes on."""
    table = tables.visit
    mine = table.c.cookie_hash == hashed(cookie)
    connection.execute(sa.update(table).where(mine).values(seen_at=now))


def visits_of(connection: sa.Connection, person_id: str, cookie: str, now: float) -> list[Visit]:
    """Return the visits of a person that go on, the latest first."""
    table = tables.visit
    rows = connection.execute(
        sa.select(table)
        .where(table.c.person_id == person_id, _goes_on(now))
        .order_by(table.c.seen_at.desc(), table.c.began_at.desc())
    )
    here = hashed(cookie)
    return [Visit(row.began_at, row.seen_at, row.browser, row.cookie_hash == here) for row in rows]


def end(connection: sa.Connection, cookie: str) -> None:
    """Forget a visit."""
    table = tables.visit
    connection.execute(sa.delete(table).where(table.c.cookie_hash == hashed(cookie)))


def end_others(connection: sa.Connection, person_id: str, cookie: str = "") -> None:
    """Forget all visits of a person but this one, and in which browsers they are known."""
    visit, known = tables.visit, tables.known_browser
    others = sa.and_(visit.c.person_id == person_id, visit.c.cookie_hash != hashed(cookie))
    connection.execute(sa.delete(visit).where(others))
    connection.execute(sa.delete(known).where(known.c.person_id == person_id))


def _goes_on(now: float) -> sa.ColumnElement[bool]:
    table = tables.visit
    return sa.and_(table.c.expires_at > now, table.c.seen_at > now - IDLE_SECONDS)
