"""One portion of what watched tables tell of changes, table after table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import msgspec

from practicesync.adapters.aggregate import Record
from practicesync.adapters.sqlserver.connection import Session
from practicesync.adapters.sqlserver.reached import Reached
from practicesync.adapters.sqlserver.watched import Told
from practicesync.core.row import Changes, Part, Seen
from practicesync.ports import Known


class ChangedTable(Protocol):
    """What one table tells of changes, in an order of its own."""

    def sql(self, after: bool) -> str:
        """Return the statement, for changes behind a place or from the first one."""

    def parameters(self, reached: Reached, limit: int) -> Sequence[object]:
        """Return its parameters."""

    def place(self, record: Record) -> tuple[str, ...]:
        """Return where a record stands in the order."""

    def changes(self, records: Sequence[Record], known: Known) -> Told:
        """Return the contacts that the records lead to."""


class Portion(NamedTuple):
    """The contacts and parts that were told of, and how far the pass has come."""

    reached: Reached
    seen: Sequence[Seen]
    gone: Sequence[Part]
    more: bool

    def changes(self, kind: str) -> Changes:
        """Return this as a feed of that kind tells it."""
        cursor = self.reached.cursor(kind)
        return Changes(list(self.seen), cursor, more=self.more, gone=list(self.gone))


def read_on(
    session: Session,
    tables: Sequence[ChangedTable],
    reached: Reached,
    known: Known,
    limit: int,
) -> Portion:
    """Go on with a pass to `reached.upto`, until one table has told of so many rows or all are."""
    seen: dict[Seen, None] = {}
    gone: list[Part] = []
    for number in range(reached.table, len(tables)):
        table = tables[number]
        records = session.rows(table.sql(bool(reached.at)), table.parameters(reached, limit))
        found = table.changes(records, known)
        seen |= dict.fromkeys(found.seen)
        gone += found.gone
        if len(records) == limit:
            at = table.place(records[-1])
            part = msgspec.structs.replace(reached, table=number, at=at)
            return Portion(part, list(seen), gone, more=True)
        reached = msgspec.structs.replace(reached, at=())
    version = max(reached.version, reached.upto or 0)
    done = Reached(version, reached.fork, reached.begun)
    return Portion(done, list(seen), gone, more=False)
