"""The demo practice in SQL Server: a database of its own, which is dropped at the end."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from importlib.resources import files
from itertools import islice
from typing import Any

import pyodbc

from practicesync.adapters.sqlserver.drivers import (
    Login,
    choose_driver,
    connection_string,
    driver_named,
    in_database,
    user_named,
)
from practicesync.adapters.sqlserver.errors import reported
from practicesync.core.settings_check import pairs
from practicesync.demo.schema import COLUMNS
from practicesync.demo.stop import DemoFailed
from practicesync.demo.store import Rows

_TABLE = re.compile(r"CREATE TABLE dbo\.(\w+) \((.*?)\n\);", re.DOTALL)
_MOST_VALUES = 1_000
_LOGIN_WITHIN = 15
_OURS = ("database", "pwd", "password", "uid", "user id")


def schema() -> str:
    """Return the T-SQL that makes the tables."""
    return files("practicesync.profiles").joinpath("demo.sql").read_text(encoding="utf-8")


def columns() -> Mapping[str, Sequence[str]]:
    """Return the columns of each table that can be written: all but the rowversion."""
    found = {}
    for table, text in _TABLE.findall(schema()):
        names = [line.split()[0] for line in text.strip().splitlines()]
        found[table] = [name for name in names if name not in ("RowVersion", "PRIMARY")]
    return found


class ServerDatabase:
    """A new database on the server that a connection string names; `drop` removes it.

    Its user may create databases. The password is in no settings: the worker is given it.
    """

    def __init__(self, connection: str) -> None:
        self._connection = connection
        self.name = f"PracticeSyncDemo{secrets.token_hex(4)}"
        self._made = False
        named = {word.casefold(): value for word, value in pairs(connection)}
        self.password = _unbraced(named.get("pwd", named.get("password", "")))

    @property
    def settings(self) -> Mapping[str, str]:
        """What the worker's settings say of it."""
        words = [
            f"{word}={value}"
            for word, value in pairs(self._connection)
            if word.casefold() not in _OURS
        ]
        found = {"database": ";".join([*words, f"Database={self.name}"])}
        user = user_named(self._connection)
        return found | ({"database_user": user} if user else {})

    def fill(self, tables: Rows) -> None:
        """Make the database and its tables, and write all rows in one transaction."""
        with self._connected("master", autocommit=True) as master:
            master.execute(f"CREATE DATABASE [{self.name}]")
            self._made = True
            master.execute(f"ALTER DATABASE [{self.name}] SET ALLOW_SNAPSHOT_ISOLATION ON")
            master.execute(f"ALTER DATABASE [{self.name}] SET CHANGE_TRACKING = ON")
        with self._connected(self.name, autocommit=True) as database:
            for statement in schema().split(";\n"):
                if statement.strip():
                    database.execute(statement)
            for table in COLUMNS:
                database.execute(f"ALTER TABLE dbo.{table} ENABLE CHANGE_TRACKING")
        with closing(self.open()) as store:
            for table in COLUMNS:
                store.insert(table, tables[table])
            store.commit()

    def open(self) -> ServerStore:
        """Return a connection of one's own."""
        return ServerStore(self._connect(self.name, autocommit=False))

    def drop(self) -> None:
        """Remove the database, whoever is still connected to it."""
        if not self._made:
            return
        try:
            with self._connected("master", autocommit=True) as master:
                master.execute(
                    f"ALTER DATABASE [{self.name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE"
                )
                master.execute(f"DROP DATABASE [{self.name}]")
            self._made = False
        except DemoFailed:
            raise DemoFailed(f"{self.name} is still on the SQL Server: drop it there.") from None

    @contextmanager
    def _connected(self, name: str, *, autocommit: bool) -> Iterator[pyodbc.Connection]:
        with closing(self._connect(name, autocommit=autocommit)) as connection, _understood():
            yield connection

    def _connect(self, name: str, *, autocommit: bool) -> pyodbc.Connection:
        pyodbc.pooling = False
        driver = driver_named(self._connection) or choose_driver(pyodbc.drivers())
        login = Login(user_named(self._connection), self.password)
        said = connection_string(in_database(self._connection, name), login, driver)
        with _understood():
            return pyodbc.connect(said, autocommit=autocommit, timeout=_LOGIN_WITHIN)


class ServerStore:
    """A connection to a database of SQL Server."""

    def __init__(self, connection: pyodbc.Connection) -> None:
        self._connection = connection
        self._columns = columns()

    def run(self, statement: str, *values: object) -> None:
        """Run a statement that returns nothing."""
        with _understood():
            self._connection.execute(statement, *values).close()

    def rows(self, statement: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """Return the rows of a query."""
        with _understood():
            found = self._connection.execute(statement, *values).fetchall()
        return [tuple(row) for row in found]

    def insert(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Insert rows, several with each statement; SQL Server itself counts the rowversion."""
        names = self._columns[table]
        row = f"({', '.join('?' * len(names))})"
        left = iter(rows)
        while some := list(islice(left, _MOST_VALUES // len(names))):
            # S608: names of our own schema.
            sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([row] * len(some))}"  # noqa: S608
            self.run(sql, *(value for one in some for value in one[: len(names)]))

    def commit(self) -> None:
        """Make it so."""
        with _understood():
            self._connection.commit()

    def close(self) -> None:
        """Leave; what was not committed is gone."""
        self._connection.close()


@contextmanager
def _understood() -> Iterator[None]:
    """Raise what the driver says as `DemoFailed`, by its number: its text may quote a password."""
    try:
        yield
    except pyodbc.Error as error:
        found = reported(error)
        number = found.number or found.state
        raise DemoFailed(f"SQL Server refuses what the demo asks (error {number}).") from None


def _unbraced(value: str) -> str:
    if value.startswith("{") and value.endswith("}"):
        return value[1:-1].replace("}}", "}")
    return value
