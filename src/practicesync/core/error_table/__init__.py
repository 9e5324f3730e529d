"""What people read about every code: one table for screens, logs, help and support."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from practicesync.core.error_table.cloud import CLOUD
from practicesync.core.error_table.computer import COMPUTER
from practicesync.core.error_table.database import DATABASE
from practicesync.core.error_table.entry import Entry, Exit
from practicesync.core.error_table.record import RECORD
from practicesync.core.error_table.settings import SETTINGS
from practicesync.core.error_table.sign_in import SIGN_IN
from practicesync.core.error_table.sql_server import SQL_SERVER
from practicesync.core.errors import Code
from practicesync.core.words import counted, field_name

__all__ = ["ENTRIES", "Entry", "Exit", "Explained", "exit_code", "explain", "fill", "help_anchor"]

ENTRIES: Mapping[Code, Entry] = {
    **DATABASE,
    **SQL_SERVER,
    **CLOUD,
    **SIGN_IN,
    **SETTINGS,
    **RECORD,
    **COMPUTER,
}
"""Every code's row."""

_CHOICE = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
_PLACE = re.compile(r"\{(\w+)\}")
_LONGEST = 200


class Explained(msgspec.Struct, frozen=True):
    """A code in words; `help` is the anchor of its heading in `docs/troubleshooting.md`."""

    code: Code
    title: str
    sentence: str
    remedy: str
    help: str


def explain(code: Code, facts: Mapping[str, str] | None = None) -> Explained:
    """Return what to tell about the code; what isn't among the facts isn't told."""
    entry = ENTRIES[code]
    shown = _shown(facts or {}, entry.reasons)
    reason = (facts or {}).get("reason", "")
    return Explained(
        code,
        entry.title,
        _filled(entry.sentence, shown),
        _filled(entry.remedies.get(reason, entry.remedy), shown),
        help_anchor(code),
    )


def exit_code(code: Code) -> Exit:
    """Return what a command ends with that fails with this code."""
    return ENTRIES[code].exit


def help_anchor(code: Code) -> str:
    """Return the anchor of the code's heading: ``ps-src-01``."""
    return code.value.lower()


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Return a sentence that no code has, filled in as those of the table are."""
    return _filled(text, _shown(facts, {}))


def _shown(facts: Mapping[str, str], reasons: Mapping[str, str]) -> dict[str, str]:
    """Return the facts fit for one line of a sentence."""
    shown = dict(facts)
    if "setting" in shown:
        shown.setdefault("key", shown["setting"])
    if shown.get("seconds", "").isdecimal():
        shown["time"] = counted(int(shown["seconds"]), "second")
    if "field" in shown:
        shown["field"] = field_name(shown["field"])
    if reason := shown.get("reason"):
        # A bare word is for the log: it is told only where the table has words for it.
        shown["reason"] = reasons.get(reason, reason if " " in reason else "")
    return {name: _line(fact) for name, fact in shown.items()}


def _line(fact: str) -> str:
    return "".join(letter for letter in fact if letter.isprintable())[:_LONGEST].strip()


def _filled(text: str, facts: Mapping[str, str]) -> str:
    """Return the text with the first of each two choices if its facts are known."""

    def chosen(choice: re.Match[str]) -> str:
        known, otherwise = choice.groups()
        if not all(facts.get(name) for name in _PLACE.findall(known)):
            return str(otherwise)
        return _PLACE.sub(lambda place: facts[place[1]], known)

    return _CHOICE.sub(chosen, text)
