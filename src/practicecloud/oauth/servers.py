"""The servers and programs that somebody has allowed to work for a practice."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from practicecloud.people import tokens
from practicecloud.people.tokens import ACCESS_SECONDS
from practicecloud.store import tables


class Server(msgspec.Struct, frozen=True):
    """What signs in as a person who has allowed it; `name` is empty until it has said so.

    `used_at` is when it last fetched a token, which it does every ten minutes of its work.
    """

    family_id: str
    name: str
    person_id: str
    email: str
    since: float
    used_at: float
    writes: bool
    in_charge: bool

    @property
    def called(self) -> str:
        """What it is called on a page."""
        return self.name or ("A server that is not activated" if self.writes else "A program")


def servers(connection: sa.Connection, practice_id: str, now: float) -> list[Server]:
    """Return what may work for the practice just now: who is in charge, then the latest."""
    family, issue, person = tables.family, tables.issue, tables.person
    membership, activation = tables.membership, tables.activation
    last = sa.func.max(issue.c.access_until).label("last")
    alive = sa.and_(issue.c.family_id == family.c.id, issue.c.refresh_until > now)
    rows = connection.execute(
        sa.select(family, person.c.email, last)
        .join(issue, alive)
        .join(person, person.c.id == family.c.person_id)
        .join(
            membership,
            sa.and_(
                membership.c.person_id == family.c.person_id,
                membership.c.practice_id == family.c.practice_id,
            ),
        )
        .where(family.c.practice_id == practice_id, family.c.revoked_at.is_(None))
        .group_by(family.c.id, person.c.email)
    ).all()
    held = sa.select(activation.c.family_id).where(
        activation.c.practice_id == practice_id, activation.c.active
    )
    in_charge = connection.scalar(held)
    found = [
        Server(
            row.id, row.server, row.person_id, row.email, row.created_at,
            row.last - ACCESS_SECONDS, "contacts:write" in row.scope.split(), row.id == in_charge,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.in_charge, -one.used_at))


def server(
    connection: sa.Connection, practice_id: str, family_id: str, now: float
) -> Server | None:
    """Return one of them, or None if it is not there any more."""
    found = servers(connection, practice_id, now)
    return next((one for one in found if one.family_id == family_id), None)


def revoke(
    connection: sa.Connection, practice_id: str, family_id: str, now: float
) -> Server | None:
    """End what one of them may do and return which it was, or None if it is not there any more."""
    one = server(connection, practice_id, family_id, now)
    if one is not None:
        tokens.revoke_family(connection, family_id, now)
    return one
