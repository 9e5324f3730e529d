"""What the login of Practice Sync may do: read what it needs, see what changed, and no more.

https://learn.microsoft.com/sql/t-sql/functions/has-perms-by-name-transact-sql
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from practicesync.adapters.sqlserver.catalog import quoted, quoted_table
from practicesync.adapters.sqlserver.connection import Session
from practicesync.core.errors import Code, Misconfigured

_MAY = "SELECT HAS_PERMS_BY_NAME(?, 'OBJECT', ?)"
_LEAST = "SELECT CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?))"
_TRACKED = """
SELECT COUNT(*) FROM sys.change_tracking_databases AS d WHERE d.database_id = DB_ID()
"""

_WRITING = ("INSERT", "UPDATE", "DELETE", "ALTER")
"""Rights that change a table. The roles db_owner, db_datawriter and db_ddladmin imply them."""


def login_of(session: Session) -> str:
    """Return the name of the login."""
    return str(session.value("SELECT SUSER_SNAME()") or "")


def is_administrator(session: Session) -> bool:
    """Tell whether the login may do anything on the whole server."""
    return bool(session.value("SELECT IS_SRVROLEMEMBER('sysadmin')"))


def writable(session: Session, tables: Sequence[str]) -> Sequence[str]:
    """Return the tables that the login could change."""
    return [
        table
        for table in tables
        if any(session.value(_MAY, (quoted_table(table), right)) == 1 for right in _WRITING)
    ]


def unreadable(session: Session, tables: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return the tables of which the login may not read all of these columns.

    They are asked for and not listed from the catalog: a right may be for single columns.
    """
    return [table for table, columns in tables.items() if not _reads(session, table, columns)]


def _reads(session: Session, table: str, columns: Sequence[str]) -> bool:
    wanted = ", ".join(quoted(column) for column in columns)
    try:
        session.rows(f"SELECT TOP (0) {wanted} FROM {quoted_table(table)}")  # noqa: S608  # quoted
    except Misconfigured as refused:
        if refused.code is not Code.NO_RIGHT_TO_READ:
            raise
        return False
    return True


def untracked(session: Session, tables: Sequence[str]) -> Misconfigured | None:
    """Return why changes of these tables aren't tracked for the login; None if they are.

    Tracking that is off and changes that may not be seen look the same but for the right.
    """
    if not session.value(_TRACKED):
        return Misconfigured(Code.TRACKING_OFF)
    without = [one for one in tables if session.value(_LEAST, (quoted_table(one),)) is None]
    if not without:
        return None
    hidden = [one for one in without if session.value(_MAY, (quoted_table(one), _SEEING)) != 1]
    if hidden:
        return Misconfigured(Code.NO_RIGHT_TO_CHANGES, table=", ".join(hidden))
    return Misconfigured(Code.TRACKING_OFF, table=", ".join(without))


_SEEING = "VIEW CHANGE TRACKING"
