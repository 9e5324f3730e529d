"""Where a server is, and what is missing between here and there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from practicesync.adapters.sqlserver.errors import Reported
from practicesync.adapters.sqlserver.reach import Address, Waits, address_of, why_closed
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from tests.sqlserver.wire.browser import Instance, browser

TIMED_OUT = Reported("HYT00", 0)
NOWHERE = "x" * 64
"""Longer than a part of a name may be, so that nobody is asked for it."""


@pytest.mark.parametrize(
    ("server", "address"),
    [
        ("DB01", Address("DB01")),
        ("tcp:db.example,1444", Address("db.example", 1444)),
        ("TCP: db.example , 1444 ", Address("db.example", 1444)),
        ("admin:DB01", Address("DB01")),
        (r"DB01\SQLEXPRESS", Address("DB01", None, "SQLEXPRESS")),
        (r"tcp:DB01\SQLEXPRESS,1500", Address("DB01", 1500, "SQLEXPRESS")),
        (".", Address("localhost")),
        (r".\MYOB", Address("localhost", None, "MYOB")),
        ("(local)", Address("localhost")),
        (r"(LOCAL)\MYOB", Address("localhost", None, "MYOB")),
        ("localhost,1433", Address("localhost", 1433)),
        ("", Address("localhost")),
        ("::1", Address("::1")),
        ("[::1],1444", Address("::1", 1444)),
        (r"tcp:[fe80::1%eth0]\MYOB", Address("fe80::1%eth0", None, "MYOB")),
        ("192.0.2.7,1433", Address("192.0.2.7", 1433)),
        (r"np:\\DB01\pipe\sql\query", None),
        (r"\\.\pipe\MSSQL$MYOB\sql\query", None),
        ("lpc:DB01", None),
        (r"(localdb)\MSSQLLocalDB", None),
    ],
)
def test_a_server_is_found_however_it_is_written(server: str, address: Address | None) -> None:
    assert address_of(server) == address


@pytest.fixture
def port() -> Iterator[int]:
    """Return a port at which somebody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def closed() -> int:
    """Return a port at which nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return int(listening.getsockname()[1])


def why(server: str, found: Reported = TIMED_OUT, browser_port: int = 9) -> Problem:
    waits = Waits(browser=0.2, browser_port=browser_port)
    return why_closed(found, f"Server={server};Database=Practice", waits)


def test_a_name_that_nobody_has_is_told(closed: int) -> None:
    for host in (NOWHERE, "fe80::1%no-such-card"):
        told = why(f"{host},{closed}")

        assert (type(told), told.code) == (Unavailable, Code.SERVER_UNKNOWN)
        assert told.facts == {"host": host}


def test_a_port_at_which_nobody_listens_is_told(closed: int) -> None:
    told = why(f"tcp:127.0.0.1,{closed}")

    assert (type(told), told.code) == (Unavailable, Code.SERVER_SILENT)
    assert told.facts == {"host": "127.0.0.1", "port": str(closed)}


def test_a_number_that_is_no_port_is_told() -> None:
    assert why("127.0.0.1,99999").code is Code.SERVER_SILENT


def test_a_server_that_listens_and_says_nothing_is_only_not_reached(port: int) -> None:
    told = why(f"127.0.0.1,{port}")

    assert (type(told), told.code) == (Unavailable, Code.DATABASE_UNREACHABLE)


def test_the_port_of_an_instance_is_asked_for(port: int, closed: int) -> None:
    with browser(Instance("DB01", "MYOB", port), Instance("DB01", "OLD", closed)) as asked:
        assert why(r"127.0.0.1\MYOB", browser_port=asked.port).code is Code.DATABASE_UNREACHABLE
        told = why(r"127.0.0.1\old", browser_port=asked.port)

    assert (told.code, told.facts["port"]) == (Code.SERVER_SILENT, str(closed))
    assert len(asked.requests) == 2


@pytest.mark.parametrize("port_told", [None, 0])
def test_an_instance_that_nobody_tells_a_port_of_is_silent(port_told: int | None) -> None:
    instances = () if port_told is None else (Instance("DB01", "MYOB", None),)
    with browser(*instances) as asked:
        told = why(r"127.0.0.1\MYOB", browser_port=asked.port)

    assert (told.code, told.facts) == (Code.SERVER_SILENT, {"host": "127.0.0.1"})


def test_a_port_in_the_settings_is_not_asked_for(port: int) -> None:
    with browser(Instance("DB01", "MYOB", 1)) as asked:
        told = why(rf"127.0.0.1\MYOB,{port}", browser_port=asked.port)

    assert told.code is Code.DATABASE_UNREACHABLE
    assert asked.requests == []


@pytest.mark.parametrize(
    ("found", "kind", "code"),
    [
        (Reported("28000", 18456), Misconfigured, Code.LOGIN_FAILED),
        (Reported("IM002", 0), Misconfigured, Code.DRIVER_MISSING),
        (Reported("08001", -1, Code.SERVER_NOT_TRUSTED), Misconfigured, Code.SERVER_NOT_TRUSTED),
        (Reported("42000", 18401), Unavailable, Code.DATABASE_UNREACHABLE),
        (Reported("HY000", 20009), Unavailable, Code.SERVER_SILENT),
        (Reported("08001", 10061), Unavailable, Code.SERVER_SILENT),
        (Reported("08S01", 0), Unavailable, Code.SERVER_SILENT),
    ],
)
def test_it_is_looked_for_only_where_the_driver_says_no_more(
    closed: int, found: Reported, kind: type[Problem], code: Code
) -> None:
    told = why(f"127.0.0.1,{closed}", found)

    assert (type(told), told.code) == (kind, code)


def test_a_pipe_is_left_alone() -> None:
    assert why(r"np:\\DB01\pipe\sql\query").code is Code.DATABASE_UNREACHABLE
