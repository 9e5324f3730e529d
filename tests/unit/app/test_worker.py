"""The worker's loop over a front and practices that are made for the test."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from practicesync.adapters.log_file import Line
from practicesync.adapters.system_clock import SystemClock
from practicesync.app.asking.reply import Answer
from practicesync.app.worker.commands import Commands
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.app.worker.worker import Ending, Worker
from practicesync.core.command import Command
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.mistake import Mistake
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today
from practicesync.core.report import Report
from practicesync.core.snapshot import Status
from practicesync.core.snapshot import Worker as Me
from practicesync.core.status import Reported, Trouble, status
from practicesync.core.wish import Wish
from practicesync.engine.ask import Ask
from practicesync.engine.supervisor import Patience

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


@dataclass
class Reporting:
    """A runner that reports and ends."""

    clock: SystemClock
    publish: Callable[[Report], None]
    reports: list[Report]
    silent: float = 0.0
    may_report: Callable[[], bool] = lambda: True
    wishes: list[Wish | Ask] = field(default_factory=list)
    roused: int = 0

    def run(self) -> None:
        for report in self.reports:
            while not self.may_report():
                self.clock.wait(0.001)
            self.publish(report)
        self.clock.wait(3600)

    def wish(self, wish: Wish | Ask) -> None:
        self.wishes.append(wish)

    def overdue(self, monotonic: float) -> float:
        return self.silent

    def rouse(self) -> None:
        self.roused += 1

    def disown(self) -> None:
        self.wishes.clear()


@dataclass
class Front:
    """Keeps what is shown; refuses to while `problems` last."""

    waiting: list[Command] = field(default_factory=list)
    problems: Sequence[Problem] = field(default_factory=list)
    shown: list[Status] = field(default_factory=list)
    answers: list[tuple[str, Answer]] = field(default_factory=list)
    beats: int = 0
    answer_fails: bool = False
    shown_over: list[Status] = field(default_factory=list)
    may_show_over: bool = True
    news: bool = False

    def beat(self) -> None:
        self.beats += 1

    def tidy(self) -> None:
        return

    def words(self, practices: Sequence[Reported], trouble: Problem | None) -> Status:
        wrong = Trouble(trouble.code, trouble.facts) if trouble else None
        return status(practices, Me(1, "0", NOON), Today(NOON, dt.UTC), trouble=wrong)

    def show(self, status: Status) -> None:
        if self.problems:
            first, *self.problems = self.problems
            raise first
        self.shown.append(status)

    def show_over(self, status: Status) -> bool:
        self.shown_over.append(status)
        return self.may_show_over

    def asked(self) -> list[Command]:
        waiting, self.waiting = self.waiting, []
        return waiting

    def has_news(self) -> bool:
        news, self.news = self.news, False
        return news

    def answer(self, command: Command, answer: Answer) -> None:
        if self.answer_fails:
            raise Unavailable(Code.DISK_FULL)
        self.answers.append((command.id, answer))


@dataclass
class Watch:
    """Settings that are changed for the worse before the first look."""

    trouble: Problem | None = None
    mistakes: Sequence[Mistake] = ()
    looked: bool = False

    def look(self) -> bool:
        news = self.trouble is not None and not self.looked
        self.looked = True
        return news


@dataclass
class Stage:
    """A worker of one practice that reports that, and what came of it."""

    reports: list[Report]
    folder: Path
    silent: float = 0.0
    may_report: Callable[[], bool] = lambda: True
    front: Front = field(default_factory=Front)
    watch: Watch = field(default_factory=Watch)
    log: list[Line] = field(default_factory=list)
    tend: Callable[[], None] = lambda: None

    def run(
        self,
        rounds: int = 10_000,
        *,
        once: bool = True,
        beat: float = 5.0,
        until: Callable[[], bool] = lambda: False,
    ) -> int:
        """Run it; without `once` it is told to end after some rounds."""

        def make(practice_id, clock, publish):
            return Reporting(clock, publish, self.reports, self.silent, self.may_report)

        practice = PracticeThread("Main", "id-1", make, lambda name, bug: None)
        diary = Diary(self.folder / "commands.json")
        commands = Commands([practice], diary, lambda: NOON, {}, tend=self.tend)
        left = iter(range(rounds))
        ending = Ending(lambda: until() or next(left, None) is None, once)
        worker = Worker([practice], commands, self.front, self.log.append, Patience(), self.watch)
        return worker.run(ending, tick=0.001, beat=beat)


def report(phase: Phase, code: Code | None = None) -> Report:
    return Report(phase, NOON, code)


@pytest.mark.parametrize(
    ("phase", "code", "ends_with"),
    [
        (Phase.IN_SYNC, None, 0),
        (Phase.ATTENTION, None, 6),
        (Phase.HELD, None, 6),
        (Phase.NOT_ACTIVATED, None, 3),
        (Phase.SIGN_IN_NEEDED, Code.SIGN_IN_AGAIN, 3),
        (Phase.TAKEN_OVER, Code.ANOTHER_IN_CHARGE, 3),
        (Phase.UNAVAILABLE, Code.CLOUD_UNREACHABLE, 5),
        (Phase.UNAVAILABLE, Code.DATABASE_BUSY, 4),
        (Phase.MISCONFIGURED, Code.LAYOUT_WRONG, 2),
    ],
)
def test_once_ends_with_the_code_of_what_it_comes_to(tmp_path, phase, code, ends_with):
    stage = Stage([report(Phase.STARTING), report(Phase.SYNCING), report(phase, code)], tmp_path)

    assert stage.run() == ends_with
    assert stage.front.shown[-1].phase is phase


def test_a_state_is_shown_once_and_again_after_a_command(tmp_path):
    stage = Stage([report(Phase.IN_SYNC)], tmp_path)
    stage.run(rounds=50, once=False)
    shown = len(stage.front.shown)

    stage.front.waiting = [Command("one", "sync-now", None, NOON)]
    stage.run(rounds=50, once=False)

    assert shown <= 3  # starting, in sync, and once more at the end
    assert stage.front.answers == [("one", Answer())]


def test_what_is_no_practice_s_own_news_is_shown_too(tmp_path):
    stage = Stage([report(Phase.IN_SYNC)], tmp_path)
    shown: list[int] = []

    def tend() -> None:
        """Twenty rounds that change nothing, then one with news."""
        if stage.front.shown and stage.front.shown[-1].phase is Phase.IN_SYNC:
            shown.append(len(stage.front.shown))
            stage.front.news = len(shown) == 20

    stage.tend = tend
    stage.run(once=False, until=lambda: len(shown) == 40)

    assert shown[:20] == [shown[0]] * 20
    assert shown[20:] == [shown[0] + 1] * 20


def test_it_beats_at_once(tmp_path):
    stage = Stage([report(Phase.IN_SYNC)], tmp_path)

    assert stage.run(rounds=1, once=False) == 0
    assert stage.front.beats == 1


def test_a_state_that_cannot_be_shown_is_told_once_and_shown_as_soon_as_it_can(tmp_path):
    stage = Stage([report(Phase.IN_SYNC)], tmp_path)

    def starting_is_shown() -> bool:
        if not stage.front.shown:
            return False
        stage.front.problems = [Unavailable(Code.DISK_FULL)] * 5
        return True

    stage.may_report = starting_is_shown
    stage.run(rounds=100, once=False)

    assert [line.code for line in stage.log].count(Code.DISK_FULL) == 1
    assert [line.facts.get("was") for line in stage.log].count(Code.DISK_FULL) == 1
    assert stage.front.shown[-1].phase is Phase.IN_SYNC


def test_a_heart_beats_on_a_full_disk_and_commands_are_carried_out(tmp_path):
    stage = Stage([report(Phase.IN_SYNC)], tmp_path)
    stage.front.problems = [Unavailable(Code.DISK_FULL)] * 100
    stage.front.answer_fails = True
    stage.front.waiting = [Command(one, "sync-now", None, NOON) for one in ("one", "two")]

    stage.run(rounds=50, once=False)

    assert stage.front.beats == 1
    diary = Diary(tmp_path / "commands.json")
    diary.open()
    assert diary.has("one")
    assert diary.has("two")


def test_a_full_disk_is_shown_over_the_old_status(tmp_path):
    stage = Stage([report(Phase.IN_SYNC)], tmp_path)
    stage.front.problems = [Unavailable(Code.DISK_FULL)] * 5

    stage.run(rounds=50, once=False)

    assert {shown.code for shown in stage.front.shown_over} == {Code.DISK_FULL}
    assert len(stage.front.shown_over) == 5
    assert stage.front.shown[-1].code == ""


def test_no_heart_beats_beside_a_status_that_is_old(tmp_path):
    stage = Stage([report(Phase.IN_SYNC)], tmp_path)
    stage.front.problems = [Misconfigured(Code.FOLDER_NOT_WRITABLE)] * 1000
    stage.front.may_show_over = False

    stage.run(rounds=50, once=False, beat=0.0)

    assert stage.front.beats == 1  # before the first status was to be shown


def test_changed_settings_that_are_wrong_are_shown_and_told_once(tmp_path):
    stage = Stage([report(Phase.IN_SYNC)], tmp_path)
    mistake = Mistake("agent.proxy", "That is wrong.", "Correct it.")
    stage.watch = Watch(Misconfigured(Code.SETTINGS_KEPT, key="agent.proxy"), [mistake])

    stage.run(rounds=50, once=False)

    assert stage.front.shown[-1].code == Code.SETTINGS_KEPT
    assert stage.front.shown[-1].practices[0].phase is Phase.IN_SYNC
    said = [line.code for line in stage.log if line.level == "WARNING"]
    assert said == [Code.SETTINGS_KEPT, Code.SETTING_WRONG]


def test_a_practice_that_hangs_is_red(tmp_path):
    stage = Stage([report(Phase.IN_SYNC)], tmp_path, silent=61.0)

    assert stage.run() == 75
    assert stage.front.shown[-1].code == Code.STUCK


def test_a_practice_that_hangs_for_long_ends_the_worker_with_75(tmp_path):
    stage = Stage([report(Phase.IN_SYNC)], tmp_path, silent=301.0)

    assert stage.run(once=False) == 75
    assert stage.log[-1].code == Code.STUCK
    assert stage.front.shown[-1].code == Code.STUCK


def test_a_pause_is_renewed_at_the_start(tmp_path):
    Diary(tmp_path / "commands.json").note("one", NOON, {"Main": None})
    stage = Stage([report(Phase.IN_SYNC)], tmp_path)
    seen: list[Wish | Ask] = []

    def make(practice_id, clock, publish):
        runner = Reporting(clock, publish, stage.reports)
        runner.wishes = seen
        return runner

    practice = PracticeThread("Main", "id-1", make, lambda name, bug: None)
    diary = Diary(tmp_path / "commands.json")
    diary.open()
    commands = Commands([practice], diary, lambda: NOON, {})
    Worker([practice], commands, stage.front, stage.log.append, Patience(), Watch()).run(
        Ending(lambda: bool(seen)), tick=0.001
    )

    assert len(seen) == 1


def test_what_a_command_has_done_is_shown_before_it_is_answered(tmp_path):
    stage = Stage([report(Phase.IN_SYNC)], tmp_path)
    order: list[str] = []

    class Pausing(Reporting):
        def wish(self, wish: Wish | Ask) -> None:
            assert isinstance(wish, Ask)
            self.publish(report(Phase.PAUSED))
            wish.carry_out(lambda _: None)

    class Telling(Front):
        def show(self, status: Status) -> None:
            order.append(status.phase.value)

        def answer(self, command: Command, answer: Answer) -> None:
            order.append(f"{command.command} {answer.outcome}")

    def make(practice_id, clock, publish):
        return Pausing(clock, publish, stage.reports)

    practice = PracticeThread("Main", "id-1", make, lambda name, bug: None)
    commands = Commands([practice], Diary(tmp_path / "commands.json"), lambda: NOON, {})
    front = Telling()
    left = iter(range(5_000))

    def told_to_end() -> bool:
        if order == ["in_sync"]:
            front.waiting = [Command("one", "pause", None, NOON)]
        return "pause done" in order or next(left, None) is None

    Worker([practice], commands, front, stage.log.append, Patience(), Watch()).run(
        Ending(told_to_end), tick=0.001
    )

    assert order.index("paused") < order.index("pause done")
