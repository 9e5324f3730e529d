"""How a database of SQL Server is entered: driver, login, and why it didn't open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pyodbc

from practicesync.adapters.sqlserver.connection import Bounds, Connection, odbc
from practicesync.adapters.sqlserver.drivers import (
    Login,
    choose_driver,
    connection_string,
    database_named,
    driver_named,
    in_database,
    user_named,
)
from practicesync.adapters.sqlserver.errors import reported
from practicesync.adapters.sqlserver.presence import Presence
from practicesync.adapters.sqlserver.reach import why_closed
from practicesync.adapters.sqlserver.shut import SHUT, why_shut
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.profile import Profile


def enter(
    database: str,
    user: str,
    password: Callable[[], str | None],
    profile: Profile,
    presence: Presence,
) -> SqlServerSource:
    """Return the database that a connection string names as a source that reads it.

    Without a user, here or there, the worker's own Windows account signs in.
    """
    user = user or user_named(database)

    def login() -> Login:
        if not user:
            return Login()
        word = password()
        if word is None:
            raise Misconfigured(Code.SECRET_MISSING)
        return Login(user, word)

    bounds = Bounds()
    entrance = Entrance(database, login, bounds)
    return SqlServerSource(
        entrance.usual, profile, bounds=bounds, careful=entrance.careful, presence=presence
    )


class Entrance:
    """Opens connections to the database that a connection string of the settings names.

    Driver and login are asked for each time: one may be set up, the other given, meanwhile.
    """

    def __init__(self, database: str, login: Callable[[], Login], bounds: Bounds) -> None:
        self._database = database
        self._login = login
        self._bounds = bounds

    def usual(self) -> Connection:
        """Open a connection."""
        return self._open(careful=False)

    def careful(self) -> Connection:
        """Open a connection that reads text which is no good UTF-16."""
        return self._open(careful=True)

    def _open(self, *, careful: bool) -> Connection:
        login = self._login()
        driver = driver_named(self._database) or choose_driver(pyodbc.drivers())

        def connected(database: str) -> Connection:
            return odbc(connection_string(database, login, driver), self._bounds, careful)

        try:
            return connected(self._database)
        except pyodbc.Error as error:
            found = reported(error)
        # Out of the handler: a chained traceback would quote the driver's text.
        if found.number != SHUT:
            raise why_closed(found, self._database)
        master = partial(connected, in_database(self._database, "master"))
        raise why_shut(found, database_named(self._database), master, self._bounds)
