"""A SQLite file as the journal uses it: one connection, one writer, durable transactions."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from practicesync.adapters.journal_schema import SCHEMA, STEPS, VERSION
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable

BUSY_MS = 5_000
"""How long to wait for a lock, in milliseconds (a backup program may hold one for a moment)."""


class Writer:
    """What may be done to the file: within a transaction all of it or nothing is kept."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def one(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Run one statement and return how many rows it touched."""
        return self._connection.execute(statement, parameters).rowcount

    def many(self, statement: str, parameters: Iterable[Sequence[object]]) -> None:
        """Run one statement for each set of parameters."""
        self._connection.executemany(statement, parameters)

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds."""
        return self._connection.execute(statement, parameters).fetchall()

    def number(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Return the one number that a query finds."""
        return int(self._connection.execute(statement, parameters).fetchone()[0])

    def remember(self, name: str, value: str | int) -> None:
        """Keep one named value."""
        self.one("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


class JournalFile:
    """The journal's file, opened at its first use."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds."""
        with translated(self._path):
            return Writer(self._open()).rows(statement, parameters)

    def number(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Return the one number that a query finds."""
        with translated(self._path):
            return Writer(self._open()).number(statement, parameters)

    def meta(self, name: str, default: str | int | None) -> str | int | None:
        """Return a named value."""
        found = self.rows("SELECT value FROM meta WHERE name = ?", (name,))
        return found[0][0] if found else default

    @contextmanager
    def transaction(self) -> Iterator[Writer]:
        """Keep all that is done inside, durably, or nothing of it."""
        with translated(self._path):
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Writer(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def aside(self) -> Iterator[Writer]:
        """Work with a table `temp.met (key)` that is gone afterwards; nothing is kept."""
        with translated(self._path):
            connection = self._open()
            connection.execute("CREATE TEMP TABLE met (key TEXT PRIMARY KEY) WITHOUT ROWID")
            try:
                connection.execute("BEGIN")
                yield Writer(connection)
            finally:
                connection.execute("ROLLBACK")
                connection.execute("DROP TABLE temp.met")

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def put_aside(self) -> None:
        """Keep what is there under another name, for whoever wants to know what happened."""
        with contextlib.suppress(sqlite3.Error):
            self.close()
        self._connection = None
        try:
            for end in ("-wal", "-shm"):
                Path(self._path + end).unlink(missing_ok=True)
            if Path(self._path).exists():
                Path(self._path).replace(self._path + ".damaged")
        except OSError:
            raise Misconfigured(Code.FOLDER_NOT_WRITABLE, path=self._path) from None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            # One thread uses it, but not the one that closes it when the worker stops.
            connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            try:
                prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection


def prepare(connection: sqlite3.Connection) -> None:
    """Set the file up for durable transactions; make the tables of a new or an older one."""
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA temp_store = FILE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        connection.executescript(
            f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;"
        )
    elif version > VERSION:
        raise Misconfigured(Code.RECORDS_DAMAGED)
    for older in range(version or VERSION, VERSION):
        connection.executescript(
            f"BEGIN IMMEDIATE; {STEPS[older]} PRAGMA user_version = {older + 1}; COMMIT;"
        )


@contextmanager
def translated(path: str) -> Iterator[None]:
    """Turn SQLite's errors into ours; their text, which may quote a value, is dropped."""
    try:
        yield
    except sqlite3.Error as error:
        raise problem_of(error, path) from None


def problem_of(error: sqlite3.Error, path: str) -> Problem:
    """Return what an error of SQLite means for the worker (https://sqlite.org/rescode.html)."""
    primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return Unavailable(Code.DISK_FULL)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Unavailable(Code.RECORDS_BUSY)
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Misconfigured(Code.RECORDS_DAMAGED, path=path)
    if primary in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return Misconfigured(Code.FOLDER_NOT_WRITABLE, path=path)
    raise error
