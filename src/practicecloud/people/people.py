"""Practices, and the people who may sign in."""

from __future__ import annotations

import hashlib
import uuid
from typing import Literal

import argon2
import msgspec
import sqlalchemy as sa

from practicecloud.people import passwords
from practicecloud.store import tables
from practicecloud.store.storage import put, reading

Role = Literal["administrator", "staff"]


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
    return email.replace("\x00", "").strip().casefold()


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


def lock(connection: sa.Connection, practice_id: str) -> str | None:
    """Return the practice's name; other transactions that ask wait until this one ends."""
    table = tables.practice
    mine = sa.select(table.c.name).where(table.c.id == practice_id)
    return connection.scalar(mine.with_for_update())


def add_person(
    connection: sa.Connection,
    email: str,
    password: str,
    now: float,
    hasher: argon2.PasswordHasher = passwords.HASHER,
) -> Person:
    """Add somebody who may sign in, or give somebody known a new password and end their visits.

    What a guess of it costs, `hasher` decides, and the hash keeps.
    """
    password_hash = passwords.hash_of(password, hasher)
    person = by_email(connection, email)
    if person is None:
        return add_unknown(connection, email, password_hash, now)
    set_password(connection, person.person_id, password_hash)
    return person


def add_unknown(
    connection: sa.Connection,
    email: str,
    password_hash: str,
    now: float,
    *,
    shared: bool = False,
) -> Person:
    """Add somebody who is not known yet; `shared` as in `set_password`."""
    person = Person(str(uuid.uuid4()), normal_email(email))
    row = {
        "id": person.person_id,
        "email": person.email,
        "password_hash": password_hash,
        "password_shared": shared,
        "created_at": now,
    }
    connection.execute(sa.insert(tables.person).values(row))
    return person


def set_password(
    connection: sa.Connection, person_id: str, password_hash: str, *, shared: bool = False
) -> None:
    """Give somebody another password: visits, known browsers and links to choose one are over.

    `shared`: it was chosen by a link that an administrator has handed on, so they may know it.
    """
    table = tables.person
    values = {"password_hash": password_hash, "password_shared": shared}
    connection.execute(sa.update(table).where(table.c.id == person_id).values(values))
    for theirs in (tables.visit, tables.known_browser):
        connection.execute(sa.delete(theirs).where(theirs.c.person_id == person_id))
    link = tables.one_time_link
    to_choose = sa.and_(link.c.purpose == "reset", link.c.whose == person_id)
    connection.execute(sa.delete(link).where(to_choose))


def password_is_shared(connection: sa.Connection, person_id: str) -> bool:
    """Tell whether an administrator may know the person's password, as `set_password` was told."""
    table = tables.person
    return bool(
        connection.scalar(sa.select(table.c.password_shared).where(table.c.id == person_id))
    )


def by_email(connection: sa.Connection, email: str) -> Person | None:
    """Return who signs in with that e-mail address, or None."""
    table = tables.person
    query = sa.select(table.c.id, table.c.email).where(table.c.email == normal_email(email))
    row = connection.execute(query).one_or_none()
    return Person(row.id, row.email) if row else None


def by_id(connection: sa.Connection, person_id: str) -> Person | None:
    """Return the person with that id, or None."""
    table = tables.person
    query = sa.select(table.c.id, table.c.email).where(table.c.id == person_id)
    row = connection.execute(query).one_or_none()
    return Person(row.id, row.email) if row else None


def nobody_yet(connection: sa.Connection) -> bool:
    """Tell whether there is nobody who may sign in."""
    return connection.scalar(sa.select(tables.person.c.id).limit(1)) is None


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
    right = passwords.is_right(row.password_hash if row else None, password)
    return Person(row.id, row.email) if row and right else None
