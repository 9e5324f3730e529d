import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from practicesync.app.commands import Commands
from practicesync.app.diary import Diary
from practicesync.app.reply import Answer
from practicesync.core.command import Command
from practicesync.core.errors import Code, Unavailable
from practicesync.core.wish import FullCheck, Pause, Resume, SyncNow, Wish

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@dataclass
class Office:
    """A practice that notes what it is asked."""

    name: str
    practice_id: str
    wishes: list[Wish] = field(default_factory=list)

    def wish(self, wish: Wish) -> None:
        self.wishes.append(wish)


@dataclass
class Desk:
    """Commands over a folder, as one run of the worker has them."""

    folder: Path
    main: Office = field(default_factory=lambda: Office("Main office", "id-1"))
    other: Office = field(default_factory=lambda: Office("Other office", "id-2"))

    def commands(self, others=None) -> Commands:
        diary = Diary(self.folder / "commands.json")
        diary.open()
        return Commands([self.main, self.other], diary, lambda: NOON, others or {})


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def asked(command: str, id_: str = "one", practice: str | None = None, **arguments) -> Command:
    return Command(id_, command, practice, NOON, arguments)


@pytest.mark.parametrize(
    ("command", "wish"),
    [("sync-now", SyncNow()), ("check", FullCheck()), ("pause", Pause(None)), ("resume", Resume())],
)
def test_a_command_reaches_every_practice(desk, command, wish):
    assert desk.commands().carry_out(asked(command)) == Answer()
    assert desk.main.wishes == desk.other.wishes == [wish]


@pytest.mark.parametrize("practice", ["id-2", "Other office"])
def test_a_command_for_one_practice_leaves_the_others_alone(desk, practice):
    desk.commands().carry_out(asked("sync-now", practice=practice))

    assert desk.main.wishes == []
    assert desk.other.wishes == [SyncNow()]


def test_a_pause_of_minutes_ends_then(desk):
    desk.commands().carry_out(asked("pause", minutes=60))

    assert desk.main.wishes == [Pause(NOON + HOUR)]


@pytest.mark.parametrize("minutes", [0, -5, 10081, 1.5, "60", True, []])
def test_a_pause_of_nonsense_is_refused(desk, minutes):
    answer = desk.commands().carry_out(asked("pause", minutes=minutes))

    assert (answer.outcome, answer.code) == ("refused", Code.COMMAND_REFUSED)
    assert desk.main.wishes == []


def test_a_command_found_again_after_a_crash_is_not_run_twice(desk):
    desk.commands().carry_out(asked("sync-now"))

    assert desk.commands().carry_out(asked("sync-now")) is None
    assert desk.main.wishes == [SyncNow()]


def test_its_id_is_durable_before_its_effect(desk):
    seen = []

    class Crashing(Office):
        def wish(self, wish: Wish) -> None:
            diary = Diary(desk.folder / "commands.json")
            diary.open()
            seen.append((diary.has("one"), dict(diary.paused)))

    desk.main = Crashing("Main office", "id-1")
    desk.commands().carry_out(asked("pause", minutes=60))

    assert seen == [(True, {"Main office": NOON + HOUR, "Other office": NOON + HOUR})]


def test_a_pause_is_renewed_by_the_next_worker(desk):
    desk.commands().carry_out(asked("pause", practice="id-1", minutes=60))
    desk.main.wishes.clear()

    desk.commands().renew_pauses()

    assert desk.main.wishes == [Pause(NOON + HOUR)]
    assert desk.other.wishes == []


def test_a_pause_that_is_over_is_not_renewed(desk):
    diary = Diary(desk.folder / "commands.json")
    diary.note("one", NOON, {"Main office": NOON, "Other office": None})

    desk.commands().renew_pauses()

    assert desk.main.wishes == []
    assert desk.other.wishes == [Pause(None)]


def test_resuming_one_practice_leaves_the_other_paused(desk):
    desk.commands().carry_out(asked("pause"))
    desk.commands().carry_out(asked("resume", "two", "id-1"))
    desk.main.wishes.clear()
    desk.other.wishes.clear()

    desk.commands().renew_pauses()

    assert desk.main.wishes == []
    assert desk.other.wishes == [Pause(None)]


def test_an_unknown_command_is_refused(desk):
    answer = desk.commands().carry_out(asked("format-disk"))

    assert (answer.outcome, answer.code) == ("refused", Code.COMMAND_REFUSED)


def test_a_command_for_nobody_is_refused(desk):
    assert desk.commands().carry_out(asked("pause", practice="id-9")).outcome == "refused"


def test_a_problem_is_the_answer(desk):
    def fail(command: Command) -> Answer:
        raise Unavailable(Code.DISK_FULL, path="/x")

    answer = desk.commands({"activate": fail}).carry_out(asked("activate"))

    assert answer == Answer("failed", Code.DISK_FULL, {"path": "/x"})
