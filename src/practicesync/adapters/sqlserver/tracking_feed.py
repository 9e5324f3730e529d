"""Finding changes by SQL Server's change tracking.

https://learn.microsoft.com/sql/relational-databases/track-changes/work-with-change-tracking-sql-server
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from practicesync.adapters.aggregate import Record
from practicesync.adapters.sqlserver.access import Opened, followed
from practicesync.adapters.sqlserver.catalog import SqlType, quoted_table
from practicesync.adapters.sqlserver.portion import read_on
from practicesync.adapters.sqlserver.presence import gap_between
from practicesync.adapters.sqlserver.reached import Reached, reached_by
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.statements import compared, compared_with
from practicesync.adapters.sqlserver.values import sought, written
from practicesync.adapters.sqlserver.watched import Led, Told, Watched, reader, told
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.row import Changes, Cursor, Gap
from practicesync.ports import Known

KIND = "change-tracking"

_VERSION = SqlType("bigint", 8, 19, 0, "")


class TrackingFeed:
    """A `Feed` over change tracking; one look tells about `portion` changes of one table."""

    kind = KIND
    reason = better = ""

    def __init__(self, source: SqlServerSource, portion: int = 5_000) -> None:
        self._source = source
        self._portion = portion

    def now(self) -> Cursor:
        with self._source.reading() as opened:
            standing = _standing(opened)
            return Reached(standing.current, opened.fork, standing.begun).cursor(KIND)

    def poll(self, cursor: Cursor, known: Known) -> Changes | Gap:
        reached = reached_by(cursor, KIND)
        if reached is None:
            return Gap("unreadable")
        with self._source.reading() as opened:
            standing = _standing(opened)
            if gap := _gap(opened, standing, reached):
                return gap
            if reached.upto is None and standing.current == reached.version:
                return Changes([], cursor)
            part = reached
            if reached.upto is None:
                part = msgspec.structs.replace(reached, upto=standing.current)
            changes = self._portion_of(opened, part, known)
            # Cleaning up may have begun since the first look at what is still known.
            return _gap(opened, _standing(opened), reached) or changes

    def _portion_of(self, opened: Opened, reached: Reached, known: Known) -> Changes:
        tables = [TrackedTable(one, opened.statements.key) for one in followed(opened)]
        return read_on(opened.session, tables, reached, known, self._portion).changes(KIND)


class TrackedTable:
    """What change tracking tells of one watched table, in the order of versions."""

    def __init__(self, watched: Watched, contact: Sequence[SqlType]) -> None:
        self._reader = reader(watched, "ct", "t", contact)
        places = list(range(1 + len(watched.key)))
        types = [_VERSION, *watched.types]
        if isinstance(watched.owner, Led):
            # One row may lead to many contacts: the order goes on with them.
            places += self._reader.places
            types += contact
        self._places = places
        self._types = types

    def sql(self, after: bool) -> str:
        """Return the statement; its parameters are those of `parameters`."""
        columns = ["ct.SYS_CHANGE_VERSION", *self._reader.selected]
        order = [columns[place] for place in self._places]
        types = [type_.declared for type_ in self._types]
        behind = f" AND {compared(order, types, '>', '>')}" if after else ""
        table = quoted_table(self._reader.watched.table)
        # S608: made of quoted names and numbers only.
        return (
            f"SELECT TOP (?) {', '.join(columns)} "  # noqa: S608
            f"FROM CHANGETABLE(CHANGES {table}, ?) AS ct{self._reader.joined} "
            f"WHERE ct.SYS_CHANGE_VERSION <= ?{behind} ORDER BY {', '.join(order)}"
        )

    def parameters(self, reached: Reached, limit: int) -> Sequence[object]:
        """Return the parameters: changes after the version reached, behind the place, to `upto`."""
        behind = compared_with(sought(reached.at, self._types)) if reached.at else ()
        return [limit, reached.version, reached.upto, *behind]

    def place(self, record: Record) -> tuple[str, ...]:
        """Return where a record stands in the order."""
        return tuple(written(record[place] for place in self._places))

    def changes(self, records: Sequence[Record], known: Known) -> Told:
        """Return the contacts that the records lead to, those before a move or a delete too."""
        return told(self._reader, records, known, kept=self._reader.watched.kept)


class _Standing(NamedTuple):
    """The version of now, the least that changes are known from, and each table's first one."""

    current: int
    least: int
    begun: tuple[int, ...]


_OF_TABLE = """
CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?)),
(SELECT s.begin_version FROM sys.change_tracking_tables AS s WHERE s.object_id = OBJECT_ID(?))"""


def _standing(opened: Opened) -> _Standing:
    """Return where change tracking stands.

    NULL is no answer but a missing right, or a table that isn't tracked; never "no changes".
    https://learn.microsoft.com/sql/relational-databases/system-functions/change-tracking-min-valid-version-transact-sql
    """
    tables = [watched.table for watched in followed(opened)]
    names = [name for table in tables for name in [quoted_table(table)] * 2]
    ((current, *found),) = opened.session.rows(standing_sql(len(tables)), names)
    if current is None:
        raise Misconfigured(Code.TRACKING_OFF)
    least, begun = found[::2], found[1::2]
    for table, version in zip(tables, least, strict=True):
        if version is None:
            raise Misconfigured(Code.TRACKING_OFF, table=table)
    return _Standing(int(current), max(map(int, least)), tuple(int(one or 0) for one in begun))


def standing_sql(tables: int) -> str:
    """Return the statement that asks for the version of now, and for two of each table."""
    return f"SELECT CHANGE_TRACKING_CURRENT_VERSION(), {', '.join([_OF_TABLE] * tables)}"


def _gap(opened: Opened, standing: _Standing, reached: Reached) -> Gap | None:
    if gap := gap_between(reached.fork, opened.fork):
        return gap
    if standing.current < (reached.upto or reached.version):
        return Gap("restored")
    if reached.version < standing.least:
        return Gap("expired")
    if standing.begun != reached.begun:
        # Truncated, or not tracked for a while: the least version may be the one reached.
        return Gap("begun-anew")
    return None
