"""What pydantic finds in the settings, told to a person."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

from practicesync.core.mistake import Mistake, place_of

KNOWN: Mapping[str, tuple[str, ...]] = {
    "": ("agent", "practice", "ledger"),
    "agent": ("poll_interval", "full_check_at", "log_level", "proxy", "links"),
    "links": ("guide", "support", "privacy"),
    "practice": (
        "name",
        "practice_id",
        "database",
        "database_user",
        "profile",
        "changes",
        "cloud",
        "ca_file",
        "required_services",
        "guard",
    ),
    "guard": ("count", "percent"),
}
"""The settings of each table."""

REASONS: Mapping[str, str] = {
    "missing": "is missing",
    "too_short": "is empty",
    "string_too_short": "is empty",
    "string_too_long": "is too long",
    "string_type": "has to be text between quotes",
    "float_type": "has to be a number",
    "int_type": "has to be a whole number",
    "int_from_float": "has to be a whole number",
    "finite_number": "has to be a number",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
    "literal_error": "is none of the values that can be chosen",
    "tuple_type": "has to be a list",
    "dict_type": "has to be a table",
    "model_type": "has to be a table",
}
"""What is wrong, by pydantic's name for it; the name of the setting stands before it."""

REMEDIES: Mapping[str, str] = {
    "agent": "Write it as a table that begins with [agent].",
    "poll_interval": "Give the seconds between two looks, from 0.5 to 3600.",
    "full_check_at": 'Give hours and minutes, for example "02:00".',
    "log_level": 'Choose "DEBUG", "INFO", "WARNING" or "ERROR".',
    "proxy": 'Give the address of your proxy server, for example "http://proxy:8080", or "".',
    "links": 'Write it as { guide = "", support = "", privacy = "" }.',
    "guide": 'Give an address that begins with https://, or "" for the built-in page.',
    "support": 'Give an address that begins with https:// or mailto:, or "" for the built-in page.',
    "privacy": 'Give an address that begins with https://, or "" for the built-in page.',
    "practice": "Write at least one table that begins with [[practice]], in double brackets.",
    "name": "Give the name that people know the practice by, on one line.",
    "practice_id": 'Leave it as "": it is filled in when you sign in.',
    "database": "Give an ODBC connection string (Driver=...;Server=...;Database=...), without a"
    " password, or sqlite:/// and the path of a demo database.",
    "database_user": 'Give the name of the database login, or "" for Windows authentication.',
    "profile": "Give the name of a database layout that comes with Practice Sync, or a path.",
    "changes": 'Choose "auto", "change-tracking", "rowversion" or "diff".',
    "cloud": 'Give the address of your online copy, for example "https://contacts.example".',
    "ca_file": 'Give the path of a certificate file, or "".',
    "required_services": "Write a list of the names of Windows services, or [].",
    "guard": "Write it as { count = 10, percent = 5 }.",
    "count": "Give a whole number of deletions, 0 or more.",
    "percent": "Give a percentage from 0 to 100.",
    "ledger": "Write it as a table that begins with [ledger].",
}
"""What to do, by the name of the setting."""

_PROTECT = "Write https:// in place of http://."
_KEEP_OUT = "Take it out, and give it with practicesync set-secret."
_SECRET_LIKE = ("password", "passwd", "pwd", "secret", "token", "api_key")


def told(error: ErrorDetails, file: str) -> Mistake:
    """Return the mistake behind one of pydantic's errors; what was written isn't in it."""
    where = error["loc"]
    setting = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
    remedy = REMEDIES.get(setting, "Look it up in the list of settings.")
    match error["type"]:
        case "extra_forbidden":
            reason, remedy = "isn't a setting", _instead(where)
        case "password":
            reason, remedy = error["msg"], _KEEP_OUT
        case "not_https":
            reason, remedy = error["msg"], _PROTECT
        case kind:
            reason = REASONS.get(kind) or _own(error)
    key = _place(where)
    return Mistake(key, f"{file}: {place_of(key)} {reason}.", remedy)


def _own(error: ErrorDetails) -> str:
    """Return a reason of ours, or a plain one: pydantic's own may quote what was written."""
    return error["msg"] if error["type"] in _OURS else "can't be read"


_OURS = frozenset(
    (
        "one_line",
        "clock",
        "practice_id",
        "connection",
        "address",
        "address_user",
        "web_address",
        "proxy",
        "link",
    )
)


def _instead(where: Sequence[Any]) -> str:
    """Return what to do about an unknown setting: take it out, or the one that was meant."""
    *above, unknown = [part for part in where if isinstance(part, str)] or [""]
    if any(word in unknown.casefold() for word in _SECRET_LIKE):
        return _KEEP_OUT
    known = KNOWN.get(above[-1] if above else "", ())
    near = difflib.get_close_matches(unknown.casefold(), known, n=1)
    return f"Did you mean {near[0]}?" if near else "Take it out."


def _place(where: Sequence[Any]) -> str:
    """Return the place as ``practice[0].cloud``."""
    place = ""
    for part in where:
        place += f"[{part}]" if isinstance(part, int) else f".{_shown(str(part))}"
    return place.removeprefix(".")


def _shown(name: str) -> str:
    """Return the name of a setting, which a person may have written in any way, fit to show."""
    return "".join(letter for letter in name if letter.isprintable())[:60]
