"""Which way of finding changes a database and a login allow, why, and what would allow better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from practicesync.adapters.sqlserver.catalog import quoted_table
from practicesync.adapters.sqlserver.source import Opened, SqlServerSource
from practicesync.adapters.sqlserver.watched import Unfollowable, Watched

Kind = Literal["change-tracking", "rowversion", "diff"]


class Way(NamedTuple):
    """A way of finding changes: `reason` and `better` are sentences, the last one maybe empty."""

    kind: Kind
    reason: str
    better: str


_TRACKED_DATABASE = """
SELECT COUNT(*) FROM sys.change_tracking_databases AS d WHERE d.database_id = DB_ID()
"""
_LEAST = "SELECT CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?))"
_MAY = "SELECT HAS_PERMS_BY_NAME(?, 'OBJECT', 'VIEW CHANGE TRACKING')"

_ASK = "`practicesync enable-tracking --print` prints what who looks after your database can run."


def probe(source: SqlServerSource) -> Way:
    """Return the best way that the database and the login allow now."""
    with source.connected() as opened:
        watched = opened.watched
        if isinstance(watched, Unfollowable):
            return Way(
                "diff",
                f"The table {watched.table} {watched.why}, so contacts are compared at each look.",
                f"A primary key on {watched.table} that the database layout names would help.",
            )
        obstacle = _obstacle_to_tracking(opened, watched)
        if obstacle is None:
            return Way("change-tracking", "SQL Server tracks the changes.", "")
        without = [one.table for one in watched if not one.version]
        if not without:
            return Way(
                "rowversion",
                f"Every table has a rowversion column. {obstacle}",
                f"Change tracking would find deletions at once. {_ASK}",
            )
        return Way(
            "diff",
            f"{obstacle} {_listed(without)} no rowversion column, so contacts are compared at"
            " each look.",
            f"Change tracking would find changes with much less reading. {_ASK}",
        )


def _obstacle_to_tracking(opened: Opened, watched: Sequence[Watched]) -> str | None:
    """Return why change tracking can't be used, or None."""
    if not opened.session.value(_TRACKED_DATABASE):
        return "Change tracking is off in this database."
    least = {one.table: opened.session.value(_LEAST, (quoted_table(one.table),)) for one in watched}
    without = [table for table, version in least.items() if version is None]
    if not without:
        return None
    hidden = [table for table in without if not opened.session.value(_MAY, (quoted_table(table),))]
    if hidden:
        return f"The login may not see the changes of {_and(hidden)}."
    return f"Change tracking is off for {_and(without)}."


def _listed(tables: Sequence[str]) -> str:
    return f"{_and(tables)} {'has' if len(tables) == 1 else 'have'}"


def _and(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
