"""Asking the worker from a terminal, and printing what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from practicesync.app.asking.ask import ask, open_folder
from practicesync.app.say import say, say_json, tell_code
from practicesync.core.command import Argument


def ask_and_tell(
    state: Path | None,
    command: str,
    practice: str | None,
    arguments: Mapping[str, Argument],
    *,
    as_json: bool,
) -> int:
    """Ask, print the answer and return the exit code."""
    reply = ask(open_folder(state), command, practice, arguments)
    if as_json:
        say_json(reply)
    elif reply.outcome == "done":
        say(reply.sentence)
    else:
        tell_code(reply.sentence, reply.code, reply.remedy)
    return reply.exit
