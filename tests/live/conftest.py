"""A database on a real server for each test, dropped after it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing

import pyodbc
import pytest

from tests.contract.practice import LAYOUTS, fill
from tests.contract.sql_server import PracticeInSqlServer
from tests.live import LIVE
from tests.sqlserver.conformance.conftest import (  # noqa: F401  # fixtures of that suite
    TABLES,
    editor,
    reader,
    refused,
    tracked,
    working,
)
from tests.sqlserver.conformance.site import Scratch, Site

# Without a server there is nothing to run here, and nothing to skip: CI allows no skips.
collect_ignore_glob = [] if os.environ.get(LIVE) else ["*"]

RELEASES = {11: "2012", 12: "2014", 13: "2016", 14: "2017", 15: "2019", 16: "2022"}

# What a test needs, and since which release a server has it.
SINCE = {
    # https://learn.microsoft.com/sql/relational-databases/system-dynamic-management-views/sys-dm-db-log-stats-transact-sql
    "test_the_log_ends_later_after_an_edit": (13, "sys.dm_db_log_stats"),
    "test_gate_moves_when_somebody_commits": (13, "sys.dm_db_log_stats"),
}


def connection_string() -> str:
    """Return how the server is reached."""
    return os.environ[LIVE]


@pytest.fixture(scope="session")
def major() -> int:
    """Which release the server is."""
    pyodbc.pooling = False
    with closing(pyodbc.connect(connection_string(), autocommit=True)) as connection:
        found = connection.execute("SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(99))")
        return int(found.fetchval().partition(".")[0])


@pytest.fixture(autouse=True)
def lacks_nothing(request: pytest.FixtureRequest, major: int) -> None:
    """Skip what the server is too old for, and say so."""
    since, what = SINCE.get(request.node.originalname, (0, ""))
    if major < since:
        pytest.skip(f"SQL Server {RELEASES.get(major, major)} has no {what}.")


@pytest.fixture
def scratch(major: int) -> Iterator[Site]:
    """An empty database."""
    made = Scratch(connection_string())
    site = made.site()
    yield site
    site.close()
    made.drop()


@pytest.fixture
def site(scratch: Site) -> Site:
    """A database with the tables of the conformance suite."""
    scratch.run(*TABLES)
    return scratch


@pytest.fixture(params=["live"])
def store(request: pytest.FixtureRequest) -> str:
    """Where the practice of the contract suites is; that of the feeds says which feed, too."""
    return str(request.param)


@pytest.fixture(params=LAYOUTS)
def practice(
    request: pytest.FixtureRequest, store: str, scratch: Site
) -> Iterator[PracticeInSqlServer]:
    """The practice of the contract suites."""
    scratch.run("ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON")
    made = PracticeInSqlServer(LAYOUTS[request.param], scratch.open)
    fill(made)
    yield made
    made.close()
