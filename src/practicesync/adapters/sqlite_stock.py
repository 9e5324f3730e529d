"""What a SQLite database has of what a layout names, and at all."""

from __future__ import annotations

import sqlite3

from practicesync.core.inventory import NO_LENGTH, ColumnFound, Inventory, TableFound
from practicesync.core.profile import Profile, columns_needed

_NAMES = (
    "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
    " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
)
_COLUMNS = 'SELECT name, type, "notnull" FROM pragma_table_xinfo(?)'


def take_stock(connection: sqlite3.Connection, profile: Profile) -> Inventory:
    """Return its tables and the columns of those that the layout names; contacts aren't counted."""
    names = tuple(str(name) for (name,) in connection.execute(_NAMES))
    found = {table: _table(connection, table) for table in columns_needed(profile)}
    return Inventory(names, {table: one for table, one in found.items() if one.columns})


def _table(connection: sqlite3.Connection, table: str) -> TableFound:
    rows = connection.execute(_COLUMNS, (table.rpartition(".")[2],))
    columns = {
        str(name).casefold(): ColumnFound(
            str(name), str(declared).lower(), str(declared), NO_LENGTH, nullable=not filled
        )
        for name, declared, filled in rows
    }
    return TableFound(columns)
