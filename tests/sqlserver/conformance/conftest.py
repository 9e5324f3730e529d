"""The suite runs once on the model and once through the wire; `tests/live` has a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pyodbc
import pytest

from tests.sqlserver.conformance.site import Site, direct_site, model, number_of, wire_site
from tests.sqlserver.wire.server import tds_server

CONTACT = (
    "CREATE TABLE dbo.Contact (ContactID int NOT NULL PRIMARY KEY, Name nvarchar(50) NULL, "
    "RV rowversion NOT NULL)"
)
PHONE = (
    "CREATE TABLE dbo.ContactPhone (PhoneID int NOT NULL PRIMARY KEY, ContactID int NOT NULL, "
    "Number nvarchar(20) NULL)"
)
TABLES = (CONTACT, PHONE)
TRACKED = (
    "ALTER DATABASE CURRENT SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 2 DAYS)",
    "ALTER TABLE dbo.Contact ENABLE CHANGE_TRACKING",
)


@pytest.fixture(params=["model", "wire"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    pyodbc.pooling = False
    if request.param == "model":
        yield from _closing(direct_site())
    else:
        server = model()
        with tds_server(server) as wire:
            yield from _closing(wire_site(server, wire.port))


def _closing(site: Site) -> Iterator[Site]:
    site.run(*TABLES)
    yield site
    site.close()


@pytest.fixture
def tracked(site: Site) -> None:
    """Change tracking is on for Contact."""
    site.run(*TRACKED)


@pytest.fixture
def editor(site: Site) -> Any:
    """Somebody who edits contacts, each statement on its own."""
    return site.connect()


@pytest.fixture
def reader(site: Site) -> Any:
    """A connection that waits for no lock."""
    connection = site.connect()
    connection.execute("SET LOCK_TIMEOUT 0")
    return connection


@pytest.fixture
def working(site: Site) -> Any:
    """Somebody whose edits are in a transaction until they commit."""
    return site.connect(autocommit=False)


@pytest.fixture
def refused() -> Callable[..., int]:
    """Run a statement that is refused, and say with which number."""

    def run(connection: Any, sql: str, *arguments: Any) -> int:
        with pytest.raises(pyodbc.Error) as caught:
            connection.cursor().execute(sql, *arguments).fetchall()
        return number_of(caught.value)

    return run
