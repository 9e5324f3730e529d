"""Which databases of a server a login can open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing

from practicesync.adapters.sqlserver.connection import Bounds, Session
from practicesync.adapters.sqlserver.drivers import Login, in_database
from practicesync.adapters.sqlserver.entrance import Entrance

_SYSTEM = 4
"""The databases of SQL Server's own have the numbers up to this one."""

# HAS_DBACCESS is 0 for a database that is offline, too.
_OPEN = f"""
SELECT d.name FROM sys.databases AS d
WHERE d.database_id > {_SYSTEM} AND HAS_DBACCESS(d.name) = 1
ORDER BY d.name
"""  # noqa: S608  # a number of ours


def databases(connection: str, login: Callable[[], Login]) -> Sequence[str]:
    """Return the databases on the server of a connection string that the login can open."""
    bounds = Bounds()
    entrance = Entrance(in_database(connection, "master"), login, bounds)
    with closing(Session(entrance.usual, bounds)) as session:
        return [str(name) for (name,) in session.rows(_OPEN)]
