"""What a source returns: one aggregate of the practice database, as read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NewType

import msgspec

from practicesync.core.key import Key

Value = str | int | float | bool | bytes | None
"""A field as the driver gave it; dates are ISO 8601 text."""

Hash = NewType("Hash", bytes)
"""A plain hash of a row and its children. It could be guessed back, so it is never stored."""

Stamp = NewType("Stamp", bytes)
"""A `Hash` keyed with the practice's digest key: safe to store."""

Cursor = NewType("Cursor", str)
"""How far a feed has looked; only the feed reads it."""

Position = NewType("Position", str)
"""How far a full check has read; only the source reads it."""


class Row(msgspec.Struct, frozen=True):
    """One contact of the practice database with its children, under the profile's field names.

    `fields` holds the contact's and its joins' fields.
    `children` maps a child's name (``phones``) to its rows in a stable order.
    `hash` covers everything that the profile names, or is None where no feed needs it.
    `parts` are the keys, as text, of the rows of other tables that it was made of: by the table,
    as far as the feed needs them to lead a row that is gone back to its contact.
    """

    key: Key
    fields: Mapping[str, object]
    children: Mapping[str, Sequence[Mapping[str, object]]]
    hash: Hash | None = None
    parts: Mapping[str, Sequence[str]] = {}


class Page(msgspec.Struct, frozen=True):
    """Some rows of a full check, and where the next page starts (None: there is no next)."""

    rows: Sequence[Row]
    next: Position | None


class Seen(msgspec.Struct, frozen=True):
    """A key that changed, with the stamp that it was seen with.

    `stamp` is None where the feed has none, and for a key that is gone.
    """

    key: Key
    stamp: Stamp | None = None


class Part(msgspec.Struct, frozen=True):
    """A row of a table that a contact was made of; `row` is its key as text."""

    table: str
    row: str


class Changes(msgspec.Struct, frozen=True):
    """What one look found; `more` asks for another look at once.

    `gone` are rows that belong to no contact any more, or to another one, which is among `seen`.
    """

    seen: Sequence[Seen]
    cursor: Cursor
    more: bool = False
    gone: Sequence[Part] = ()


class Gap(msgspec.Struct, frozen=True):
    """The feed can't say what changed since the cursor: only a full check can.

    `reason` is one word for the log: ``expired``, ``begun-anew``, ``restored``, ``away``,
    ``unreadable``.
    """

    reason: str


class Employee(msgspec.Struct, frozen=True):
    """An employee of the practice as far as the checks need one."""

    active: bool
    role: str
