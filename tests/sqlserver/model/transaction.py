"""A transaction: what it changed so far, what it holds, and the snapshot that it reads.

https://learn.microsoft.com/sql/relational-databases/sql-server-transaction-locking-and-row-versioning-guide
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.sqlserver.model import refusals
from tests.sqlserver.model.table import Key, Row, Table, Version

if TYPE_CHECKING:
    from tests.sqlserver.model.database import Database


class Changes(NamedTuple):
    """What a transaction did to one table: rows by number, None for one taken away."""

    rows: dict[int, Row | None]
    keys: dict[Key, int | None]
    log: list[tuple[str, Key]]

    def copy(self) -> Changes:
        return Changes(dict(self.rows), dict(self.keys), list(self.log))


class Transaction:
    """One transaction; only a session or a test's `Work` uses it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.snapshot: dict[Table, Version] | None = None
        self.snapshot_version = 0
        self.first_rowversion: int | None = None
        self._changes: dict[Table, Changes] = {}

    def changes(self, table: Table) -> Changes | None:
        return self._changes.get(table)

    @property
    def wrote(self) -> bool:
        return bool(self._changes)

    def take_snapshot(self) -> None:
        """See from now on what is committed now."""
        if self.snapshot is None:
            self.snapshot = {table: table.version for table in self.database.tables}
            self.snapshot_version = self.database.version

    # --- edits

    def insert(self, table: Table, row: Row) -> None:
        row = self._stamped(table, row)
        number = self.database.next_row()
        if table.primary:
            self._claim(table, row, number)
        changes = self._touched(table)
        changes.rows[number] = row
        table.held_rows[number] = self
        self._note(table, "I", row)

    def update(self, table: Table, number: int, row: Row) -> None:
        """Replace a row; another primary key is a delete and an insert for change tracking."""
        before = self.current(table, number)
        if before is None:
            return
        row = self._stamped(table, row)
        old, new = self._same(table, before), self._same(table, row)
        changes = self._touched(table)
        changes.rows[number] = row
        if old == new:
            self._note(table, "U", row)
            return
        self._release_key(table, old, changes)
        self._claim(table, row, number)
        self._note(table, "D", before)
        self._note(table, "I", row)

    def delete(self, table: Table, number: int) -> None:
        before = self.current(table, number)
        if before is None:
            return
        changes = self._touched(table)
        changes.rows[number] = None
        if table.primary:
            self._release_key(table, self._same(table, before), changes)
        self._note(table, "D", before)

    def current(self, table: Table, number: int) -> Row | None:
        """A row as this transaction would change it, which it holds from now on."""
        self.hold(table, number)
        changes = self._changes.get(table)
        if changes and number in changes.rows:
            return changes.rows[number]
        return table.rows.rows.get(number)

    def hold(self, table: Table, number: int) -> None:
        """Lock a row until the end, once nobody else holds it."""
        self.database.wait_while(lambda: table.held_rows.get(number), self)
        table.held_rows[number] = self
        self._touched(table)

    def _claim(self, table: Table, row: Row, number: int) -> None:
        same = self._same(table, row)
        self.database.wait_while(lambda: table.held_keys.get(same), self)
        changes = self._touched(table)
        taken = changes.keys[same] if same in changes.keys else table.rows.by_key.get(same)
        if taken is not None:
            shown = ", ".join(str(value) for value in table.key(row))
            raise refusals.duplicate(table.constraint, table.full_name, shown)
        changes.keys[same] = number
        table.held_keys[same] = self

    def _release_key(self, table: Table, same: Key, changes: Changes) -> None:
        changes.keys[same] = None
        table.held_keys[same] = self

    def _stamped(self, table: Table, row: Row) -> Row:
        """The row with a new rowversion: the counter is taken now, not at the commit."""
        place = table.rowversion
        if place is None:
            return row
        stamp = self.database.next_rowversion()
        if self.first_rowversion is None:
            self.first_rowversion = stamp
        return (*row[:place], stamp.to_bytes(8, "big"), *row[place + 1 :])

    def _touched(self, table: Table) -> Changes:
        found = self._changes.get(table)
        if found is None:
            found = self._changes[table] = Changes({}, {}, [])
        return found

    def _same(self, table: Table, row: Row) -> Key:
        return table.compared(table.key(row)) if table.primary else ()

    def _note(self, table: Table, operation: str, row: Row) -> None:
        if table.tracking is not None:
            self._touched(table).log.append((operation, table.key(row)))

    # --- the end

    def savepoint(self) -> dict[Table, Changes]:
        """What to go back to when the next statement fails."""
        return {table: changes.copy() for table, changes in self._changes.items()}

    def go_back(self, savepoint: dict[Table, Changes]) -> None:
        """Undo a statement; what it locked stays locked, as with the real one."""
        for table in self._changes:
            self._changes[table] = savepoint.get(table, Changes({}, {}, []))

    def commit(self) -> None:
        """Make everything visible at once, under the next version of change tracking."""
        noted = [(t, c.log) for t, c in self._changes.items() if c.log and t.tracking]
        version = self.database.next_version() if noted else 0
        for table, changes in self._changes.items():
            table.put(changes.rows)
        for table, log in noted:
            for operation, key in log:
                if table.tracking:
                    table.tracking.add(version, operation, key, table.compared(key))
        self._end()

    def rollback(self) -> None:
        self._end()

    def _end(self) -> None:
        for table in self._changes:
            table.release(self)
        self.database.ended(self)
        self._changes = {}
        self.snapshot = None
