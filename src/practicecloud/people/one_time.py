"""Links that open a page once: to begin, to join a practice, to choose a new password.

For one purpose and one subject there is one: a new one ends the old. Kept are hashes.
"""

from __future__ import annotations

import secrets
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from practicecloud.people.people import hashed
from practicecloud.store import tables
from practicecloud.store.storage import put

Purpose = Literal["welcome", "invite", "reset"]

GOOD_FOR: dict[Purpose, float] = {"welcome": 86400, "invite": 7 * 86400, "reset": 86400}
"""Seconds."""

PLACES: dict[Purpose, str] = {"welcome": "/welcome", "invite": "/join", "reset": "/reset"}
"""Which page a link opens."""


class Maker(msgspec.Struct, frozen=True):
    """Which administrator of which practice makes a link; both are empty if nobody's does.

    `shared`: they are shown it to hand it on, so they could use it themselves.
    """

    practice_id: str = ""
    person_id: str = ""
    shared: bool = False


NOBODY = Maker()
"""Whoever runs the online side, or the person themselves by mail."""


class Link(msgspec.Struct, frozen=True):
    """A link that is good: its subject, and who made it."""

    whose: str
    maker: Maker
    expires_at: float


def make(
    connection: sa.Connection, purpose: Purpose, whose: str, now: float, maker: Maker = NOBODY
) -> str:
    """Return the token of a new link; an older one of the same purpose and subject is over."""
    token = secrets.token_urlsafe(32)
    table = tables.one_time_link
    connection.execute(sa.delete(table).where(table.c.expires_at <= now))
    row = {
        "purpose": purpose,
        "whose": whose,
        "token_hash": hashed(token),
        "practice_id": maker.practice_id,
        "made_by": maker.person_id,
        "shared": maker.shared,
        "expires_at": now + GOOD_FOR[purpose],
    }
    put(connection, table, [row])
    return token


def address(base: str, purpose: Purpose, token: str) -> str:
    """Return the link itself, below the address at which people reach the online side."""
    return f"{base.rstrip('/')}{PLACES[purpose]}?token={token}"


def found(connection: sa.Connection, purpose: Purpose, token: str, now: float) -> Link | None:
    """Return the link with that token if it is good."""
    return _first(connection, _good(purpose, token, now))


def take(connection: sa.Connection, purpose: Purpose, token: str, now: float) -> Link | None:
    """Return the link with that token and end it: of two who take it at once, one gets it."""
    taken = _first(connection, _good(purpose, token, now).with_for_update())
    if taken is not None:
        end(connection, purpose, taken.whose)
    return taken


def end(connection: sa.Connection, purpose: Purpose, whose: str) -> None:
    """End the link of that purpose and subject, if there is one."""
    table = tables.one_time_link
    mine = sa.and_(table.c.purpose == purpose, table.c.whose == whose)
    connection.execute(sa.delete(table).where(mine))


def end_made_by(connection: sa.Connection, practice_id: str, person_id: str) -> None:
    """End the links that somebody has made as an administrator of that practice."""
    table = tables.one_time_link
    theirs = sa.and_(table.c.practice_id == practice_id, table.c.made_by == person_id)
    connection.execute(sa.delete(table).where(theirs))


def _good(purpose: Purpose, token: str, now: float) -> sa.Select[Any]:
    table = tables.one_time_link
    return sa.select(table).where(
        table.c.purpose == purpose,
        table.c.token_hash == hashed(token),
        table.c.expires_at > now,
    )


def _first(connection: sa.Connection, query: sa.Select[Any]) -> Link | None:
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Link(row.whose, Maker(row.practice_id, row.made_by, row.shared), row.expires_at)
