"""What the engine asks of the practice database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from practicesync.core.key import Key
from practicesync.core.row import (
    Changes,
    Cursor,
    Employee,
    Gap,
    Hash,
    Page,
    Part,
    Position,
    Row,
    Seen,
)


class Source(Protocol):
    """The practice database, read only."""

    @property
    def waited(self) -> float:
        """The seconds, all in all, that reads have waited for another program's lock."""

    def read(self, keys: Sequence[Key]) -> Sequence[Row]:
        """Return the rows of those keys that exist, read afresh, in any order.

        A row is returned only under a key that was asked for.
        """

    def page(self, after: Position | None, limit: int) -> Page:
        """Return up to `limit` rows behind `after` (None: from the start), each row once."""

    def count(self) -> int:
        """Return how many contacts there are."""

    def employee(self, email: str) -> Employee | None:
        """Return the employee with that e-mail address, or None."""

    def close(self) -> None:
        """Let go of the connection; the next call opens another."""


class Hashes(Protocol):
    """What a diff feed reads: each contact's hash, and a cheap sign that nothing has changed."""

    def gate(self) -> str | None:
        """Return a text that differs whenever something has committed meanwhile.

        None: there is no such sign, so that every look has to read.
        """

    def hashes(
        self, after: Position | None, limit: int
    ) -> tuple[Sequence[tuple[Key, Hash]], Position | None]:
        """Return up to `limit` keys behind `after` with their hashes, and where the next begin."""

    def keys(self, after: Position | None, limit: int) -> tuple[Sequence[Key], Position | None]:
        """Return up to `limit` keys behind `after`, and where the next begin."""


class Known(Protocol):
    """What a diff feed may ask about what is known already, without seeing the journal."""

    @property
    def partial(self) -> bool:
        """A full check makes up for something: keys that it has not met yet are left to it."""

    @property
    def checking(self) -> bool:
        """A full check runs: what it has read already may be settled after this look."""

    def begin(self) -> None:
        """Begin a pass over the whole table."""

    def changed(self, hashes: Sequence[tuple[Key, Hash]]) -> Sequence[Seen]:
        """Return those whose hash differs from what was seen last, ready for the journal."""

    def complete(self) -> bool:
        """Tell whether this pass has met every key that was known to be there."""

    def gone(self, keys: Callable[[], Sequence[Sequence[Key]]]) -> Sequence[Seen]:
        """Return the known keys that are in none of the pages that `keys` returns."""

    def missing(self, pages: Callable[[], Iterable[Sequence[Key]]]) -> Sequence[Seen]:
        """Return the known contacts that are in none of the pages and wait for nothing yet."""

    def owners(self, table: str, rows: Sequence[str]) -> Mapping[str, Sequence[Key]]:
        """Return, for those of a table's rows that contacts were made of, the contacts."""

    def parts_gone(
        self, table: str, pages: Callable[[], Iterable[Sequence[str]]]
    ) -> Sequence[tuple[Part, Key]]:
        """Return the rows that contacts were made of and that are in none of the pages."""


class Feed(Protocol):
    """A way of finding changes."""

    @property
    def kind(self) -> str:
        """``diff``, ``rowversion`` or ``change-tracking``; nothing as long as that isn't known."""

    @property
    def reason(self) -> str:
        """Why changes are found like this, in sentences, where there is something to say."""

    @property
    def better(self) -> str:
        """What would allow a better way, in sentences, or nothing."""

    def now(self) -> Cursor:
        """Return the cursor of this moment: what commits later is behind it."""

    def poll(self, cursor: Cursor, known: Known) -> Changes | Gap:
        """Return what has committed since the cursor, in bounded portions."""
