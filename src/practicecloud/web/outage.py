"""Tells a database that is busy or full from one that fails, by its codes and never its text."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from practicecloud.problems import Problem

SOON = 2
"""Seconds after which a busy database is worth another try."""

LATER = 60
"""The same for a full one: somebody has to make room first."""

# Another process writes, or another one recovers what a crash has left.
_BUSY_SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}

_FULL_POSTGRESQL = "53100"


def outage(error: SQLAlchemyError) -> Problem | None:
    """Return the problem that passes by itself or with more room; None: this is a fault of ours."""
    if isinstance(error, NoConnectionFree):
        return Problem("unavailable", retry_after=SOON)
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(error.orig)
    if getattr(error.orig, "sqlstate", None) == _FULL_POSTGRESQL:
        return Problem("out-of-space", retry_after=LATER)
    # PostgreSQL's: the server is away, starts or ends, or ends a deadlock.
    return Problem("unavailable", retry_after=SOON) if isinstance(error, OperationalError) else None


def _of_sqlite(error: sqlite3.Error) -> Problem | None:
    # An extended code has its primary one in the lower byte.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return Problem("out-of-space", retry_after=LATER)
    return Problem("unavailable", retry_after=SOON) if code in _BUSY_SQLITE else None
