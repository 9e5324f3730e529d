"""Practices, the people who may sign in, and their visits to the page."""

from __future__ import annotations

import functools
import hashlib
import secrets
import uuid
from typing import Literal

import argon2
import msgspec
import sqlalchemy as sa

from practicecloud import tables
from practicecloud.storage import put, reading

Role = Literal["administrator", "staff"]

VISIT_SECONDS = 12 * 3600

HASHER = argon2.PasswordHasher()
"""Makes a guess of a password cost what RFC 9106 recommends: 64 MB, three passes."""


class Practice(msgspec.Struct, frozen=True):
    """A practice and its name."""

    practice_id: str
    name: str


class Member(msgspec.Struct, frozen=True):
    """A practice from the view of one person."""

    practice_id: str
    name: str
    role: str


class Person(msgspec.Struct, frozen=True):
    """Somebody who is signed in."""

    person_id: str
    email: str


class UnknownPractice(Exception):
    """There is no practice with that id."""


def hashed(secret: str) -> bytes:
    """Return the form in which a random secret is stored."""
    return hashlib.sha256(secret.encode()).digest()


def normal_email(email: str) -> str:
    """Return an e-mail address in the form in which it is stored."""
    return email.strip().casefold()


def add_practice(connection: sa.Connection, name: str, now: float) -> Practice:
    """Add a practice."""
    practice = Practice(str(uuid.uuid4()), name)
    values = {"id": practice.practice_id, "name": name, "created_at": now}
    connection.execute(sa.insert(tables.practice).values(values))
    return practice


def practices(connection: sa.Connection) -> list[Practice]:
    """Return all practices by name."""
    table = tables.practice
    rows = connection.execute(sa.select(table.c.id, table.c.name).order_by(table.c.name))
    return [Practice(row.id, row.name) for row in rows]


def practice_name(connection: sa.Connection, practice_id: str) -> str | None:
    """Return the practice's name, or None if there is none with that id."""
    table = tables.practice
    return connection.scalar(sa.select(table.c.name).where(table.c.id == practice_id))


def add_person(
    connection: sa.Connection,
    email: str,
    password: str,
    now: float,
    hasher: argon2.PasswordHasher = HASHER,
) -> Person:
    """Add somebody who may sign in, or give somebody known a new password and end their visits.

    What a guess of it costs, `hasher` decides, and the hash keeps.
    """
    table = tables.person
    known = connection.scalar(sa.select(table.c.id).where(table.c.email == normal_email(email)))
    person = Person(known or str(uuid.uuid4()), normal_email(email))
    row = {"email": person.email, "password_hash": hasher.hash(password)}
    if known:
        connection.execute(sa.update(table).where(table.c.id == known).values(row))
        connection.execute(sa.delete(tables.visit).where(tables.visit.c.person_id == known))
        browser = tables.known_browser
        connection.execute(sa.delete(browser).where(browser.c.person_id == known))
    else:
        row |= {"id": person.person_id}
        connection.execute(sa.insert(table).values(**row, created_at=now))
    return person


def add_member(connection: sa.Connection, person: Person, practice_id: str, role: Role) -> None:
    """Let a person into a practice under that role. Raises `UnknownPractice`."""
    if practice_name(connection, practice_id) is None:
        raise UnknownPractice
    row = {"person_id": person.person_id, "practice_id": practice_id, "role": role}
    put(connection, tables.membership, [row])


def memberships(connection: sa.Connection, person_id: str) -> list[Member]:
    """Return the practices of a person by name."""
    practice, membership = tables.practice, tables.membership
    rows = connection.execute(
        sa.select(practice.c.id, practice.c.name, membership.c.role)
        .join(membership, membership.c.practice_id == practice.c.id)
        .where(membership.c.person_id == person_id)
        .order_by(practice.c.name, practice.c.id)
    )
    return [Member(row.id, row.name, row.role) for row in rows]


def with_password(engine: sa.Engine, email: str, password: str) -> Person | None:
    """Return the person with that password, or None; it takes as long for one as for the other."""
    table = tables.person
    with reading(engine) as connection:
        found = sa.select(table).where(table.c.email == normal_email(email))
        row = connection.execute(found).one_or_none()
    right = _verified(row.password_hash if row else _nobody(), password)
    return Person(row.id, row.email) if row and right else None


def begin_visit(connection: sa.Connection, person: Person, now: float) -> str:
    """Return the cookie of a new visit to the page."""
    cookie = secrets.token_urlsafe(32)
    table = tables.visit
    connection.execute(sa.delete(table).where(table.c.expires_at < now))
    row = {
        "cookie_hash": hashed(cookie),
        "person_id": person.person_id,
        "expires_at": now + VISIT_SECONDS,
    }
    connection.execute(sa.insert(table).values(row))
    return cookie


def visitor(connection: sa.Connection, cookie: str, now: float) -> Person | None:
    """Return who visits with that cookie, or None."""
    visit, person = tables.visit, tables.person
    row = connection.execute(
        sa.select(person.c.id, person.c.email)
        .join(visit, visit.c.person_id == person.c.id)
        .where(visit.c.cookie_hash == hashed(cookie), visit.c.expires_at > now)
    ).one_or_none()
    return Person(row.id, row.email) if row else None


def end_visit(connection: sa.Connection, cookie: str) -> None:
    """Forget a visit."""
    table = tables.visit
    connection.execute(sa.delete(table).where(table.c.cookie_hash == hashed(cookie)))


@functools.cache
def _nobody() -> str:
    """Return a hash to verify for an unknown address: the answer takes as long as for a known."""
    return HASHER.hash(secrets.token_urlsafe())


def _verified(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except argon2.exceptions.VerifyMismatchError:
        return False
