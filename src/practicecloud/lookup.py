"""Reads contacts: one by its id, or those that hold every word of a question."""

from __future__ import annotations

import base64

import msgspec
import sqlalchemy as sa

from practicecloud import tables
from practicecloud.contact import Contact, stored_contact
from practicecloud.search import sort_text, words

MOST_NAMESAKES = 20


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a page of a list ends."""

    sort_text: str
    contact_id: str


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
    body = connection.scalar(sa.select(table.c.body).where(mine))
    return bytes(body) if body is not None else None


def find(
    connection: sa.Connection, practice_id: str, question: str, after: str, limit: int
) -> Page:
    """Return up to `limit` findable contacts behind `after`. Raises `UnreadablePlace`."""
    table = tables.contact
    query = sa.select(table.c.id, table.c.sort_text, table.c.body).where(
        table.c.practice_id == practice_id, table.c.sort_text.is_not(None)
    )
    for word in words(question):
        query = query.where(table.c.find_text.contains(word, autoescape=True))
    if after:
        place = _place(after)
        here = sa.tuple_(sa.literal(place.sort_text), sa.literal(place.contact_id))
        query = query.where(sa.tuple_(table.c.sort_text, table.c.id) > here)
    query = query.order_by(table.c.sort_text, table.c.id).limit(limit + 1)
    rows = connection.execute(query).all()
    more = rows[limit - 1] if len(rows) > limit else None
    following = _mark(Place(more.sort_text, more.id)) if more is not None else None
    return Page(tuple(bytes(row.body) for row in rows[:limit]), following)


def digests(
    connection: sa.Connection, practice_id: str, after: str, limit: int
) -> tuple[list[tuple[str, bytes]], str | None]:
    """Return up to `limit` contacts behind the id `after` with their digests, and the next `after`.

    The order is the database's own.
    """
    table = tables.contact
    query = sa.select(table.c.id, table.c.digest).where(
        table.c.practice_id == practice_id, table.c.body.is_not(None)
    )
    if after:
        query = query.where(table.c.id > after)
    rows = connection.execute(query.order_by(table.c.id).limit(limit + 1)).all()
    following = rows[limit - 1].id if len(rows) > limit else None
    return [(row.id, bytes(row.digest)) for row in rows[:limit]], following


def names_of(connection: sa.Connection, practice_id: str, contact_ids: list[str]) -> dict[str, str]:
    """Return the names of those contacts that are online."""
    table = tables.contact
    rows = connection.execute(
        sa.select(table.c.id, table.c.body).where(
            table.c.practice_id == practice_id,
            table.c.id.in_(contact_ids),
            table.c.body.is_not(None),
        )
    )
    return {row.id: stored_contact(bytes(row.body)).name for row in rows}


def same_name(connection: sa.Connection, practice_id: str, contact: Contact) -> list[Namesake]:
    """Return other contacts of that name, however it is written: at most `MOST_NAMESAKES`."""
    table = tables.contact
    alike = sa.select(table.c.body).where(
        table.c.practice_id == practice_id,
        table.c.sort_text == sort_text(contact),
        table.c.id != contact.id,
    )
    bodies = connection.scalars(alike.order_by(table.c.id).limit(MOST_NAMESAKES))
    found = [stored_contact(bytes(body)) for body in bodies]
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
