"""Change tracking: which row changed in which version, and what that comes to since a version.

https://learn.microsoft.com/sql/relational-databases/track-changes/about-change-tracking-sql-server
https://learn.microsoft.com/sql/relational-databases/system-functions/changetable-transact-sql
"""

from bisect import bisect_right
from collections.abc import Container, Iterator
from typing import Any, NamedTuple, TypeAlias

from tests.sqlserver.engine import SqlType
from tests.sqlserver.model.types import BIGINT

Key: TypeAlias = tuple[Any, ...]

COLUMNS = (
    ("SYS_CHANGE_VERSION", BIGINT),
    ("SYS_CHANGE_CREATION_VERSION", BIGINT),
    ("SYS_CHANGE_OPERATION", SqlType("nchar", 1)),
    ("SYS_CHANGE_COLUMNS", SqlType("varbinary", 4100)),
    ("SYS_CHANGE_CONTEXT", SqlType("varbinary", 128)),
)


class Change(NamedTuple):
    """A row was inserted (I), updated (U) or deleted (D); `same` is its key as it is compared."""

    version: int
    operation: str
    key: Key
    same: Key


class Bulk(NamedTuple):
    """Rows with these whole numbers as keys were all deleted in one version; they take no room."""

    version: int
    keys: range


class Tracked(NamedTuple):
    """What is known of a table's changes at a moment; the log is only ever added to."""

    min_valid: int
    begun: int
    log: list[Change]
    length: int
    bulks: tuple[Bulk, ...] = ()

    def since(self, version: int | None) -> Iterator[tuple[Any, ...]]:
        """The rows of CHANGETABLE(CHANGES ..., version), in the order of the last change.

        A version older than `min_valid` is answered as well: with what is left.
        """
        first = 0
        if version is not None:
            first = bisect_right(self.log, version, 0, self.length, key=lambda c: c.version)
        net: dict[Key, tuple[str, int | None, Change]] = {}
        for at in range(first, self.length):
            change = self.log[at]
            began, created, _ = net.pop(change.same, (change.operation, None, change))
            if change.operation == "I":
                created = change.version
            net[change.same] = (began, created, change)
        yield from self._deleted(version, net)
        for began, created, last in net.values():
            operation = "D" if last.operation == "D" else "I" if began == "I" else "U"
            yield (last.version, created, operation, None, None, *last.key)

    def _deleted(self, version: int | None, net: Container[Key]) -> Iterator[tuple[Any, ...]]:
        """What bulks deleted and nobody touched since, one row after the other."""
        for bulk in self.bulks:
            if version is not None and bulk.version <= version:
                continue
            for key in bulk.keys:
                if (key,) not in net:
                    yield (bulk.version, None, "D", None, None, key)


class Tracking:
    """The changes of one table, since it has been tracked."""

    def __init__(self, version: int) -> None:
        self._begun = version
        self._min_valid = version
        self._log: list[Change] = []
        self._bulks: tuple[Bulk, ...] = ()

    @property
    def now(self) -> Tracked:
        return Tracked(self._min_valid, self._begun, self._log, len(self._log), self._bulks)

    def add(self, version: int, operation: str, key: Key, same: Key) -> None:
        self._log.append(Change(version, operation, key, same))

    def add_bulk(self, version: int, keys: range) -> None:
        self._bulks = (*self._bulks, Bulk(version, keys))

    def forget(self, version: int) -> None:
        """The clean-up: drop what happened up to this version."""
        self._log = [change for change in self._log if change.version > version]
        self._bulks = tuple(bulk for bulk in self._bulks if bulk.version > version)
        self._min_valid = max(self._min_valid, version)

    def restart(self, version: int) -> None:
        """The table was truncated: as if tracking had just been enabled."""
        self._log, self._bulks = [], ()
        self._begun = self._min_valid = version

    def copy(self) -> "Tracking":
        """As it is now, for a backup."""
        found = Tracking(self._begun)
        found._min_valid, found._log = self._min_valid, list(self._log)
        found._bulks = self._bulks
        return found
