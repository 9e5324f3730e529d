"""The command ``activate``: which sign-in and whom it means."""

import datetime as dt
import threading
from dataclasses import dataclass, field

import pytest

from practicesync.app.activation import SignedIn
from practicesync.app.activations import Activations
from practicesync.app.register import Register
from practicesync.core.command import Command
from practicesync.core.errors import Code, Problem, Unavailable
from practicesync.core.phase import Phase
from practicesync.core.report import Report
from tests.unit.app.test_activation import Door, until

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
USER = "somebody@example.com"


@dataclass
class Office:
    """A practice that reports a phase."""

    name: str
    phase: Phase = Phase.NOT_ACTIVATED
    practice_id: str = ""

    @property
    def report(self) -> Report:
        return Report(self.phase, NOON)


@dataclass
class Desk:
    """The activations of a worker, and every door that was opened."""

    activations: Activations
    paused: set[str]
    doors: list[Door] = field(default_factory=list)

    def ask(self, step: str, practice: str | None = None, **arguments):
        asked = Command("one", "activate", practice, NOON, {"step": step} | arguments)
        return self.activations.carry_out(asked)

    def begin(self, practice: str | None = None) -> str:
        return str(self.ask("begin", practice, terms="1").detail["id"])

    def signed_in(self, id_: str) -> None:
        self.doors[-1].browser.set()
        for activation in self.activations._running.values():
            if activation.id == id_:
                until(activation, SignedIn)


@pytest.fixture
def offices():
    return [Office("Main"), Office("Branch", Phase.IN_SYNC, "P-2")]


@pytest.fixture
def desk(offices, tmp_path):
    doors: list[Door] = []

    def ways(*_):
        doors.append(Door())
        return doors[-1]

    paused = {"Main", "Branch"}

    def end_pause(why: str, name: str) -> bool:
        if "the disk is full" in paused:
            raise Unavailable(Code.DISK_FULL)
        lasted = name in paused
        paused.discard(name)
        return lasted

    register = Register(tmp_path / "practices.json")
    activations = Activations(offices, register, ways, lambda name, bug: None, end_pause)
    made = Desk(activations, paused, doors)
    yield made
    made.activations.end()


def refused(act) -> str:
    with pytest.raises(Problem) as raised:
        act()
    assert raised.value.code is Code.COMMAND_REFUSED
    return raised.value.facts["reason"]


def done(desk: Desk, id_: str) -> None:
    pause = threading.Event()
    for _ in range(5000):
        if desk.ask("status", id=id_).outcome == "done":
            return
        pause.wait(0.001)
    raise AssertionError


def test_a_yes_to_whom_the_person_has_seen_activates(desk):
    id_ = desk.begin()
    desk.signed_in(id_)

    desk.ask("confirm", id=id_, user=USER)

    done(desk, id_)


@pytest.mark.parametrize(
    "said", [{}, {"user": USER}, {"id": "other", "user": USER}, {"user": "other@example.com"}]
)
def test_a_yes_to_anything_else_is_refused_and_activates_nothing(desk, said):
    id_ = desk.begin()
    desk.signed_in(id_)
    if "other@example.com" in said.values():
        said = said | {"id": id_}

    assert refused(lambda: desk.ask("confirm", **said))

    assert desk.ask("status", id=id_).outcome == "waiting"
    assert desk.doors[0].did == []


def test_a_yes_before_anybody_signed_in_is_refused(desk):
    id_ = desk.begin()

    assert refused(lambda: desk.ask("confirm", id=id_, user=USER))


def test_a_later_sign_in_is_not_confirmed_or_given_up_by_the_one_before(desk):
    first = desk.begin()
    second = desk.begin()
    desk.signed_in(second)

    for step in ("status", "confirm", "cancel"):
        assert refused(lambda step=step: desk.ask(step, id=first, user=USER))
    desk.ask("confirm", id=second, user=USER)

    done(desk, second)


def test_the_only_practice_that_waits_is_meant_until_the_end(desk, offices):
    id_ = desk.begin()
    desk.signed_in(id_)

    desk.ask("confirm", id=id_, user=USER)
    offices[0].phase = Phase.UPLOADING

    done(desk, id_)


def test_of_two_practices_that_wait_one_has_to_be_named(desk, offices):
    offices[1].phase = Phase.NOT_ACTIVATED

    assert refused(lambda: desk.ask("look"))
    assert refused(desk.begin)
    assert desk.ask("look", "Branch").outcome == "waiting"


def test_an_activation_ends_the_pause_of_its_practice_and_says_so(desk):
    id_ = desk.begin()
    desk.signed_in(id_)
    assert desk.paused == {"Main", "Branch"}

    desk.ask("confirm", id=id_, user=USER)
    done(desk, id_)

    assert desk.paused == {"Branch"}
    assert desk.ask("status", id=id_).detail["pause_ended"] is True


def test_an_activation_without_a_pause_says_nothing_of_one(desk):
    desk.paused.clear()
    id_ = desk.begin()
    desk.signed_in(id_)

    desk.ask("confirm", id=id_, user=USER)
    done(desk, id_)

    assert desk.ask("status", id=id_).detail["pause_ended"] is False


def test_the_pause_ends_although_nobody_asks_how_it_went(desk):
    id_ = desk.begin()
    desk.signed_in(id_)
    desk.ask("confirm", id=id_, user=USER)
    assert desk.doors[0].ended.wait(10)

    desk.activations.settle()

    assert desk.paused == {"Branch"}


def test_a_sign_in_that_is_given_up_ends_no_pause(desk):
    id_ = desk.begin()
    desk.ask("cancel", id=id_)
    assert desk.doors[0].ended.wait(10)

    assert desk.ask("status", id=id_).outcome == "failed"
    assert desk.paused == {"Main", "Branch"}


def test_a_pause_that_could_not_be_ended_is_ended_later(desk):
    """The disk is full when the activation is done: what was not kept was not told either."""
    id_ = desk.begin()
    desk.signed_in(id_)
    desk.ask("confirm", id=id_, user=USER)
    assert desk.doors[0].ended.wait(10)
    desk.paused.add("the disk is full")

    with pytest.raises(Unavailable):
        desk.activations.settle()
    desk.paused.remove("the disk is full")

    assert desk.ask("status", id=id_).detail["pause_ended"] is True


@pytest.mark.parametrize("terms", [{}, {"terms": ""}, {"terms": 1}])
def test_without_the_terms_of_use_nobody_signs_in(desk, terms):
    assert refused(lambda: desk.ask("begin", **terms)) == "the terms of use are not accepted"
    assert desk.doors == []
