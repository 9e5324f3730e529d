"""What the online copy of the demo practice should show.

It is kept from the values that the generator began with, before it made them dirty, and never
from the code that cleans them: so the demo can find that code wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

Shown = dict[str, Any]
"""A contact, or a part of one, as the contract spells it: what is empty is left out."""


@dataclass
class Known:
    """One contact: its single values, and the entries of its lists by their row's id.

    An entry of None is in the database, but should not be online.
    `refused` is the code and field of a contact that can't be sent.
    """

    fields: Shown
    phones: dict[int, Shown | None] = field(default_factory=dict)
    emails: dict[int, tuple[str, ...]] = field(default_factory=dict)
    aliases: dict[int, str] = field(default_factory=dict)
    addresses: dict[int, str] = field(default_factory=dict)
    associations: dict[int, tuple[int, str]] = field(default_factory=dict)
    refused: tuple[str, str] | None = None


@dataclass
class Truth:
    """All contacts by their id, and the addresses that they share."""

    contacts: dict[int, Known] = field(default_factory=dict)
    places: dict[int, Shown] = field(default_factory=dict)

    def expected(self) -> dict[str, Shown]:
        """Return what should be online, by the contact's key."""
        return {
            key_of(contact): self.shown(contact)
            for contact, known in self.contacts.items()
            if known.refused is None
        }

    def not_sent(self) -> dict[str, tuple[str, str]]:
        """Return code and field of each contact that can't be sent, by its key."""
        return {
            key_of(contact): known.refused
            for contact, known in self.contacts.items()
            if known.refused is not None
        }

    def shown(self, contact: int) -> Shown:
        """Return one contact as it should be online."""
        known = self.contacts[contact]
        lists = {
            "aliases": _in_order(known.aliases),
            "emails": [email for row in _in_order(known.emails) for email in row],
            "phones": [phone for phone in _in_order(known.phones) if phone],
            "addresses": [
                {"type": type_} | self.places[place]
                for place, type_ in sorted(known.addresses.items())
            ],
            "associations": [
                {"contact": key_of(other), "relation": relation}
                for other, relation in _in_order(known.associations)
            ],
        }
        filled = {name: entries for name, entries in lists.items() if entries}
        return {"id": key_of(contact), **known.fields, **filled}

    def shown_under(self, key: str) -> Shown | None:
        """Return the contact with that key as it should be online, or None if it should not."""
        contact = int(json.loads(key)[0])
        known = self.contacts.get(contact)
        return self.shown(contact) if known and known.refused is None else None

    def living_at(self, place: int) -> list[int]:
        """Return the contacts that have this address."""
        return [key for key, known in self.contacts.items() if place in known.addresses]

    def related_to(self, contact: int) -> list[int]:
        """Return the contacts that name this one in an association."""
        return [
            key
            for key, known in self.contacts.items()
            if any(other == contact for other, _ in known.associations.values())
        ]


def key_of(contact: int) -> str:
    """Return the key of the contact as the contract spells it."""
    return json.dumps([str(contact)])


def _in_order(rows: dict[int, Any]) -> list[Any]:
    return [rows[row] for row in sorted(rows)]
