"""First uploads that were put off, over restarts and clocks that are set."""

import datetime as dt
from dataclasses import dataclass

import pytest

from practicesync.app.worker.register import Register, Registered
from practicesync.app.worker.schedule import Schedule
from practicesync.core.instant import Instant

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
EVENING = NOON + 6 * HOUR


@dataclass
class Practice:
    """A practice whose work is put off."""

    name: str = "Main"
    begins_at: dt.datetime | None = None
    begun: int = 0

    def put_off(self, until: dt.datetime) -> None:
        self.begins_at = until

    def begin(self) -> None:
        self.begins_at = None
        self.begun += 1


class Room:
    """A worker with one practice, whose clocks the test sets."""

    def __init__(self, folder) -> None:
        self.folder = folder
        self.instant = Instant(NOON, 1000.0)
        self.register = Register(folder / "practices.json")
        self.register.open()
        self.practice = Practice()
        self.schedule = Schedule([self.practice], self.register, lambda: self.instant)
        self.schedule.renew()

    def put_off(self, at: dt.datetime) -> None:
        registered = Registered("id-1", "The practice", NOON, "x@example.com", "1", None, at)
        self.register.put("Main", registered)
        self.practice.put_off(at)

    def goes_by(self, hours: float, wall: dt.datetime | None = None) -> None:
        now = self.instant
        wall = now.wall + hours * HOUR if wall is None else wall
        self.instant = Instant(wall, now.monotonic + hours * 3600)
        self.schedule.tend()

    @property
    def kept(self) -> dt.datetime | None:
        register = Register(self.folder / "practices.json")
        register.open()
        registered = register.get("Main")
        return registered.begins_at if registered else None


@pytest.fixture
def room(tmp_path) -> Room:
    made = Room(tmp_path)
    made.put_off(EVENING)
    made.schedule.tend()
    return made


def test_it_begins_when_its_time_has_come_and_once(room):
    room.goes_by(5.9)
    assert room.practice.begun == 0

    room.goes_by(0.1)
    room.goes_by(1)

    assert (room.practice.begun, room.kept) == (1, None)


def test_it_is_put_off_over_a_restart(room):
    again = Room(room.folder)

    assert again.practice.begins_at == EVENING
    again.goes_by(6)
    assert again.practice.begun == 1


def test_one_that_was_due_while_nothing_ran_begins_at_once(room, tmp_path):
    room.put_off(NOON - HOUR)

    again = Room(room.folder)
    again.schedule.tend()

    assert again.practice.begun == 1


def test_what_was_told_to_begin_does_not_wait_again_after_a_crash(room):
    room.practice.begin = lambda: (_ for _ in ()).throw(ZeroDivisionError)  # the crash

    with pytest.raises(ZeroDivisionError):
        room.schedule.begin("Main")

    assert room.kept is None
    assert Room(room.folder).practice.begins_at is None


def test_a_clock_that_is_set_ahead_brings_it_sooner(room):
    room.goes_by(0.1, EVENING + HOUR)

    assert room.practice.begun == 1


def test_a_clock_that_is_set_back_puts_it_off_no_longer_and_shows_the_new_time(room):
    room.goes_by(1, NOON - 24 * HOUR)

    assert room.practice.begun == 0
    assert room.practice.begins_at == room.kept == NOON - 19 * HOUR
    room.goes_by(5)
    assert room.practice.begun == 1


def test_a_clock_that_was_set_back_while_nothing_ran_costs_a_day_at_most(room):
    room.put_off(NOON + 240 * HOUR)

    assert Room(room.folder).practice.begins_at == NOON + 25 * HOUR


def test_another_time_takes_the_place_of_the_first(room):
    room.schedule.change("Main", EVENING + HOUR)
    room.goes_by(6)
    assert (room.practice.begun, room.kept) == (0, EVENING + HOUR)

    room.goes_by(1)

    assert room.practice.begun == 1


def test_what_was_not_put_off_is_neither_begun_nor_put_off(tmp_path):
    room = Room(tmp_path)
    room.schedule.begin("Main")
    room.schedule.change("Main", EVENING)
    room.schedule.tend()

    assert (room.practice.begun, room.practice.begins_at, room.kept) == (0, None, None)


def test_a_deactivation_cancels_it(room):
    room.register.leave("Main", NOON)

    assert room.kept is None
