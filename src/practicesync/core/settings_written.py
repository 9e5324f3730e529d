"""Settings in which a person changes something: everything else stays as it is written.

Comments, order and the other practices are a person's own work.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Array, String

from practicesync.core.change import NAMES, Change
from practicesync.core.settings import written_practices
from practicesync.core.settings_shown import without_login

_HEAD = """\
# The settings of Practice Sync, written by practicesync setup.
# You may edit them: what is changed is taken within seconds. No password belongs in here.
"""


_COMMENT = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|(#[^\r\n]*)""",
    re.DOTALL,
)
"""A text of TOML, in which a # is one, or a comment."""


def with_practice(text: str, name: str, entries: Mapping[str, str]) -> str:
    """Return the settings with these entries in the practice of that name, or in a new one."""
    document = tomlkit.parse(text or _HEAD)
    _put(_practices(document), name, entries)
    written = tomlkit.dumps(document)
    if _is_toml(written):
        return written
    # A comment stands where the list would have to go on: as tables it has room.
    document = tomlkit.parse(text)
    _put(_tables(document), name, entries)
    return tomlkit.dumps(document)


def _put(practices: AoT | Array, name: str, entries: Mapping[str, str]) -> None:
    found = next((one for one in practices if is_named(str(one.get("name", "")), name)), None)
    in_tables = isinstance(practices, AoT)
    new = tomlkit.table() if in_tables else tomlkit.inline_table()
    table = new if found is None else found
    for key, value in entries.items():
        if value or key in table:
            table[key] = _written(value)
    if found is None:
        practices.append(table)


def _practices(document: TOMLDocument) -> AoT | Array:
    """Return the practices as they are written: tables, or a list in brackets."""
    found = document.get("practice")
    if isinstance(found, AoT):
        return found
    return found if isinstance(found, Array) and len(found) > 0 else _tables(document)


def _tables(document: TOMLDocument) -> AoT:
    """Return the tables of the practices; what was a list becomes tables below its comments."""
    found = document.get("practice")
    practices = tomlkit.aot()
    for one in found or ():
        table = tomlkit.table()
        table.update(one)
        practices.append(table)
    if found is not None:
        document.remove("practice")
        said = found.as_string() + found.trivia.comment
        for comment in filter(None, _COMMENT.findall(said)):
            document.add(tomlkit.comment(comment.lstrip("#").strip()))
    document.append("practice", practices)
    return practices


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _written(value: str) -> String:
    """Return the text in the quotes in which a person reads it best."""
    return tomlkit.string(value, literal="\\" in value and "'" not in value and value.isprintable())


def practice_named(text: str, name: str) -> Mapping[str, str] | None:
    """Return the texts of the practice of that name, or None where there is none."""
    return next(
        (one for one in written_practices(text) if is_named(one.get("name", ""), name)), None
    )


def is_named(one: str, other: str) -> bool:
    """Tell whether two names are one practice's."""
    return one.strip().casefold() == other.strip().casefold()


def changes(before: Mapping[str, str], entries: Mapping[str, str]) -> Sequence[Change]:
    """Return what becomes of a practice's entries; who signs in to a database isn't shown."""
    return [
        Change(NAMES[key], _shown(key, before.get(key, "")), _shown(key, value))
        for key, value in entries.items()
        if before.get(key, "") != value
    ]


def _shown(key: str, value: str) -> str:
    return without_login(value) if key == "database" and value else value
