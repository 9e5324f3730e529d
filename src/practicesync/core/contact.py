"""The contact as the online side knows it (`docs/reference/contract.md`)."""

from __future__ import annotations

from typing import Literal

import msgspec

from practicesync.core.key import Key


class Phone(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A number under its type: at most one of each type."""

    type: str
    number: str


class Address(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An address under its type: at most one of each type."""

    type: str
    lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postcode: str = ""
    country: str = ""


class Association(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A relation to another contact: ``director`` of the contact with that key."""

    contact: Key
    relation: str


class Contact(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One contact: text is NFC, trimmed and free of control characters."""

    id: Key
    kind: Literal["person", "organisation"]
    status: Literal["active", "closed"]
    name: str
    code: str = ""
    title: str = ""
    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    salutation: str = ""
    addressee: str = ""
    contact_type: str = ""
    is_client: bool = False
    partner: str = ""
    office: str = ""
    department: str = ""
    family_group: str = ""
    aliases: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    addresses: tuple[Address, ...] = ()
    associations: tuple[Association, ...] = ()
    abn: str = ""
    extras: dict[str, str] = {}


LIMITS: dict[str, int] = {
    "id": 400,
    "name": 200,
    "code": 50,
    "title": 50,
    "first": 100,
    "middle": 100,
    "last": 100,
    "suffix": 50,
    "salutation": 200,
    "addressee": 200,
    "contact_type": 100,
    "partner": 200,
    "office": 200,
    "department": 200,
    "family_group": 200,
    "aliases": 200,
    "emails": 254,
    "phones.type": 50,
    "phones.number": 50,
    "addresses.type": 50,
    "addresses.lines": 200,
    "addresses.city": 100,
    "addresses.state": 50,
    "addresses.postcode": 20,
    "addresses.country": 100,
    "associations.contact": 400,
    "associations.relation": 100,
    "abn": 20,
    "extras": 4000,
}
"""The longest text of each field, in Unicode code points (the contract's ``maxLength``)."""

MOST: dict[str, int] = {
    "aliases": 20,
    "emails": 20,
    "phones": 20,
    "addresses": 20,
    "addresses.lines": 6,
    "associations": 500,
    "extras": 50,
}
"""The most entries of each list (the contract's ``maxItems``)."""
