"""What a diff feed may ask: the journal's stamps behind the practice's digest key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from practicesync.core.action import ROUTINE
from practicesync.core.digest import Seal
from practicesync.core.key import Key
from practicesync.core.row import Hash, Part, Seen
from practicesync.ports import Journal


class JournalKnown:
    """`practicesync.ports.Known` over a journal."""

    def __init__(self, journal: Journal, seal: Seal) -> None:
        self._journal = journal
        self._seal = seal
        self._met = 0

    @property
    def partial(self) -> bool:
        scan = self._journal.scan()
        return scan is not None and scan.reason != ROUTINE

    @property
    def checking(self) -> bool:
        return self._journal.scan() is not None

    def begin(self) -> None:
        self._met = 0

    def changed(self, hashes: Sequence[tuple[Key, Hash]]) -> Sequence[Seen]:
        stamps = self._journal.stamps([key for key, _ in hashes])
        self._met += len(stamps)
        partial = self.partial
        found = []
        for key, hash_ in hashes:
            stamp = self._seal.stamp(hash_)
            known = stamps.get(key)
            # A key without a stamp may be one that the running full check has yet to meet.
            if known != stamp and not (partial and known is None):
                found.append(Seen(key, stamp))
        return found

    def complete(self) -> bool:
        return self._met == self._journal.stamped()

    def gone(self, keys: Callable[[], Sequence[Sequence[Key]]]) -> Sequence[Seen]:
        return [Seen(key) for key in self._journal.not_among(keys())]

    def owners(self, table: str, rows: Sequence[str]) -> Mapping[str, Sequence[Key]]:
        return self._journal.owners(table, rows)

    def parts_gone(
        self, table: str, pages: Callable[[], Iterable[Sequence[str]]]
    ) -> Sequence[tuple[Part, Key]]:
        return self._journal.parts_gone(table, pages())

    def missing(self, pages: Callable[[], Iterable[Sequence[Key]]]) -> Sequence[Seen]:
        return [Seen(key) for key in self._journal.keys_missing(pages())]
