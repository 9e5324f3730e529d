"""``practicesync confirm-deletes``: look through deletions that wait, and confirm them."""

from __future__ import annotations

import sys

import typer

from practicesync.app.counter import Counter, Part, plain_key
from practicesync.app.refusal import Refusal
from practicesync.app.say import say, say_json, tell_code
from practicesync.core.command import Argument
from practicesync.core.error_table import Exit
from practicesync.core.granted import DeletesList, Touched
from practicesync.core.words import count, counted

MOST_SHOWN = 100


def confirm_deletes(counter: Counter, hold: str, number: int | None, *, yes: bool) -> int:
    """Show what would be deleted, ask, and have it deleted; return the exit code.

    What is confirmed is the number that was shown: if it has changed meanwhile, nothing happens.
    """
    [part] = counter.parts("confirm-deletes", {"hold": hold}, DeletesList)
    waiting = part.answer.hold.count
    if number is not None and number != waiting:
        raise Refusal(f"{count(waiting)} deletions are waiting by now, and not {count(number)}")
    if not counter.as_json:
        say(_text(part))
    if not yes and not _agreed(waiting, counter):
        return Exit.PERSON_NEEDED
    arguments: dict[str, Argument] = {"hold": hold, "count": waiting}
    [confirmed] = counter.parts("confirm-deletes", arguments, Touched)
    if counter.as_json:
        say_json({"contacts": confirmed.answer.contacts})
    else:
        say(f"{counted(confirmed.answer.contacts, 'deletion goes', 'deletions go')} online now.")
    return Exit.DONE


def _agreed(waiting: int, counter: Counter) -> bool:
    if counter.as_json or not sys.stdin.isatty():
        tell_code("Nothing was deleted.", "", "Look through the list, then add --yes.")
        return False
    return typer.confirm(f"Delete {counted(waiting, 'contact')} online?")


def _text(part: Part[DeletesList]) -> str:
    keys = [plain_key(key) for key in part.answer.keys[:MOST_SHOWN]]
    waiting = part.answer.hold.count
    lines = [
        f"{counted(waiting, 'contact is', 'contacts are')} gone from the database of"
        f" {part.practice} and still online. Of each only its key is left:",
        f"  {', '.join(keys)}",
    ]
    if waiting > len(keys):
        lines.append(f"  and {count(waiting - len(keys))} more")
    return "\n".join(lines)
