"""How contacts belong together: what a contact says of others, and what others say of it."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from practicecloud.contact import stored_contact
from practicecloud.search import lookup
from practicecloud.search.directory import directory_of
from practicecloud.search.search import fold
from practicecloud.store.index_tables import association

MOST_INCOMING = 200


class Link(msgspec.Struct, frozen=True):
    """A relation to another contact; `name` is empty if that one is not online.

    `incoming`: the other contact says so, and this one does not.
    """

    contact_id: str
    name: str
    relation: str
    incoming: bool


def of(connection: sa.Connection, practice_id: str, contact_id: str) -> list[Link]:
    """Return the contact's own links in their order, and then those of others by name."""
    body = lookup.body_of(connection, practice_id, contact_id)
    if body is None:
        return []
    said = stored_contact(body).associations
    theirs = _incoming(connection, practice_id, contact_id)
    others = {one.contact for one in said} | {of for of, _ in theirs}
    names = lookup.names_of(connection, practice_id, others)
    own = [Link(one.contact, names.get(one.contact, ""), one.relation, False) for one in said]
    known = {(one.contact, one.relation) for one in said}
    more = [Link(of, names[of], what, True) for of, what in theirs if (of, what) not in known]
    return own + sorted(more, key=lambda one: (fold(one.name), one.contact_id))


def _incoming(
    connection: sa.Connection, practice_id: str, contact_id: str
) -> list[tuple[str, str]]:
    """Return who says that they belong to the contact, and how: at most `MOST_INCOMING`."""
    directory = directory_of(connection, practice_id)
    if directory is None:
        return []
    here = sa.and_(
        association.c.directory == directory.number, association.c.other_id == contact_id
    )
    query = sa.select(association.c.contact_id, association.c.relation).where(here).distinct()
    ordered = query.order_by(association.c.contact_id, association.c.relation)
    return [(of, what) for of, what in connection.execute(ordered.limit(MOST_INCOMING))]
