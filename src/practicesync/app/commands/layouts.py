"""``practicesync profile list``: the database layouts that there are."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec

from practicesync.app.asking.ask import open_folder
from practicesync.app.say import say, say_json, tell_mistakes
from practicesync.bootstrap import read_profile
from practicesync.core.error_table import Exit, explain
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.profile import Profile
from practicesync.core.settings import written_practices
from practicesync.profiles import shipped

_STATUS = {
    "tested": "tested",
    "starting point": "a starting point: not tried on a real database yet",
}


class Listed(msgspec.Struct, frozen=True):
    """A layout as it is listed; `status` is empty for one that has mistakes or isn't there."""

    name: str
    status: str
    own: bool
    table: str
    mistakes: int = 0
    code: str = ""


def list_layouts(state: Path | None, *, as_json: bool) -> int:
    """Print the layouts, and return the exit code."""
    listed = [*_shipped(), *_own(open_folder(state).config_file)]
    for one in listed:
        if as_json:
            say_json(one)
    if not as_json:
        width = max(len(one.name) for one in listed)
        for one in listed:
            say(f"{one.name:<{width}}  {_said(one)}")
    return Exit.DONE


def print_demo_tables(*, as_json: bool) -> int:
    """Print the T-SQL that makes the tables of the layout `demo`, and return the exit code."""
    script = files("practicesync.profiles").joinpath("demo.sql").read_text(encoding="utf-8")
    if as_json:
        say_json({"script": script})
    else:
        say(script.rstrip())
    return Exit.DONE


def opened_layout(layout: str, beside: Path) -> Profile:
    """Return the layout of that name or file; one with mistakes ends the command with all told."""
    profile = read_profile(layout, beside)
    if isinstance(profile, Profile):
        return profile
    tell_mistakes(profile, Code.LAYOUT_WRONG)
    raise SystemExit(Exit.USAGE)


def _shipped() -> Iterator[Listed]:
    for name in shipped():
        yield _listed(name, Path(), own=False)


def _own(settings_file: Path) -> Iterator[Listed]:
    """Return the files that the settings name, right or wrong; without settings there are none."""
    try:
        text = settings_file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return
    names = shipped()
    for name in dict.fromkeys(one.get("profile", "") for one in written_practices(text)):
        if name and name not in names:
            yield _listed(name, settings_file.parent, own=True)


def _listed(name: str, beside: Path, *, own: bool) -> Listed:
    try:
        profile = read_profile(name, beside)
    except Misconfigured as missing:
        return Listed(name, "", own, "", code=missing.code)
    if isinstance(profile, list):
        return Listed(name, "", own, "", len(profile), Code.LAYOUT_WRONG)
    return Listed(name, profile.status, own, profile.table)


def _said(one: Listed) -> str:
    if one.code:
        return f"{explain(Code(one.code)).sentence} ({one.code})"
    own = "your own file, " if one.own else ""
    return f"{own}{_STATUS[one.status]}"
