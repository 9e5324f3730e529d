import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from practicesync.adapters.authority import Grant
from practicesync.adapters.cloud_activation import InCharge
from practicesync.adapters.sign_in import Signed
from practicesync.app.asking.activation_steps import (
    Activated,
    Elsewhere,
    Examining,
    Failed,
    Ready,
    SignedIn,
    Start,
    Waiting,
)
from practicesync.app.worker.activation import SILENT_AFTER, Activation
from practicesync.core.check import CheckId
from practicesync.core.check_words import Told
from practicesync.core.errors import Code, SignInNeeded, TakenOver

SIGNED = Signed(
    "somebody@example.com",
    "id-1",
    "The practice",
    Grant("access", "refresh", 600, "id-1", "The practice", "somebody@example.com"),
)

GOOD = Told(CheckId.DISK, "", "pass", "There is room.")
WARNING = Told(CheckId.CLOCK, Code.CLOCK_DIFFERS, "warn", "The clock is wrong.", "Set it.")
WRONG = Told(CheckId.DATABASE, Code.LOGIN_FAILED, "fail", "The login is wrong.", "Mend it.")
OTHER = InCharge(True, 3, "OLDSRV", "installation-2", "2026-05-03T09:02:00+00:00", "x@example.com")
TO_TERMS = Start("1")


