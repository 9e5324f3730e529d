"""E-mail addresses out of a field in which people wrote whatever they liked."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[\s;,/]+")
_AROUND = "<>()[]{}\"'.:"
_ADDRESS = re.compile(r"[^\s@<>()\[\]{},;:/\\\"]+@(?:[\w-]+\.)+[\w-]{2,}")


def mailboxes(text: str) -> tuple[list[str], bool]:
    """Return the addresses in the text, and whether anything else was in it.

    Addresses are told apart by ``;``, ``,``, ``/`` or white space.
    """
    if text.isascii() and _ADDRESS.fullmatch(text) and text[0] not in _AROUND:
        return [text], False
    found = []
    other = False
    for piece in _BETWEEN.split(text):
        address = piece.strip(_AROUND).removeprefix("mailto:").strip(_AROUND)
        if _ADDRESS.fullmatch(address):
            found.append(address)
        elif piece.strip(_AROUND):
            other = True
    return found, other
