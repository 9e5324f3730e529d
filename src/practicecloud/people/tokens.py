"""Access and refresh tokens: issued in pairs, opaque, stored as hashes.

The pairs of one sign-in are a family. A refresh token leads to a new pair, its child; the parent
stays good until a child (its refresh or its access token) is first used, so that a lost answer
costs nobody their sign-in. From then on the parent is retired, and so are the child's siblings;
a retired refresh token that is used tells of a copy, and revokes the whole family.
"""

from __future__ import annotations

import secrets
import uuid

import msgspec
import sqlalchemy as sa

from practicecloud.people.people import hashed
from practicecloud.store import tables

ACCESS_SECONDS = 600
REFRESH_SECONDS = 90 * 86400

MEANING_OF_SCOPE = {
    "contacts:write": "Add, change and delete contacts in the online copy",
    "contacts:read": "Look contacts up in the online copy",
    "practice:admin": "Decide which server is in charge of the practice",
}
SCOPES = tuple(MEANING_OF_SCOPE)
SCOPES_OF_ROLE = {"administrator": frozenset(SCOPES), "staff": frozenset({"contacts:read"})}


class Pair(msgspec.Struct, frozen=True):
    """A new access token and its refresh token."""

    access: str
    refresh: str


class Grant(msgspec.Struct, frozen=True):
    """What a person has allowed: these scopes (with spaces between) in that practice."""

    person_id: str
    practice_id: str
    scope: str


class Issue(msgspec.Struct, frozen=True):
    """A pair that was issued, with whom it is for."""

    issue_id: str
    parent_id: str | None
    family_id: str
    person_id: str
    email: str
    practice_id: str
    practice_name: str
    scope: str
    scopes: frozenset[str]
    used: bool
    retired: bool


def begin_family(connection: sa.Connection, grant: Grant, now: float) -> str:
    """Begin a family for a new sign-in and return its id."""
    family_id = str(uuid.uuid4())
    row = {
        "id": family_id,
        "practice_id": grant.practice_id,
        "person_id": grant.person_id,
        "scope": grant.scope,
        "created_at": now,
    }
    connection.execute(sa.insert(tables.family).values(row))
    return family_id


def issue_pair(
    connection: sa.Connection, family_id: str, parent_id: str | None, pair: Pair, now: float
) -> None:
    """Remember a new pair of the family as the child of that issue."""
    table = tables.issue
    expired = sa.and_(table.c.family_id == family_id, table.c.refresh_until < now)
    connection.execute(sa.delete(table).where(expired))
    row = {
        "id": str(uuid.uuid4()),
        "family_id": family_id,
        "parent_id": parent_id,
        "access_hash": hashed(pair.access),
        "access_until": now + ACCESS_SECONDS,
        "refresh_hash": hashed(pair.refresh),
        "refresh_until": now + REFRESH_SECONDS,
        "used": False,
        "retired": False,
    }
    connection.execute(sa.insert(table).values(row))


def new_pair() -> Pair:
    """Return a pair of random tokens."""
    return Pair(secrets.token_urlsafe(32), secrets.token_urlsafe(32))


def by_access_token(connection: sa.Connection, token: str, now: float) -> Issue | None:
    """Return the issue of an access token that is good, or None."""
    table = tables.issue
    good = table.c.access_until > now
    return _find(connection, sa.and_(table.c.access_hash == hashed(token), good))


def by_refresh_token(connection: sa.Connection, token: str, now: float) -> Issue | None:
    """Return the issue of a refresh token that has not expired, or None; it may be retired."""
    table = tables.issue
    good = table.c.refresh_until > now
    return _find(connection, sa.and_(table.c.refresh_hash == hashed(token), good))


def first_use(connection: sa.Connection, found: Issue) -> None:
    """Note that a token of the issue is used: its parent and siblings are retired."""
    table = tables.issue
    if found.used or found.retired:
        return
    mine = table.c.id == found.issue_id
    connection.execute(sa.update(table).where(mine).values(used=True))
    if found.parent_id is not None:
        sibling = sa.and_(table.c.parent_id == found.parent_id, table.c.id != found.issue_id)
        old = sa.or_(table.c.id == found.parent_id, sibling)
        connection.execute(sa.update(table).where(old).values(retired=True))


def revoke_family(connection: sa.Connection, family_id: str, now: float) -> bool:
    """End every token of the family, and tell whether that is new."""
    table = tables.family
    mine = sa.and_(table.c.id == family_id, table.c.revoked_at.is_(None))
    return connection.execute(sa.update(table).where(mine).values(revoked_at=now)).rowcount > 0


def revoke_families_of(
    connection: sa.Connection, practice_id: str, person_id: str, now: float
) -> None:
    """End every token that the person has allowed in that practice."""
    table = tables.family
    theirs = sa.and_(table.c.practice_id == practice_id, table.c.person_id == person_id)
    still = sa.and_(theirs, table.c.revoked_at.is_(None))
    connection.execute(sa.update(table).where(still).values(revoked_at=now))


def name_family(connection: sa.Connection, family_id: str, server: str) -> None:
    """Note which computer a family is for."""
    table = tables.family
    connection.execute(sa.update(table).where(table.c.id == family_id).values(server=server))


def _find(connection: sa.Connection, which: sa.ColumnElement[bool]) -> Issue | None:
    """Return that issue if its family is not revoked and its person still a member."""
    issue, family = tables.issue, tables.family
    person, practice, membership = tables.person, tables.practice, tables.membership
    row = connection.execute(
        sa.select(
            issue, family.c.scope, family.c.practice_id, membership.c.role,
            person.c.id.label("person_id"), person.c.email, practice.c.name.label("practice_name"),
        )
        .join(family, family.c.id == issue.c.family_id)
        .join(person, person.c.id == family.c.person_id)
        .join(practice, practice.c.id == family.c.practice_id)
        .join(
            membership,
            sa.and_(
                membership.c.person_id == person.c.id, membership.c.practice_id == practice.c.id
            ),
        )
        .where(which, family.c.revoked_at.is_(None))
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    return Issue(
        row.id, row.parent_id, row.family_id, row.person_id, row.email,
        row.practice_id, row.practice_name, row.scope,
        frozenset(row.scope.split()) & SCOPES_OF_ROLE[row.role], row.used, row.retired,
    )  # fmt: skip
