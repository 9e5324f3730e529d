"""Somebody who works in the demo practice's database: each edit is one committed transaction."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from practicesync.demo.practice import Practice
from practicesync.demo.schema import COLUMNS
from practicesync.demo.store import Rows, Store, highest
from practicesync.demo.truth import Known, Truth, key_of


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
        self._store: Store | None = None

    @property
    def truth(self) -> Truth:
        """What should be online; edits keep it up to date."""
        return self.practice.truth

    @property
    def store(self) -> Store:
        """The connection, opened with the first edit."""
        if self._store is None:
            self._store = self.practice.database.open()
        return self._store

    def close(self) -> None:
        """Leave the desk."""
        if self._store is not None:
            self._store.close()
            self._store = None

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

    def write(self, statement: str, *values: object) -> None:
        """Run one statement of the transaction."""
        self.store.run(statement, *values)

    def add(self, table: str, *values: object) -> int:
        """Insert a row under the table's next id, and return that."""
        row = self.highest(table) + 1
        self.store.insert(table, [(row, *values)])
        return row

    def put(self, rows: Rows) -> None:
        """Insert rows as they are."""
        for table in COLUMNS:
            self.store.insert(table, rows.get(table, ()))

    def set(self, contact: int, field: str, column: str, value: str | int) -> None:
        """Set a column of the contact that is shown as it is stored."""
        self.write(f"UPDATE Contact SET {column} = ? WHERE ContactID = ?", value, contact)  # noqa: S608 - the column is our own schema's
        self.truth.contacts[contact].fields[field] = value

    def highest(self, table: str) -> int:
        """Return the highest id of the table."""
        return highest(self.store, table)

    def count(self) -> int:
        """Return how many contacts the database has."""
        ((rows,),) = self.store.rows("SELECT COUNT(*) FROM Contact")
        self.store.commit()
        return int(rows)

    def done(self, what: str, *contacts: int) -> Edit:
        """Commit, and say which contacts it was about."""
        self.store.commit()
        committed_at = time.monotonic()
        return Edit(what, tuple(key_of(contact) for contact in contacts), committed_at)
