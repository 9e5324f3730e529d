"""An examination that is asked for: begun once, told bit by bit, in a thread of its own."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator

import pytest

from practicesync.app.asking.reply import Answer
from practicesync.app.worker.examinations import Examinations
from practicesync.app.worker.lookings import HANGS_AFTER
from practicesync.app.worker.refusal import Refusal
from practicesync.core.check import CheckId, passed
from practicesync.core.check_words import Told, told
from practicesync.core.command import Argument, Command
from practicesync.core.errors import Code, Problem, Unavailable

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
AT_MOST = 10.0  # seconds; a limit that only catches a hang
FIRST, SECOND = told(passed(CheckId.SETTINGS)), told(passed(CheckId.DISK))


class Desk:
    """Where is asked; the second check is made when `go_on` is set."""

    def __init__(self, end: Callable[[], None] = lambda: None) -> None:
        self.go_on = threading.Event()
        self.end = end
        self.meant: list[str | None] = []
        self.bugs: list[BaseException] = []
        self.seconds = 0.0
        self.examinations = Examinations(self.checks, self.bugs.append, lambda: self.seconds)

    def checks(self, practice: str | None) -> Iterator[Told]:
        self.meant.append(practice)
        yield FIRST
        self.go_on.wait(AT_MOST)
        self.end()
        yield SECOND

    def ask(self, step: str, **arguments: Argument) -> Answer:
        asked = Command("one", "doctor", "Main office", NOON, {"step": step, **arguments})
        return self.examinations.carry_out(asked)

    def begin(self) -> str:
        return str(self.ask("begin").detail["id"])

    def until(self, outcome: str, id_: str, seen: int) -> Answer:
        for _ in range(1000):
            answer = self.ask("look", id=id_, seen=seen)
            if answer.outcome == outcome:
                return answer
            threading.Event().wait(AT_MOST / 1000)
        raise AssertionError(outcome)

    def until_found(self, id_: str) -> list[object]:
        for _ in range(1000):
            found = self.ask("look", id=id_, seen=0).detail["checks"]
            assert isinstance(found, list)
            if found:
                return found
            threading.Event().wait(AT_MOST / 1000)
        raise AssertionError("nothing was found")


def ids(answer: Answer) -> list[str]:
    checks = answer.detail["checks"]
    assert isinstance(checks, list)
    return [one["id"] for one in checks]


def test_what_is_found_is_told_while_it_goes_on():
    desk = Desk()
    id_ = desk.begin()

    assert len(desk.until_found(id_)) == 1
    assert ids(desk.ask("look", id=id_, seen=1)) == []
    desk.go_on.set()
    assert ids(desk.until("done", id_, 0)) == ["settings", "disk"]
    assert ids(desk.ask("look", id=id_, seen=1)) == ["disk"]
    assert desk.meant == ["Main office"]


def test_nobody_else_begins_meanwhile():
    desk = Desk()
    id_ = desk.begin()

    with pytest.raises(Refusal):
        desk.ask("begin")

    desk.go_on.set()
    desk.until("done", id_, 0)
    assert desk.begin() != id_


def test_one_that_hangs_keeps_nobody_from_another():
    desk = Desk()
    first = desk.begin()
    desk.until_found(first)
    desk.seconds = HANGS_AFTER

    assert desk.begin() != first
    desk.go_on.set()


def test_what_ends_it_is_told_after_what_was_found():
    def fail() -> None:
        raise Unavailable(Code.DATABASE_BUSY)

    desk = Desk(fail)
    desk.go_on.set()
    id_ = desk.begin()

    assert ids(desk.until("done", id_, 0)) == ["settings"]
    with pytest.raises(Problem) as raised:
        desk.ask("look", id=id_, seen=1)
    assert raised.value.code is Code.DATABASE_BUSY


def test_a_bug_is_told_and_ends_nothing_else():
    def fail() -> None:
        raise ZeroDivisionError

    desk = Desk(fail)
    desk.go_on.set()
    id_ = desk.begin()

    desk.until("done", id_, 0)
    with pytest.raises(Problem) as raised:
        desk.ask("look", id=id_, seen=1)
    assert raised.value.code is Code.UNEXPECTED
    assert [type(bug) for bug in desk.bugs] == [ZeroDivisionError]
    assert desk.begin() != id_


def test_only_the_last_few_are_kept():
    desk = Desk()
    desk.go_on.set()
    first = desk.begin()
    desk.until("done", first, 0)
    for _ in range(5):
        desk.until("done", desk.begin(), 0)

    with pytest.raises(Refusal):
        desk.ask("look", id=first, seen=0)


@pytest.mark.parametrize(
    ("step", "arguments"),
    [
        ("look", {}),
        ("look", {"id": "another", "seen": 0}),
        ("look", {"id": 7, "seen": 0}),
        ("dance", {}),
    ],
)
def test_what_makes_no_sense_is_refused(step, arguments):
    with pytest.raises(Refusal):
        Desk().ask(step, **arguments)


@pytest.mark.parametrize("seen", [-1, "0", True, None])
def test_a_number_that_is_none_is_refused(seen):
    desk = Desk()
    desk.go_on.set()
    id_ = desk.begin()

    with pytest.raises(Refusal):
        desk.ask("look", id=id_, seen=seen)


def test_what_was_found_last_can_be_asked_for():
    desk = Desk()
    assert ids(desk.ask("last")) == []
    desk.go_on.set()
    desk.until("done", desk.begin(), 0)
    desk.go_on.clear()

    again = desk.begin()
    desk.until_found(again)
    assert ids(desk.ask("last")) == ["settings"]
    desk.go_on.set()
    desk.until("done", again, 0)

    assert ids(desk.ask("last")) == ["settings", "disk"]
