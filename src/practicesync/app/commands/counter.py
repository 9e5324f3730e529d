"""Asking practices for what only they know, from the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.ask import ask
from practicesync.app.asking.parts import Part, parts_of
from practicesync.app.asking.reply import Reply
from practicesync.app.say import say_json, tell_code
from practicesync.core.command import Argument

T = TypeVar("T")


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
