"""Which fields of a contact are filled: a bit each, so that no value has to be kept."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import NewType

from practicesync.core.contact import Address, Contact
from practicesync.core.key import Key

Fields = NewType("Fields", int)
"""Some of the fields: the number of each is the place of its bit."""

NONE = Fields(0)

NOTHING: Mapping[Key, Fields] = MappingProxyType({})
"""No contact's fields."""

NAMES = (
    "code",
    "title",
    "first",
    "middle",
    "last",
    "suffix",
    "salutation",
    "addressee",
    "contact_type",
    "is_client",
    "partner",
    "office",
    "department",
    "family_group",
    "aliases",
    "emails",
    "phones",
    "addresses",
    "associations",
    "abn",
    "addresses.lines",
    "addresses.city",
    "addresses.state",
    "addresses.postcode",
    "addresses.country",
)
"""The fields by their numbers. Journals keep the numbers: new ones go to the end, none ever go."""

EXTRAS = 31
"""The first number of the extra fields: their names are the database layout's."""

EXTRA_NUMBERS = 32
"""How many numbers they share; two of one number count as filled while either is."""

PARTS = tuple(name for name in NAMES if name.startswith("addresses."))
BITS = tuple(1 << number for number, name in enumerate(NAMES) if name not in PARTS)
VALUES = attrgetter(*(name for name in NAMES if name not in PARTS))
PART_BITS = tuple(1 << NAMES.index(name) for name in PARTS)
PART_VALUES = attrgetter(*(name.removeprefix("addresses.") for name in PARTS))
ADDRESSES = 1 << NAMES.index("addresses")
ALL_PARTS = sum(PART_BITS)


def filled(contact: Contact) -> Fields:
    """Return the fields that are filled: a list with an entry in it, a mark that is set."""
    bits = 0
    for bit, value in zip(BITS, VALUES(contact), strict=True):
        if value:
            bits |= bit
    if contact.addresses:
        bits |= _of_addresses(contact.addresses)
    for name, text in contact.extras.items():
        if text:
            bits |= 1 << extra_number(name)
    return Fields(bits)


def _of_addresses(addresses: tuple[Address, ...]) -> int:
    bits = 0
    for one in addresses:
        for bit, value in zip(PART_BITS, PART_VALUES(one), strict=True):
            if value:
                bits |= bit
    return bits


def extra_number(name: str) -> int:
    """Return the number of an extra field; it follows from its name."""
    return EXTRAS + zlib.crc32(name.encode()) % EXTRA_NUMBERS


def turned_blank(before: Fields | None, now: Fields) -> Fields:
    """Return the fields that were filled and are not; none if it isn't known what was.

    With its addresses a contact loses their parts as well: that is one loss, not six.
    """
    if before is None:
        return NONE
    lost = before & ~now
    return Fields(lost & ~ALL_PARTS if lost & ADDRESSES else lost)


def numbers(fields: Fields) -> Iterator[int]:
    """Yield the numbers of the fields."""
    left = int(fields)
    while left:
        lowest = left & -left
        yield lowest.bit_length() - 1
        left ^= lowest


def field_of(number: int) -> Fields:
    """Return the field with that number alone."""
    return Fields(1 << number)


def name_of(number: int) -> str:
    """Return the name of a field in the contract; of an extra field only that it is one."""
    return NAMES[number] if number < len(NAMES) else "extras"
