"""Where the suite runs: on the model, on the model behind the wire, on a real server."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pyodbc

from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.model.server import ModelServer

NAME = "Practice"
AT_MOST = 10  # seconds to connect in; a limit that only catches a hang


@dataclass
class Site:
    """A database of its own for one test, and connections to it."""

    open: Callable[[bool], Any]  # autocommit -> a connection that looks like pyodbc's
    connection_string: str = ""
    connections: list[Any] = field(default_factory=list)

    def connect(self, *, autocommit: bool = True) -> Any:
        connection = self.open(autocommit)
        self.connections.append(connection)
        return connection

    def run(self, *statements: str) -> None:
        """Run statements in a connection that is closed again before anybody else comes."""
        with closing(self.open(True)) as connection:
            for statement in statements:
                connection.cursor().execute(statement)

    def close(self) -> None:
        for connection in self.connections:
            if not connection.closed:
                connection.close()


def model() -> ModelServer:
    server = ModelServer()
    server.create_database(NAME)
    return server


def direct_site() -> Site:
    """The model, without a socket between."""
    return model_site(model())


def model_site(server: ModelServer) -> Site:
    """That model, without a socket between."""
    driver = DirectDriver(server)
    said = f"UID=sa;PWD={server.password};Database={NAME}"
    return Site(lambda autocommit: driver.connect(said, autocommit=autocommit))


def wire_site(server: ModelServer, port: int) -> Site:
    """The model behind the wire, and Microsoft's driver before it."""
    said = microsoft_driver().connection_string(port, user="sa", word=server.password)
    return Site(lambda autocommit: pyodbc.connect(said, autocommit=autocommit, timeout=AT_MOST))


@dataclass(frozen=True)
class Scratch:
    """A database on a real server, made for one test and dropped after it.

    The login of the connection string has to be allowed to create databases.
    """

    connection_string: str
    name: str = field(default_factory=lambda: f"PracticeSyncTest{uuid.uuid4().hex[:12]}")

    def site(self) -> Site:
        self._alone(f"CREATE DATABASE [{self.name}]")
        # Of two that say so, the first would count.
        rest = re.sub(r"(?i)(^|;)\s*database\s*=[^;]*", "", self.connection_string)
        said = f"{rest};Database={self.name}"
        return Site(
            lambda autocommit: pyodbc.connect(said, autocommit=autocommit, timeout=AT_MOST), said
        )

    def drop(self) -> None:
        self._alone(f"ALTER DATABASE [{self.name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE")
        self._alone(f"DROP DATABASE [{self.name}]")

    def _alone(self, sql: str) -> None:
        with closing(pyodbc.connect(self.connection_string, autocommit=True)) as connection:
            connection.execute(sql)


def rows(connection: Any, sql: str, *arguments: Any) -> list[tuple[Any, ...]]:
    """What a query answers."""
    return [tuple(row) for row in connection.cursor().execute(sql, *arguments).fetchall()]


def value(connection: Any, sql: str, *arguments: Any) -> Any:
    """The one value that a query answers."""
    ((found,),) = rows(connection, sql, *arguments)
    return found


def number_of(error: pyodbc.Error) -> int:
    """SQL Server's own number of an error, which drivers put in brackets behind its text."""
    return int(str(error.args[1]).rpartition(" (")[0].rpartition("(")[2].rstrip(")"))
