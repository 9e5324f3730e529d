"""How the records that were read become contacts, whatever the database is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from practicesync.adapters.aggregate import Plan, Record, key_of
from practicesync.core.key import Key
from practicesync.core.row import Hash, Row


class Found(NamedTuple):
    """A contact's columns as read, before they get meaning and names."""

    key: Key
    columns: Record
    children: tuple[list[Record], ...]


def assemble(
    planned: Plan, contacts: Iterable[Record], children: Sequence[Iterable[Record]]
) -> list[Found]:
    """Put contacts and their children together; of equal keys the first row counts.

    `children` are the records of each child in the plan's order; one without its contact is
    ignored.
    """
    width = planned.key_columns
    found: dict[Key, Found] = {}
    owners: dict[Record, Found] = {}
    for record in contacts:
        key = key_of(record[:width])
        if key is not None and key not in found:
            one = Found(key, record, tuple([] for _ in planned.children))
            found[key] = owners[record[:width]] = one
    for at, records in enumerate(children):
        for record in records:
            parent = record[:width]
            # Mostly a child names its contact by the very same values.
            owner = owners.get(parent) or _owner(found, parent)
            if owner is not None:
                owner.children[at].append(record)
    return list(found.values())


def _owner(found: dict[Key, Found], parent: Record) -> Found | None:
    key = key_of(parent)
    return None if key is None else found.get(key)


def row(
    planned: Plan,
    found: Found,
    hash_: Hash | None,
    parts: Mapping[str, Sequence[str]] = {},
) -> Row:
    """Return the contact under the profile's field names."""
    children = {
        name: [dict(zip(reading.names, reading.shape(one), strict=True)) for one in records]
        for (name, reading), records in zip(planned.children.items(), found.children, strict=True)
    }
    shaped = planned.contact.shape(found.columns)
    fields = dict(zip(planned.contact.names, shaped, strict=True))
    return Row(key=found.key, fields=fields, children=children, hash=hash_, parts=parts)


_encoder = msgspec.msgpack.Encoder()


def hash_of(found: Found, width: int) -> Hash:
    """Return SHA-256 over all columns that were read of a contact behind its `width` key columns.

    MessagePack puts type and length before every value and marks NULL, so that no two contacts
    have the same encoding: https://github.com/msgpack/msgpack/blob/master/spec.md
    """
    children = [[record[width:] for record in records] for records in found.children]
    content = (found.columns[width:], children)
    try:
        encoded = _encoder.encode(content)
    except UnicodeEncodeError:
        # Half a surrogate pair has no UTF-8. No MessagePack begins with 0xC1.
        encoded = b"\xc1" + repr(content).encode("ascii", "backslashreplace")
    return Hash(hashlib.sha256(encoded).digest())
