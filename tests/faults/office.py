"""A real worker's thread of one practice, its real wire, and a small cloud at the other end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from practicesync.adapters.authority import Authority
from practicesync.adapters.cloud_activation import Claim
from practicesync.adapters.cloud_session import CloudSession
from practicesync.adapters.cloud_sink import CloudSink
from practicesync.adapters.log_file import line_text
from practicesync.adapters.tokens import Tokens
from practicesync.adapters.wire import Bounds, CloudAddress, Request, Wire, open_wire
from practicesync.adapters.wire_errors import WireAnswer
from practicesync.app.worker.fortune import Fortune
from practicesync.core.errors import Unavailable
from practicesync.core.key import Key
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today
from practicesync.core.report import Report
from practicesync.core.snapshot import PracticeStatus
from practicesync.core.status import Reported, practice_status
from practicesync.core.wish import BeginSignIn, EndSignIn
from practicesync.engine.job import Job, Pace
from practicesync.engine.runner import Runner
from tests.fakes.authority import PRACTICE, MemoryAuthority
from tests.fakes.feed import TrackingFeed
from tests.fakes.journal import MemoryJournal
from tests.fakes.online import OnlineCopy
from tests.fakes.source import MemoryPractice, MemorySource
from tests.fakes.vault import MemoryVault
from tests.fakes.wire import WireServer, wire_server
from tests.simulation.world import VirtualClock
from tests.unit.engine.workplace import read_at_once, translate

HOST = "contacts.example"
MARK = "Zorblinski"
"""In every contact's name and every answer of a fault: it must show nowhere."""

MANY = 2_000
"""Steps without a pause after which a worker is said to run in circles."""

SOON = 0.2
"""Seconds of the bound that ends a fault. Were it another bound, the test would hang."""

Bound = Literal["", "connect", "read", "answer"]


class Line(Wire):
    """The real wire, but that it can be led elsewhere, as by a name that leads elsewhere.

    A wait that ran into its bound takes a moment, and its real time on the clock.
    """

    def __init__(self, address: CloudAddress, clock: VirtualClock) -> None:
        self.home = address
        self._clock = clock
        self._ends_by: Bound = ""
        self.lead(address)

    def lead(self, address: CloudAddress, ends_by: Bound = "") -> None:
        """Speak with that address from now on; waits end by that bound alone, if it is named."""
        bounds = Bounds()
        if ends_by:
            long = Bounds(connect=600.0, read=600.0, answer=600.0)
            bounds = msgspec.structs.replace(long, **{ends_by: SOON})
        wire = open_wire(address, "0", bounds)
        self._ends_by = ends_by
        super().__init__(wire._session, wire.base, bounds)
        self._host = HOST

    def exchange(self, request: Request, token: str = "") -> WireAnswer:
        try:
            return super().exchange(request, token)
        except Unavailable as problem:
            if problem.facts.get("reason") == "timed-out":
                self._clock.seconds += getattr(Bounds(), self._ends_by)
            raise


class Moment(msgspec.Struct, frozen=True):
    """What stood in the status from some second on."""

    seconds: float
    status: PracticeStatus


class Office:
    """Everything about one practice. `shown` is all that ever stood in status and log."""

    def __init__(self, folder: Path, server: WireServer, stack: ExitStack) -> None:
        self.folder = folder
        self.server = server
        self.stack = stack
        self.clock = VirtualClock()
        self.copy = OnlineCopy(MemoryAuthority(server.url))
        server.answer = self.copy.answer
        self.practice = MemoryPractice()
        self.line = Line(server.address, self.clock)
        self._authority = Authority(self.line, self.clock)
        self._tokens = Tokens(self._authority, MemoryVault(), PRACTICE, self.clock)
        self.sign_in()
        self.moments: list[Moment] = []
        self.reports: list[Report] = []
        self.shown = ""
        self._fortune = Fortune()
        self.fraction = 0.5
        self.runner = Runner(
            self._job(), self.clock, self._publish, read_at_once, lambda: self.fraction
        )
        self.runner.begin_reporting()

    def sign_in(self) -> None:
        """Let a person sign in, away from the worker."""
        self._tokens.keep(self._authority.refresh(self.copy.oauth.issue()))

    def person_signs_in(self) -> None:
        """Let a person sign in and the worker begin again."""
        self.runner.wish(BeginSignIn())
        self.settle()
        self.sign_in()
        self.runner.wish(EndSignIn())

    def rename(self, numbers: range, name: str) -> None:
        """Add these contacts or change their names, in one transaction."""
        edit = self.practice.begin()
        for number in numbers:
            edit.contact((str(number),), f"{MARK} {name} {number}")
        edit.commit()

    def bring_online(self, number: int) -> None:
        """Have so many contacts online and the worker in sync, just after a look."""
        self.rename(range(number), "First")
        self.pass_time(30)
        assert self.phase is Phase.IN_SYNC
        assert self.online() == self.in_database()
        self.copy.batches.clear()
        self.copy.asked.clear()
        self.moments.clear()

    def mend(self) -> None:
        """Put everything in order again."""
        self.copy.api = self.copy.sign_in = None
        self.line.lead(self.line.home)

    @property
    def phase(self) -> Phase:
        return self.runner.phase

    def online(self) -> dict[Key, str]:
        """Return the names that people see online."""
        return {key: contact.name for key, contact in self.copy.cloud.contacts.items()}

    def in_database(self) -> dict[Key, str]:
        """Return the names in the practice database."""
        return {key: str(row["name"]) for key, row in self.practice.contacts.items()}

    def settle(self) -> float:
        """Let the worker do what it does without a pause, and return the pause."""
        for _ in range(MANY):
            if (pause := self.runner.step()) > 0:
                return pause
        raise AssertionError(f"no pause in {MANY} steps, {self.phase}")

    def pass_time(self, seconds: float) -> None:
        """Let the worker work for so long, at least."""
        end = self.clock.seconds + seconds
        while (wakes := self.clock.seconds + self.settle()) < end:
            self.clock.seconds = wakes
        self.clock.seconds = max(end, self.clock.seconds)
        self.settle()

    def _job(self) -> Job:
        session = CloudSession(self.line, self._tokens, PRACTICE, self.clock)
        return Job(
            name="Main office",
            source=MemorySource(self.practice),
            feed=TrackingFeed(self.practice),
            sink=CloudSink(session, lambda: Claim("SERVER", "one")),
            journal=MemoryJournal(),
            translate=translate,
            pace=Pace(interval=5.0, page=500),
            next_check=lambda now: now + dt.timedelta(days=1),
        )

    def _publish(self, report: Report) -> None:
        today = Today(self.clock.now(), dt.UTC)
        status = practice_status(Reported("Main office", PRACTICE, report), today)
        self.reports.append(report)
        self.moments.append(Moment(self.clock.seconds, status))
        self.shown += msgspec.json.encode(status).decode() + "\n"
        if line := self._fortune.line(status, report.facts):
            self.shown += line_text(line, today.now)


@contextmanager
def open_office(folder: Path) -> Iterator[Office]:
    """Open an office with a cloud of its own, and close both when the block ends."""
    with ExitStack() as stack:
        server = stack.enter_context(wire_server(folder))
        office = Office(folder, server, stack)
        stack.callback(office.line.close)
        yield office
