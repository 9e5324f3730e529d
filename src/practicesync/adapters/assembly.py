"""How the records that were read become contacts, whatever the database is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from practicesync.adapters.aggregate import Plan, Record, key_of
from practicesync.core.key import Key
from practicesync.core.row import Hash, Row


class Found(NamedTuple):
    """A contact's values as read, before they get names."""

    key: Key
    fields: Record
    children: tuple[list[Record], ...]


def assemble(
    planned: Plan, contacts: Iterable[Record], children: Sequence[Iterable[Record]]
) -> list[Found]:
    """Put contacts and their children together; of equal keys the first row counts.

    `children` are the records of each child in the plan's order; one without its contact is
    ignored.
    """
    width = planned.key_columns
    found: dict[Key | None, Found] = {}
    shape = planned.contact.shape
    for record in contacts:
        key = key_of(record[:width])
        if key is not None and key not in found:
            found[key] = Found(key, shape(record), tuple([] for _ in planned.children))
    for at, (reading, records) in enumerate(zip(planned.children.values(), children, strict=True)):
        shape = reading.shape
        for record in records:
            owner = found.get(key_of(record[:width]))
            if owner is not None:
                owner.children[at].append(shape(record))
    return list(found.values())


def row(planned: Plan, found: Found) -> Row:
    """Return the contact under the profile's field names, with its hash."""
    children = {
        name: [dict(zip(reading.names, values, strict=True)) for values in records]
        for (name, reading), records in zip(planned.children.items(), found.children, strict=True)
    }
    fields = dict(zip(planned.contact.names, found.fields, strict=True))
    return Row(key=found.key, fields=fields, children=children, hash=hash_of(found))


_encoder = msgspec.msgpack.Encoder()


def hash_of(found: Found) -> Hash:
    """Return SHA-256 over everything that was read of a contact except its key.

    MessagePack puts type and length before every value and marks NULL, so that no two contacts
    have the same encoding: https://github.com/msgpack/msgpack/blob/master/spec.md
    """
    content = (found.fields, found.children)
    try:
        encoded = _encoder.encode(content)
    except UnicodeEncodeError:
        # Half a surrogate pair has no UTF-8. No MessagePack begins with 0xC1.
        encoded = b"\xc1" + repr(content).encode("ascii", "backslashreplace")
    return Hash(hashlib.sha256(encoded).digest())
