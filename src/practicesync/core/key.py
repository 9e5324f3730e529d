"""A contact's key as text that means the same in every database.

Canonical key text is a JSON array of strings, one per key column: ``["10482"]``.
Guids are in lower case; text under a case-insensitive collation is in lower case
without trailing spaces, because SQL Server compares it so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import NewType
from urllib.parse import quote

from practicesync.core.errors import Code, Misconfigured

Key = NewType("Key", str)

# `json.dumps` would make a new encoder for every key.
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def key_text(parts: Sequence[str]) -> Key:
    """Return the canonical key text of the key columns' values, in the profile's order."""
    return Key(_encoded(list(parts)))


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


def keys_meant(text: str) -> tuple[Key, ...]:
    """Return the keys that a person may mean who writes this: ``10482``, a guid, ``["10482"]``.

    A guid is in lower case here and in upper case in many tools.
    """
    text = text.strip()
    if text.startswith("["):
        return (Key(text),)
    return tuple(dict.fromkeys((key_text([text]), key_text([text.lower()]))))


def telling_nothing(key: Key, mac: Callable[[bytes], bytes] | None) -> str:
    """Return the key for support: numbers and guids as they are, other text as a part of its MAC.

    A text may be a client code, and client codes are often surnames.
    """
    return ", ".join(
        part if _TELLS_NOTHING.fullmatch(part) else _hidden(part, mac) for part in key_parts(key)
    )


_TELLS_NOTHING = re.compile(r"-?[0-9]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _hidden(part: str, mac: Callable[[bytes], bytes] | None) -> str:
    return "hidden" if mac is None else f"#{mac(part.encode('utf-8', 'replace'))[:4].hex()}"
