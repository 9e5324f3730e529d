"""How contacts belong together: what a contact says of others, and what others say of it."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from practicecloud import lookup
from practicecloud.contact import stored_contact


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
    names = lookup.names_of(connection, practice_id, [one.contact for one in said])
    return [Link(one.contact, names.get(one.contact, ""), one.relation, False) for one in said]
