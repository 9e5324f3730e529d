import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from practicesync.adapters.authority import Grant
from practicesync.adapters.sign_in import Signed
from practicesync.app.activation import (
    SILENT_AFTER,
    Activated,
    Activation,
    Failed,
    SignedIn,
    Waiting,
)
from practicesync.core.errors import Code, SignInNeeded, TakenOver

SIGNED = Signed(
    "somebody@example.com",
    "id-1",
    "The practice",
    Grant("access", "refresh", 600, "id-1", "The practice", "somebody@example.com"),
)


@dataclass
class Door:
    """The world as an activation meets it; a browser comes back when `browser` is set."""

    fails_to_start: Exception | None = None
    fails_to_activate: Exception | None = None
    browser: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    did: list[str] = field(default_factory=list)
    asked_to_stop: int = 0

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

    def contacts(self) -> int:
        return 10

    def activate(self, signed: Signed) -> None:
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


def test_it_shows_the_address_then_who_then_that_it_is_done():
    door = Door()
    activation = begun(door)
    assert until(activation, Waiting) == Waiting("https://sign-in")

    door.browser.set()
    who = SignedIn("somebody@example.com", "id-1", "The practice", 10)
    assert until(activation, SignedIn) == who
    assert door.did == []

    activation.confirm()
    assert until(activation, Activated) == Activated("somebody@example.com", "The practice")
    door.ended.wait(5)
    assert door.did == ["activate", "kept"]


def test_a_no_undoes_the_sign_in():
    door = Door()
    activation = begun(door)
    door.browser.set()
    until(activation, SignedIn)

    activation.cancel()

    assert until(activation, Failed) == Failed(Code.SIGN_IN_TIMED_OUT)
    door.ended.wait(5)
    assert door.did == ["forget", "over"]


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
    assert door.did == []


def test_one_that_gives_way_after_its_yes_is_kept_all_the_same():
    door = Door()
    activation = begun(door)
    door.browser.set()
    until(activation, SignedIn)

    activation.confirm()
    activation.give_way()

    until(activation, Activated)
    assert door.ended.wait(5)
    assert door.did == ["activate", "kept"]


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
    door.browser.set()
    activation.confirm()

    assert until(activation, Failed) == failed
    assert door.ended.wait(5)


class BrokenDoor(Door):
    def contacts(self) -> int:
        raise RuntimeError("Zorblinski")


def test_a_bug_is_told_and_ends_the_sign_in():
    door = BrokenDoor()
    door.browser.set()
    bugs: list[BaseException] = []
    activation = Activation(door, bugs.append)
    activation.start()

    assert until(activation, Failed) == Failed(Code.UNEXPECTED)
    door.ended.wait(5)
    assert door.did == ["over"]
    assert [type(bug) for bug in bugs] == [RuntimeError]
