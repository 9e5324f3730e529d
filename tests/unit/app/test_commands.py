import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from practicesync.app.asking.reply import Answer
from practicesync.app.worker.asks import LIMIT, Asked, Asks
from practicesync.app.worker.commands import Commands
from practicesync.app.worker.diary import Diary
from practicesync.core.action import HoldId
from practicesync.core.command import Command
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.granted import Granted, Standing, Touched
from practicesync.core.phase import Phase
from practicesync.core.report import Report
from practicesync.core.wish import (
    ConfirmDeletes,
    Examine,
    FullCheck,
    LeaveOut,
    ListDeletes,
    ListNotSent,
    LookAhead,
    LookAtCheck,
    Pause,
    Question,
    Resume,
    SyncNow,
    TryAgain,
    Wish,
)
from practicesync.engine.ask import Ask

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@dataclass
class Office:
    """A practice that notes what it is asked; `grants` answers it."""

    name: str
    practice_id: str
    wishes: list[Wish] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    report: Report = field(default_factory=lambda: Report(Phase.IN_SYNC, NOON))

    def wish(self, wish: Wish | Ask) -> None:
        self.wishes.append(wish.wish if isinstance(wish, Ask) else wish)
        if isinstance(wish, Ask):
            self.asks.append(wish)

    def grant(self, granted: Granted | Problem) -> None:
        def answer(_: Wish) -> Granted:
            if isinstance(granted, Problem):
                raise granted
            return granted

        self.asks.pop().carry_out(answer)


@dataclass
class Desk:
    """Commands over a folder, as one run of the worker has them."""

    folder: Path
    main: Office = field(default_factory=lambda: Office("Main office", "id-1"))
    other: Office = field(default_factory=lambda: Office("Other office", "id-2"))

    def commands(self, others=None, begin=lambda _: None) -> Commands:
        diary = Diary(self.folder / "commands.json")
        diary.open()
        return Commands([self.main, self.other], diary, lambda: NOON, others or {}, begin=begin)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def asked(command: str, id_: str = "one", practice: str | None = None, **arguments) -> Command:
    return Command(id_, command, practice, NOON, arguments)


REQUESTED = [
    ("check", {}, FullCheck()),
    ("check", {"step": "look"}, LookAtCheck()),
    ("pause", {}, Pause(None)),
    ("resume", {}, Resume()),
    ("not-sent", {"step": "list"}, ListNotSent()),
    ("not-sent", {"step": "retry", "keys": None}, TryAgain()),
    ("not-sent", {"step": "leave-out"}, LeaveOut()),
    ("confirm-deletes", {"hold": "h1"}, ListDeletes(HoldId("h1"))),
    ("confirm-deletes", {"hold": "h1", "count": 12}, ConfirmDeletes(HoldId("h1"), 12)),
    ("preview", {"contact": None}, LookAhead()),
    ("support-file", {}, Examine()),
]


def test_a_look_reaches_every_practice_and_is_answered_at_once(desk):
    assert desk.commands().carry_out(asked("sync-now")) == Answer()
    assert desk.main.wishes == desk.other.wishes == [SyncNow()]


@pytest.mark.parametrize(("command", "arguments", "wish"), REQUESTED)
def test_a_command_is_answered_when_every_practice_has_done_it(desk, command, arguments, wish):
    commands = desk.commands()
    assert commands.carry_out(asked(command, **arguments)) is None
    assert desk.main.wishes == desk.other.wishes == [wish]

    desk.main.grant(None)
    assert commands.answered() == []
    desk.other.grant(None)
    assert commands.answered() == [(asked(command, **arguments), Answer())]
    assert commands.answered() == []


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("check", {"step": "end"}),
        ("not-sent", {}),
        ("not-sent", {"step": "retry", "keys": []}),
        ("not-sent", {"step": "retry", "keys": "10482"}),
        ("not-sent", {"step": "leave-out", "keys": [1]}),
        ("confirm-deletes", {}),
        ("confirm-deletes", {"hold": ""}),
        ("confirm-deletes", {"hold": "h1", "count": True}),
        ("preview", {"contact": 10482}),
        ("not-sent", {"step": "retry", "keys": ["10482"]}),
        ("preview", {"contact": "10482"}),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nobody_is_asked(desk, command, arguments):
    answer = desk.commands().carry_out(asked(command, **arguments))

    assert (answer.outcome, answer.code) == ("refused", Code.COMMAND_REFUSED)
    assert desk.main.wishes == desk.other.wishes == []


