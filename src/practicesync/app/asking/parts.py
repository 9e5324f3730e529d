"""What each practice says in an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from practicesync.app.asking.ask import untold
from practicesync.app.asking.reply import Reply
from practicesync.core.key import Key, key_parts

T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """What one practice says."""

    practice: str
    answer: T


def parts_of(reply: Reply, answer: type[T]) -> list[Part[T]]:
    """Return what each practice says in a reply."""
    if "practices" not in reply.detail:
        raise untold()
    return [
        Part(part["name"], msgspec.convert(part["answer"], answer))
        for part in reply.detail["practices"]
        if "answer" in part
    ]


def plain_key(key: Key) -> str:
    """Return the key as a person writes it: ``10482``."""
    parts = key_parts(key)
    plain = len(parts) == 1 and not parts[0].startswith("[") and parts[0] == parts[0].strip()
    return parts[0] if plain and parts[0] else key
