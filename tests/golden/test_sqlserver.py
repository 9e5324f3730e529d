"""Everything that SQL Server is asked for the demo layout, as it goes out, to be read by people.

`python -m tests.golden.test_sqlserver` writes the files anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.adapters.sqlserver.access import Keeps
from practicesync.adapters.sqlserver.explained import in_lines
from practicesync.adapters.sqlserver.rowversion_feed import RowversionFeed
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.tracking_feed import TrackingFeed
from practicesync.core.key import Key
from practicesync.core.row import Changes
from practicesync.ports import Feed
from tests.fakes.known import MemoryKnown
from tests.sqlserver.conformance.site import NAME, Site, model, model_site
from tests.sqlserver.demo_practice import TABLES, fill, profile, tables
from tests.sqlserver.direct import marked
from tests.sqlserver.model.parse_statement import parsed

FOLDER = Path(__file__).parent / "sqlserver"

WAYS: dict[str, tuple[Keeps, Callable[[SqlServerSource], Feed]]] = {
    "change-tracking": ("needed", lambda source: TrackingFeed(source, portion=1)),
    "rowversion": ("all", lambda source: RowversionFeed(source, lambda: 0.0, portion=1)),
    "diff": ("nothing", lambda source: DiffFeed(source, page=2, portion=1)),
}

# What sqlglot doesn't know of T-SQL, and what stands for it: each is in Microsoft's grammar.
UNKNOWN_TO_SQLGLOT = {
    # https://learn.microsoft.com/sql/relational-databases/system-functions/changetable-transact-sql
    r"CHANGETABLE\(CHANGES (\S+), \?\)": r"\1",
    # https://learn.microsoft.com/sql/t-sql/statements/set-transaction-isolation-level-transact-sql
    r"SET TRANSACTION ISOLATION LEVEL SNAPSHOT": "BEGIN TRANSACTION",
}


class Recorded:
    """A connection that keeps the text of each statement, once."""

    def __init__(self, connection: Any, heard: dict[str, None]) -> None:
        self._connection = connection
        self._heard = heard
        self.timeout = 0

    def close(self) -> None:
        self._connection.close()

    def cursor(self) -> Any:
        return RecordedCursor(self._connection.cursor(), self._heard)


class RecordedCursor:
    """Its cursor."""

    def __init__(self, cursor: Any, heard: dict[str, None]) -> None:
        self._cursor = cursor
        self._heard = heard
        self.fetchmany, self.close = cursor.fetchmany, cursor.close

    def execute(self, sql: str, *parameters: Any) -> RecordedCursor:
        self._heard[sql] = None
        self._cursor.execute(sql, *parameters)
        return self


def statements(way: str) -> list[str]:
    """Return what is sent from the first connection on, in its order, each text once."""
    server = model()
    site = model_site(server)
    site.run(
        *tables(),
        f"ALTER DATABASE {NAME} SET ALLOW_SNAPSHOT_ISOLATION ON",
        f"ALTER DATABASE {NAME} SET CHANGE_TRACKING = ON",
        *(f"ALTER TABLE dbo.{table} ENABLE CHANGE_TRACKING" for table in TABLES),
    )
    fill(server.databases[-1], range(1, 6))
    heard: dict[str, None] = {}
    keeps, make = WAYS[way]
    source = SqlServerSource(
        lambda: Recorded(site.connect(), heard), profile(), hashed=way == "diff", keeps=keeps
    )
    use(site, source, make(source))
    site.close()
    return list(heard)


def use(site: Site, source: SqlServerSource, feed: Feed) -> None:
    """Do with a source and a feed whatever the agent does with them."""
    known = MemoryKnown()
    cursor = feed.now()
    source.count()
    page = source.page(None, 2)
    while page.next:
        known.met(page.rows)
        page = source.page(page.next, 2)
    site.run(*(f"UPDATE dbo.{table} SET {column} = {column}" for table, column in TABLES.items()))
    for _ in range(2):
        more = True
        while more:
            changes = feed.poll(cursor, known)
            assert isinstance(changes, Changes)
            cursor, more = changes.cursor, changes.more
    source.read([Key('["1"]')])
    source.employee("somebody@example.com")
    source.close()


def shown(way: str) -> str:
    """Return the statements in lines."""
    return "".join(f"{in_lines(sql).strip()};\n\n" for sql in statements(way))


@pytest.mark.parametrize("way", WAYS)
def test_statements_are_those_that_were_looked_at(way):
    assert shown(way) == (FOLDER / f"{way}.sql").read_text("utf-8")


def known_to_sqlglot(sql: str) -> str:
    """Return a statement with a stand-in for what sqlglot doesn't know."""
    for text, stand_in in UNKNOWN_TO_SQLGLOT.items():
        sql = re.sub(text, stand_in, sql)
    return sql


@pytest.mark.parametrize("way", WAYS)
def test_statements_are_t_sql(way):
    for sql in statements(way):
        for tree in sqlglot.parse(known_to_sqlglot(sql), dialect="tsql"):
            assert tree is not None
            assert not list(tree.find_all(exp.Command)), sql


@pytest.mark.parametrize("way", WAYS)
def test_statements_only_read(way):
    for sql in statements(way):
        kinds = {type(statement).__name__ for statement in parsed(marked(sql)[0])}
        assert kinds <= {"Query", "SetOption", "Begin", "Commit"}


@pytest.mark.parametrize("way", WAYS)
def test_no_hint_and_no_other_database_is_in_a_statement(way):
    text = shown(way).upper()
    assert not re.search(r"\bWITH\b|NOLOCK|\bOPTION\b|\bUSE\b|\bEXEC", text)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for way_ in WAYS:
        (FOLDER / f"{way_}.sql").write_text(shown(way_), "utf-8")
