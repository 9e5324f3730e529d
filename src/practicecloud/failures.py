"""Counts wrong tries, so that nobody can guess their way in."""

from __future__ import annotations

import sqlalchemy as sa

from practicecloud import tables
from practicecloud.storage import put

ALLOWED = 10
FORGOTTEN_AFTER = 900
"""Seconds after the last wrong try."""


def count_of(connection: sa.Connection, whose: bytes, now: float) -> int:
    """Return how many wrong tries there were lately."""
    table = tables.failed_sign_in
    recent = table.c.since > now - FORGOTTEN_AFTER
    return (
        connection.scalar(sa.select(table.c.count).where(table.c.email_hash == whose, recent)) or 0
    )


def note(connection: sa.Connection, whose: bytes, before: int, now: float) -> None:
    """Note one more wrong try, and forget old ones."""
    table = tables.failed_sign_in
    forgotten = table.c.since <= now - FORGOTTEN_AFTER
    connection.execute(sa.delete(table).where(forgotten))
    put(connection, table, [{"email_hash": whose, "count": before + 1, "since": now}])


def forget(connection: sa.Connection, whose: bytes) -> None:
    """Forget the wrong tries: there was a right one."""
    table = tables.failed_sign_in
    connection.execute(sa.delete(table).where(table.c.email_hash == whose))
