"""A contact field by field, as text that people read."""

from __future__ import annotations

import msgspec

from practicesync.core.contact import Contact


def field_texts(contact: Contact) -> list[tuple[str, str]]:
    """Return the fields that are not empty, by their name in the contract, one entry each."""
    texts = []
    for field, value in msgspec.to_builtins(contact).items():
        if field == "extras":
            texts += [(f"extras.{name}", text) for name, text in value.items()]
        elif isinstance(value, list | tuple):
            texts += [(field, _entry(entry)) for entry in value]
        else:
            texts.append((field, "yes" if value is True else str(value)))
    return texts


def _entry(entry: object) -> str:
    """Return one entry of a list on a line: ``Mobile: 0400 000 000``."""
    if not isinstance(entry, dict):
        return str(entry)
    first, *rest = (part for value in entry.values() for part in _parts(value))
    return f"{first}: {', '.join(rest)}" if rest else first


def _parts(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]
