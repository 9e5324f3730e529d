"""How a SQLite database writes names and keys, and whether it has what a profile names."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from practicesync.adapters.aggregate import KeyKind, Term
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.profile import Profile, columns_needed


class SqliteSpelling:
    """SQLite's names and comparisons; a schema's name is dropped, for SQLite has none."""

    def table(self, name: str) -> str:
        return _quoted(name.rpartition(".")[2])

    def term(self, term: Term) -> str:
        column = f"{term.alias}.{_quoted(term.column)}"
        match term.kind:
            case "guid":
                return f"lower({column})"
            case "nocase":
                return f"lower(rtrim({column}))"
            case "text":
                # A column without a type does not compare 1 with '1'.
                return f"CAST({column} AS TEXT)"
            case _:
                return column

    def equal(self, left: Term, right: Term) -> str:
        plain = [f"{term.alias}.{_quoted(term.column)}" for term in (left, right)]
        folded = {"guid", "nocase"} & {left.kind, right.kind}
        # Functions on both sides would keep SQLite from using an index, a collation does not.
        return f"{plain[0]} = {plain[1]}{' COLLATE NOCASE' if folded else ''}"


class SqliteLayout:
    """The tables and columns that a database has."""

    def __init__(
        self, types: Mapping[str, Mapping[str, str]], nocase: frozenset[tuple[str, str]]
    ) -> None:
        self._types = types
        self._nocase = nocase

    def kind(self, table: str, column: str) -> KeyKind:
        """Return how a key column compares, by its declared type and collation."""
        declared = self._types.get(table, {}).get(column.casefold(), "").upper()
        if "INT" in declared:
            return "int"
        if declared in {"UNIQUEIDENTIFIER", "GUID", "UUID"}:
            return "guid"
        return "nocase" if (table, column.casefold()) in self._nocase else "text"

    def check(self, profile: Profile) -> None:
        """Raise `Misconfigured` naming every table, or else every column, that is missing."""
        needed = columns_needed(profile)
        tables = [table for table in needed if not self._types.get(table)]
        if tables:
            raise Misconfigured(Code.TABLE_MISSING, table=", ".join(tables))
        missing = [
            (table, column)
            for table, columns in needed.items()
            for column in columns
            if column.casefold() not in self._types[table]
        ]
        if missing:
            tables = list(dict.fromkeys(table for table, _ in missing))
            alone = len(tables) == 1
            names = [column if alone else f"{table}.{column}" for table, column in missing]
            raise Misconfigured(
                Code.COLUMN_MISSING, table=", ".join(tables), column=", ".join(names)
            )


def look_at_layout(connection: sqlite3.Connection, profile: Profile) -> SqliteLayout:
    """Read the columns of the tables that the profile names."""
    types: dict[str, Mapping[str, str]] = {}
    nocase: set[tuple[str, str]] = set()
    for table in columns_needed(profile):
        name = table.rpartition(".")[2]
        columns = connection.execute("SELECT name, type FROM pragma_table_xinfo(?)", (name,))
        types[table] = {column.casefold(): declared for column, declared in columns}
        # SQLite tells a collation only of indexes; a key has one.
        collations = connection.execute(
            "SELECT x.name, x.coll FROM pragma_index_list(?) AS i, pragma_index_xinfo(i.name) AS x"
            ' WHERE i."unique" AND x.key AND x.name IS NOT NULL',
            (name,),
        )
        for column, collation in collations:
            if collation.upper() == "NOCASE":
                nocase.add((table, column.casefold()))
    return SqliteLayout(types, frozenset(nocase))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
