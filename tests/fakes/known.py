"""What is known, in memory: `practicesync.ports.Known` without a journal."""

from collections.abc import Callable, Sequence

from practicesync.core.key import Key
from practicesync.core.row import Changes, Hash, Row, Seen, Stamp


class MemoryKnown:
    """Keeps the hash of every key as its stamp. `partial` says that a full check runs."""

    def __init__(self) -> None:
        self.partial = False
        self.stamps: dict[Key, Stamp] = {}
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

    def met(self, rows: Sequence[Row]) -> None:
        """Keep what a full check has read."""
        for row in rows:
            if row.hash is not None:
                self.stamps[row.key] = Stamp(row.hash)

    def saw(self, changes: Changes) -> None:
        """Keep what a look has told."""
        for seen in changes.seen:
            if seen.stamp is None:
                self.stamps.pop(seen.key, None)
            else:
                self.stamps[seen.key] = seen.stamp
