"""A copy of a server leaves the sign-in alone as long as the other copy is at work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from msgspec.structs import replace

from practicesync.adapters.machine import Traits
from practicesync.app.worker.identity import OwnIdentity
from practicesync.app.worker.register import Register, Registered
from practicesync.core.errors import Code, Misconfigured, Unavailable
from tests.simulation.world import VirtualClock

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
HOME: Traits = {"system": "home", "firmware": "home"}
AWAY: Traits = {"system": "home", "firmware": "away"}
DONE = Registered("p1", "The practice", NOON, "somebody@example.com", machine=HOME)


@dataclass
class Place:
    """A register and an online side that says whether the other copy is at work."""

    folder: Path
    at_work: bool | Exception = True
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    clock: VirtualClock = field(default_factory=VirtualClock)

    def __post_init__(self) -> None:
        self.register = Register(self.folder / "practices.json")
        self.register.open(lambda _: HOME)
        self.register.put("Main", DONE)

    def on(self, machine: Traits) -> OwnIdentity:
        return OwnIdentity(self.register, machine, self._ask, self.clock)

    def _ask(self, name: str, practice_id: str, installation: str) -> bool:
        self.asked.append((name, practice_id, installation))
        if isinstance(self.at_work, Exception):
            raise self.at_work
        return self.at_work

    def machine(self) -> Traits:
        registered = self.register.get("Main")
        assert registered is not None
        return registered.machine


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_at_home_nothing_is_asked(place: Place):
    place.on(HOME).prove("Main")

    assert place.asked == []


def test_a_copy_is_stopped_while_the_other_is_at_work(place: Place):
    copy = place.on(AWAY)
    for _ in range(2):
        with pytest.raises(Misconfigured) as raised:
            copy.prove("Main")
        assert raised.value.code is Code.ANOTHER_COPY
        place.clock.wait(60)

    assert place.asked == [("Main", "p1", place.register.installation)] * 2
    assert place.machine() == HOME


def test_the_online_side_is_not_asked_over_and_over(place: Place):
    copy = place.on(AWAY)
    for _ in range(20):
        with pytest.raises(Misconfigured):
            copy.prove("Main")

    assert len(place.asked) == 1


def test_it_goes_on_once_the_other_has_stopped_and_is_at_home_from_then_on(place: Place):
    copy = place.on(AWAY)
    with pytest.raises(Misconfigured):
        copy.prove("Main")
    place.at_work = False
    place.clock.wait(60)
    copy.prove("Main")
    assert place.machine() == AWAY

    place.at_work = True
    place.asked.clear()
    place.on(AWAY).prove("Main")
    assert place.asked == []


def test_nobody_goes_on_while_nobody_can_tell(place: Place):
    place.at_work = Unavailable(Code.CLOUD_UNREACHABLE)

    with pytest.raises(Unavailable):
        place.on(AWAY).prove("Main")

    assert place.machine() == HOME


def test_what_could_not_be_read_before_is_no_sign_of_a_copy(place: Place):
    place.register.put("Main", replace(DONE, machine={"system": "home"}))
    place.on(AWAY).prove("Main")

    assert place.asked == []
    assert place.machine() == AWAY


def test_an_installation_of_old_is_at_home_where_it_is(place: Place):
    place.register.put("Main", replace(DONE, machine={}))
    place.on(AWAY).prove("Main")

    assert place.asked == []
    assert place.machine() == AWAY


def test_what_is_not_activated_has_nothing_to_prove(place: Place):
    place.register.leave("Main", NOON)
    copy = place.on(AWAY)
    copy.prove("Main")
    copy.prove("Nobody's")

    assert place.asked == []


def test_each_practice_is_proved_by_itself(place: Place):
    place.register.put("Branch", replace(DONE, practice_id="p2", installation="its own"))
    place.on(HOME).prove("Branch")
    with pytest.raises(Misconfigured):
        place.on(AWAY).prove("Branch")

    assert place.asked == [("Branch", "p2", "its own")]


@pytest.mark.parametrize(
    ("machine", "at_work", "new"),
    [(HOME, True, False), (AWAY, True, True), (AWAY, False, False)],
)
def test_only_a_copy_activates_as_somebody_new(
    place: Place, machine: Traits, at_work: bool, new: bool
):
    place.at_work = at_work
    chosen = place.on(machine).for_activation("Main")

    assert (chosen != place.register.installation) == new
    assert chosen


def test_a_copy_of_an_installation_that_was_never_activated_is_somebody_new(place: Place):
    assert place.on(HOME).for_activation("Other") == place.register.installation
    assert place.on(AWAY).for_activation("Other") != place.register.installation
    assert place.asked == []
