"""Which way of finding changes a database and a login allow, why, and what would allow better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from practicesync.adapters.sqlserver.access import Opened
from practicesync.adapters.sqlserver.catalog import Catalog, quoted_table
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.watched import Unfollowable, Watched
from practicesync.core.errors import Code, Misconfigured

Kind = Literal["change-tracking", "rowversion", "diff"]

Wanted = Literal["auto", "change-tracking", "rowversion", "diff"]
"""What the settings ask for."""


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

_ASKED_FOR = "The settings ask for this one."

_ASK = (
    "`practicesync enable-tracking --print` prints what whoever looks after your database can run."
)


def probe(source: SqlServerSource, wanted: Wanted = "auto") -> Way:
    """Return the best way that the database and the login allow now, or the one that is wanted.

    Raises `Misconfigured` with the reason if that one isn't possible.
    """
    with source.connected() as opened:
        if wanted == "diff":
            return Way("diff", _ASKED_FOR, "")
        obstacles = _obstacles(opened)
    if wanted != "auto":
        if why := obstacles[wanted]:
            raise Misconfigured(Code.WAY_NOT_POSSIBLE, obstacle=why.rstrip("."))
        return Way(wanted, _ASKED_FOR, "")
    return _best(opened.watched, obstacles)


def _best(watched: Sequence[Watched] | Unfollowable, obstacles: Mapping[Kind, str | None]) -> Way:
    if isinstance(watched, Unfollowable):
        why = f"{_unfollowable(watched)[:-1]}, so contacts are compared at each look."
        better = f"A primary key on {watched.table} that the database layout names would help."
        return Way("diff", why, better)
    untracked, unversioned = obstacles["change-tracking"], obstacles["rowversion"]
    if untracked is None:
        return Way("change-tracking", "SQL Server tracks the changes.", "")
    if unversioned is None:
        why = f"Every table has a rowversion column. {untracked}"
        return Way("rowversion", why, f"Change tracking would find deletions at once. {_ASK}")
    why = f"{untracked} {unversioned[:-1]}, so contacts are compared at each look."
    better = f"Change tracking would find changes with much less reading. {_ASK}"
    return Way("diff", why, better)


def _obstacles(opened: Opened) -> Mapping[Kind, str | None]:
    """Return what stands in the way of each way but the last, in a sentence, or None."""
    watched = opened.watched
    if isinstance(watched, Unfollowable):
        why = _unfollowable(watched)
        return {"change-tracking": why, "rowversion": why}
    return {
        "change-tracking": _obstacle_to_tracking(opened, watched),
        "rowversion": _obstacle_to_rowversion(watched, opened.catalog),
    }


def _unfollowable(table: Unfollowable) -> str:
    return f"The table {table.table} {table.why}."


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
        return f"The login isn't allowed to see the changes of {_and(hidden)}."
    return f"Change tracking is off for {_and(without)}."


def _obstacle_to_rowversion(watched: Sequence[Watched], catalog: Catalog) -> str | None:
    """Return why rowversion columns can't be used, or None."""
    without = [one.table for one in watched if not one.version]
    if without:
        return f"{_listed(without)} no rowversion column in the database layout."
    other = not_versions(watched, catalog)
    return f"{_and(other)} {'is' if len(other) == 1 else 'are'} not rowversion." if other else None


def not_versions(watched: Sequence[Watched], catalog: Catalog) -> Sequence[str]:
    """Return the columns that the layout takes for rowversions and that are none.

    SQL Server would compare a number with a rowversion, and no change would be found.
    """
    return [
        f"{one.table}.{one.version}"
        for one in watched
        if one.version and catalog.type_of(one.table, one.version).name != "timestamp"
    ]


def _listed(tables: Sequence[str]) -> str:
    return f"{_and(tables)} {'has' if len(tables) == 1 else 'have'}"


def _and(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