@pytest.mark.parametrize(("command", "arguments", "wish"), REQUESTED)
def test_what_changes_something_is_not_done_twice_over_a_crash(desk, command, arguments, wish):
    for _ in range(2):
        desk.commands().carry_out(asked(command, **arguments))

    times = 2 if isinstance(wish, Question) else 1
    assert desk.main.wishes == [wish] * times


def test_a_contact_is_named_in_one_practice(desk):
    desk.commands().carry_out(asked("preview", practice="id-2", contact="10482"))

    assert desk.other.wishes == [LookAhead("10482")]


def test_the_answer_has_what_each_practice_found(desk):
    commands = desk.commands()
    commands.carry_out(asked("not-sent", step="leave-out"))
    desk.main.grant(Touched(3))
    desk.other.grant(Touched(0))

    [(_, answer)] = commands.answered()
    assert answer.detail == {
        "practices": [
            {"name": "Main office", "practice_id": "id-1", "answer": {"contacts": 3}},
            {"name": "Other office", "practice_id": "id-2", "answer": {"contacts": 0}},
        ]
    }


def test_a_full_check_is_waited_for_until_every_practice_is_through(desk):
    commands = desk.commands()
    for id_, running in (("one", True), ("two", False)):
        commands.carry_out(asked("check", id_, step="look"))
        desk.main.grant(Standing(running=running, done=1, total=2))
        desk.other.grant(Standing(running=False, done=0, total=0))

        [(_, answer)] = commands.answered()
        assert answer.outcome == ("waiting" if running else "done")


@pytest.mark.parametrize(
    ("problem", "outcome"),
    [
        (Misconfigured(Code.COMMAND_REFUSED, reason="that is so"), "refused"),
        (Unavailable(Code.DATABASE_UNREACHABLE), "failed"),
    ],
)
def test_a_practice_that_can_not_says_why(desk, problem, outcome):
    commands = desk.commands()
    commands.carry_out(asked("confirm-deletes", hold="h1", count=3))
    desk.main.grant(problem)
    desk.other.grant(problem)

    [(_, answer)] = commands.answered()
    assert (answer.outcome, answer.code, answer.facts) == (outcome, problem.code, problem.facts)


def test_deletions_are_confirmed_in_the_practice_that_has_them(desk):
    commands = desk.commands()
    commands.carry_out(asked("confirm-deletes", hold="h1", count=3))
    desk.main.grant(Misconfigured(Code.COMMAND_REFUSED, reason="not here"))
    desk.other.grant(Touched(3))

    [(_, answer)] = commands.answered()
    assert answer.outcome == "done"


def test_a_failure_of_one_practice_is_told_with_what_the_other_found(desk):
    commands = desk.commands()
    commands.carry_out(asked("not-sent", step="leave-out"))
    desk.main.grant(Unavailable(Code.DISK_FULL))
    desk.other.grant(Touched(3))

    [(_, answer)] = commands.answered()
    assert (answer.outcome, answer.code) == ("failed", Code.DISK_FULL)
    assert len(answer.detail["practices"]) == 1


def test_a_busy_practice_is_asked_no_more_after_the_time_limit():
    asks, ask, still = Asks(lambda name, bug: None), Ask(ListNotSent()), Ask(Pause(None))
    for one in (ask, still):
        asks.put(asked("any"), [Asked("Main office", "id-1", one)], 100.0)

    assert asks.answered(100.0 + LIMIT - 0.1) == []
    codes = [answer.code for _, answer in asks.answered(100.0 + LIMIT)]
    assert codes == [Code.PRACTICE_BUSY, Code.WORKER_DOES_NOT_ANSWER]

    carried_out: list[Wish] = []
    for one in (ask, still):
        one.carry_out(carried_out.append)
    assert carried_out == [Pause(None)]


