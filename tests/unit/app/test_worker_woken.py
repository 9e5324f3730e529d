"""A worker that has slept tells its practices, and shows at once that it lives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from practicesync.app.worker.commands import Commands
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.app.worker.worker import Ending, Worker
from practicesync.core.phase import Phase
from practicesync.core.snapshot import PracticeStatus
from practicesync.engine.supervisor import Patience
from tests.unit.app.test_worker import Front, Reporting, Watch, report

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)

MANY = 2_000
"""Rounds after which nobody is roused any more."""


@dataclass
class Worked:
    """What came of some rounds."""

    made: list[Reporting] = field(default_factory=list)
    front: Front = field(default_factory=Front)
    rounds: int = 0
    heard: list[str] = field(default_factory=list)

    def hear(self, practices: Sequence[PracticeStatus]) -> None:
        self.heard += ["hear"] if practices else []

    def rouse(self) -> None:
        self.heard.append("rouse")

    def is_over(self, most: int) -> bool:
        """Count a round; tell whether the practice was roused, or that many rounds are over."""
        enough = self.rounds >= most and bool(self.made)
        over = enough or any(one.roused for one in self.made)
        self.rounds += not over
        return over


def worked(folder: Path, patience: Patience, most: int) -> Worked:
    """Let a worker go round until its practice is roused; without any patience each is late."""
    found = Worked()

    def make(practice_id, clock, publish):
        found.made.append(Reporting(clock, publish, [report(Phase.IN_SYNC)]))
        return found.made[-1]

    practice = PracticeThread("Main", "id-1", make, lambda name, bug: None)
    commands = Commands([practice], Diary(folder / "commands.json"), lambda: NOON, {})
    worker = Worker(
        [practice], commands, found.front, lambda line: None, patience, Watch(), hearts=found
    )
    worker.run(Ending(lambda: found.is_over(most)), tick=0.002, beat=3600)
    return found


def test_who_has_slept_rouses_its_practices_and_beats_at_once(tmp_path):
    found = worked(tmp_path, Patience(red=0.0, give_up=3600), MANY)

    assert [one.roused for one in found.made] == [1]
    assert found.front.beats == found.rounds > 1
    assert found.heard[-2:] == ["rouse", "hear"]


def test_who_has_not_slept_rouses_nobody(tmp_path):
    found = worked(tmp_path, Patience(red=36_000, give_up=72_000), 50)

    assert [one.roused for one in found.made] == [0]
    assert found.front.beats == 1
    assert found.heard == ["hear"] * found.rounds
