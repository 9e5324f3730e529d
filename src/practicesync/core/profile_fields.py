"""Reading where each field of a profile comes from."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

import msgspec

from practicesync.core.contact import Address, Association, Contact, Phone
from practicesync.core.entries import Entries, absence, is_identifier, nearest
from practicesync.core.profile import Column, Columns, KeyOf, Mapped, Origin, code_text


def _names(record: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(field.name for field in msgspec.structs.fields(record))


CHILDREN: Mapping[str, frozenset[str]] = {
    "phones": _names(Phone),
    "emails": frozenset({"address"}),
    "aliases": frozenset({"alias"}),
    "addresses": _names(Address),
    "associations": _names(Association),
}
"""The fields that each child may have."""

FIELDS = _names(Contact) - frozenset(CHILDREN) - {"id", "extras"}
"""The fields that a contact and its joins may have; ``extras.*`` besides."""

EMPLOYEE = frozenset({"email", "active", "role"})
"""The fields that an employee may have."""

MEANINGS: Mapping[str, Sequence[str | bool]] = {
    "kind": ("person", "organisation"),
    "status": ("active", "closed"),
    "is_client": (True, False),
    "active": (True, False),
}
"""What a code may stand for in these fields; in all others any text."""


def contact_fields(owner: Entries) -> dict[str, Origin]:
    """Return the fields of a contact or a join; an extra is named ``extras.notes``."""
    entries = owner.within("fields")
    if entries is None:
        return {}
    extras: dict[str, Origin] = {}
    if entries.has("extras"):
        inner = entries.within("extras")
        for name in inner.names() if inner else ():
            _put(extras, f"extras.{name}", _origin(inner, name) if inner else None)
    for name in [name for name in entries.names() if name.startswith("extras.")]:
        _put(extras, name, _origin(entries, name))
    return _known(entries, FIELDS) | extras


def employee_fields(owner: Entries) -> dict[str, Origin]:
    """Return the fields of the table of employees."""
    entries = owner.within("fields")
    return _known(entries, EMPLOYEE) if entries else {}


def child_fields(
    owner: Entries, name: str, key_columns: int | None, via: bool
) -> dict[str, Origin]:
    """Return the fields of the child `name`.

    `key_columns` is how many columns a contact's key has, where that is known.
    """
    entries = owner.within("fields")
    if entries is None:
        return {}
    found: dict[str, Origin] = {}
    if name == "addresses" and entries.has("lines"):
        _put(found, "lines", _lines(entries, via))
    if name == "associations":
        inner = entries.within("contact")
        if inner:
            found["contact"] = KeyOf(inner.columns("key", key_columns))
            inner.end("key")
    known = CHILDREN.get(name, frozenset(entries.names()))
    return found | _known(entries, known, via)


def _known(entries: Entries, known: Collection[str], via: bool = False) -> dict[str, Origin]:
    found: dict[str, Origin] = {}
    for name in entries.names():
        if name in known:
            _put(found, name, _origin(entries, name, via))
        else:
            entries.take(name)
            entries.wrong(name, "is not a field", nearest(name, known))
    return found


def _put(fields: dict[str, Origin], name: str, origin: Origin | None) -> None:
    if origin is not None:
        fields[name] = origin


def _origin(entries: Entries, name: str, via: bool = False) -> Column | Mapped | None:
    value = entries.take(name)
    if isinstance(value, dict):
        return _mapped(Entries(value, entries.path(name), entries.notes), name, via)
    return _column(entries, name, value, via)


def _column(entries: Entries, name: str, value: object, via: bool) -> Column | None:
    if not is_identifier(value):
        entries.wrong(name, absence(value, "a column's name"), f'Write it like {name} = "Column".')
        return None
    column = str(value)
    linked = column.startswith("via.")
    if linked and not via:
        entries.wrong(name, "names a link table that is not there", "Add via = { ... }.")
    return Column(column.removeprefix("via."), linked)


def _lines(entries: Entries, via: bool) -> Columns:
    value = entries.take("lines")
    names = value if isinstance(value, list) else [value]
    columns = [_column(entries, "lines", name, via) for name in names]
    return Columns(tuple(column for column in columns if column))


def _mapped(entries: Entries, field: str, via: bool) -> Mapped | None:
    column = _column(entries, "column", entries.take("column"), via)
    meanings = entries.within("map")
    values: dict[str, str | bool] = {}
    for code in meanings.names() if meanings else ():
        value = meanings.take(code) if meanings else None
        values[code_text(code)] = _meaning(entries, f"map.{code}", value, field)
    default = entries.take("default")
    known_default = None if default is None else _meaning(entries, "default", default, field)
    entries.end("column", "map", "default")
    return Mapped(column, values, known_default) if column else None


def _meaning(entries: Entries, name: str, value: object, field: str) -> str | bool:
    known = MEANINGS.get(field)
    if isinstance(value, str | bool) and (known is None or value in known):
        return value
    examples = " or ".join(json.dumps(item) for item in known or ("text",))
    entries.wrong(name, "stands for nothing", f"Write {examples}.")
    return ""
