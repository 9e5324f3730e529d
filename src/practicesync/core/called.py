"""What a row's contact is called, for lists that people read: also where it can't be sent."""

from __future__ import annotations

from practicesync.core.row import Row
from practicesync.core.text import tidy

LONGEST = 80
"""Characters of a name in a list."""


def called(row: Row) -> str:
    """Return the contact's name, short enough for a line; empty where it has none."""
    fields = row.fields
    parts = (tidy(fields.get(part)) for part in ("first", "middle", "last"))
    name = tidy(fields.get("name")) or " ".join(filter(None, parts))
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def client_code(row: Row) -> str:
    """Return the contact's client code; empty where it has none."""
    return tidy(row.fields.get("code"))[:LONGEST]
