"""Finding changes by comparing every contact's hash with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from practicesync.core.key import Key
from practicesync.core.row import Changes, Cursor, Position, Seen
from practicesync.ports import Hashes, Known

_NAME = "diff"


@dataclass
class _Pass:
    """One way through the whole table; `gate` was read before its first page.

    `overtaken` says that a full check ended meanwhile: what it had read may be older.
    """

    gate: str | None
    partial: bool
    overtaken: bool = False
    position: Position | None = None


class DiffFeed:
    """A `Feed` for databases that keep no record of changes.

    A pass reads the hashes page by page, each page as of its own moment. What commits behind the
    page that is being read is found by the next pass: the gate was read before the first page.
    One look reads up to `pages` pages of `page` contacts and ends early after `portion` changes.
    """

    kind = _NAME
    reason = better = ""

    def __init__(
        self, hashes: Hashes, page: int = 1_000, portion: int = 5_000, pages: int = 50
    ) -> None:
        self._hashes = hashes
        self._page = page
        self._portion = portion
        self._pages = pages
        self._pass: _Pass | None = None
        self._complete: str | None = None
        self._checking = False
        self._told: Cursor | None = None

    def now(self) -> Cursor:
        self._forget()
        return Cursor(_NAME)

    def poll(self, cursor: Cursor, known: Known) -> Changes:
        if cursor != self._told:
            # A crash, or what was told last never reached the disk: it has to be found again.
            self._forget()
        self._note_check(known)
        partial = known.partial
        if partial:
            self._complete = None
        try:
            if self._pass is None:
                gate = self._hashes.gate()
                if gate is not None and gate == self._complete:
                    return self._tell([], cursor, more=False)
                self._complete = None
                self._pass = _Pass(gate, partial)
                known.begin()
            # A full check that began or ended in the middle leaves the pass without a result.
            self._pass.partial = self._pass.partial or partial
            return self._go_on(self._pass, cursor, known)
        except BaseException:
            self._forget()
            raise

    def _note_check(self, known: Known) -> None:
        """Compare anew once a full check has ended.

        A page that it read before a pass may have been sent after it, and is older than the pass.
        """
        if self._checking and not known.checking:
            self._complete = None
            if self._pass is not None:
                self._pass.overtaken = True
        self._checking = known.checking

    def _go_on(self, under_way: _Pass, cursor: Cursor, known: Known) -> Changes:
        seen: list[Seen] = []
        for _ in range(self._pages):
            hashes, under_way.position = self._hashes.hashes(under_way.position, self._page)
            seen += known.changed(hashes)
            if under_way.position is None:
                self._end(under_way, seen, known)
                return self._tell(seen, cursor, more=False)
            if len(seen) >= self._portion:
                break
        return self._tell(seen, cursor, more=True)

    def _end(self, under_way: _Pass, seen: list[Seen], known: Known) -> None:
        self._pass = None
        if under_way.partial:
            return
        if not known.complete():
            seen += known.gone(lambda: list(self._key_pages()))
        if not under_way.overtaken:
            self._complete = under_way.gate

    def _key_pages(self) -> Iterator[Sequence[Key]]:
        position: Position | None = None
        while True:
            keys, position = self._hashes.keys(position, self._portion)
            yield keys
            if position is None:
                return

    def _tell(self, seen: Sequence[Seen], cursor: Cursor, *, more: bool) -> Changes:
        """Return the changes under a cursor that says, when it comes back, that they were kept."""
        self._told = _following(cursor) if seen else cursor
        return Changes(seen, self._told, more)

    def _forget(self) -> None:
        self._pass = None
        self._complete = None
        self._told = None


def _following(cursor: Cursor) -> Cursor:
    number = cursor.removeprefix(_NAME).strip()
    return Cursor(f"{_NAME} {int(number) + 1 if number.isdecimal() else 1}")
