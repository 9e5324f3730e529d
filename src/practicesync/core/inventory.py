"""What a database was found to have, of what a layout names: facts, without any value of a person.

A code such as ``P`` is told, and only where its column has few values and all are short.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from practicesync.core.contact import LIMITS
from practicesync.core.profile import (
    KeyOf,
    Origin,
    Profile,
    columns_needed,
    origin_columns,
)

NO_LENGTH = 0
"""The length of a type that has none."""

NOT_READ = "CLR"
"""The type of a column that is none of SQL Server's own kinds, such as geography."""

ANY_LENGTH = -1
"""The length of `nvarchar(max)` and its like."""


class ColumnFound(msgspec.Struct, frozen=True):
    """A column: `declared` is its type as it is written, `length` in characters."""

    name: str
    type: str
    declared: str
    length: int
    nullable: bool


class TableFound(msgspec.Struct, frozen=True):
    """A table: its columns by their names in lower case, and the columns of each unique key."""

    columns: Mapping[str, ColumnFound]
    primary: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    hidden: bool = False


class Unlisted(msgspec.Struct, frozen=True):
    """Values of a column that its `map` doesn't list; `many` says that there are too many to count.

    `shown` are the values themselves, where they can be nothing but codes.
    """

    table: str
    column: str
    entry: str
    values: int
    rows: int
    shown: tuple[str, ...] = ()
    many: bool = False


class TooLong(msgspec.Struct, frozen=True):
    """A column some of whose texts are longer than the contract takes."""

    table: str
    column: str
    field: str
    limit: int
    rows: int


class Inventory(msgspec.Struct, frozen=True):
    """Everything that was looked at. `names` are all tables that the login may see.

    `refused` is the number of the error with which the condition was refused.
    """

    names: tuple[str, ...]
    tables: Mapping[str, TableFound]
    contacts: int | None = None
    refused: str = ""
    unlisted: tuple[Unlisted, ...] = ()
    too_long: tuple[TooLong, ...] = ()
    unfollowed: tuple[str, str] | None = None


class Picked(NamedTuple):
    """A column that a field is made of, and which entry of the layout says so."""

    table: str
    column: str
    field: str
    entry: str
    origin: Origin


def picked(profile: Profile) -> Iterator[Picked]:
    """Return each column that fields are made of."""
    yield from _of(profile.table, "", profile.fields, "contact.fields")
    for place, join in enumerate(profile.joins, 1):
        yield from _of(join.table, "", join.fields, f"contact.joins[{place}].fields")
    for place, child in enumerate(profile.children, 1):
        entry = f"contact.children[{place}].fields"
        table = child.via.table if child.via else child.table
        yield from _of(child.table, f"{child.name}.", child.fields, entry, table)
    if profile.employee:
        employee = profile.employee
        yield from _of(employee.table, "employee.", employee.fields, "employee.fields")


def limit_of(field: str) -> int | None:
    """Return how long a field may be; None where its column may hold more than one value."""
    if field == "emails.address":
        return None
    if field.startswith("extras."):
        return LIMITS["extras"]
    return LIMITS.get("aliases" if field == "aliases.alias" else field)


def missing_from(profile: Profile, inventory: Inventory) -> Iterator[tuple[str, str]]:
    """Return table and column of what is not there; an empty column is the whole table."""
    for table, columns in columns_needed(profile).items():
        found = inventory.tables.get(table)
        if found is None:
            yield table, ""
        elif not found.hidden:
            for column in columns:
                if column.casefold() not in found.columns:
                    yield table, column


def _of(
    table: str, prefix: str, fields: Mapping[str, Origin], entry: str, linked: str = ""
) -> Iterator[Picked]:
    for name, origin in fields.items():
        if isinstance(origin, KeyOf):
            continue  # looked at as a key
        for column in origin_columns(origin):
            where = linked if column.via else table
            yield Picked(where, column.name, f"{prefix}{name}", f"{entry}.{name}", origin)
