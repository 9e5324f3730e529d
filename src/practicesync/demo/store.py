"""Where the demo practice is kept, and an open connection to it; statements are those of both."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from practicesync.demo.schema import COLUMNS, INDEXES, KEYS, SCHEMA

Rows = Mapping[str, Sequence[Sequence[object]]]
"""New rows of each table, in the order of its columns."""


class Store(Protocol):
    """An open connection; what is written is seen by others after `commit`."""

    def run(self, statement: str, *values: object) -> None:
        """Run a statement that returns nothing."""

    def rows(self, statement: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """Return the rows of a query."""

    def insert(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Insert rows; a value beyond the columns that can be written is left out."""

    def commit(self) -> None:
        """Make it so."""

    def close(self) -> None:
        """Leave, with nothing left open."""


class Database(Protocol):
    """A place for a practice: `settings` are the worker's settings that name it."""

    @property
    def settings(self) -> Mapping[str, str]:
        """What the worker's settings say of it."""

    @property
    def password(self) -> str:
        """What the worker has to be given beside its settings; empty for nothing."""

    def fill(self, tables: Rows) -> None:
        """Make the tables and write all rows in one transaction."""

    def open(self) -> Store:
        """Return a connection of one's own."""


class FileDatabase:
    """A SQLite file."""

    password = ""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def settings(self) -> Mapping[str, str]:
        """What the worker's settings say of it."""
        return {"database": f"sqlite:///{self.path}"}

    def fill(self, tables: Rows) -> None:
        """Make the tables and write all rows; readers never keep a writer waiting (WAL)."""
        with closing(sqlite3.connect(self.path)) as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.executescript(SCHEMA)
            store = FileStore(database)
            for table in COLUMNS:
                store.insert(table, tables[table])
            store.commit()
            database.executescript(INDEXES)

    def open(self) -> FileStore:
        """Return a connection of one's own."""
        return FileStore(sqlite3.connect(self.path))


class FileStore:
    """A connection to a SQLite file; `close` leaves everything in the database's main file."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def run(self, statement: str, *values: object) -> None:
        """Run a statement that returns nothing."""
        self._database.execute(statement, values).close()

    def rows(self, statement: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._database.execute(statement, values).fetchall()

    def insert(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Insert rows."""
        marks = ",".join("?" * COLUMNS[table])
        self._database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - the name is our own schema's

    def commit(self) -> None:
        """Make it so."""
        self._database.commit()

    def close(self) -> None:
        """Leave, with everything in the database's main file."""
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._database.close()


def highest(store: Store, table: str) -> int:
    """Return the highest id of the table."""
    ((row,),) = store.rows(f"SELECT MAX({KEYS[table]}) FROM {table}")  # noqa: S608 - names of our own schema
    return int(row or 0)
