"""Who belongs to a practice and under which role, and what ends when that changes."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from practicecloud.people import one_time, people
from practicecloud.people.people import Role
from practicecloud.people.tokens import revoke_families_of
from practicecloud.store import tables


class Colleague(msgspec.Struct, frozen=True):
    """Somebody who belongs to a practice; `signed_in_at` is 0 if they never have."""

    person_id: str
    email: str
    role: Role
    signed_in_at: float


class LastAdministrator(Exception):
    """Nobody would be left who may let people in."""


def colleagues(connection: sa.Connection, practice_id: str) -> list[Colleague]:
    """Return who belongs to the practice, by e-mail address."""
    person, membership = tables.person, tables.membership
    rows = connection.execute(
        sa.select(person.c.id, person.c.email, membership.c.role, membership.c.signed_in_at)
        .join(membership, membership.c.person_id == person.c.id)
        .where(membership.c.practice_id == practice_id)
        .order_by(person.c.email)
    )
    return [Colleague(row.id, row.email, row.role, row.signed_in_at) for row in rows]


def colleague(connection: sa.Connection, practice_id: str, person_id: str) -> Colleague | None:
    """Return one of them, or None if that person does not belong to the practice."""
    found = colleagues(connection, practice_id)
    return next((one for one in found if one.person_id == person_id), None)


def belongs_elsewhere(connection: sa.Connection, practice_id: str, person_id: str) -> bool:
    """Tell whether the person belongs to another practice as well."""
    table = tables.membership
    others = sa.and_(table.c.person_id == person_id, table.c.practice_id != practice_id)
    return connection.scalar(sa.select(table.c.practice_id).where(others).limit(1)) is not None


def change_role(
    connection: sa.Connection, practice_id: str, person_id: str, role: Role, now: float
) -> Colleague | None:
    """Change what somebody may do and return who that was, or None if nothing is to be changed.

    Who is no administrator any more has nothing left from when they were: servers that sign in as
    them stop, and their links are over. Raises `LastAdministrator`.
    """
    before = _locked(connection, practice_id, person_id)
    if before is None or before.role == role:
        return None
    if role == "staff":
        _refuse_last(connection, practice_id, before)
        _end_rights(connection, practice_id, person_id, now)
    table = tables.membership
    theirs = sa.and_(table.c.practice_id == practice_id, table.c.person_id == person_id)
    connection.execute(sa.update(table).where(theirs).values(role=role))
    return before


def remove(
    connection: sa.Connection, practice_id: str, person_id: str, now: float
) -> Colleague | None:
    """Remove somebody from the practice and return who that was, or None if they did not belong.

    What they have allowed there is over for good. Raises `LastAdministrator`.
    """
    before = _locked(connection, practice_id, person_id)
    if before is None:
        return None
    _refuse_last(connection, practice_id, before)
    _end_rights(connection, practice_id, person_id, now)
    table = tables.membership
    theirs = sa.and_(table.c.practice_id == practice_id, table.c.person_id == person_id)
    connection.execute(sa.delete(table).where(theirs))
    return before


def _locked(connection: sa.Connection, practice_id: str, person_id: str) -> Colleague | None:
    """Return somebody; who else changes the practice's people waits until this one is done."""
    people.lock(connection, practice_id)
    return colleague(connection, practice_id, person_id)


def _refuse_last(connection: sa.Connection, practice_id: str, leaving: Colleague) -> None:
    if leaving.role != "administrator":
        return
    others = [
        one
        for one in colleagues(connection, practice_id)
        if one.role == "administrator" and one.person_id != leaving.person_id
    ]
    if not others:
        raise LastAdministrator


def _end_rights(connection: sa.Connection, practice_id: str, person_id: str, now: float) -> None:
    revoke_families_of(connection, practice_id, person_id, now)
    one_time.end_made_by(connection, practice_id, person_id)
