"""Settings with one practice more, or one that is changed: everything else stays as it is written.

Comments, order and the other practices are a person's own work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, String, Table

from practicesync.core.change import NAMES, Change
from practicesync.core.settings import written_practices
from practicesync.core.settings_shown import without_login

_HEAD = """\
# The settings of Practice Sync, written by practicesync setup.
# You may edit them: what is changed is taken within seconds. No password belongs in here.
"""


def with_practice(text: str, name: str, entries: Mapping[str, str]) -> str:
    """Return the settings with these entries in the practice of that name, or in a new one."""
    document = tomlkit.parse(text or _HEAD)
    practices = _practices(document)
    found = next((one for one in practices if is_named(str(one.get("name", "")), name)), None)
    table = found if isinstance(found, Table) else tomlkit.table()
    for key, value in entries.items():
        if value or key in table:
            table[key] = _written(value)
    if found is None:
        practices.append(table)
    return tomlkit.dumps(document)


def _practices(document: TOMLDocument) -> AoT:
    """Return the tables of the practices; a list that was written in brackets becomes tables."""
    found = document.get("practice")
    if isinstance(found, AoT):
        return found
    practices = tomlkit.aot()
    for one in found or ():
        table = tomlkit.table()
        table.update(one)
        practices.append(table)
    if "practice" in document:
        document.remove("practice")
    document.append("practice", practices)
    return practices


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
