"""Reads contacts: one by its id, or those that hold every word of a question."""

from __future__ import annotations

import base64
from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from practicecloud.contact import Contact, stored_contact
from practicecloud.search.directory import directory_of
from practicecloud.search.finding import Place, places
from practicecloud.search.search import sort_text, terms
from practicecloud.search.whole import is_whole
from practicecloud.store import tables
from practicecloud.store.index_tables import entry

MOST_NAMESAKES = 20


class Page(msgspec.Struct, frozen=True):
    """Some contacts in the order of their names; `next` leads on, or is None at the end."""

    bodies: tuple[bytes, ...]
    next: str | None

    def contacts(self) -> list[Contact]:
        """Return the contacts."""
        return [stored_contact(body) for body in self.bodies]


class Namesake(msgspec.Struct, frozen=True):
    """Another contact of the same name: perhaps the same person twice."""

    contact_id: str
    name: str
    code: str


class UnreadablePlace(Exception):
    """`after` is not what a page has given as its `next`."""


def body_of(connection: sa.Connection, practice_id: str, contact_id: str) -> bytes | None:
    """Return the canonical encoding of a contact, or None if it is not online."""
    if "\x00" in contact_id:
        return None  # never in a key, and PostgreSQL would take it for a mistake of ours
    table = tables.contact
    mine = sa.and_(table.c.practice_id == practice_id, table.c.id == contact_id)
    mine = sa.and_(mine, is_whole(practice_id))
    body = connection.scalar(sa.select(table.c.body).where(mine))
    return bytes(body) if body is not None else None


def find(
    connection: sa.Connection, practice_id: str, question: str, after: str, limit: int
) -> Page:
    """Return up to `limit` findable contacts behind `after`. Raises `UnreadablePlace`."""
    place = _place(after) if after else None
    directory = directory_of(connection, practice_id)
    if directory is None or not connection.scalar(sa.select(is_whole(practice_id))):
        return Page((), None)
    found = places(connection, directory, terms(question), place, limit + 1)
    following = _mark(found[limit - 1]) if len(found) > limit else None
    ids = [one.contact_id for one in found[:limit]]
    bodies = bodies_of(connection, practice_id, ids)
    return Page(tuple(bodies[one] for one in ids), following)


def bodies_of(
    connection: sa.Connection, practice_id: str, contact_ids: Collection[str]
) -> dict[str, bytes]:
    """Return the canonical encodings of those contacts that are online."""
    table = tables.contact
    rows = connection.execute(
        sa.select(table.c.id, table.c.body).where(
            table.c.practice_id == practice_id,
            table.c.id.in_(contact_ids),
            table.c.body.is_not(None),
            is_whole(practice_id),
        )
    )
    return {row.id: bytes(row.body) for row in rows}


def digests(
    connection: sa.Connection, practice_id: str, after: str, limit: int
) -> tuple[list[tuple[str, bytes]], str | None]:
    """Return up to `limit` contacts behind the id `after` with their digests, and the next `after`.

    The order is the database's own.
    """
    table = tables.contact
    query = sa.select(table.c.id, table.c.digest).where(
        table.c.practice_id == practice_id, table.c.body.is_not(None), is_whole(practice_id)
    )
    if after:
        query = query.where(table.c.id > after)
    rows = connection.execute(query.order_by(table.c.id).limit(limit + 1)).all()
    following = rows[limit - 1].id if len(rows) > limit else None
    return [(row.id, bytes(row.digest)) for row in rows[:limit]], following


def names_of(
    connection: sa.Connection, practice_id: str, contact_ids: Collection[str]
) -> dict[str, str]:
    """Return the names of those contacts that are online."""
    bodies = bodies_of(connection, practice_id, contact_ids)
    return {of: stored_contact(body).name for of, body in bodies.items()}


def same_name(connection: sa.Connection, practice_id: str, contact: Contact) -> list[Namesake]:
    """Return other contacts of that name, however it is written: at most `MOST_NAMESAKES`."""
    directory = directory_of(connection, practice_id)
    if directory is None:
        return []
    alike = sa.select(entry.c.contact_id).where(
        entry.c.directory == directory.number,
        entry.c.sort_text == sort_text(contact),
        entry.c.contact_id != contact.id,
    )
    ids = list(connection.scalars(alike.order_by(entry.c.contact_id).limit(MOST_NAMESAKES)))
    bodies = bodies_of(connection, practice_id, ids)
    found = [stored_contact(bodies[one]) for one in ids]
    return [Namesake(one.id, one.name, one.code) for one in found]


def _mark(place: Place) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _place(mark: str) -> Place:
    try:
        padded = mark + "=" * (-len(mark) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True)
        return msgspec.json.decode(text, type=Place)
    except (ValueError, msgspec.MsgspecError):
        raise UnreadablePlace from None
