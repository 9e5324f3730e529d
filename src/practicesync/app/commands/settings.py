"""``practicesync settings``: what holds for every practice here, shown and changed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from practicesync.app.asking.ask import ask, open_folder, untold
from practicesync.app.asking.own_settings import OwnSettings
from practicesync.app.say import say, say_json, tell_code, tell_mistakes
from practicesync.core.command import Argument
from practicesync.core.error_table import Exit
from practicesync.core.errors import Code
from practicesync.core.own_settings import BY_NAME, OWN_SETTINGS

_OF_A_PRACTICE = ("name", "database", "database_user", "profile", "cloud", "ca_file")
"""Names that stand in the same file, and that `setup` changes."""

_BY_SETUP = "It belongs to one practice: practicesync setup changes it."
_ALL = "practicesync settings shows all of them."


def settings_of(state: Path | None, name: str | None, value: str | None, *, as_json: bool) -> int:
    """Show all settings or one, or change that one; return the exit code."""
    if name is not None and name not in BY_NAME:
        tell_code("There is no setting of that name.", "", _instead(name))
        return Exit.USAGE
    if value is not None and not value.isprintable():
        tell_code("Something holds a character that can't be shown.", "", "Type it anew.")
        return Exit.USAGE
    if name is None or value is None:
        return _show(state, name, as_json=as_json)
    return _change(state, name, value, as_json=as_json)


def _instead(name: str) -> str:
    if name.removeprefix("practice.") in _OF_A_PRACTICE:
        return _BY_SETUP
    near = difflib.get_close_matches(name.casefold(), list(BY_NAME), n=1)
    return f"Did you mean {near[0]}? {_ALL}" if near else _ALL


def _show(state: Path | None, name: str | None, *, as_json: bool) -> int:
    own, code = _asked(state, {"step": "look"}, as_json=as_json)
    if own is None:
        return code
    shown = own.values if name is None else {name: own.values[name]}
    if as_json:
        say_json(shown)
    elif name is not None:
        say(own.values[name])
    else:
        _say_all(own.values)
    return code


def _say_all(values: Mapping[str, str]) -> None:
    width = max(map(len, BY_NAME))
    for one in OWN_SETTINGS:
        say(f"{one.name:<{width}}  {values[one.name] or 'none'}")
        say(f"{'':<{width}}    {one.label}. {one.remedy}")


def _change(state: Path | None, name: str, value: str, *, as_json: bool) -> int:
    own, code = _asked(state, {"step": "change", name: value}, as_json=as_json)
    if own is None:
        return code
    if as_json:
        say_json({"changes": own.changes, "mistakes": own.mistakes, "exit": int(code)})
        return code
    tell_mistakes(own.mistakes, Code.SETTING_WRONG)
    if own.mistakes:
        return code
    for one in own.changes:
        after, before = one.after or "none", one.before or "none"
        say(f"{BY_NAME[one.entry].label}: {after} (was {before}).")
    done = "Practice Sync works with it within seconds." if own.changes else "It is so already."
    say(done)
    return code


def _asked(
    state: Path | None, arguments: Mapping[str, Argument], *, as_json: bool
) -> tuple[OwnSettings | None, int]:
    """Return what the worker tells, None where it refuses: that is told; and the exit code."""
    reply = ask(open_folder(state), "settings", None, arguments)
    if "values" in reply.detail:
        return msgspec.convert(reply.detail, OwnSettings), reply.exit
    if reply.outcome == "done":
        raise untold()
    if as_json:
        say_json(reply)
    else:
        tell_code(reply.sentence, reply.code, reply.remedy)
    return None, reply.exit
