"""Whether this server is in charge, as `doctor` asks beside the work."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest

from practicesync.adapters.cloud_activation import InCharge
from practicesync.app.worker.charge_check import ChargeCheck
from practicesync.core.check_words import told
from practicesync.core.errors import Code, Problem, SignInNeeded, Unavailable
from practicesync.core.phase import Phase
from practicesync.core.report import Report

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
HERE = InCharge(True, 3, "NEWSRV", "installation-1", NOON.isoformat(), "x@example.com")
THERE = InCharge(True, 3, "OLDSRV", "installation-2", NOON.isoformat(), "x@example.com")


@dataclass
class Room:
    """The shop, its session and the practice, as far as they are asked."""

    found: InCharge = HERE
    fails: Problem | None = None
    name: str = "Main"
    practice_id: str = "id-1"
    report: Report = field(default_factory=lambda: Report(Phase.IN_SYNC, NOON))
    asked: int = 0

    def session(self, settings: object, practice_id: str) -> "Room":
        assert practice_id == self.practice_id
        return self

    def installation(self, practice: str) -> str:
        return "installation-1"

    def get(self, path: str, kind: type) -> InCharge:
        self.asked += 1
        if self.fails is not None:
            raise self.fails
        return self.found


def check_of(room: Room):
    door: Any = room
    return ChargeCheck(door, [door], lambda: NOON).check(door)


def test_a_server_that_is_in_charge_is_in_order():
    check = check_of(Room())

    assert (check.result, check.id) == ("pass", "in-charge")


def test_another_server_is_named_with_the_time_since_when():
    check = check_of(Room(THERE))

    assert (check.result, check.code) == ("fail", Code.ANOTHER_IN_CHARGE)
    said = told(check).sentence
    assert said.startswith("OLDSRV has been in charge of your online copy since ")
    assert "2026" not in said


@pytest.mark.parametrize(
    ("room", "code"),
    [
        (Room(InCharge(active=False)), Code.NOT_ACTIVATED),
        (Room(fails=SignInNeeded(Code.SIGN_IN_AGAIN)), Code.SIGN_IN_AGAIN),
        (Room(fails=Unavailable(Code.CLOUD_BUSY)), Code.CLOUD_BUSY),
    ],
    ids=["nobody", "signed out", "busy"],
)
def test_what_keeps_it_from_being_in_charge_is_told(room, code):
    check = check_of(room)

    assert (check.result, check.code) == ("fail", code)


@pytest.mark.parametrize(
    "room",
    [
        Room(practice_id=""),
        Room(report=Report(Phase.STARTING, NOON)),
        Room(fails=SignInNeeded(Code.NEVER_SIGNED_IN)),
    ],
    ids=["no practice", "starting", "no sign-in"],
)
def test_without_a_sign_in_nobody_is_asked(room):
    assert check_of(room).result == "skipped"


@pytest.mark.parametrize("code", [Code.ANOTHER_IN_CHARGE, Code.ANOTHER_COPY])
def test_a_copy_of_another_server_leaves_the_sign_in_alone(code):
    room = Room(report=Report(Phase.MISCONFIGURED, NOON, code))

    check = check_of(room)

    assert (check.result, check.code, room.asked) == ("fail", code, 0)


@pytest.mark.parametrize(
    ("room", "code"),
    [
        (Room(), None),
        (Room(THERE), Code.ANOTHER_IN_CHARGE),
        (Room(InCharge(active=False)), Code.NOT_ACTIVATED),
        (Room(fails=SignInNeeded(Code.SIGN_IN_AGAIN)), Code.SIGN_IN_AGAIN),
        (Room(fails=Unavailable(Code.CLOUD_BUSY)), None),
    ],
)
def test_only_who_is_told_so_has_lost_its_place(room, code):
    door: Any = room

    lost = ChargeCheck(door, [door], lambda: NOON).why_lost(door)

    assert (lost and lost.code) == code
