"""Reading contacts, and remembering at once what they were made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from practicesync.core.action import SequenceNumber
from practicesync.core.key import Key
from practicesync.core.row import Page, Position, Row
from practicesync.engine.job import Job


class Ahead(Protocol):
    """Starts a read and returns what waits for it."""

    def __call__(self, read: Callable[[], Page]) -> Callable[[], Page]: ...


class ReadPage(msgspec.Struct, frozen=True):
    """A page of a full check that was read but not yet sent."""

    page: Page
    read_at: SequenceNumber


class Reading:
    """Reads a job's contacts; the sequence is taken before each read.

    What a contact was made of is in the journal before the next look: a feed that tells of a
    deleted row would not find its contact otherwise. `own` raises where a read took so long that
    nothing of it counts any more.
    """

    def __init__(self, job: Job, ahead: Ahead, own: Callable[[], None]) -> None:
        self._job = job
        self._ahead = ahead
        self._own = own

    def rows(self, keys: Sequence[Key]) -> tuple[Sequence[Row], SequenceNumber]:
        """Return the rows of those keys that exist, and when they were read."""
        read_at = self._job.journal.next_sequence()
        rows = self._job.source.read(keys)
        self._remember(rows)
        return rows, read_at

    def page(self, after: Position | None) -> ReadPage:
        """Return a page of a full check."""
        read_at = self._job.journal.next_sequence()
        page = self._job.source.page(after, self._job.pace.page)
        self._remember(page.rows)
        return ReadPage(page, read_at)

    def page_ahead(self, after: Position) -> Callable[[], ReadPage]:
        """Start to read a page in the background, and return what waits for it."""
        read_at = self._job.journal.next_sequence()
        wait = self._ahead(lambda: self._job.source.page(after, self._job.pace.page))

        def finished() -> ReadPage:
            page = wait()
            self._remember(page.rows)
            return ReadPage(page, read_at)

        return finished

    def _remember(self, rows: Sequence[Row]) -> None:
        self._own()
        if any(row.parts for row in rows):
            self._job.journal.made_of(rows)