@dataclass
class Door:
    """The world as an activation meets it; a browser comes back when `browser` is set."""

    fails_to_start: Exception | None = None
    fails_to_activate: Exception | None = None
    browser: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    did: list[str] = field(default_factory=list)
    asked_to_stop: int = 0
    other: InCharge | None = None
    findings: tuple[Told, ...] = (GOOD,)
    go_on: threading.Event = field(default_factory=threading.Event)
    terms: str = ""
    started: list[tuple[Start, InCharge | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.go_on.set()

    def invitation(self) -> Waiting:
        if self.fails_to_start:
            raise self.fails_to_start
        return Waiting("https://sign-in")

    def signed(self, stop) -> Signed:
        while not self.browser.wait(0.001):
            self.asked_to_stop += 1
            if stop():
                raise SignInNeeded(Code.SIGN_IN_TIMED_OUT)
        return SIGNED

    def elsewhere(self, signed: Signed) -> InCharge | None:
        return self.other

    def checks(self, signed: Signed) -> Iterator[Told]:
        for check in self.findings:
            self.did.append("look")
            yield check
            self.go_on.wait(60)

    def ready(self, signed: Signed, checks: tuple[Told, ...]) -> Ready:
        return Ready(checks, 10, self.terms)

    def activate(self, signed: Signed, start: Start, taken_from: InCharge | None) -> None:
        self.started.append((start, taken_from))
        self.did.append("activate")
        if self.fails_to_activate:
            raise self.fails_to_activate

    def forget(self, signed: Signed) -> None:
        self.did.append("forget")

    def over(self, *, kept: bool) -> None:
        self.did.append("kept" if kept else "over")
        self.ended.set()


def until(activation: Activation, kind: type) -> object:
    """Wait until the activation has come to such a step."""
    pause = threading.Event()
    for _ in range(5000):
        if isinstance(activation.step, kind):
            return activation.step
        pause.wait(0.001)
    raise AssertionError(f"still {activation.step}")


def begun(door: Door, monotonic: Callable[[], float] = time.monotonic) -> Activation:
    bugs: list[BaseException] = []
    activation = Activation(door, bugs.append, monotonic)
    activation.start()
    return activation


def acts(door: Door) -> list[str]:
    """Return what was done beside looking."""
    return [act for act in door.did if act != "look"]


def ready(activation: Activation) -> Ready:
    """Say yes to who has signed in, and wait for what a last yes would do."""
    until(activation, SignedIn)
    activation.confirm()
    step = until(activation, Ready)
    assert isinstance(step, Ready)
    return step


def test_it_shows_the_address_then_who_then_what_is_found_then_that_it_is_done():
    door = Door(findings=(GOOD, WARNING))
    activation = begun(door)
    assert until(activation, Waiting) == Waiting("https://sign-in")

    door.browser.set()
    who = SignedIn("somebody@example.com", "id-1", "The practice")
    assert until(activation, SignedIn) == who
    assert ready(activation) == Ready((GOOD, WARNING), 10)
    assert acts(door) == []

    activation.confirm(TO_TERMS)
    assert until(activation, Activated) == Activated("somebody@example.com", "id-1", "The practice")
    assert door.ended.wait(60)
    assert acts(door) == ["activate", "kept"]
    assert door.started == [(TO_TERMS, None)]


def test_each_finding_is_told_when_it_is_made():
    door = Door(findings=(GOOD, WARNING))
    door.go_on.clear()
    activation = begun(door)
    door.browser.set()
    until(activation, SignedIn)
    activation.confirm()

    found = until(activation, Examining)
    while found != Examining((GOOD,)):
        found = until(activation, Examining)
    door.go_on.set()

    assert until(activation, Ready)
    activation.cancel()


def test_what_is_wrong_ends_it_before_anything_is_claimed():
    door = Door(findings=(GOOD, WRONG))
    activation = begun(door)
    door.browser.set()
    until(activation, SignedIn)
    activation.confirm()

    assert until(activation, Failed) == Failed(Code.LOGIN_FAILED, {}, (GOOD, WRONG))
    assert door.ended.wait(60)
    assert acts(door) == ["forget", "over"]


def test_another_server_in_charge_is_taken_over_from_after_a_yes_to_that_one():
    door = Door(other=OTHER)
    activation = begun(door)
    door.browser.set()
    until(activation, SignedIn)
    activation.confirm()
    asked = until(activation, Elsewhere)
    assert asked == Elsewhere("OLDSRV", "installation-2", OTHER.since, "x@example.com")

    activation.confirm()
    assert until(activation, Ready) == Ready((GOOD,), 10, takes_over=True)
    activation.confirm(TO_TERMS)

    until(activation, Activated)
    assert door.started == [(TO_TERMS, OTHER)]


@pytest.mark.parametrize("asked", [SignedIn, Elsewhere, Ready])
def test_a_no_at_any_question_undoes_the_sign_in(asked):
    door = Door(other=OTHER)
    activation = begun(door)
    door.browser.set()
    for step in (SignedIn, Elsewhere, Ready):
        until(activation, step)
        if step is asked:
            break
        activation.confirm()

    activation.cancel()

    assert until(activation, Failed) == Failed(Code.SIGN_IN_TIMED_OUT)
    assert door.ended.wait(60)
    assert acts(door) == ["forget", "over"]


def test_a_no_while_things_are_looked_at_ends_it():
    door = Door(findings=(GOOD, GOOD, GOOD))
    door.go_on.clear()
    activation = begun(door)
    door.browser.set()
    until(activation, SignedIn)
    activation.confirm()
    until(activation, Examining)

    activation.cancel()
    door.go_on.set()

    assert until(activation, Failed) == Failed(Code.SIGN_IN_TIMED_OUT)
    assert door.ended.wait(60)
    # The one that was on its way, and none after it.
    assert door.did == ["look", "look", "forget", "over"]


def test_a_no_before_the_browser_comes_back_ends_the_wait():
    door = Door()
    activation = begun(door)
    until(activation, Waiting)

    activation.cancel()

    assert until(activation, Failed) == Failed(Code.SIGN_IN_TIMED_OUT)


def test_one_that_gives_way_leaves_the_practice_to_the_next():
    door = Door()
    activation = begun(door)
    until(activation, Waiting)

    activation.give_way()

    until(activation, Failed)
    assert acts(door) == []


def test_one_that_gives_way_after_its_yes_is_kept_all_the_same():
    door = Door()
    activation = begun(door)
    door.browser.set()
    ready(activation)

    activation.confirm(TO_TERMS)
    activation.give_way()

    until(activation, Activated)
    assert door.ended.wait(5)
    assert acts(door) == ["activate", "kept"]


def test_a_sign_in_that_nobody_asks_about_any_more_is_given_up():
    door, seconds = Door(), [0.0]
    activation = begun(door, lambda: seconds[0])
    until(activation, Waiting)

    seconds[0] = SILENT_AFTER + 1

    assert until(activation, Failed) == Failed(Code.SIGN_IN_TIMED_OUT)
    assert door.ended.wait(5)
    assert door.did == ["over"]


def test_a_sign_in_that_is_asked_about_goes_on():
    door, seconds = Door(), [0.0]
    activation = begun(door, lambda: seconds[0])
    until(activation, Waiting)
    for _ in range(10):
        asked = door.asked_to_stop
        for _ in range(5000):
            if door.asked_to_stop > asked:
                break
            threading.Event().wait(0.001)
        assert door.asked_to_stop > asked
        seconds[0] += SILENT_AFTER - 1
        activation.heard()
    door.browser.set()

    assert until(activation, SignedIn)
    activation.cancel()


@pytest.mark.parametrize(
    ("door", "failed"),
    [
        (Door(fails_to_start=SignInNeeded(Code.RIGHTS_MISSING)), Failed(Code.RIGHTS_MISSING)),
        (
            Door(fails_to_activate=TakenOver(Code.ANOTHER_IN_CHARGE, server="x")),
            Failed(Code.ANOTHER_IN_CHARGE, {"server": "x"}),
        ),
        (Door(fails_to_start=ZeroDivisionError()), Failed(Code.UNEXPECTED)),
    ],
)
def test_a_failure_is_told_and_the_practice_goes_on(door, failed):
    activation = begun(door)
    if not door.fails_to_start:
        door.browser.set()
        ready(activation)
        activation.confirm(TO_TERMS)

    assert until(activation, Failed) == failed
    assert door.ended.wait(5)


class BrokenDoor(Door):
    def elsewhere(self, signed: Signed) -> InCharge | None:
        raise RuntimeError("Zorblinski")


def test_a_bug_is_told_and_ends_the_sign_in():
    door = BrokenDoor()
    door.browser.set()
    bugs: list[BaseException] = []
    activation = Activation(door, bugs.append)
    activation.start()
    until(activation, SignedIn)
    activation.confirm()

    assert until(activation, Failed) == Failed(Code.UNEXPECTED)
    assert door.ended.wait(60)
    assert acts(door) == ["forget", "over"]
    assert [type(bug) for bug in bugs] == [RuntimeError]
