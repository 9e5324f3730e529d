"""What is known, in memory: `practicesync.ports.Known` without a journal."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from practicesync.core.key import Key
from practicesync.core.row import Changes, Hash, Part, Row, Seen, Stamp


class MemoryKnown:
    """Keeps the hash of every key as its stamp. `partial` says that a full check runs."""

    def __init__(self) -> None:
        self.partial = False
        self.checking = False
        self.stamps: dict[Key, Stamp] = {}
        self.keys: set[Key] = set()
        self.parts: set[tuple[Part, Key]] = set()
        self._met: set[Key] = set()

    def begin(self) -> None:
        self._met = set()

    def changed(self, hashes: Sequence[tuple[Key, Hash]]) -> Sequence[Seen]:
        found = []
        for key, hash_ in hashes:
            stamp, known = Stamp(hash_), self.stamps.get(key)
            if known is not None:
                self._met.add(key)
            if known != stamp and not (self.partial and known is None):
                found.append(Seen(key, stamp))
        return found

    def complete(self) -> bool:
        return self._met >= self.stamps.keys()

    def gone(self, keys: Callable[[], Sequence[Sequence[Key]]]) -> Sequence[Seen]:
        there = {key for page in keys() for key in page}
        return [Seen(key) for key in self.stamps if key not in there]

    def missing(self, pages: Callable[[], Iterable[Sequence[Key]]]) -> Sequence[Seen]:
        there = {key for page in pages() for key in page}
        return [Seen(key) for key in self.keys if key not in there]

    def owners(self, table: str, rows: Sequence[str]) -> Mapping[str, Sequence[Key]]:
        return owners_in(self.parts, table, rows)

    def parts_gone(
        self, table: str, pages: Callable[[], Iterable[Sequence[str]]]
    ) -> Sequence[tuple[Part, Key]]:
        there = {row for page in pages() for row in page}
        return [
            (part, key) for part, key in self.parts if part.table == table and part.row not in there
        ]

    def met(self, rows: Sequence[Row]) -> None:
        """Keep what a full check has read."""
        self.made_of(rows)
        for row in rows:
            if row.hash is not None:
                self.stamps[row.key] = Stamp(row.hash)

    def made_of(self, rows: Sequence[Row]) -> None:
        """Keep what was read of contacts: that they are there, and what they were made of."""
        for row in rows:
            self.keys.add(row.key)
            self.parts |= {
                (Part(name, p), row.key) for name, all_ in row.parts.items() for p in all_
            }

    def saw(self, changes: Changes) -> None:
        """Keep what a look has told."""
        self.parts = {one for one in self.parts if one[0] not in changes.gone}
        self.keys -= {seen.key for seen in changes.seen}
        for seen in changes.seen:
            if seen.stamp is None:
                self.stamps.pop(seen.key, None)
            else:
                self.stamps[seen.key] = seen.stamp


def owners_in(
    parts: Collection[tuple[Part, Key]], table: str, rows: Sequence[str]
) -> Mapping[str, Sequence[Key]]:
    """Return the contacts that each of the rows is a part of, in order."""
    found: dict[str, list[Key]] = {}
    for part, key in sorted(parts, key=lambda one: one[1]):
        if part.table == table and part.row in rows:
            found.setdefault(part.row, []).append(key)
    return found
