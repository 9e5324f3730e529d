"""A practice, a cloud and a worker between them, in memory, on a clock that only we move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from practicesync.core.action import Action, Delete, Epoch, Fence, Outcome, SequenceNumber
from practicesync.core.cleaning import Note
from practicesync.core.contact import Contact, Phone
from practicesync.core.errors import Code, Rejected
from practicesync.core.guard import GuardLimits
from practicesync.core.key import Key, key_text
from practicesync.core.online import Preparing
from practicesync.core.phase import Phase
from practicesync.core.report import Report
from practicesync.core.row import Changes, Cursor, Gap, Page, Position, Row
from practicesync.core.wish import Wish
from practicesync.engine.cycle import Cycle
from practicesync.engine.job import Job, Pace
from practicesync.engine.runner import Runner
from practicesync.ports import Known
from tests.fakes.cloud import MemoryCloud, MemorySink
from tests.fakes.feed import TrackingFeed
from tests.fakes.journal import MemoryJournal
from tests.fakes.source import MemoryPractice, MemorySource
from tests.simulation.world import VirtualClock

MANY = 500
"""Steps without a pause after which a worker is said to run in circles."""


def key(number: int) -> Key:
    return key_text([str(number)])


@dataclass(frozen=True)
class Translated:
    contact: Contact
    notes: tuple[Note, ...] = ()


def translate(row: Row) -> Translated:
    """Return the row as a contact; without a name it can't be one."""
    name = str(row.fields["name"])
    if not name:
        raise Rejected(Code.NAME_MISSING, "name")
    return Translated(
        Contact(
            id=row.key,
            kind="person",
            status="active",
            name=name,
            partner=str(row.fields["partner"] or ""),
            phones=tuple(
                Phone(str(one["type"]), str(one["number"])) for one in row.children["phones"]
            ),
        )
    )


@dataclass
class Cloud(MemoryCloud):
    """A cloud that fails every time while it is down."""

    down: Exception | None = None

    def fail(self) -> None:
        if self.down is not None:
            raise self.down
        super().fail()


@dataclass(frozen=True)
class Batch:
    """What was sent at once: names by key, None for a delete."""

    epoch: Epoch
    sequence: SequenceNumber
    names: dict[Key, str | None]


class Line(MemorySink):
    """The way to the cloud: keeps what was asked of it and which batches came through.

    `fails` names what is to fail once; `confirmed` counts the questions who is in charge.
    """

    def __init__(self, cloud: Cloud) -> None:
        super().__init__(cloud)
        self.asked: list[str] = []
        self.batches: list[Batch] = []
        self.fails: dict[str, Exception] = {}
        self.before_apply: Callable[[], object] = bool
        self.confirmed: list[Epoch] = []

    def ask(self, what: str) -> None:
        self.asked.append(what)
        if (error := self.fails.pop(what, None)) is not None:
            raise error

    def begin(self) -> Fence:
        self.ask("begin")
        return super().begin()

    def apply(
        self, epoch: Epoch, sequence: SequenceNumber, actions: Sequence[Action]
    ) -> Sequence[Outcome]:
        self.ask("apply")
        self.before_apply()
        outcomes = super().apply(epoch, sequence, actions)
        names = {one.key: None if isinstance(one, Delete) else one.contact.name for one in actions}
        self.batches.append(Batch(epoch, sequence, names))
        return outcomes

    def confirm(self, epoch: Epoch) -> None:
        self.confirmed.append(epoch)
        if (error := self.fails.pop("confirm", None)) is not None:
            raise error
        super().confirm(epoch)

    def uploading(self, total: int) -> None:
        self.ask(f"uploading {total}")
        super().uploading(total)

    def uploaded(self) -> None:
        self.ask("uploaded")
        super().uploaded()

    def preparing(self) -> Preparing:
        self.ask("preparing")
        return super().preparing()

    @property
    def names(self) -> list[dict[Key, str | None]]:
        """What was sent, batch by batch."""
        return [batch.names for batch in self.batches]


class Database(MemorySource):
    """A source that may be down, and that may miss rows although they are there.

    `takes` is called with each question before it is answered.
    """

    def __init__(self, practice: MemoryPractice) -> None:
        super().__init__(practice)
        self.down: Exception | None = None
        self.missed: set[Key] = set()
        self.asked: list[str] = []
        self.takes: Callable[[str], object] = str
        self.closed = 0

    def ask(self, what: str) -> None:
        self.asked.append(what)
        self.takes(what)
        if self.down is not None:
            raise self.down

    def read(self, keys: Sequence[Key]) -> Sequence[Row]:
        self.ask(f"read {len(keys)}")
        return [row for row in super().read(keys) if row.key not in self.missed]

    def page(self, after: Position | None, limit: int) -> Page:
        self.ask(f"page after {after}")
        keys, position = self.keys(after, limit)
        return Page(super().read(keys), position)

    def count(self) -> int:
        self.ask("count")
        return super().count()

    def close(self) -> None:
        self.closed += 1


