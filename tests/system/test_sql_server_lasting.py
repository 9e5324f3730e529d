"""Trouble with a database server that lasts, over the real driver and on a clock of our own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from practicesync.adapters.sqlserver.chosen import ChosenFeed
from practicesync.adapters.sqlserver.connection import Bounds
from practicesync.adapters.sqlserver.drivers import Login
from practicesync.adapters.sqlserver.entrance import Entrance
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.core.cleaning import clean
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today
from practicesync.core.report import Report
from practicesync.core.snapshot import PracticeStatus
from practicesync.core.status import Reported, practice_status
from practicesync.core.wish import SyncNow
from practicesync.engine.job import Job, Pace
from practicesync.engine.runner import Runner
from tests.fakes.cloud import MemoryCloud, MemorySink
from tests.fakes.journal import MemoryJournal
from tests.simulation.world import NOON, VirtualClock
from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.model.database import State
from tests.sqlserver.wire.faults import Drop
from tests.system.sql_server import DATABASE, PASSWORD, READER, Office, open_office
from tests.unit.engine.workplace import key, read_at_once

HOUR = 3600.0


class Desk:
    """The worker of one practice; each moment at which something else stands in the status."""

    def __init__(self, office: Office) -> None:
        self.clock = VirtualClock()
        self.cloud = MemoryCloud()
        self.shown: list[tuple[float, PracticeStatus]] = []
        driver, port = microsoft_driver().file, office.wire.port
        database = f"Driver={driver};Server=tcp:127.0.0.1,{port};Database={DATABASE};Encrypt=no"
        bounds = Bounds(login=1)
        entrance = Entrance(database, lambda: Login(READER, PASSWORD), bounds)
        source = SqlServerSource(entrance.usual, office.practice.profile(), bounds=bounds)
        job = Job(
            name="Main office",
            source=source,
            feed=ChosenFeed(source, "auto", self.clock.monotonic),
            sink=MemorySink(self.cloud),
            journal=MemoryJournal(),
            translate=clean,
            pace=Pace(),
            next_check=lambda _: NOON.replace(year=NOON.year + 1),
        )
        self.runner = Runner(job, self.clock, self._publish, read_at_once, lambda: 0.5)
        self.runner.begin_reporting()
        self.close = source.close

    def pass_time(self, seconds: float) -> None:
        """Let the worker work for so long."""
        until = self.clock.seconds + seconds
        while self.clock.seconds < until:
            self.clock.seconds = min(until, self.clock.seconds + self.runner.step())

    def _publish(self, report: Report) -> None:
        status = practice_status(Reported("Main", "p", report), Today(NOON, dt.UTC))
        self.shown.append((self.clock.seconds, status))

    @property
    def last(self) -> PracticeStatus:
        return self.shown[-1][1]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, contacts=3, encrypted=False) as opened:
        yield opened


@pytest.fixture
def desk(opened: Office) -> Iterator[Desk]:
    made = Desk(opened)
    made.pass_time(30)
    assert made.last.phase is Phase.IN_SYNC
    made.shown.clear()
    yield made
    made.close()


def stop(opened: Office) -> None:
    opened.stop()


def take_offline(opened: Office) -> None:
    opened.database.state = State.OFFLINE
    opened.wire.drop_connections()


def break_off(opened: Office) -> None:
    opened.wire.faults.at_login(Drop(), times=100)
    opened.wire.drop_connections()


def mend(opened: Office) -> None:
    opened.wire.faults.clear()
    opened.database.state = State.ONLINE
    opened.wire.refuse()
    opened.wire.listen()


@pytest.mark.parametrize(
    ("breaks", "code", "sentence"),
    [
        (stop, "PS-SRC-09", "SQL Server doesn't answer on 127.0.0.1 at port "),
        (take_offline, "PS-SRC-14", "The database server answers, but the practice database is"),
        (break_off, "PS-SRC-02", "The practice database can't be reached. Changes in the"),
    ],
)
def test_it_is_blue_for_a_minute_then_red_and_heals_by_itself(
    opened: Office, desk: Desk, breaks: Callable[[Office], None], code: str, sentence: str
) -> None:
    breaks(opened)
    began = desk.clock.seconds
    desk.pass_time(90)
    colours = [(moment - began, status.colour) for moment, status in desk.shown]
    turned_red = next(moment for moment, colour in colours if colour == "red")

    assert {colour for moment, colour in colours if moment < turned_red} == {"blue"}
    assert 55 <= turned_red <= 70  # seconds of our own clock
    assert (desk.last.phase, desk.last.code) == (Phase.UNAVAILABLE, code)
    assert desk.last.sentence.startswith(sentence)

    mend(opened)
    opened.name(1, "Renamed meanwhile")
    desk.pass_time(310)
    assert desk.last.phase is Phase.IN_SYNC
    assert desk.cloud.contacts[key(1)].name == "Renamed meanwhile"


def test_a_refused_login_is_not_tried_until_it_is_locked_out(opened: Office, desk: Desk) -> None:
    opened.reader.password = "another-Horse-9"
    opened.wire.logins.clear()
    opened.wire.drop_connections()
    desk.pass_time(HOUR)

    assert (desk.last.phase, desk.last.code) == (Phase.MISCONFIGURED, "PS-SRC-12")
    assert len(opened.wire.logins) == 12

    opened.reader.password = PASSWORD
    desk.runner.wish(SyncNow(resumes=False))
    desk.pass_time(10)
    assert desk.last.phase is Phase.IN_SYNC
