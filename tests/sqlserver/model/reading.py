"""What a statement sees of tables: by locks, by row versions, or whatever is there.

https://learn.microsoft.com/sql/t-sql/statements/set-transaction-isolation-level-transact-sql
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.sqlserver.model.database import Database
from tests.sqlserver.model.refusals import not_tracked
from tests.sqlserver.model.table import Key, Row, Table, Version
from tests.sqlserver.model.tracking import Tracked
from tests.sqlserver.model.transaction import Transaction


class Reading:
    """The view that one statement has.

    With `versions`, it is what was committed when these were taken; without, it is what is
    committed now, and rows that somebody else holds are waited for, unless `dirty`.
    """

    def __init__(
        self,
        database: Database,
        transaction: Transaction | None,
        versions: dict[Table, Version] | None = None,
        dirty: bool = False,
    ) -> None:
        self.database = database
        self.tracked_version = database.version
        self._transaction = transaction
        self._versions = versions
        self._dirty = dirty

    def scan(self, table: Table, unlocked: bool = False) -> Iterator[tuple[int, Row]]:
        """All rows with their numbers."""
        self._begins(table)
        own = self._own(table)
        if self._versions is None and not unlocked and not self._dirty:
            self._wait_for_all(table)
        held = self._version(table).rows.rows
        if self._dirty or unlocked:
            own = self._everybodys(table)
        for number, row in held.items():
            if number not in own:
                yield number, row
        for number, changed in own.items():
            if changed is not None:
                yield number, changed

    def seek(self, table: Table, key: Key, unlocked: bool = False) -> Iterator[tuple[int, Row]]:
        """The row with this primary key, as it is compared; only this row is waited for."""
        if self._versions is None and not unlocked and not self._dirty:
            self._wait_for_key(table, key)
        version = self._version(table)
        own = self._everybodys(table) if self._dirty or unlocked else self._own(table)
        number = version.rows.by_key.get(key)
        if number is not None and number not in own:
            yield number, version.rows.rows[number]
        for changed_number, changed in own.items():
            if changed is not None and table.compared(table.key(changed)) == key:
                yield changed_number, changed

    def tracked(self, table: Table) -> Tracked:
        """What is tracked of this table; raises 22105."""
        self._begins(table)
        if self._versions is None and self.database.changes_wait and not self._dirty:
            self._wait_for_all(table)
        version = self._version(table)
        if table.tracking is None or version.tracked is None:
            raise not_tracked(table.full_name)
        return version.tracked

    def min_valid(self, table: Table) -> int | None:
        tracked = self._version(table).tracked
        return tracked.min_valid if tracked and table.tracking else None

    def _begins(self, table: Table) -> None:
        hook = self.database.hooks.before_read
        if hook is not None:
            hook(table.name)

    def _version(self, table: Table) -> Version:
        if self._versions is None:
            return table.version
        # A table that was made after the snapshot is seen as it is.
        return self._versions.get(table) or table.version

    def _own(self, table: Table) -> dict[int, Row | None]:
        changes = self._transaction.changes(table) if self._transaction else None
        return changes.rows if changes else {}

    def _everybodys(self, table: Table) -> dict[int, Row | None]:
        found: dict[int, Row | None] = {}
        for holder in set(table.held_rows.values()):
            changes = holder.changes(table)
            found.update(changes.rows if changes else {})
        return found

    def _wait_for_all(self, table: Table) -> None:
        me = self._transaction
        self.database.wait_while(
            lambda: next((h for h in table.held_rows.values() if h is not me), None), me
        )

    def _wait_for_key(self, table: Table, key: Key) -> None:
        me = self._transaction
        self.database.wait_while(lambda: table.held_keys.get(key), me)
        self.database.wait_while(lambda: self._holder(table, key), me)

    @staticmethod
    def _holder(table: Table, key: Key) -> Transaction | None:
        number = table.rows.by_key.get(key)
        return None if number is None else table.held_rows.get(number)


def once(make: Callable[[], Reading]) -> Callable[[], Reading]:
    """One view for a whole statement."""
    kept: list[Reading] = []

    def get() -> Reading:
        if not kept:
            kept.append(make())
        return kept[0]

    return get
