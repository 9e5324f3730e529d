"""Whether the keys that a layout names are keys in the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from practicesync.core.finding import Finding, Weight
from practicesync.core.inventory import ANY_LENGTH, NOT_READ, ColumnFound, Inventory, TableFound
from practicesync.core.profile import KeyOf, Profile

_NO_KEYS = {"text", "ntext", "image", "xml", "sql_variant", NOT_READ}
_WHOLE = {"tinyint", "smallint", "int", "bigint", "decimal", "numeric"}
_TEXT = {"char", "varchar", "nchar", "nvarchar"}


def key_findings(profile: Profile, inventory: Inventory) -> Iterator[Finding]:
    """Return what is the matter with the keys of the layout's tables."""
    yield from _key_columns(profile.table, profile.key, inventory)
    yield from _unique(profile.table, profile.key, inventory, "wrong", _TWO_CONTACTS)
    yield from _never_empty(profile.table, profile.key, inventory)
    for join in profile.joins:
        yield from _key_columns(join.table, join.key, inventory)
        yield from _unique(join.table, join.key, inventory, "note", _TWO_ROWS)
        yield from _alike(profile.table, join.on, join.table, join.key, inventory)
    for child in profile.children:
        yield from _key_columns(child.table, child.key, inventory)
        yield from _unique(child.table, child.key, inventory, "note", _TWO_PARTS)
        table, parent = (
            (child.via.table, child.via.parent) if child.via else (child.table, child.parent)
        )
        yield from _alike(table, parent, profile.table, profile.key, inventory)
        if child.via:
            yield from _alike(table, child.via.child, child.table, child.key, inventory)
        for origin in child.fields.values():
            if isinstance(origin, KeyOf):
                yield from _alike(
                    child.table, origin.columns, profile.table, profile.key, inventory
                )


_TWO_CONTACTS = "A contact's key has to be its own. Name the columns of the primary key."
_TWO_ROWS = "If there are two, one of them counts. Name the columns of a key, if there is one."
_TWO_PARTS = "Name the columns of the primary key, so that each change of a row can be followed."


def _column(table: str, column: str, inventory: Inventory) -> ColumnFound | None:
    found = inventory.tables.get(table)
    return found.columns.get(column.casefold()) if found else None


def _key_columns(table: str, key: Sequence[str], inventory: Inventory) -> Iterator[Finding]:
    for name in key:
        column = _column(table, name, inventory)
        if column and (column.type in _NO_KEYS or column.length == ANY_LENGTH):
            yield Finding(
                "key type",
                "wrong",
                table,
                name,
                f"{table}.{name} is {column.declared}, which can't be a key.",
                "A key is a number, a uniqueidentifier, a date, or text of a limited length.",
            )


def _unique(
    table: str, key: Sequence[str], inventory: Inventory, weight: Weight, remedy: str
) -> Iterator[Finding]:
    found = inventory.tables.get(table)
    if found is None or found.hidden or any(n.casefold() not in found.columns for n in key):
        return
    if _has_key_within(found, key):
        return
    names = " and ".join(key)
    sentence = f"Nothing in {table} keeps two rows from having the same {names}."
    yield Finding("key not unique", weight, table, names, sentence, remedy)


def _has_key_within(found: TableFound, key: Sequence[str]) -> bool:
    named = {name.casefold() for name in key}
    return any(named.issuperset(map(str.casefold, unique)) for unique in found.unique if unique)


def _never_empty(table: str, key: Sequence[str], inventory: Inventory) -> Iterator[Finding]:
    for name in key:
        column = _column(table, name, inventory)
        if column and column.nullable:
            yield Finding(
                "key may be empty",
                "note",
                table,
                name,
                f"{table}.{name} may be NULL. A row without it is no contact and is left out.",
                "Name the columns of the primary key, if there is one.",
            )


def _alike(
    table: str, columns: Sequence[str], other: str, key: Sequence[str], inventory: Inventory
) -> Iterator[Finding]:
    for name, its in zip(columns, key, strict=False):
        one, two = _column(table, name, inventory), _column(other, its, inventory)
        if one and two and _sort(one.type) != _sort(two.type):
            yield Finding(
                "key types differ",
                "wrong",
                table,
                name,
                f"{table}.{name} is {one.declared}, but {other}.{its} is {two.declared}.",
                "The two columns have to hold the same key. Name the column that refers to it.",
            )


def _sort(type_: str) -> str:
    if type_ in _WHOLE:
        return "whole"
    return "text" if type_ in _TEXT else type_


def version_findings(profile: Profile, inventory: Inventory) -> Iterator[Finding]:
    """Return the columns that should count changes and don't."""
    tables = [(profile.table, profile.version)]
    tables += [(join.table, join.version) for join in profile.joins]
    for child in profile.children:
        tables.append((child.table, child.version))
        tables += [(child.via.table, child.via.version)] if child.via else []
    for table, version in tables:
        column = _column(table, version, inventory) if version else None
        if column and column.type not in ("timestamp", "rowversion"):
            yield Finding(
                "version type",
                "wrong",
                table,
                version,
                f"{table}.{version} is {column.declared}, and not rowversion.",
                "SQL Server itself has to count in it. Leave version out where there is none.",
            )
