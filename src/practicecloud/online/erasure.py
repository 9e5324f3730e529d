"""Erases a practice's online copy, in short transactions; nobody sees any of it meanwhile."""

from __future__ import annotations

import sqlalchemy as sa

from practicecloud.problems import Problem
from practicecloud.search import index
from practicecloud.search.directory import directory_of, keep
from practicecloud.search.whole import ERASING, is_whole
from practicecloud.store import index_tables, tables
from practicecloud.store.storage import put

PORTION = 250
"""Contacts of one transaction: short enough that a batch of another practice need not wait."""

TRY_AGAIN = 5
"""Seconds after which to ask again whether all is gone."""


def begin(connection: sa.Connection, practice_id: str) -> None:
    """Show nothing of the copy from now on; `erase_portion` takes it away."""
    row = {"practice_id": practice_id, "step": ERASING, "total": 0}
    put(connection, tables.migration, [row])


def refuse_meanwhile(connection: sa.Connection, practice_id: str) -> None:
    """Raise `Problem` while an earlier copy is still being erased: what comes would be lost."""
    if not connection.scalar(sa.select(is_whole(practice_id))):
        raise Problem("unavailable", retry_after=TRY_AGAIN)


def erase_portion(connection: sa.Connection, practice_id: str) -> bool:
    """Erase some more contacts, and tell whether there may be others; the practice is locked.

    After a crash the next portion goes on.
    """
    table = tables.contact
    mine = table.c.practice_id == practice_id
    ids = list(connection.scalars(sa.select(table.c.id).where(mine).limit(PORTION)))
    if not ids:
        for last in (index_tables.directory, tables.migration):
            connection.execute(sa.delete(last).where(last.c.practice_id == practice_id))
        return False
    directory = directory_of(connection, practice_id)
    if directory is not None:
        keep(connection, index.take_out(connection, directory, ids))
    connection.execute(sa.delete(table).where(mine, table.c.id.in_(ids)))
    return True
