"""What somebody got wrong in a file that people write."""

from __future__ import annotations

import re

import msgspec

_OF_A_PRACTICE = re.compile(r"practice\[(\d+)\](?:\.(.+))?")
_WHICH = ("first", "second", "third", "fourth", "fifth")


class Mistake(msgspec.Struct, frozen=True):
    """One mistake: the entry (``contact.key``), what is wrong with it and what to do about it.

    The sentence names the file; neither quotes a secret.
    """

    key: str
    sentence: str
    remedy: str


def place_of(key: str) -> str:
    """Return where an entry stands as people say it: ``"cloud" of the first practice``."""
    found = _OF_A_PRACTICE.fullmatch(key)
    if not found:
        return f'"{key}"'
    at, name = int(found[1]), found[2]
    practice = f"the {_WHICH[at]} practice" if at < len(_WHICH) else f"practice {at + 1}"
    return f'"{name}" of {practice}' if name else practice
