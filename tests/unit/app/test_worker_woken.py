"""A worker that has slept tells its practices, and shows at once that it lives."""

from __future__ import annotations

import datetime as dt

from practicesync.app.commands import Commands
from practicesync.app.diary import Diary
from practicesync.app.practice_thread import PracticeThread
from practicesync.app.worker import Ending, Worker
from practicesync.core.phase import Phase
from practicesync.engine.supervisor import Patience
from tests.unit.app.test_worker import Front, Reporting, Watch, report

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)

ROUNDS = 50


def worked(folder, patience: Patience) -> tuple[list[Reporting], Front]:
    """Let a worker go round some times; without any patience each time is late."""
    made: list[Reporting] = []

    def make(practice_id, clock, publish):
        made.append(Reporting(clock, publish, [report(Phase.IN_SYNC)]))
        return made[-1]

    practice = PracticeThread("Main", "id-1", make, lambda name, bug: None)
    commands = Commands([practice], Diary(folder / "commands.json"), lambda: NOON, {})
    front = Front()
    left = iter(range(ROUNDS))
    worker = Worker([practice], commands, front, lambda line: None, patience, Watch())
    worker.run(Ending(lambda: next(left, None) is None), tick=0.002, beat=3600)
    return made, front


def test_who_has_slept_rouses_its_practices_and_beats_at_once(tmp_path):
    (runner,), front = worked(tmp_path, Patience(red=0.0, give_up=3600))

    assert runner.roused > ROUNDS / 2
    assert front.beats == ROUNDS


def test_who_has_not_slept_rouses_nobody(tmp_path):
    (runner,), front = worked(tmp_path, Patience(red=3600, give_up=7200))

    assert runner.roused == 0
    assert front.beats == 1
