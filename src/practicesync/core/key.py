"""A contact's key as text that means the same in every database.

Canonical key text is a JSON array of strings, one per key column: ``["10482"]``.
Guids are in lower case; text under a case-insensitive collation is in lower case
without trailing spaces, because SQL Server compares it so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NewType
from urllib.parse import quote

from practicesync.core.errors import Code, Misconfigured

Key = NewType("Key", str)


def key_text(parts: Sequence[str]) -> Key:
    """Return the canonical key text of the key columns' values, in the profile's order."""
    return Key(json.dumps(list(parts), ensure_ascii=False, separators=(",", ":")))


def key_parts(key: Key) -> tuple[str, ...]:
    """Return the key columns' values; the inverse of `key_text`."""
    try:
        parts = json.loads(key)
    except ValueError as wrong:
        raise Misconfigured(Code.KEY_UNREADABLE) from wrong
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise Misconfigured(Code.KEY_UNREADABLE)
    return tuple(parts)


def key_in_path(key: Key) -> str:
    """Return the key percent-encoded for one segment of a URL path."""
    return quote(key, safe="")
