"""The practice's SQL Server, the people who edit in it, and who looks after it."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from practicesync.core.profile import Profile
from tests.contract.practice import LAYOUTS
from tests.contract.sql_server import PracticeInSqlServer
from tests.interleavings.story import EDITS, NUMBERS, PEOPLE, Happening, Setup
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.engine import SqlError
from tests.sqlserver.model.database import FIRST_ROWVERSION, Backup, Database, Hooks
from tests.sqlserver.model.definitions import truncate
from tests.sqlserver.model.server import ModelServer
from tests.sqlserver.model.tracking import Tracking
from tests.sqlserver.model.work import Work

NAME = "Practice"
LOGIN = "sync"


class Office:
    """One database; `fresh` empties it for the next story. People who block each other give up."""

    def __init__(self, layout: str) -> None:
        self.layout = LAYOUTS[layout]
        self._server = ModelServer()
        self.database: Database = self._server.create_database(NAME)
        self._account = self._server.create_login(LOGIN)
        self.database.admit(LOGIN, "db_datareader")
        self.database.grant(LOGIN, "VIEW CHANGE TRACKING")
        self._driver = DirectDriver(self._server)
        practice = PracticeInSqlServer(self.layout, lambda autocommit: self.open("sa"))
        self.tables = practice.tables()
        self.profile: Profile = practice.profile()
        self.fresh(Setup(), tracked=False)

    def open(self, login: str = LOGIN) -> Any:
        """Open a connection in autocommit mode."""
        said = f"UID={login};PWD={self._server.password};Database={NAME}"
        return self._driver.connect(said, autocommit=True)

    def fresh(self, setup: Setup, *, tracked: bool) -> None:
        """Have an empty database, as nobody has ever used it."""
        database = self.database
        database.end_sessions()
        database.hooks = Hooks()
        for table in database.tables:
            table.empty()
            table.tracking = Tracking(0) if tracked else None
        database.tracked = tracked
        database.version, database.rowversion, database.log_end = 0, FIRST_ROWVERSION, 1
        database.allow_snapshot, database.read_committed_snapshot = setup.snapshots, setup.versions
        database.changes_wait = setup.waits
        self._account.denied = set() if setup.fork else {"VIEW ANY DATABASE"}
        grant = database.users[LOGIN].grants
        grant.discard(("VIEW DATABASE STATE", None))
        if setup.log_end:
            grant.add(("VIEW DATABASE STATE", None))
        self._people: dict[int, Work] = {}
        self._unsaved: dict[int, set[str]] = {}
        self._backups: list[Backup] = [database.backup()]
        self._values = 0
        self.saved: set[str] = set()

    # --- what happens

    def happen(self, one: Happening) -> None:
        """Let it happen, as far as it is possible now."""
        if one.what in EDITS:
            self._edit(one)
            return
        act: Callable[[Happening], None] = getattr(self, one.what)
        try:
            act(one)
        except SqlError:
            return  # somebody holds what it needs, or there is nothing to do

    def commit(self, one: Happening) -> None:
        """Save what a person has edited."""
        work = self._people.pop(one.who, None)
        if work is not None:
            work.commit()
            self.saved |= self._unsaved.pop(one.who, set())

    def rollback(self, one: Happening) -> None:
        work = self._people.pop(one.who, None)
        if work is not None:
            work.rollback()
            self._unsaved.pop(one.who, None)

    def clean_up(self, one: Happening) -> None:
        """Forget older changes: all, or all but a few."""
        self.database.cleanup(max(0, self.database.version - one.one // 2))

    def truncate(self, one: Happening) -> None:
        truncate(self.database, self._table(one))

    def untrack(self, one: Happening) -> None:
        """Switch change tracking off, for one table or for the whole database."""
        if not self.database.tracked:
            return
        tables = self.database.tables if one.other == 0 else [self._table(one)]
        for table in tables:
            if table.tracking is not None:
                self.database.track(table.full_name, enable=False)
        if one.other == 0:
            self.database.track_changes(enable=False)

    def track(self, one: Happening) -> None:
        """Switch change tracking on where it is off, if this practice uses it.

        Somebody has edited another table of the database since it was switched on the last time,
        or the two times could not be told apart.
        """
        del one
        if not self.is_meant_to_be_tracked or self.is_tracked:
            return
        if not self.database.tracked:
            self.database.track_changes()
        self.database.next_version()
        for name in self.tables:
            if self.database.table((name,)).tracking is None:
                self.database.track(f"dbo.{name}")

    def back_up(self, one: Happening) -> None:
        del one
        self._backups.append(self.database.backup())

    def restore(self, one: Happening) -> None:
        """Bring back one of the last backups; nobody can be in the database meanwhile."""
        self._people.clear()
        self._unsaved.clear()
        self.database.restore(self._backups[-1 - one.one % len(self._backups)])

    def snapshots(self, one: Happening) -> None:
        """Allow snapshot isolation, or forbid it."""
        del one
        self.database.allow_snapshot = not self.database.allow_snapshot

    def lose(self, one: Happening) -> None:
        """Break the worker's connections off."""
        del one
        for session in list(self._server.sessions):
            if session._account is self._account:
                session.kill()

    @property
    def is_meant_to_be_tracked(self) -> bool:
        """Tell whether this story began with change tracking."""
        return self._backups[0].tracked

    @property
    def is_tracked(self) -> bool:
        """Tell whether every table that makes up contacts is tracked now."""
        tables = (self.database.table((name,)) for name in self.tables)
        return self.database.tracked and all(one.tracking is not None for one in tables)

    def all_saved(self) -> None:
        """Let everybody save, and have everything tracked that ought to be."""
        for who in list(self._people):
            self.commit(Happening("commit", who))
        self.track(Happening("track"))

    def _table(self, one: Happening) -> Any:
        return self.database.table((self.tables[(one.one + one.other) % len(self.tables)],))

    # --- edits

    def _edit(self, one: Happening) -> None:
        work = self._people.setdefault(one.who, Work(self.database))
        transaction = work._transaction
        before = transaction.savepoint()
        try:
            getattr(self, f"_{one.what}")(work, one)
        except SqlError:
            transaction.go_back(before)
        if one.who == PEOPLE:
            self.commit(one)

    def _value(self, who: int) -> str:
        """Return a value that nobody has ever written."""
        self._values += 1
        value = f"v{self._values}"
        self._unsaved.setdefault(who, set()).add(value)
        return value

    def _parts(self, number: int, other: bool = False) -> tuple[Any, ...]:
        """Return a contact's key; in `other` letters where the database sees no difference."""
        written = self.layout.rewritten(number) if other else self.layout.parts(number)
        return tuple(map(_typed, written, self.layout.kinds))

    def _keyed(self, number: int, other: bool = False) -> dict[str, Any]:
        return dict(zip(self.layout.columns, self._parts(number, other), strict=True))

    def _put(self, work: Work, table: str, key: Mapping[str, Any], **values: Any) -> None:
        if not work.update(table, tuple(key.values()), **values):
            work.insert(table, **key, **values)

    def _contact(self, work: Work, one: Happening) -> None:
        self._put(work, "Contact", self._keyed(one.one), Name=self._value(one.who))

    def _rename(self, work: Work, one: Happening) -> None:
        work.update("Contact", self._parts(one.one), **self._keyed(one.other))

    def _rewrite(self, work: Work, one: Happening) -> None:
        """Write the key of a contact, or of its phone, in other letters."""
        letters = self._keyed(one.one, other=one.other % 2 == 0)
        if one.other < NUMBERS // 2:
            work.update("Contact", self._parts(one.one), **letters)
        else:
            self._put(work, "Phone", {"PhoneID": one.one}, **letters)

    def _drop(self, work: Work, one: Happening) -> None:
        work.delete("Contact", self._parts(one.one))

    def _replace(self, work: Work, one: Happening) -> None:
        """Delete a contact and insert another under the same key."""
        if work.delete("Contact", self._parts(one.one)):
            work.insert("Contact", **self._keyed(one.one), Name=self._value(one.who))

    def _client(self, work: Work, one: Happening) -> None:
        self._put(work, "Client", self._keyed(one.one), PartnerName=self._value(one.who))

    def _drop_client(self, work: Work, one: Happening) -> None:
        work.delete("Client", self._parts(one.one))

    def _phone(self, work: Work, one: Happening) -> None:
        values = self._keyed(one.other) | {"Number_": self._value(one.who)}
        self._put(work, "Phone", {"PhoneID": one.one}, **values)

    def _renumber_phone(self, work: Work, one: Happening) -> None:
        work.update("Phone", one.one, PhoneID=one.other)

    def _drop_phone(self, work: Work, one: Happening) -> None:
        work.delete("Phone", one.one)

    def _replace_phone(self, work: Work, one: Happening) -> None:
        """Delete a phone and insert it again under its number, for another contact."""
        if work.delete("Phone", one.one):
            number = self._value(one.who)
            work.insert("Phone", PhoneID=one.one, Number_=number, **self._keyed(one.other))

    def _address(self, work: Work, one: Happening) -> None:
        self._put(work, "Address", {"AddressID": one.one % 2}, City=self._value(one.who))

    def _readdress(self, work: Work, one: Happening) -> None:
        work.update("Address", one.one % 2, AddressID=one.other % 2)

    def _drop_address(self, work: Work, one: Happening) -> None:
        work.delete("Address", one.one % 2)

    def _link(self, work: Work, one: Happening) -> None:
        key = self._keyed(one.other) | {"AddressID": one.one % 2}
        self._put(work, "ContactAddress", key, AddressType=self._value(one.who))

    def _move_link(self, work: Work, one: Happening) -> None:
        key = (*self._parts(one.one), one.who % 2)
        work.update("ContactAddress", key, **self._keyed(one.other))

    def _unlink(self, work: Work, one: Happening) -> None:
        work.delete("ContactAddress", (*self._parts(one.one), one.other % 2))


def _typed(part: str, kind: str) -> Any:
    if kind == "int":
        return int(part)
    return uuid.UUID(part) if kind == "guid" else part


@functools.cache
def office(layout: str) -> Office:
    """Return the office with that layout; what its server has planned is kept for all stories."""
    return Office(layout)