class Tracking(TrackingFeed):
    """Change tracking on a database that may be down."""

    def __init__(self, practice: MemoryPractice, database: Database, portion: int) -> None:
        super().__init__(practice, portion)
        self._database = database

    def poll(self, cursor: Cursor, known: Known) -> Changes | Gap:
        self._database.ask("look")
        return super().poll(cursor, known)


def read_at_once(read: Callable[[], Page]) -> Callable[[], Page]:
    """Read ahead before anything is sent, as the fastest thread would."""
    try:
        page = read()
    except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
        trouble = error

        def fail() -> Page:
            raise trouble

        return fail
    return lambda: page


@dataclass
class Workplace:
    """Everything about one practice; `restart` is what a new process would be."""

    practice: MemoryPractice = field(default_factory=MemoryPractice)
    cloud: Cloud = field(default_factory=Cloud)
    clock: VirtualClock = field(default_factory=VirtualClock)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    check_every: dt.timedelta = dt.timedelta(days=1)
    guard: GuardLimits = field(default_factory=GuardLimits)
    portion: int = 5_000
    activated_by: str = ""
    reports: list[Report] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Start another worker over what is durable."""
        self.database = Database(self.practice)
        self.line = Line(self.cloud)
        self.job = Job(
            name="Main office",
            source=self.database,
            feed=Tracking(self.practice, self.database, self.portion),
            sink=self.line,
            journal=self.journal,
            translate=translate,
            pace=Pace(interval=5.0, page=3, guard=self.guard),
            next_check=lambda now: now + self.check_every,
            activated_by=lambda: self.activated_by,
        )
        self.cycle = Cycle(self.job, self.clock, read_at_once)
        self.runner = Runner(self.job, self.clock, self.reports.append, read_at_once, lambda: 0.5)
        self.runner.begin_reporting()

    def put(self, *numbers: int, name: str = "First") -> None:
        """Add these contacts or change them, in one transaction."""
        edit = self.practice.begin()
        for number in numbers:
            edit.contact((str(number),), name)
        edit.commit()

    def drop(self, *numbers: int) -> None:
        """Delete these contacts in one transaction."""
        edit = self.practice.begin()
        for number in numbers:
            edit.drop((str(number),))
        edit.commit()

    def online(self) -> dict[Key, str]:
        """Return the names that people see online."""
        return {key: contact.name for key, contact in self.cloud.contacts.items()}

    def in_database(self) -> dict[Key, str]:
        """Return the names in the practice database."""
        return {key: str(row["name"]) for key, row in self.practice.contacts.items()}

    def phase(self) -> Phase:
        """Return where the practice stands."""
        return self.runner.phase

    @property
    def report(self) -> Report:
        """What was reported last."""
        return self.reports[-1]

    def phases(self) -> list[Phase]:
        """Return the phases that were reported, each as often as it began."""
        found: list[Phase] = []
        for report in self.reports:
            if not found or found[-1] is not report.phase:
                found.append(report.phase)
        return found

    def ask(self, wish: Wish) -> float:
        """Let a person ask for something, and the worker do what follows at once."""
        self.runner.wish(wish)
        return self.settle()

    def settle(self) -> float:
        """Let the worker do what it does without a pause, and return the pause."""
        for _ in range(MANY):
            pause = self.runner.step()
            if pause > 0:
                return pause
        raise AssertionError(f"no pause in {MANY} steps, {self.phase()}")

    def pass_time(self, seconds: float) -> None:
        """Let the worker work for so long; its last step is at the end of that time."""
        end = self.clock.seconds + seconds
        while (wakes := self.clock.seconds + self.settle()) < end:
            self.clock.seconds = wakes
        self.clock.seconds = end
        self.settle()

    def look(self) -> None:
        """Let the cycle alone look for changes."""
        while self.cycle.look():
            pass

    def sync(self) -> None:
        """Let the cycle look, and do what is to be done."""
        self.look()
        self.turn()

    def turn(self) -> None:
        """Let the cycle alone do everything that is to be done, a full check included."""
        for _ in range(MANY):
            if not self.cycle.turn().worked:
                return
        raise AssertionError(f"still at work after {MANY} turns")

    def bring_online(self, *numbers: int) -> None:
        """Have these contacts online, and the worker in sync."""
        self.put(*numbers)
        self.pass_time(30)
        assert self.phase() is Phase.IN_SYNC
        assert self.online() == self.in_database()
        self.reports[:-1] = []
        for asked in (self.line.asked, self.line.batches, self.line.confirmed, self.database.asked):
            asked.clear()
