"""A worker whose database driver can be made to hang: the app's own, over a source that obeys.

A pipe named ``<database>.hang-<where>`` makes that call open it, and that never returns before
somebody opens the other end: the thread stands in the C library, which no Python can end, as in
an ODBC driver whose server went away. Each call is noted in ``<database>.calls``.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from practicesync.adapters.sqlite_source import SCHEME, SqliteSource
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.app.worker.equipment import Equipment
from practicesync.app.worker.run import run_worker
from practicesync.bootstrap import Shop, read_profile
from practicesync.core.key import Key
from practicesync.core.profile import Profile
from practicesync.core.row import Page, Position, Row
from practicesync.core.settings import PracticeSettings
from practicesync.engine.supervisor import Patience
from tests.system.installation import Installation

Where = Literal["gate", "read", "page"]

ROOT = Path(__file__).parents[2]
C = ctypes.CDLL(None)


class HangingSource(SqliteSource):
    """Hangs when it is told to; `read` and `page` have read by then."""

    def __init__(self, database: str, profile: Profile) -> None:
        super().__init__(database, profile)
        self._place = database.removeprefix(SCHEME)

    def gate(self) -> str:
        self._obey("gate")
        return super().gate()

    def read(self, keys: Sequence[Key]) -> Sequence[Row]:
        rows = super().read(keys)
        self._obey("read")
        return rows

    def page(self, after: Position | None, limit: int) -> Page:
        page = super().page(after, limit)
        self._obey("page")
        return page

    def _obey(self, where: Where) -> None:
        with Path(f"{self._place}.calls").open("a", encoding="ascii") as calls:
            calls.write(f"{where}\n")
        pipe = Path(f"{self._place}.hang-{where}")
        while pipe.exists():
            descriptor = C.open(os.fsencode(pipe), os.O_RDONLY)
            if descriptor >= 0:
                os.close(descriptor)


class HangingShop(Shop):
    """Hands out sources that can hang; SQL Server hangs by itself."""

    def source(self, practice: PracticeSettings) -> SqliteSource | SqlServerSource:
        if not practice.database.startswith(SCHEME):
            return super().source(practice)
        profile = read_profile(practice.profile, self._private)
        assert isinstance(profile, Profile)
        return HangingSource(practice.database, profile)


@dataclass(frozen=True)
class HangingInstallation(Installation):
    """An installation whose worker has such a driver and little patience, in seconds."""

    red: float = 60.0
    give_up: float = 300.0

    def command(self, *arguments: str) -> list[str]:
        if arguments != ("run",):
            return super().command(*arguments)
        patience = (str(self.red), str(self.give_up))
        return [sys.executable, "-m", "tests.system.hanging", str(self.state), *patience]


@dataclass(frozen=True)
class Driver:
    """The driver of one practice, from outside."""

    database: Path

    @contextlib.contextmanager
    def hanging(self, where: Where) -> Iterator[None]:
        """Let the next such call hang until the block ends."""
        pipe = Path(f"{self.database}.hang-{where}")
        os.mkfifo(pipe)
        try:
            yield
        finally:
            other_end = os.open(pipe, os.O_RDWR)
            pipe.unlink()
            os.close(other_end)

    def calls(self) -> list[str]:
        """Return what it was asked so far."""
        return Path(f"{self.database}.calls").read_text(encoding="ascii").split()


if __name__ == "__main__":
    state, red, give_up = sys.argv[1:]
    hurried = Equipment(Patience(float(red), float(give_up)), HangingShop)
    sys.exit(run_worker(Path(state), equipment=hurried))
