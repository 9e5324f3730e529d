"""Finding changes by the rowversion columns, and deletes by looking through the keys.

A rowversion is given out when a row is written, not when that commits: the cursor stays below
every transaction that is still open, and what was told already is told again meanwhile.
https://learn.microsoft.com/sql/t-sql/functions/min-active-rowversion-transact-sql
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from practicesync.adapters.aggregate import Record
from practicesync.adapters.sqlserver.access import Opened, followed
from practicesync.adapters.sqlserver.catalog import SqlType, quoted, quoted_table
from practicesync.adapters.sqlserver.connection import Session
from practicesync.adapters.sqlserver.portion import read_on
from practicesync.adapters.sqlserver.presence import gap_between
from practicesync.adapters.sqlserver.reached import Reached, reached_by
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.standstill import Standstill
from practicesync.adapters.sqlserver.statements import compared, compared_with
from practicesync.adapters.sqlserver.values import row_text, sought, written
from practicesync.adapters.sqlserver.watched import Led, Told, Watched, reader, told
from practicesync.core.key import Key
from practicesync.core.row import Changes, Cursor, Gap, Position, Seen
from practicesync.ports import Known

KIND = "rowversion"

_VERSION = SqlType("binary", 8, 0, 0, "")

_OLDEST = "SELECT CAST(MIN_ACTIVE_ROWVERSION() AS bigint), CAST(@@DBTS AS bigint)"


class RowversionFeed:
    """A `Feed` over rowversion columns in all tables of the layout.

    One look tells about `portion` rows. `monotonic` returns seconds; every `sweep` of them the
    keys are looked through for deleted rows.
    """

    kind = KIND
    better = ""

    def __init__(
        self,
        source: SqlServerSource,
        monotonic: Callable[[], float],
        portion: int = 5_000,
        sweep: float = 60.0,
    ) -> None:
        self._source = source
        self._monotonic = monotonic
        self._portion = portion
        self._sweep = sweep
        self._swept: float | None = None
        self._standstill = Standstill(monotonic)

    @property
    def reason(self) -> str:
        return self._standstill.reason

    def now(self) -> Cursor:
        with self._source.connected() as opened:
            oldest, _ = _oldest(opened.session)
            self._swept = None
            return Reached(oldest - 1, opened.fork).cursor(KIND)

    def poll(self, cursor: Cursor, known: Known) -> Changes | Gap:
        reached = reached_by(cursor, KIND)
        if reached is None:
            return Gap("unreadable")
        with self._source.connected() as opened:
            # Before the moment that is read as of: what commits in between would be passed over.
            oldest, newest = _oldest(opened.session)
            self._standstill.note(oldest, newest)
            if gap := gap_between(reached.fork, opened.fork):
                return gap
            if newest < reached.version:
                return Gap("restored")
            if reached.upto is None:
                reached = msgspec.structs.replace(reached, upto=oldest - 1)
            with opened.session.snapshot(opened.catalog.server.snapshot):
                changes = self._portion_of(opened, reached, known)
        return changes if changes.more else self._with_deletes(changes, known)

    def _portion_of(self, opened: Opened, reached: Reached, known: Known) -> Changes:
        tables = [VersionedTable(one, opened.statements.key) for one in followed(opened)]
        return read_on(opened.session, tables, reached, known, self._portion).changes(KIND)

    def _with_deletes(self, changes: Changes, known: Known) -> Changes:
        """Add the contacts of rows that are there no more, when it is time to look for them."""
        now = self._monotonic()
        if known.partial or (self._swept is not None and now - self._swept < self._sweep):
            return changes
        seen = dict.fromkeys(changes.seen)
        gone = list(changes.gone)
        seen |= dict.fromkeys(known.missing(self._contact_pages))
        with self._source.connected() as opened:
            watched, contact = followed(opened)[1:], opened.statements.key
        for one in watched:
            keys = self._row_pages(VersionedTable(one, contact))
            for part, key in known.parts_gone(one.table, keys):
                seen[Seen(key)] = None
                gone.append(part)
        self._swept = now
        return Changes(list(seen), changes.cursor, gone=gone)

    def _contact_pages(self) -> Iterator[Sequence[Key]]:
        position: Position | None = None
        while True:
            keys, position = self._source.keys(position, self._portion)
            yield keys
            if position is None:
                return

    def _row_pages(self, table: VersionedTable) -> Callable[[], Iterator[Sequence[str]]]:
        def pages() -> Iterator[Sequence[str]]:
            after: Sequence[str] = ()
            while True:
                with self._source.reading() as opened:
                    records = table.keys(opened.session, after, self._portion)
                yield [row_text(record, table.watched.types) for record in records]
                if len(records) < self._portion:
                    return
                after = written(records[-1])

        return pages


class VersionedTable:
    """What the rowversions tell of one watched table, in their order."""

    def __init__(self, watched: Watched, contact: Sequence[SqlType]) -> None:
        self.watched = watched
        self._reader = reader(watched, "t", "t", contact)
        self._types = [_VERSION]
        # One row may lead to many contacts: the order goes on with them.
        self._places = [0]
        if isinstance(watched.owner, Led):
            self._places += self._reader.places
            self._types += contact

    def sql(self, after: bool) -> str:
        """Return the statement; its parameters are those of `parameters`."""
        version = f"t.{quoted(self.watched.version)}"
        columns = [version, *self._reader.selected]
        order = [columns[place] for place in self._places]
        types = [type_.declared for type_ in self._types]
        behind = f" AND {compared(order, types, '>', '>')}" if after else ""
        # S608: made of quoted names and numbers only.
        return (
            f"SELECT TOP (?) {', '.join(columns)} "  # noqa: S608
            f"FROM {quoted_table(self.watched.table)} AS t{self._reader.joined} "
            f"WHERE {version} > CAST(? AS binary(8)){behind} ORDER BY {', '.join(order)}"
        )

    def parameters(self, reached: Reached, limit: int) -> Sequence[object]:
        """Return the parameters: rows after the version reached, and behind the place."""
        behind = compared_with(sought(reached.at, self._types)) if reached.at else ()
        return [limit, reached.version.to_bytes(8), *behind]

    def place(self, record: Record) -> tuple[str, ...]:
        """Return where a record stands in the order."""
        return tuple(written(record[place] for place in self._places))

    def changes(self, records: Sequence[Record], known: Known) -> Told:
        """Return the contacts that the records lead to, those before a move too."""
        return told(self._reader, records, known, kept=True)

    def keys(self, session: Session, after: Sequence[str], limit: int) -> list[Record]:
        """Return up to `limit` primary keys behind one."""
        names = [f"t.{quoted(name)}" for name in self.watched.key]
        types = [type_.declared for type_ in self.watched.types]
        behind = f" WHERE {compared(names, types, '>', '>')}" if after else ""
        listed = ", ".join(names)
        # S608: made of quoted names and numbers only.
        return session.rows(
            f"SELECT TOP (?) {listed} FROM {quoted_table(self.watched.table)} AS t"  # noqa: S608
            f"{behind} ORDER BY {listed}",
            [limit, *(compared_with(sought(after, self.watched.types)) if after else ())],
        )


def _oldest(session: Session) -> tuple[int, int]:
    """Return the least rowversion that may yet commit, and the last one that was given out."""
    ((oldest, newest),) = session.rows(_OLDEST)
    return int(oldest), int(newest)
