"""``practicesync confirm-deletes``: look through what waits, and confirm it."""

from __future__ import annotations

import sys

import typer

from practicesync.app.asking.parts import Part, plain_key
from practicesync.app.commands.counter import Counter
from practicesync.app.say import say, say_json, tell_code
from practicesync.core.action import Hold
from practicesync.core.command import Argument
from practicesync.core.error_table import Exit
from practicesync.core.granted import DeletesList, Touched
from practicesync.core.hold_words import (
    asking_words,
    going_words,
    listing_words,
    refraining_words,
)
from practicesync.core.words import count
from practicesync.engine.granting import another_number

MOST_SHOWN = 100


def confirm_deletes(counter: Counter, hold: str, number: int | None, *, yes: bool) -> int:
    """Show what would be deleted or turn blank, ask, and have it done; return the exit code.

    What is confirmed is the number that was shown: if it has changed meanwhile, nothing happens.
    """
    [part] = counter.parts("confirm-deletes", {"hold": hold}, DeletesList)
    waiting = part.answer.hold
    if number is not None and number != waiting.count:
        raise another_number(waiting)
    if not counter.as_json:
        say(_text(part))
    if not yes and not _agreed(waiting, counter):
        return Exit.PERSON_NEEDED
    arguments: dict[str, Argument] = {"hold": hold, "count": waiting.count}
    [confirmed] = counter.parts("confirm-deletes", arguments, Touched)
    if counter.as_json:
        say_json({"contacts": confirmed.answer.contacts})
    else:
        say(going_words(waiting, confirmed.answer.contacts))
    return Exit.DONE


def _agreed(waiting: Hold, counter: Counter) -> bool:
    if counter.as_json or not sys.stdin.isatty():
        tell_code(refraining_words(waiting), "", "Look through the list, then add --yes.")
        return False
    return typer.confirm(asking_words(waiting))


def _text(part: Part[DeletesList]) -> str:
    waiting = part.answer.hold
    keys = [plain_key(key) for key in part.answer.keys[:MOST_SHOWN]]
    lines = [listing_words(waiting, part.practice), f"  {', '.join(keys)}"]
    if waiting.count > len(keys):
        lines.append(f"  and {count(waiting.count - len(keys))} more")
    return "\n".join(lines)
