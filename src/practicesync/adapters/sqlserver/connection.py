"""One connection to SQL Server: bounded in time, polite to others, gone after any failure."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, Protocol

import pyodbc

from practicesync.adapters.aggregate import Record
from practicesync.adapters.sqlserver.errors import translated

FETCHED = 500
"""Rows that are fetched at once."""

_DATETIMEOFFSET = -155
_WIDE = (-8, -9, -10)
"""ODBC's numbers of nchar, nvarchar and nvarchar(max), which pyodbc has no names for."""


class Cursor(Protocol):
    """What is used of a DB-API cursor (https://peps.python.org/pep-0249/)."""

    def execute(self, sql: str, *parameters: Any) -> Any: ...
    def fetchmany(self, size: int) -> Sequence[Any]: ...
    def close(self) -> None: ...


class Connection(Protocol):
    """What is used of a pyodbc connection."""

    timeout: int

    def cursor(self) -> Any: ...
    def close(self) -> None: ...


Connect = Callable[[], Connection]
"""Opens a connection in autocommit mode."""


class Bounds(NamedTuple):
    """How long things may take, in seconds."""

    login: int = 15
    query: int = 60
    lock: int = 5


def odbc(connection_string: str, bounds: Bounds, careful: bool) -> Connection:
    """Open a connection through ODBC.

    `careful` reads text that is no good UTF-16, which pyodbc alone gives up on, and takes longer.
    """
    # A pooled connection would come back with another's isolation level, and a broken one too.
    pyodbc.pooling = False
    connection: Any = pyodbc.connect(connection_string, autocommit=True, timeout=bounds.login)
    connection.add_output_converter(_DATETIMEOFFSET, _datetimeoffset)
    for number in _WIDE if careful else ():
        connection.add_output_converter(number, _careful_text)
    opened: Connection = connection
    return opened


class Session:
    """A connection that reads; every method raises a `Problem` and the session is of no more use.

    https://learn.microsoft.com/sql/t-sql/statements/set-lock-timeout-transact-sql
    """

    def __init__(self, connect: Connect, bounds: Bounds) -> None:
        with translated():
            self._connection = connect()
        self._connection.timeout = bounds.query
        # A reader of ours gives way to everybody else.
        self.run(f"SET NOCOUNT ON; SET LOCK_TIMEOUT {bounds.lock * 1000}")
        self.run("SET DEADLOCK_PRIORITY LOW")

    def run(self, sql: str) -> None:
        """Carry out a statement that returns nothing."""
        with translated():
            self._connection.cursor().execute(sql).close()

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Record]:
        """Return the rows as they come, a few hundred at a time in memory."""
        with translated():
            cursor = self._connection.cursor()
            try:
                cursor.execute(sql, *parameters)
                while rows := cursor.fetchmany(FETCHED):
                    yield from map(tuple, rows)
            finally:
                # Also after a partial read: the connection is busy until then.
                with suppress(pyodbc.Error):
                    cursor.close()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Record]:
        """Return all rows."""
        return list(self.stream(sql, parameters))

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """Return the first column of the only row; None without a row."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    @contextmanager
    def snapshot(self, allowed: bool) -> Iterator[None]:
        """Read everything within as of one moment, without a lock, where the database allows it."""
        if not allowed:
            yield
            return
        self.run("SET TRANSACTION ISOLATION LEVEL SNAPSHOT")
        self.run("BEGIN TRANSACTION")
        yield
        self.run("COMMIT TRANSACTION")

    def close(self) -> None:
        """Let go of the connection, whatever state it is in."""
        with suppress(pyodbc.Error):
            self._connection.close()


def _datetimeoffset(raw: bytes) -> str:
    # SQL_SS_TIMESTAMPOFFSET_STRUCT: the time of the clock on that wall, and its offset from UTC.
    # https://learn.microsoft.com/sql/relational-databases/native-client-odbc-date-time/data-type-support-for-odbc-date-and-time-improvements
    year, month, day, hour, minute, second, nanosecond, hours, minutes = struct.unpack(
        "<h5HI2h", raw
    )
    zone = dt.timezone(dt.timedelta(hours=hours, minutes=minutes))
    moment = dt.datetime(year, month, day, hour, minute, second, nanosecond // 1000, zone)
    return moment.isoformat()


def _careful_text(raw: bytes) -> str:
    return raw.decode("utf-16-le", "surrogatepass")
