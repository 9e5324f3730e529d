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
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.statements import compared, compared_with
from practicesync.adapters.sqlserver.values import written
from practicesync.adapters.sqlserver.watched import Led, Told, Watched, reader, told
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.row import Changes, Cursor, Gap, Part, Seen
from practicesync.ports import Known

KIND = "change-tracking"


class _Reached(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far the feed has looked: everything up to `version`, and of a pass to `upto` a part.

    The pass has told every change of the tables before `table`, and of that one up to `at`.
    """

    version: int
    fork: str = ""
    upto: int | None = None
    table: int = 0
    at: tuple[str, ...] = ()


class TrackingFeed:
    """A `Feed` over change tracking; one look tells about `portion` changes of one table."""

    kind = KIND
    reason = better = ""

    def __init__(self, source: SqlServerSource, portion: int = 5_000) -> None:
        self._source = source
        self._portion = portion

    def now(self) -> Cursor:
        with self._source.reading() as opened:
            return _cursor(_Reached(_standing(opened).current, opened.fork))

    def poll(self, cursor: Cursor, known: Known) -> Changes | Gap:
        reached = _reached(cursor)
        if reached is None:
            return Gap("unreadable")
        with self._source.reading() as opened:
            standing = _standing(opened)
            if gap := _gap(opened, standing, reached):
                return gap
            if reached.upto is None and standing.current == reached.version:
                return Changes([], cursor)
            upto = standing.current if reached.upto is None else reached.upto
            changes = self._portion_of(opened, reached, upto, known)
            # Cleaning up may have begun since the first look at what is still known.
            return _gap(opened, _standing(opened), reached) or changes

    def _portion_of(self, opened: Opened, reached: _Reached, upto: int, known: Known) -> Changes:
        seen: dict[Seen, None] = {}
        gone: list[Part] = []
        table, at = reached.table, reached.at
        watched = followed(opened)
        while table < len(watched):
            told = TrackedTable(watched[table], opened.statements.key)
            records = opened.session.rows(
                told.sql(bool(at)), told.parameters(reached.version, upto, at, self._portion)
            )
            found = told.changes(records, known)
            seen |= dict.fromkeys(found.seen)
            gone += found.gone
            if len(records) == self._portion:
                at = told.place(records[-1])
                part = msgspec.structs.replace(reached, upto=upto, table=table, at=at)
                return Changes(list(seen), _cursor(part), more=True, gone=gone)
            table, at = table + 1, ()
        done = _Reached(upto, opened.fork)
        return Changes(list(seen), _cursor(done), gone=gone)


class TrackedTable:
    """What change tracking tells of one watched table, in the order of versions."""

    def __init__(self, watched: Watched, contact: Sequence[SqlType]) -> None:
        self._reader = reader(watched, "ct", "t", contact)
        places = list(range(1 + len(watched.key)))
        types = ["bigint", *(type_.declared for type_ in watched.types)]
        if isinstance(watched.owner, Led):
            # One row may lead to many contacts: the order goes on with them.
            places += self._reader.places
            types += [type_.declared for type_ in contact]
        self._places = places
        self._types = types

    def sql(self, after: bool) -> str:
        """Return the statement; its parameters are those of `parameters`."""
        columns = ["ct.SYS_CHANGE_VERSION", *self._reader.selected]
        order = [columns[place] for place in self._places]
        behind = f" AND {compared(order, self._types, '>', '>')}" if after else ""
        table = quoted_table(self._reader.watched.table)
        # S608: made of quoted names and numbers only.
        return (
            f"SELECT TOP (?) {', '.join(columns)} "  # noqa: S608
            f"FROM CHANGETABLE(CHANGES {table}, ?) AS ct{self._reader.joined} "
            f"WHERE ct.SYS_CHANGE_VERSION <= ?{behind} ORDER BY {', '.join(order)}"
        )

    def parameters(self, since: int, upto: int, at: Sequence[str], limit: int) -> Sequence[object]:
        """Return the parameters: changes after `since`, behind `at`, and not after `upto`."""
        return [limit, since, upto, *(compared_with(at) if at else ())]

    def place(self, record: Record) -> tuple[str, ...]:
        """Return where a record stands in the order."""
        return tuple(written(record[place] for place in self._places))

    def changes(self, records: Sequence[Record], known: Known) -> Told:
        """Return the contacts that the records lead to, those before a move or a delete too."""
        return told(self._reader, records, known, kept=self._reader.watched.kept)


class _Standing(NamedTuple):
    current: int
    least: int


def _standing(opened: Opened) -> _Standing:
    """Return the version of now, and the least one that changes are still known from.

    NULL is no answer but a missing right, or a table that isn't tracked; never "no changes".
    https://learn.microsoft.com/sql/relational-databases/system-functions/change-tracking-min-valid-version-transact-sql
    """
    tables = [watched.table for watched in followed(opened)]
    asked = ", ".join(["CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(?))"] * len(tables))
    names = [quoted_table(table) for table in tables]
    ((current, *least),) = opened.session.rows(
        f"SELECT CHANGE_TRACKING_CURRENT_VERSION(), {asked}", names
    )
    if current is None:
        raise Misconfigured(Code.TRACKING_OFF)
    for table, version in zip(tables, least, strict=True):
        if version is None:
            raise Misconfigured(Code.TRACKING_OFF, table=table)
    return _Standing(int(current), max(map(int, least)))


def _gap(opened: Opened, standing: _Standing, reached: _Reached) -> Gap | None:
    if opened.fork != reached.fork or standing.current < (reached.upto or reached.version):
        return Gap("restored")
    if reached.version < standing.least:
        return Gap("expired")
    return None


def _cursor(reached: _Reached) -> Cursor:
    return Cursor(f"{KIND} {msgspec.json.encode(reached).decode()}")


def _reached(cursor: Cursor) -> _Reached | None:
    kind, _, text = cursor.partition(" ")
    try:
        return msgspec.json.decode(text, type=_Reached) if kind == KIND else None
    except msgspec.DecodeError:
        return None
