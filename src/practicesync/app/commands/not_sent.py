"""``practicesync not-sent``: what could not be sent, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from practicesync.app.asking.not_sent_file import write_not_sent
from practicesync.app.asking.parts import Part, plain_key
from practicesync.app.commands.counter import Counter
from practicesync.app.say import say, say_json
from practicesync.core.command import Argument
from practicesync.core.error_table import Exit
from practicesync.core.granted import NotSentList, Touched
from practicesync.core.words import counted


def list_not_sent(counter: Counter) -> int:
    """Print what was not sent and return the exit code."""
    parts = _listed(counter)
    if counter.as_json:
        for part in parts:
            say_json({"practice": part.practice, **_facts(part.answer)})
        return Exit.DONE
    for part in parts:
        say(not_sent_text(part, several=len(parts) > 1))
    return Exit.DONE


def retry(counter: Counter, keys: Sequence[str] | None) -> int:
    """Have these tried again (None: all of them) and return the exit code."""
    return _change(counter, "retry", keys, "tried again now")


def leave_out(counter: Counter, keys: Sequence[str] | None) -> int:
    """Leave these out (None: all of them) and return the exit code."""
    return _change(counter, "leave-out", keys, "left out until the reason changes")


def export(counter: Counter, path: Path) -> int:
    """Write what was not sent to a file that only this account may read."""
    number = write_not_sent(_listed(counter), path)
    if counter.as_json:
        say_json({"contacts": number, "path": str(path)})
    else:
        say(f"{counted(number, 'contact')} written to {path}. Only your account may read it.")
    return Exit.DONE


def _listed(counter: Counter) -> list[Part[NotSentList]]:
    return counter.parts("not-sent", {"step": "list"}, NotSentList)


def _change(counter: Counter, step: str, keys: Sequence[str] | None, done: str) -> int:
    wanted: Argument = None if keys is None else list(keys)
    parts = counter.parts("not-sent", {"step": step, "keys": wanted}, Touched)
    number = sum(part.answer.contacts for part in parts)
    if counter.as_json:
        say_json({"contacts": number})
    elif number:
        say(f"{counted(number, 'contact is', 'contacts are')} {done}.")
    else:
        say("There is nothing that was not sent.")
    return Exit.DONE


def _facts(listed: NotSentList) -> dict[str, object]:
    return {"total": listed.total, "contacts": listed.contacts}


def not_sent_text(part: Part[NotSentList], *, several: bool) -> str:
    """Return the list for people, three lines a contact."""
    listed = part.answer
    where = f" in {part.practice}" if several else ""
    if not listed.total:
        return f"Every contact{where} can be sent."
    lines = [f"{counted(listed.total, 'contact was', 'contacts were')} not sent{where}."]
    for one in listed.contacts:
        named = " ".join(filter(None, (one.name or "(no name)", _bracketed(one.client_code))))
        left_out = ", left out" if one.left_out else ""
        lines += [
            f"  {plain_key(one.key)}  {named}{left_out}",
            f"      {one.sentence} ({one.code})",
            f"      {one.remedy}",
        ]
    if listed.total > len(listed.contacts):
        lines.append(f"  and {counted(listed.total - len(listed.contacts), 'other')}")
    return "\n".join(lines)


def _bracketed(code: str) -> str:
    return f"[{code}]" if code else ""
