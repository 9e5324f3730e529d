"""Why a database isn't there for a login: SQL Server says the same whatever the reason is.

https://learn.microsoft.com/sql/relational-databases/errors-events/mssqlserver-4060-database-engine-error
"""

from __future__ import annotations

from practicesync.adapters.sqlserver.connection import Session
from practicesync.adapters.sqlserver.drivers import database_named
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.settings_check import pairs

_STATE = "SELECT d.state, d.user_access FROM sys.databases AS d WHERE d.name = ?"
_ONLINE = (0, 0)
"""The state ONLINE, and access for many users."""

CANNOT_OPEN = "4060"


def at_the_door(database: str) -> str:
    """Return the connection string with the database that every login may enter."""
    others = [pair for pair in pairs(database) if pair[0].casefold() != "database"]
    return ";".join(f"{name}={value}" for name, value in [*others, ("Database", "master")])


def why_absent(session: Session, database: str) -> Problem:
    """Return why the database that a connection string names can't be opened."""
    name = database_named(database)
    found = session.rows(_STATE, (name,))
    if not found:
        return Misconfigured(Code.DATABASE_NOT_FOUND, path=name)
    if tuple(map(int, found[0])) != _ONLINE:
        return Unavailable(Code.DATABASE_OFFLINE)
    return Misconfigured(Code.LOGIN_FAILED, number=CANNOT_OPEN)
