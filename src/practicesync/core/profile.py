"""Which tables and columns of a practice database mean what (`docs/reference/profile.md`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from practicesync.core.row import Value


class Column(msgspec.Struct, frozen=True):
    """A value as it stands in one column, of the link table if `via`."""

    name: str
    via: bool = False


class Columns(msgspec.Struct, frozen=True):
    """The values of several columns, in order: an address's lines."""

    columns: tuple[Column, ...]


class Mapped(msgspec.Struct, frozen=True):
    """A column whose values are codes for something.

    Codes are compared without regard to case and to blanks around them.
    `default` None hands an unlisted value on as it is.
    """

    column: Column
    values: Mapping[str, str | bool]
    default: str | bool | None = None

    def meaning(self, value: Value) -> Value:
        """Return what the column's value stands for."""
        found = self.values.get(code_text(value))
        if found is not None:
            return found
        return value if self.default is None else self.default


class KeyOf(msgspec.Struct, frozen=True):
    """The columns that hold another contact's key."""

    columns: tuple[str, ...]


Origin = Column | Columns | Mapped | KeyOf
"""Where a field's value comes from."""


class Join(msgspec.Struct, frozen=True):
    """A table with at most one row for a contact: its `key` equals the contact's columns `on`."""

    table: str
    key: tuple[str, ...]
    on: tuple[str, ...]
    fields: Mapping[str, Origin]
    version: str = ""


class Via(msgspec.Struct, frozen=True):
    """The link table between contacts and the rows of a child table."""

    table: str
    parent: tuple[str, ...]
    child: tuple[str, ...]
    version: str = ""


class Child(msgspec.Struct, frozen=True):
    """A table with many rows for a contact, whose key is in `parent` or in the link table."""

    name: str
    table: str
    key: tuple[str, ...]
    fields: Mapping[str, Origin]
    parent: tuple[str, ...] = ()
    via: Via | None = None
    version: str = ""


class EmployeeTable(msgspec.Struct, frozen=True):
    """The table of the practice's employees; its fields are ``email``, ``active`` and ``role``."""

    table: str
    key: tuple[str, ...]
    fields: Mapping[str, Origin]


class Profile(msgspec.Struct, frozen=True):
    """The layout of one practice database. An empty `version` or `where` is none."""

    name: str
    status: Literal["tested", "starting point"]
    table: str
    key: tuple[str, ...]
    fields: Mapping[str, Origin]
    version: str = ""
    where: str = ""
    joins: tuple[Join, ...] = ()
    children: tuple[Child, ...] = ()
    employee: EmployeeTable | None = None


def code_text(value: Value) -> str:
    """Return a column's value in the form that the codes of a `Mapped` are compared in."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return str(int(value))
    return value.strip().casefold() if isinstance(value, str) else ""


def origin_columns(origin: Origin) -> Sequence[Column]:
    """Return the columns that a field's value is made of."""
    match origin:
        case Column():
            return (origin,)
        case Columns(columns=columns):
            return columns
        case Mapped(column=column):
            return (column,)
        case KeyOf(columns=names):
            return tuple(Column(name) for name in names)


def columns_needed(profile: Profile) -> Mapping[str, Sequence[str]]:
    """Return the columns that the profile names, for each table, each once."""
    needed: dict[str, dict[str, None]] = {}
    for table, column in _mentioned(profile):
        needed.setdefault(table, {})[column] = None
    return {table: tuple(columns) for table, columns in needed.items()}


def _mentioned(profile: Profile) -> Iterator[tuple[str, str]]:
    yield from _all(profile.table, profile.key, profile.version, profile.fields)
    for join in profile.joins:
        yield from _all(profile.table, join.on)
        yield from _all(join.table, join.key, join.version, join.fields)
    for child in profile.children:
        yield from _all(child.table, child.key + child.parent, child.version)
        if child.via:
            via = child.via
            yield from _all(via.table, via.parent + via.child, via.version)
        for column in _of(child.fields):
            yield via.table if column.via and child.via else child.table, column.name
    if profile.employee:
        yield from _all(profile.employee.table, profile.employee.key, "", profile.employee.fields)


def _all(
    table: str, keys: Sequence[str], version: str = "", fields: Mapping[str, Origin] | None = None
) -> Iterator[tuple[str, str]]:
    for name in keys:
        yield table, name
    if version:
        yield table, version
    for column in _of(fields or {}):
        yield table, column.name


def _of(fields: Mapping[str, Origin]) -> Iterator[Column]:
    for origin in fields.values():
        yield from origin_columns(origin)
