import datetime as dt
import threading
from dataclasses import dataclass, field
from typing import Any

import pytest

from practicesync.app.asking.reply import Answer
from practicesync.app.worker.activations import Activations
from practicesync.app.worker.deactivations import Deactivations, Left, Told
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.app.worker.refusal import Refusal
from practicesync.app.worker.register import Register
from practicesync.core.command import Command
from practicesync.core.errors import Code, Unavailable
from tests.unit.app.test_activation import Door

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


@dataclass
class Exit:
    """The way out; it opens when `go_on` is set."""

    fails: Exception | None = None
    go_on: threading.Event = field(default_factory=threading.Event)
    erased: list[bool] = field(default_factory=list)

    def leave(self, *, erase: bool) -> Left:
        self.erased.append(erase)
        self.go_on.wait(5)
        if self.fails:
            raise self.fails
        return Left(Told.YES, erased=erase)


@dataclass
class Desk:
    diary: Diary
    activations: Activations
    practices: list[PracticeThread]
    way: Exit = field(default_factory=Exit)
    bugs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.deactivations = Deactivations(
            self.practices,
            self.activations,
            self.diary,
            lambda _practice: self.way,
            lambda: NOON,
            on_bug=lambda name, _bug: self.bugs.append(name),
        )
        self.activations.mind(self.deactivations.runs)

    def ask(self, step: object, id_: str = "one", **arguments) -> Answer:
        given: dict[str, Any] = {"step": step, **arguments}
        asked = Command(id_, "deactivate", None, NOON, given)
        return self.deactivations.carry_out(asked)

    def begin(self, id_: str = "one", erase: object = False) -> Answer:
        return self.ask("begin", id_, remove_online_copy=erase)

    def ended(self) -> Answer:
        self.way.go_on.set()
        for _ in range(5000):
            if (answer := self.ask("status")).outcome != "waiting":
                return answer
            threading.Event().wait(0.001)
        raise AssertionError


def never(*_) -> object:
    raise AssertionError


def practice(name: str = "Main office") -> PracticeThread:
    return PracticeThread(name, "id-1", never, never)  # type: ignore[arg-type]  # is never opened


@pytest.fixture
def desk(tmp_path):
    practices = [practice()]
    register = Register(tmp_path / "practices.json")
    activations = Activations(practices, register, never, never, never, never)  # type: ignore[arg-type]  # nobody signs in
    return Desk(Diary(tmp_path / "commands.json"), activations, practices)


@pytest.mark.parametrize("erase", [True, False])
def test_it_is_begun_once_and_told_when_it_is_done(desk, erase):
    assert desk.begin(erase=erase).outcome == "waiting"
    assert desk.begin("two", erase=erase).outcome == "waiting"
    assert desk.ask("status").outcome == "waiting"

    done = desk.ended()

    assert (done.outcome, done.detail) == ("done", {"told": "yes", "erased": erase})
    assert desk.way.erased == [erase]
    assert desk.diary.has("one")


def test_a_failure_is_told_and_it_may_be_asked_again(desk):
    desk.way.fails = Unavailable(Code.CLOUD_UNREACHABLE, host="here")
    desk.begin()
    failed = desk.ended()
    assert (failed.outcome, failed.code, failed.facts) == (
        "failed", Code.CLOUD_UNREACHABLE, {"host": "here"},
    )  # fmt: skip

    desk.way.fails = None
    desk.begin("two")
    assert desk.ended().outcome == "done"


def test_a_bug_does_not_leave_who_asked_waiting(desk):
    desk.way.fails = ZeroDivisionError()
    desk.begin()

    assert desk.ended().code is Code.UNEXPECTED
    assert desk.bugs == ["Main office"]


@pytest.mark.parametrize("step", ["status", "other", None])
def test_what_has_not_begun_has_no_standing(desk, step):
    with pytest.raises(Refusal):
        desk.ask(step)


@pytest.mark.parametrize("erase", [None, "yes", 1])
def test_what_becomes_of_the_copy_is_said_plainly(desk, erase):
    with pytest.raises(Refusal):
        desk.begin(erase=erase)
    assert desk.way.erased == []


def test_of_several_practices_one_is_named(desk):
    desk.practices.append(practice("Other office"))

    with pytest.raises(Refusal):
        desk.begin()


def test_nobody_signs_in_meanwhile(desk):
    desk.begin()

    begin = {"step": "begin", "terms": "1"}
    with pytest.raises(Refusal, match="being stopped"):
        desk.activations.carry_out(Command("three", "activate", None, NOON, begin))
    desk.ended()


def test_nobody_deactivates_while_somebody_signs_in(tmp_path):
    practices = [practice()]
    register = Register(tmp_path / "practices.json")
    activations = Activations(practices, register, lambda *_: Door(), never, never, never)  # type: ignore[arg-type]  # neither is asked
    desk = Desk(Diary(tmp_path / "commands.json"), activations, practices)
    begin = {"step": "begin", "terms": "1"}
    activations.carry_out(Command("one", "activate", None, NOON, begin))

    with pytest.raises(Refusal, match="signing in"):
        desk.begin()
    activations.end()
