"""Everything about one contact, put as the page and a phone show it."""

from __future__ import annotations

from typing import Final

import msgspec
import sqlalchemy as sa

from practicecloud.contact import Address, Contact, stored_contact
from practicecloud.search import links, lookup
from practicecloud.search.links import Link
from practicecloud.search.lookup import Namesake

FEWEST_DIGITS: Final = 3
"""So many digits a number has at least that a phone may dial."""

_SIGNS = str.maketrans("", "", "()-. \u00a0\u2010\u2011\u2013")


class Number(msgspec.Struct, frozen=True):
    """A number under its type, as it is written and as a phone dials it."""

    type: str
    text: str
    dialled: str


class Place(msgspec.Struct, frozen=True):
    """An address under its type, in the lines of an envelope."""

    type: str
    lines: tuple[str, ...]


class Detail(msgspec.Struct, frozen=True):
    """A contact, its links in both directions, and others of the same name."""

    contact: Contact
    numbers: list[Number]
    places: list[Place]
    links: list[Link]
    namesakes: list[Namesake]


def detail_of(connection: sa.Connection, practice_id: str, contact_id: str) -> Detail | None:
    """Return everything about a contact, or None if it is not online."""
    body = lookup.body_of(connection, practice_id, contact_id)
    if body is None:
        return None
    contact = stored_contact(body)
    return Detail(
        contact,
        [Number(one.type, one.number, dialled(one.number)) for one in contact.phones],
        [Place(one.type, lines_of(one)) for one in contact.addresses],
        links.of(connection, practice_id, contact_id),
        lookup.same_name(connection, practice_id, contact),
    )


def lines_of(address: Address) -> tuple[str, ...]:
    """Return an address as an envelope has it."""
    town = " ".join(filter(None, (address.city, address.state, address.postcode)))
    return tuple(filter(None, (*address.lines, town, address.country)))


def dialled(number: str) -> str:
    """Return what a phone dials, or nothing if there is more or less to it than one number.

    "(02) 5550 0100" can be dialled, "02 5550 0100 ext 3" and "ask for Sam" can't.
    """
    bare = number.translate(_SIGNS)
    plain = bare.removeprefix("+")
    return bare if plain.isascii() and plain.isdigit() and len(plain) >= FEWEST_DIGITS else ""
