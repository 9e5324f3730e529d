"""What a look and a full check cost SQL Server and this computer, counted and not timed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.adapters.sqlserver.connection import FETCHED
from practicesync.adapters.sqlserver.rowversion_feed import RowversionFeed
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.tracking_feed import TrackingFeed
from practicesync.core.row import Changes
from practicesync.ports import Feed
from tests.fakes.known import MemoryKnown
from tests.sqlserver.conformance.site import NAME, Site, model, wire_site
from tests.sqlserver.demo_practice import TABLES, fill, profile, rows_of, tables
from tests.sqlserver.engine import Login, Parameter, Result, Server, Session
from tests.sqlserver.model.database import Database
from tests.sqlserver.model.server import ModelServer
from tests.sqlserver.wire.server import TdsServer, tds_server

SIZES = (10, 1_000, 100_000)
READ = 100_000
PAGE = 500

WAYS: dict[str, Callable[[SqlServerSource], Feed]] = {
    "change-tracking": TrackingFeed,
    "rowversion": lambda source: RowversionFeed(source, monotonic=lambda: 0.0),
    "diff": DiffFeed,
}


@contextmanager
def practice(server: ModelServer, before: Server | None = None) -> Iterator[tuple[TdsServer, Site]]:
    """Open the tables of the demo practice behind the wire."""
    with tds_server(before or server) as wire:
        site = wire_site(server, wire.port)
        site.run(*tables())
        site.run(
            f"ALTER DATABASE {NAME} SET ALLOW_SNAPSHOT_ISOLATION ON",
            f"ALTER DATABASE {NAME} SET CHANGE_TRACKING = ON",
            *(f"ALTER TABLE dbo.{table} ENABLE CHANGE_TRACKING" for table in TABLES),
        )
        yield wire, site
        site.close()


# --- a look with nothing changed

Asked = list[tuple[str, tuple[Any, ...]]]


@pytest.fixture(scope="module")
def asked() -> dict[tuple[str, int], Asked]:
    """Return what each way asks in a look with nothing changed, at each size."""
    found = {}
    server = model()
    with practice(server) as (wire, site):
        for way, make in WAYS.items():
            source = SqlServerSource(site.connect, profile(), hashed=way == "diff")
            feed, known = make(source), MemoryKnown()
            cursor = feed.now()
            for size in (0, *SIZES):
                fill(server.databases[-1], range(1, 1 + size))
                wire.statements.clear()
                changes = feed.poll(cursor, known)
                assert isinstance(changes, Changes)
                assert not changes.seen
                cursor = changes.cursor
                found[way, size] = [(one.sql, one.values) for one in wire.statements.all()]
            source.close()
    return found


@pytest.mark.parametrize("way", WAYS)
def test_look_with_nothing_changed_asks_the_same_whatever_the_size(asked, way):
    small, middle, large = (asked[way, size] for size in SIZES)

    assert small == middle == large


@pytest.mark.parametrize(
    ("way", "count"), [("change-tracking", 4), ("rowversion", 13), ("diff", 1)]
)
def test_look_with_nothing_changed_asks_little(asked, way, count):
    assert len(asked[way, SIZES[0]]) == count


# --- a full check


class Window:
    """A `Server` with so many contacts, of which the model holds only those around a page."""

    def __init__(self, server: ModelServer, contacts: int) -> None:
        self._server = server
        self._contacts = contacts

    def login(self, login: Login) -> Session:
        session = self._server.login(login)
        return WindowSession(session, self._server.databases[-1], self._contacts)


class WindowSession:
    """A session of the model that has the rows of each page made when it is asked for."""

    def __init__(self, session: Session, database: Database, contacts: int) -> None:
        self._session = session
        self._database = database
        self._contacts = contacts
        self.begin, self.commit = session.begin, session.commit
        self.rollback, self.close = session.rollback, session.close

    @property
    def transactions(self) -> int:
        return self._session.transactions

    def execute(self, sql: str, parameters: Sequence[Parameter] = ()) -> Sequence[Result | int]:
        if sql.startswith("SELECT TOP") and "FROM [dbo].[Contact] " in sql:
            limit, *after = (parameter.value for parameter in parameters)
            first = after[0] + 1 if after else 1
            fill(self._database, range(first, min(first + limit, self._contacts + 1)))
        return self._session.execute(sql, parameters)


class Tap:
    """A connection that counts the rows fetched through it since somebody last asked."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.timeout = 0
        self.fetched = 0

    def cursor(self) -> TapCursor:
        return TapCursor(self, self._connection.cursor())

    def close(self) -> None:
        self._connection.close()

    def since(self) -> int:
        fetched, self.fetched = self.fetched, 0
        return fetched


class TapCursor:
    """A cursor that tells its connection of what it fetches."""

    def __init__(self, tap: Tap, cursor: Any) -> None:
        self._tap = tap
        self._cursor = cursor
        self.close = cursor.close

    def execute(self, sql: str, *parameters: Any) -> TapCursor:
        self._cursor.execute(sql, *parameters)
        return self

    def fetchmany(self, size: int) -> Any:
        assert size == FETCHED
        rows = self._cursor.fetchmany(size)
        self._tap.fetched += len(rows)
        return rows


def test_full_check_holds_one_page_however_many_contacts_there_are():
    """Counted are rows that the server sent or the driver fetched before their page was told."""
    server = model()
    with practice(server, Window(server, READ)) as (wire, site):
        taps: list[Tap] = []

        def connect() -> Tap:
            taps.append(Tap(site.connect()))
            return taps[-1]

        source = SqlServerSource(connect, profile(), keeps="all")
        source.count()
        taps[0].since()
        told, next_ = 0, None
        while next_ is not None or not told:
            wire.statements.clear()
            page = source.page(next_, PAGE)
            told, next_ = told + len(page.rows), page.next
            wanted = rows_of(range(told - PAGE + 1, told + 1)) + (next_ is not None)
            assert page.rows[-1].fields["name"] == f"Contact {told}"
            assert taps[0].since() == wanted
            assert sum(wire.statements.rows.values()) == wanted
        source.close()

    assert told == READ
    assert len(taps) == 1
