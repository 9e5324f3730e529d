"""A database: its tables, its counters, its open transactions, its backups."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from tests.sqlserver.engine import SqlError
from tests.sqlserver.model import refusals
from tests.sqlserver.model.collation import DEFAULT
from tests.sqlserver.model.principals import User
from tests.sqlserver.model.table import Table, TableColumn
from tests.sqlserver.model.tracking import Tracking
from tests.sqlserver.model.transaction import Transaction

FIRST_ROWVERSION = 2000  # what a new database has, as model has it
SYSTEM_SCHEMAS = {"dbo": 1, "guest": 2, "INFORMATION_SCHEMA": 3, "sys": 4}


class State(IntEnum):
    """`sys.databases.state`."""

    ONLINE = 0
    RESTORING = 1
    RECOVERING = 2
    SUSPECT = 4
    EMERGENCY = 5
    OFFLINE = 6


class Access(IntEnum):
    """Who is let in."""

    MULTI_USER = 0
    SINGLE_USER = 1
    RESTRICTED_USER = 2


@dataclass(frozen=True)
class Backup:
    """A database as it was."""

    tables: tuple[Table, ...]
    rowversion: int
    version: int
    tracked: bool
    log_end: int


@dataclass
class Hooks:
    """Where a test steps in: what it does there happens between two steps of a reader."""

    before_statement: Callable[[str], None] | None = None  # may raise a SqlError: a deadlock
    before_read: Callable[[str], None] | None = None  # before each table that a statement reads
    on_wait: Callable[[Transaction], None] | None = None  # the blocker may be ended here


@dataclass(eq=False)
class Database:
    """A database of the model; edit it through `begin`, or as T-SQL through a session."""

    name: str
    database_id: int = 5
    collation: str = DEFAULT
    compatibility_level: int = 160
    allow_snapshot: bool = False
    read_committed_snapshot: bool = False
    tracked: bool = False
    retention: tuple[int, str] = (2, "days")
    state: State = State.ONLINE
    access: Access = Access.MULTI_USER
    recovery_fork: uuid.UUID = field(default_factory=uuid.uuid4)
    version: int = 0
    rowversion: int = FIRST_ROWVERSION
    changes_wait: bool = False  # whether CHANGETABLE waits for open edits, as it may
    schemas: dict[str, int] = field(default_factory=lambda: dict(SYSTEM_SCHEMAS))
    users: dict[str, User] = field(default_factory=dict)
    hooks: Hooks = field(default_factory=Hooks)
    plans: dict[Any, Any] = field(default_factory=dict)  # kept until tables or rights change
    log_end: int = 1  # rises with each transaction that wrote
    patience: Callable[[], bool] = lambda: False  # waits for a lock; False when time is up
    on_end: Callable[[], None] = lambda: None  # wakes those who wait
    _tables: dict[tuple[str, str], Table] = field(default_factory=dict)
    _open: dict[Transaction, None] = field(default_factory=dict)
    _killing: list[Callable[[], None]] = field(default_factory=list)
    _row: int = 0
    _object: int = 901578250

    # --- tables

    @property
    def tables(self) -> list[Table]:
        return list(self._tables.values())

    def table(self, name: tuple[str, ...]) -> Table:
        """The table of this name; raises 208."""
        found = self.find(name)
        if found is None:
            raise refusals.no_object(".".join(name))
        return found

    def find(self, name: tuple[str, ...]) -> Table | None:
        if len(name) == 3 and name[0].lower() != self.name.lower():
            return None
        schema, table = (name[-2] or "dbo", name[-1]) if len(name) > 1 else ("dbo", name[0])
        return self._tables.get((schema.lower(), table.lower()))

    def create_table(
        self, name: str, columns: Iterable[TableColumn], primary: Iterable[str] = ()
    ) -> Table:
        """Make a table; the name is `Contact` or `dbo.Contact`."""
        schema, _, table = name.rpartition(".")
        schema = schema or "dbo"
        self.schemas.setdefault(schema, 5 + len(self.schemas))
        if (schema.lower(), table.lower()) in self._tables:
            raise SqlError(2714, f"There is already an object named '{table}' in the database.")
        self._object += 16
        found = Table(self._object, (schema, table), self.collation)
        found.define(tuple(columns), ())
        places = tuple(found.place(column) for column in primary)
        keyed = (c._replace(nullable=c.nullable and i not in places) for i, c in enumerate(columns))
        found.define(tuple(keyed), places)
        self._tables[(schema.lower(), table.lower())] = found
        self.changed_shape()
        return found

    def drop_table(self, table: Table) -> None:
        del self._tables[(table.schema.lower(), table.name.lower())]
        self.changed_shape()

    def changed_shape(self) -> None:
        """Tables or rights are others now: what was planned is planned anew."""
        self.plans.clear()
        self.log_end += 1

    # --- rights

    def admit(self, login: str, *roles: str) -> None:
        """Make a login a user of this database, with these roles."""
        self.users[login.lower()] = User(login, set(roles))
        self.changed_shape()

    def grant(self, login: str, permission: str, table: str | None = None) -> None:
        """GRANT, on one table or on the whole database."""
        self.users[login.lower()].grants.add(self._grant(permission, table))
        self.changed_shape()

    def revoke(self, login: str, permission: str, table: str | None = None) -> None:
        self.users[login.lower()].grants.discard(self._grant(permission, table))
        self.changed_shape()

    def _grant(self, permission: str, table: str | None) -> tuple[str, int | None]:
        identity = None if table is None else self.table(tuple(table.split("."))).object_id
        return (permission.upper(), identity)

    # --- counters

    def next_row(self) -> int:
        self._row += 1
        return self._row

    def next_rowversion(self) -> int:
        self.rowversion += 1
        return self.rowversion

    def next_version(self) -> int:
        self.version += 1
        return self.version

    @property
    def min_active_rowversion(self) -> int:
        """The lowest rowversion of an open transaction, or one more than the last.

        https://learn.microsoft.com/sql/t-sql/functions/min-active-rowversion-transact-sql
        """
        active = [t.first_rowversion for t in self._open if t.first_rowversion is not None]
        return min(active, default=self.rowversion + 1)

    # --- transactions

    def open(self) -> Transaction:
        transaction = Transaction(self)
        self._open[transaction] = None
        return transaction

    def ended(self, transaction: Transaction) -> None:
        self._open.pop(transaction, None)
        self.log_end += transaction.wrote
        self.on_end()

    def wait_while(self, holder: Callable[[], Transaction | None], me: Transaction | None) -> None:
        """Wait until nobody else holds something; raises 1222 when the time is up."""
        while True:
            blocker = holder()
            if blocker is None or blocker is me:
                return
            if self.hooks.on_wait is not None:
                self.hooks.on_wait(blocker)
                if holder() is not blocker:
                    continue
            if not self.patience():
                raise refusals.lock_timeout()

    # --- change tracking

    def track(self, name: str, *, enable: bool = True) -> None:
        """ALTER TABLE ... ENABLE or DISABLE CHANGE_TRACKING: it waits for whoever edits there.

        https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql#locks-and-alter-table
        """
        table = self.table(tuple(name.split(".")))
        self.wait_while(lambda: next(iter(table.held_rows.values()), None), None)
        if not enable:
            if table.tracking is None:
                raise SqlError(4998, f"Change tracking is not enabled on table '{table.name}'.")
            table.tracking = None
        elif not self.tracked:
            raise SqlError(
                1718,
                f"Change tracking must be enabled on database '{self.name}' before it can be "
                f"enabled on table '{table.name}'.",
            )
        elif table.tracking is not None:
            raise SqlError(4996, f"Change tracking is already enabled for table '{table.name}'.")
        elif not table.primary:
            raise SqlError(
                4997,
                f"Cannot enable change tracking on table '{table.name}'. Change tracking requires "
                "a primary key on the table. Create a primary key on the table before enabling "
                "change tracking.",
            )
        else:
            table.tracking = Tracking(self.version)
        self.changed_shape()

    def track_changes(self, *, enable: bool = True) -> None:
        """ALTER DATABASE ... SET CHANGE_TRACKING = ON or OFF."""
        if enable and self.tracked:
            raise SqlError(5088, f"Change tracking is already enabled for database '{self.name}'.")
        if not enable and any(table.tracking for table in self.tables):
            raise SqlError(
                22115,
                "Change tracking is enabled for one or more tables in database "
                f"'{self.name}'. Disable change tracking on each table before disabling it for the "
                "database. Use the sys.change_tracking_tables catalog view to obtain a list of "
                "tables for which change tracking is enabled.",
            )
        self.tracked = enable
        self.changed_shape()

    def cleanup(self, version: int | None = None) -> None:
        """Forget what is older than the retention: everything up to this version, or all."""
        for table in self.tables:
            if table.tracking is not None:
                table.tracking.forget(self.version if version is None else version)

    # --- backups and sessions

    def backup(self) -> Backup:
        tables = tuple(table.copy() for table in self.tables)
        return Backup(tables, self.rowversion, self.version, self.tracked, self.log_end)

    def restore(self, backup: Backup) -> None:
        """Be again what a backup holds; sessions are ended, and the recovery fork is a new one.

        https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-database-recovery-status-transact-sql
        """
        self.end_sessions()
        self._tables = {(t.schema.lower(), t.name.lower()): t.copy() for t in backup.tables}
        self.rowversion, self.version = backup.rowversion, backup.version
        self.tracked, self.log_end = backup.tracked, backup.log_end
        self.recovery_fork = uuid.uuid4()
        self.changed_shape()

    def set_state(self, state: State, access: Access = Access.MULTI_USER) -> None:
        """Take the database offline, or bring it back."""
        self.end_sessions()
        self.state, self.access = state, access

    def when_killed(self, kill: Callable[[], None]) -> None:
        self._killing.append(kill)

    def no_longer(self, kill: Callable[[], None]) -> None:
        if kill in self._killing:
            self._killing.remove(kill)

    def end_sessions(self) -> None:
        """End every session in this database, and undo what it had not committed."""
        for kill in list(self._killing):
            kill()
        for transaction in list(self._open):
            transaction.rollback()