def test_a_bug_ends_one_command_and_is_told(desk):
    told: list[str] = []
    asks, ask = Asks(lambda name, bug: told.append(f"{name}: {bug!r}")), Ask(ListNotSent())
    asks.put(asked("any"), [Asked("Main office", "id-1", ask)], 100.0)

    def stumble(_: Wish) -> Granted:
        raise ZeroDivisionError

    ask.carry_out(stumble)

    [(_, answer)] = asks.answered(100.0)
    assert (answer.outcome, answer.code) == ("failed", Code.UNEXPECTED)
    assert told == ["Main office: ZeroDivisionError()"]


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
        def wish(self, wish: Wish | Ask) -> None:
            diary = Diary(desk.folder / "commands.json")
            diary.open()
            seen.append((diary.has("one"), dict(diary.paused)))

    desk.main = Crashing("Main office", "id-1")
    desk.commands().carry_out(asked("pause", minutes=60))

    assert seen == [(True, {"Main office": NOON + HOUR, "Other office": NOON + HOUR})]


@pytest.mark.parametrize("command", ["sync-now", "resume"])
def test_the_end_of_a_pause_is_durable_before_its_effect(desk, command):
    desk.commands().carry_out(asked("pause"))
    seen = []

    class Crashing(Office):
        def wish(self, wish: Wish | Ask) -> None:
            diary = Diary(desk.folder / "commands.json")
            diary.open()
            seen.append((diary.has("two"), dict(diary.paused)))

    desk.main = Crashing("Main office", "id-1")
    desk.commands().carry_out(asked(command, id_="two"))

    assert seen == [(True, {})]


def test_a_pause_is_renewed_by_the_next_worker(desk):
    desk.commands().carry_out(asked("pause", practice="id-1", minutes=60))
    desk.main.wishes.clear()

    desk.commands().renew_pauses()

    assert desk.main.wishes == [Pause(NOON + HOUR)]
    assert desk.other.wishes == []


def test_a_pause_is_renewed_for_a_week_at_most_wherever_the_clock_was_set_to(desk):
    diary = Diary(desk.folder / "commands.json")
    diary.note("one", NOON, {"Main office": NOON + dt.timedelta(days=365)})

    desk.commands().renew_pauses()

    assert desk.main.wishes == [Pause(NOON + dt.timedelta(days=7))]


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


def test_looking_now_ends_a_pause_for_good(desk):
    desk.commands().carry_out(asked("pause"))
    desk.commands().carry_out(asked("sync-now", "two", "id-1"))
    desk.main.wishes.clear()
    desk.other.wishes.clear()

    desk.commands().renew_pauses()

    assert desk.main.wishes == []
    assert desk.other.wishes == [Pause(None)]


ASLEEP = [
    (Phase.NOT_ACTIVATED, None, "failed", Code.NOT_ACTIVATED),
    (Phase.DEACTIVATED, None, "failed", Code.NOT_ACTIVATED),
    (Phase.SIGN_IN_NEEDED, None, "failed", Code.SIGN_IN_AGAIN),
    (Phase.SIGN_IN_NEEDED, Code.RIGHTS_MISSING, "failed", Code.RIGHTS_MISSING),
    (Phase.TAKEN_OVER, None, "failed", Code.ANOTHER_IN_CHARGE),
    (Phase.SIGNING_IN, None, "refused", Code.COMMAND_REFUSED),
    (Phase.SCHEDULED, None, "refused", Code.COMMAND_REFUSED),
]


@pytest.mark.parametrize("command", ["sync-now", "pause", "resume"])
@pytest.mark.parametrize(("phase", "code", "outcome", "told"), ASLEEP)
def test_a_practice_that_waits_for_a_person_says_so(desk, command, phase, code, outcome, told):
    desk.main.report = Report(phase, NOON, code, {"server": "OLDSRV"})
    answer = desk.commands().carry_out(asked(command, practice="id-1"))

    assert (answer.outcome, answer.code) == (outcome, told)
    assert desk.main.wishes == []
    desk.commands().renew_pauses()
    assert desk.main.wishes == []


def test_it_does_not_keep_the_others_from_it(desk):
    desk.main.report = Report(Phase.NOT_ACTIVATED, NOON)

    assert desk.commands().carry_out(asked("sync-now")) == Answer()
    assert desk.main.wishes == []
    assert desk.other.wishes == [SyncNow()]


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


def test_looking_now_begins_what_was_put_off(desk):
    begun: list[str] = []

    def begin(name: str) -> None:
        begun.append(name)
        desk.main.report = Report(Phase.STARTING, NOON)

    desk.main.report = Report(Phase.SCHEDULED, NOON)
    commands = desk.commands(begin=begin)

    assert commands.carry_out(asked("sync-now", practice="id-1")) == Answer()
    assert begun == [desk.main.name]
    assert desk.main.wishes == [SyncNow()]
