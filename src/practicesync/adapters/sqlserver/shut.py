"""Why a database doesn't open to a login: SQL Server gives one number (4060) for every reason.

Whoever may sign in to the server may ask its own database, master, how another one stands.
https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-databases-transact-sql
"""

from __future__ import annotations

from collections.abc import Callable

from practicesync.adapters.sqlserver.connection import Bounds, Connection, Session
from practicesync.adapters.sqlserver.errors import Reported, problem
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable

SHUT = 4060

_STANDING = "SELECT d.state, d.user_access FROM sys.databases AS d WHERE d.name = ?"
_ONLINE = 0
_EVERYBODY = 0


def why_shut(
    found: Reported, database: str, master: Callable[[], Connection], bounds: Bounds
) -> Problem:
    """Return why the server refused to open that database."""
    try:
        session = Session(master, bounds)
        try:
            standing = session.rows(_STANDING, (database,))
        finally:
            session.close()
    except Problem:  # nothing more is to be found out
        return problem(found)
    if not standing:
        return problem(found)
    state, access = standing[0]
    if state != _ONLINE or access != _EVERYBODY:
        return Unavailable(Code.DATABASE_OFFLINE, number=str(found.number))
    return Misconfigured(Code.LOGIN_FAILED, number=str(found.number))
