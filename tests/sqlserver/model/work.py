"""Edits from Python, for tests that need no T-SQL for them."""

from __future__ import annotations

from typing import Any

from tests.sqlserver.model.database import Database
from tests.sqlserver.model.edits import UNSET, check, complete, of_python
from tests.sqlserver.model.table import Row, Table


class Work:
    """A transaction of another user of the database: somebody edits contacts.

    A key is the primary key, in a tuple where it has several columns.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._transaction = database.open()

    def insert(self, table: str, **values: Any) -> Row:
        """Insert a row; what isn't given is NULL."""
        found = self._database.table(tuple(table.split(".")))
        row = complete(found, of_python(found, values))
        self._transaction.insert(found, row)
        return row

    def update(self, table: str, key: Any, **values: Any) -> int:
        """Update the row with this key; without values, the row is written as it is."""
        found = self._database.table(tuple(table.split(".")))
        changed = of_python(found, values)
        number = self._number(found, key)
        before = None if number is None else self._transaction.current(found, number)
        if number is None or before is None:
            return 0
        row = tuple(
            before[i] if (v := changed.get(i, UNSET)) is UNSET else v for i in range(len(before))
        )
        check(found, row, "UPDATE")
        self._transaction.update(found, number, row)
        return 1

    def delete(self, table: str, key: Any) -> int:
        found = self._database.table(tuple(table.split(".")))
        number = self._number(found, key)
        if number is None or self._transaction.current(found, number) is None:
            return 0
        self._transaction.delete(found, number)
        return 1

    def commit(self) -> None:
        self._transaction.commit()

    def rollback(self) -> None:
        self._transaction.rollback()

    def _number(self, table: Table, key: Any) -> int | None:
        """The number of the row with this key, as this transaction sees it."""
        wanted = table.compared(key if isinstance(key, tuple) else (key,))
        own = self._transaction.changes(table)
        if own and wanted in own.keys:
            return own.keys[wanted]
        self._database.wait_while(lambda: table.held_keys.get(wanted), self._transaction)
        return table.rows.by_key.get(wanted)


def delete_many(database: Database, name: str, keys: range) -> None:
    """One transaction has deleted all these keys, which may be a million: no row is made for it."""
    table = database.table(tuple(name.split(".")))
    if table.tracking is not None:
        table.tracking.add_bulk(database.next_version(), keys)
