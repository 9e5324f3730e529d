"""``practicesync not-sent``: what could not be sent, and what to do about it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from practicesync.adapters.publish import publish
from practicesync.app.commands.counter import Counter, Part, plain_key
from practicesync.app.commands.say import say, say_json
from practicesync.core.command import Argument
from practicesync.core.error_table import Exit
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.granted import NotSent, NotSentList, Touched
from practicesync.core.words import counted

COLUMNS = (
    "Practice",
    "Key",
    "Client code",
    "Name",
    "Code",
    "Reason",
    "What to do",
    "Since",
    "Left out",
)

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, or may strip before one."""


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
    parts = _listed(counter)
    content = csv_of(parts)
    try:
        publish(path, content.encode("utf-8-sig"), 0o600)
    except Problem:
        raise Misconfigured(Code.FILE_NOT_WRITTEN, path=str(path)) from None
    number = sum(len(part.answer.contacts) for part in parts)
    if counter.as_json:
        say_json({"contacts": number, "path": str(path)})
    else:
        say(f"{counted(number, 'contact')} written to {path}. Only your account may read it.")
    return Exit.DONE


def csv_of(parts: Sequence[Part[NotSentList]]) -> str:
    """Return the lists as CSV in which no cell is a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for part in parts:
        writer.writerows(
            [_harmless(cell) for cell in _row(part, one)] for one in part.answer.contacts
        )
    return file.getvalue()


def _row(part: Part[NotSentList], one: NotSent) -> tuple[str, ...]:
    return (
        part.practice,
        plain_key(one.key),
        one.client_code,
        one.name,
        one.code,
        one.sentence,
        one.remedy,
        one.since.isoformat(timespec="seconds"),
        "yes" if one.left_out else "",
    )


def _harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows and never works out."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


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
