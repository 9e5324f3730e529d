"""A canned server behind the wire, and both drivers before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pyodbc
import pytest

from tests.sqlserver.drivers import Driver, freetds_driver, microsoft_driver
from tests.sqlserver.wire.server import TdsServer, tds_server
from tests.unit.sqlserver.canned import CannedServer

pyodbc.pooling = False

AT_MOST = 5  # seconds to connect in; a limit that only catches a hang


@dataclass(frozen=True)
class Site:
    """A server on the wire and what it answers from."""

    wire: TdsServer
    behind: CannedServer


@pytest.fixture(params=[microsoft_driver, freetds_driver], ids=["microsoft", "freetds"])
def driver(request: pytest.FixtureRequest) -> Driver:
    return _installed(request.param)


@pytest.fixture
def microsoft() -> Driver:
    return _installed(microsoft_driver)


def _installed(find: Callable[[], Driver]) -> Driver:
    """Skip a test whose driver isn't there; in CI nothing may be skipped."""
    try:
        return find()
    except FileNotFoundError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def site() -> Iterator[Site]:
    behind = CannedServer()
    with tds_server(behind) as wire:
        yield Site(wire, behind)


@pytest.fixture
def connect(site: Site, driver: Driver) -> Iterator[Callable[..., pyodbc.Connection]]:
    """Connect in autocommit, and close when the test ends."""
    opened: list[pyodbc.Connection] = []

    def connect(**said: str) -> pyodbc.Connection:
        target = driver.connection_string(site.wire.port, **said)
        opened.append(pyodbc.connect(target, timeout=AT_MOST, autocommit=True))
        return opened[-1]

    yield connect
    for connection in opened:
        with closing(connection):
            pass


@pytest.fixture
def connection(connect: Callable[..., pyodbc.Connection]) -> pyodbc.Connection:
    return connect()
