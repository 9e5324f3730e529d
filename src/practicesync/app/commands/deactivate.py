"""``practicesync deactivate``: ask for a yes, end the sync, say what became of the online copy."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
import typer

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.ask import ask, open_folder
from practicesync.app.asking.reply import Reply
from practicesync.app.asking.stopping_words import WARNING, Stopped, done_words
from practicesync.app.say import say, say_json, tell_code
from practicesync.core.error_table import Exit

LOOK_AGAIN = 0.3
"""Seconds between two questions how far it is."""


@dataclass(frozen=True)
class Wanted:
    """What the person said before, and how to be talked to.

    `erase`: the online copy goes; None: that isn't said.
    """

    erase: bool | None
    yes: bool
    as_json: bool

    @property
    def can_ask(self) -> bool:
        """Tell whether there is somebody to ask."""
        return sys.stdin.isatty() and not self.as_json and not self.yes


def deactivate_practice(state: Path | None, practice: str | None, wanted: Wanted) -> int:
    """End the practice's sync, and return the exit code."""
    erase = wanted.erase if wanted.erase is not None else wanted.can_ask and _copy_goes()
    if not wanted.yes and not _agreed(wanted, erase=erase):
        return Exit.PERSON_NEEDED
    folder = open_folder(state)
    reply = _asked(folder, practice, {"step": "begin", "remove_online_copy": erase})
    while reply.outcome == "waiting":
        time.sleep(LOOK_AGAIN)
        reply = _asked(folder, practice, {"step": "status"})
    if reply.outcome != "done":
        if wanted.as_json:
            say_json(reply)
        else:
            tell_code(reply.sentence, reply.code, reply.remedy)
        return reply.exit
    detail = msgspec.convert(reply.detail, Stopped)
    if wanted.as_json:
        say_json({"deactivated": True, "told": detail.told, "online_copy_removed": detail.erased})
    else:
        say(done_words(detail))
    return Exit.DONE


def _asked(folder: StateFolder, practice: str | None, arguments: dict[str, str | bool]) -> Reply:
    return ask(folder, "deactivate", practice, {**arguments})


def _copy_goes() -> bool:
    """Ask what becomes of the online copy."""
    say("Your online copy can stay as it is now, or be removed with all contacts in it.")
    while True:
        said = str(typer.prompt("Type stay or remove", default="stay")).strip().casefold()
        if said in ("stay", "remove"):
            return said == "remove"


def _agreed(wanted: Wanted, *, erase: bool) -> bool:
    if not wanted.can_ask:
        tell_code(WARNING[erase], "", "If that is what you want, add --yes.")
        return False
    say(WARNING[erase])
    return typer.confirm("Stop contacts sync?")
