"""Somebody who works in the demo practice's database: each edit is one committed transaction."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from practicesync.demo.practice import Practice
from practicesync.demo.truth import Known, Truth, key_of

Rows = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Edit:
    """What was done, the keys that it changes online, and when it committed (monotonic)."""

    what: str
    keys: tuple[str, ...]
    committed_at: float


@dataclass
class Removed:
    """A contact that was deleted, kept so that it can come back as it was."""

    contact: int
    known: Known
    rows: Rows
    named_by: dict[int, dict[int, tuple[int, str]]]


class Desk:
    """An open connection to the practice's database, with somebody at it.

    No contact is edited twice while there are others. Close it with `close`.
    """

    def __init__(self, practice: Practice, seed: int = 1) -> None:
        self.practice = practice
        self.rng = random.Random(seed)
        self.removed: list[Removed] = []
        self._used: set[int] = set()
        self._connection: sqlite3.Connection | None = None

    @property
    def truth(self) -> Truth:
        """What should be online; edits keep it up to date."""
        return self.practice.truth

    @property
    def database(self) -> sqlite3.Connection:
        """The connection, opened with the first edit."""
        if self._connection is None:
            self._connection = sqlite3.connect(self.practice.path)
        return self._connection

    def close(self) -> None:
        """Leave the desk, with everything in the database's main file."""
        if self._connection is not None:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()
            self._connection = None

    def pick(self, wanted: Callable[[Known], bool]) -> int:
        """Return some contact that is online, like that, and not used yet; else LookupError."""
        contacts = list(self.truth.contacts)
        start = self.rng.randrange(len(contacts))
        for used in (False, True):
            for contact in contacts[start:] + contacts[:start]:
                known = self.truth.contacts[contact]
                if (contact in self._used) is used and known.refused is None and wanted(known):
                    self._used.add(contact)
                    return contact
        raise LookupError("the practice has no such contact")

    def write(self, statement: str, *values: object) -> int:
        """Run one statement of the transaction and return the id of the row it inserted."""
        with closing(self.database.execute(statement, values)) as cursor:
            return cursor.lastrowid or 0

    def set(self, contact: int, field: str, column: str, value: str | int) -> None:
        """Set a column of the contact that is shown as it is stored."""
        self.write(f"UPDATE Contact SET {column} = ? WHERE ContactID = ?", value, contact)  # noqa: S608 - the column is our own schema's
        self.truth.contacts[contact].fields[field] = value

    def highest(self, table: str) -> int:
        """Return the highest id of the table."""
        (row,) = self.database.execute(f"SELECT MAX(rowid) FROM {table}").fetchone()  # noqa: S608 - the table is our own schema's
        return int(row or 0)

    def count(self) -> int:
        """Return how many contacts the database has."""
        (rows,) = self.database.execute("SELECT COUNT(*) FROM Contact").fetchone()
        return int(rows)

    def done(self, what: str, *contacts: int) -> Edit:
        """Commit, and say which contacts it was about."""
        self.database.commit()
        committed_at = time.monotonic()
        return Edit(what, tuple(key_of(contact) for contact in contacts), committed_at)
