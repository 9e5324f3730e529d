"""The real journal, with crashes before, within and after each of its transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from practicesync.adapters.journal_file import Writer
from practicesync.adapters.sqlite_journal import SqliteJournal
from tests.simulation.world import Crash, World


class SimulatedJournal(SqliteJournal):
    """Writes are effects."""

    def __init__(self, path: str, world: World) -> None:
        super().__init__(path)
        self.world = world

    @contextmanager
    def _write(self) -> Iterator[Writer]:
        self.world.effect("write")
        with super()._write() as run:
            yield run
            if self.world.chance(self.world.crash_chance / 2):
                self.world.trace.append("CRASH in a transaction")
                raise Crash
        self.world.effect("written")
