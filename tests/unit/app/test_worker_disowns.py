"""Whose work counts no more because its thread was silent for too long."""

import pytest

from practicesync.app.worker.commands import Commands
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.app.worker.worker import Ending, Worker
from practicesync.core.phase import Phase
from practicesync.engine.supervisor import Patience
from tests.unit.app.test_worker import NOON, Front, Reporting, Watch, report


class Disownable(Reporting):
    """A runner that counts how often it was disowned."""

    disowned = 0

    def disown(self) -> None:
        self.disowned += 1


@pytest.mark.parametrize(("silent", "is_disowned"), [(59.0, False), (61.0, True)])
def test_nothing_comes_of_a_thread_that_was_silent_for_too_long(tmp_path, silent, is_disowned):
    runners: list[Disownable] = []

    def make(practice_id, clock, publish):
        runners.append(Disownable(clock, publish, [report(Phase.IN_SYNC)], silent))
        return runners[-1]

    practice = PracticeThread("Main", "id-1", make, lambda name, bug: None)
    commands = Commands([practice], Diary(tmp_path / "commands.json"), lambda: NOON, {})
    left = iter(range(100))
    ending = Ending(lambda: next(left, None) is None)
    Worker([practice], commands, Front(), lambda line: None, Patience(), Watch()).run(ending, 0.001)

    assert bool(runners[0].disowned) is is_disowned
