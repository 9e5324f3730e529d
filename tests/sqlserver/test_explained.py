"""`profile explain` prints what really runs: each statement that is sent is among them."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.adapters.sqlserver.catalog import look_at_catalog
from practicesync.adapters.sqlserver.connection import Bounds, Session
from practicesync.adapters.sqlserver.explained import (
    WAYS,
    assumed,
    explained,
    in_lines,
    not_possible,
)
from practicesync.adapters.sqlserver.probe import Kind
from practicesync.adapters.sqlserver.rowversion_feed import RowversionFeed
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.tracking_feed import TrackingFeed
from practicesync.adapters.sqlserver.watched import primary_keys
from practicesync.core.key import Key
from practicesync.core.profile import Profile
from practicesync.core.row import Changes, Position
from practicesync.ports import Feed
from tests.fakes.known import MemoryKnown
from tests.sqlserver.adventureworks import PEOPLE, TABLES, schema
from tests.sqlserver.conformance.site import Site, direct_site
from tests.sqlserver.model.parse_statement import parsed
from tests.sqlserver.test_adventureworks import KEEPS, layout, versioned

OPENING = ("SET ", "BEGIN ", "COMMIT ", "ROLLBACK ", "IF ")
LOOKS = ("CHANGE_TRACKING_CURRENT_VERSION", "dm_db_log_stats")
VALUES = re.compile(
    r"(\(VALUES \([^()]*(?:\([^()]*\)[^()]*)*\))(?:, \([^()]*(?:\([^()]*\)[^()]*)*\))+"
)


def is_opening(sql: str) -> bool:
    """Tell whether a connection begins with it: settings, and what the database has."""
    catalog = "FROM sys." in sql and not any(word in sql for word in LOOKS)
    return catalog or sql.strip().startswith(OPENING)


class Heard:
    """A connection that notes what is asked through it."""

    def __init__(self, connection: Any, asked: set[str]) -> None:
        self._connection, self._asked = connection, asked
        self.timeout = 0

    def cursor(self) -> Any:
        cursor, asked = self._connection.cursor(), self._asked

        class Noting:
            def execute(self, sql: str, *parameters: Any) -> Any:
                asked.add(sql)
                return cursor.execute(sql, *parameters)

            def __getattr__(self, name: str) -> Any:
                return getattr(cursor, name)

        return Noting()

    def close(self) -> None:
        self._connection.close()


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Kind:
    chosen: Kind = request.param
    return chosen


@pytest.fixture
def site(way: Kind) -> Iterator[Site]:
    site = direct_site()
    site.run(*schema(versions=way == "rowversion"), *PEOPLE)
    site.run("ALTER DATABASE [Practice] SET ALLOW_SNAPSHOT_ISOLATION ON")
    site.run("ALTER DATABASE [Practice] SET CHANGE_TRACKING = ON")
    site.run(*(f"ALTER TABLE {table} ENABLE CHANGE_TRACKING" for table in TABLES))
    yield site
    site.close()


@pytest.fixture
def profile(way: Kind) -> Profile:
    return versioned(layout()) if way == "rowversion" else layout()


@pytest.fixture
def asked(site: Site, way: Kind, profile: Profile) -> set[str]:
    """Everything that a source and a feed ask of a small practice."""
    heard: set[str] = set()
    ticks = itertools.count()
    source = SqlServerSource(
        lambda: Heard(site.connect(), heard), profile, hashed=way == "diff", keeps=KEEPS[way]
    )
    feeds: dict[Kind, Feed] = {
        "diff": DiffFeed(source, page=1, portion=1),
        "change-tracking": TrackingFeed(source, portion=1),
        "rowversion": RowversionFeed(source, lambda: next(ticks), portion=1, sweep=0),
    }
    feed, known = feeds[way], MemoryKnown()
    cursor = feed.now()
    known.met(source.page(None, 10).rows)
    source.page(Position(Key('["1"]')), 1)
    site.run(*(f"UPDATE {table} SET ModifiedDate = GETDATE()" for table in TABLES))
    site.run("DELETE FROM Person.Person WHERE BusinessEntityID = 3")
    more = True
    while more:
        changes = feed.poll(cursor, known)
        assert isinstance(changes, Changes)
        known.saw(changes)
        cursor, more = changes.cursor, changes.more
    source.read([Key('["1"]'), Key('["2"]')])
    source.count()
    source.close()
    return {VALUES.sub(r"\1", sql) for sql in heard if not is_opening(sql)}


def test_each_statement_that_runs_is_explained(site, way, profile, asked):
    session = Session(site.connect, Bounds())
    catalog = look_at_catalog(session, profile)
    keys = dict(primary_keys(session, list(catalog.types)))
    printed = {one.sql for one in explained(profile, catalog, keys, way)}

    assert asked - printed == set()
    assert printed - asked == set()
    session.close()


def test_assumed_statements_are_t_sql(way, profile):
    catalog, keys = assumed(profile)
    statements = list(explained(profile, catalog, keys, way))

    assert len(statements) > len(TABLES)
    for one in statements:
        assert parsed(one.sql.replace("?", "@P1"))


def test_way_that_is_not_possible_is_not_explained():
    catalog, keys = assumed(layout())

    assert list(explained(layout(), catalog, keys, "rowversion")) == []
    assert "Person.Person" in not_possible(layout(), catalog, keys, "rowversion")
    assert not_possible(layout(), catalog, keys, "change-tracking") == ""


def test_table_without_a_primary_key_leaves_comparing_alone():
    catalog, keys = assumed(layout())
    keys["Person.PersonPhone"] = ()

    assert list(explained(layout(), catalog, keys, "change-tracking")) == []
    assert "has no primary key" in not_possible(layout(), catalog, keys, "change-tracking")
    assert list(explained(layout(), catalog, keys, "diff"))


def test_statement_is_broken_into_lines_outside_of_names():
    sql = "SELECT [a FROM b] FROM t JOIN u ON x = ' WHERE ' WHERE y ORDER BY z"

    assert in_lines(sql).splitlines() == [
        "SELECT [a FROM b]",
        "FROM t",
        "JOIN u ON x = ' WHERE '",
        "WHERE y",
        "ORDER BY z",
    ]
