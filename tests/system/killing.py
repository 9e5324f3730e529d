"""Kills a real worker again and again while people edit, and counts what was sent twice."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from practicesync.demo.desk import Desk
from practicesync.demo.edits import MORE, TWENTY, edit
from practicesync.demo.practice import Practice, expected, make_practice
from tests.system.cloud import Cloud
from tests.system.installation import Installation, settings

BATCH = 500
"""Contacts in one batch at most."""

LASTS = ("not even that", "until it shows itself", "until it works")
"""How long a life is at least, however slow the computer is."""

LONGEST_LIFE = 1.2
"""Seconds that a life goes on at most after that."""

WATCH = """
CREATE TABLE IF NOT EXISTS sent_twice (practice_id TEXT, id TEXT, epoch INTEGER, sequence INTEGER);
CREATE TRIGGER IF NOT EXISTS watch_contact AFTER UPDATE OF digest ON contact
WHEN new.digest = old.digest AND new.body IS NOT NULL BEGIN
  INSERT INTO sent_twice VALUES (new.practice_id, new.id, new.epoch, new.sequence);
END;"""
"""The online side's own database notes whatever is stored anew with the same content."""


@dataclass
class Killed:
    """What came of it: `sent_twice` counts contacts, one number for each life of the worker."""

    kills: int = 0
    during_upload: int = 0
    edits: int = 0
    sent_twice: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Killer:
    """One practice, one installation, and a worker that does not live long."""

    def __init__(self, office: Cloud, server: Installation, contacts: int, seed: int) -> None:
        self.office = office
        self.server = server
        self.rng = random.Random(seed)
        self.practice: Practice = make_practice(server.state.parent / "practice.db", contacts)
        self.desk = Desk(self.practice, seed)
        self.found = Killed()
        self.last_epochs: list[int] = []
        server.write(settings(self.practice.path, office))

    def run(self, kills: int) -> Killed:
        """Activate, kill the worker that often, then let one live and compare."""
        with closing(sqlite3.connect(self.database)) as database:
            database.executescript(WATCH)
        with closing(self.desk), self.worker() as worker:
            self.server.activate(self.office)
            self.kill(worker)
        for _ in range(kills - 1):
            with self.worker() as worker:
                self.start(self.rng.choice(LASTS))
                self.live(self.rng.uniform(0, LONGEST_LIFE))
                self.kill(worker)
        with self.worker():
            self.work(3)
            self.server.until(self.caught_up)
        self.desk.close()
        self.note_life()
        self.found.sent_twice = self.sent_twice()
        self.found.wrong = self.compare()
        return self.found

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[str]]:
        with self.server.running() as process:
            yield process

    def start(self, lasts: str) -> None:
        """Wait until the worker is as far as that."""
        if lasts == "until it shows itself":
            self.server.until(lambda shown: True)
        if lasts == "until it works":
            self.server.until(lambda shown: shown["phase"] not in {"not_activated", "starting"})

    def live(self, seconds: float) -> None:
        """Let people work while the worker has its short life."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.work(1)
            time.sleep(self.rng.uniform(0.02, 0.2))

    def work(self, edits: int) -> None:
        """Do some edits."""
        for _ in range(edits):
            edit(self.desk, self.rng.choice(TWENTY + MORE))
            self.found.edits += 1

    def kill(self, worker: subprocess.Popen[str]) -> None:
        """End the worker as a power cut would."""
        uploading = self.uploading()
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        self.found.kills += 1
        self.found.during_upload += uploading
        self.note_life()

    def uploading(self) -> bool:
        """Tell whether the first upload was going on when the worker last said anything."""
        return self.server.status().get("phase") == "uploading"

    def note_life(self) -> None:
        """Note the last epoch of this life, by which what it has sent is known."""
        (epoch,) = self.asked("SELECT max(epoch) FROM activation WHERE practice_id = ?")[0]
        self.last_epochs.append(epoch or 0)

    def sent_twice(self) -> list[int]:
        """Return how much each life has sent twice.

        By epoch and not by time: the online side may store what a worker has sent after its end.
        """
        epochs = self.asked("SELECT epoch FROM sent_twice WHERE practice_id = ?")
        lives = Counter(bisect_left(self.last_epochs, epoch) for (epoch,) in epochs)
        return [lives[number] for number in range(len(self.last_epochs))]

    def asked(self, sql: str) -> list[tuple[int]]:
        """Ask the online side's database about this practice."""
        with closing(sqlite3.connect(self.database, timeout=30)) as database:
            return database.execute(sql, [self.office.practice_id]).fetchall()

    def caught_up(self, shown: dict[str, object]) -> bool:
        """Tell whether the worker rests and everything is online as it is."""
        return shown["phase"] in {"in_sync", "attention"} and not self.compare()

    def compare(self) -> list[str]:
        """Return the ids that are online otherwise than they should be."""
        truth = expected(self.practice)
        with closing(sqlite3.connect(self.database, timeout=30)) as database:
            rows = database.execute(
                "SELECT id, body FROM contact WHERE practice_id = ? AND body IS NOT NULL",
                [self.office.practice_id],
            ).fetchall()
        online = {key: msgspec.json.decode(body) for key, body in rows}
        keys = truth.keys() | online.keys()
        return sorted(key for key in keys if truth.get(key) != online.get(key))

    @property
    def database(self) -> Path:
        return Path(self.office.database.removeprefix("sqlite:///"))
