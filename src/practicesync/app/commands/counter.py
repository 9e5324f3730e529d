"""Asking practices for what only they know, from the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.commands.asking import ask, untold
from practicesync.app.commands.say import say_json, tell_code
from practicesync.app.worker.reply import Reply
from practicesync.core.command import Argument
from practicesync.core.key import Key, key_parts

T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """What one practice says."""

    practice: str
    answer: T


@dataclass(frozen=True)
class Counter:
    """Where a command asks, for which practice, and how it prints."""

    folder: StateFolder
    practice: str | None
    as_json: bool

    def ask(self, command: str, arguments: Mapping[str, Argument]) -> Reply:
        """Return a good answer; any other is told, and ends the command with its exit code."""
        reply = ask(self.folder, command, self.practice, arguments)
        if reply.outcome in ("done", "waiting"):
            return reply
        if self.as_json:
            say_json(reply)
        else:
            tell_code(reply.sentence, reply.code, reply.remedy)
        raise SystemExit(reply.exit)

    def parts(
        self, command: str, arguments: Mapping[str, Argument], answer: type[T]
    ) -> list[Part[T]]:
        """Return what each practice says. Raises `Unavailable` where that didn't get here."""
        return parts_of(self.ask(command, arguments), answer)


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
