"""Plays a story with the real source, the real feed and the real cycle, and looks for a loss."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, NamedTuple

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.adapters.sqlserver.access import Keeps
from practicesync.adapters.sqlserver.chosen import ChosenFeed
from practicesync.adapters.sqlserver.presence import LONGEST, Presence
from practicesync.adapters.sqlserver.probe import Kind
from practicesync.adapters.sqlserver.rowversion_feed import RowversionFeed
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.tracking_feed import TrackingFeed
from practicesync.core.action import (
    ROUTINE,
    Action,
    Epoch,
    Outcome,
    Passed,
    Scan,
    SequenceNumber,
    Settlement,
    Upsert,
)
from practicesync.core.cleaning import Note
from practicesync.core.contact import Address, Contact, Phone
from practicesync.core.errors import Problem
from practicesync.core.filled import NOTHING, Fields
from practicesync.core.guard import GuardLimits
from practicesync.core.instant import Instant
from practicesync.core.key import Key
from practicesync.core.row import Cursor, Page, Part, Row, Seen
from practicesync.engine.cycle import Cycle
from practicesync.engine.job import Job, Pace
from practicesync.ports import Feed
from tests.fakes.cloud import MemoryCloud, MemorySink
from tests.fakes.journal import MemoryJournal
from tests.interleavings.office import Office, office
from tests.interleavings.story import TROUBLES, Happening, Story
from tests.simulation.world import Crash, VirtualClock
from tests.sqlserver.model.refusals import deadlock

WayName = Literal["change-tracking", "rowversion", "diff", "chosen"]

SMALL = 2
"""Changes in a portion, contacts in a page: every pass is taken in several looks."""

MANY = 300
"""Looks or turns after which a worker is said to run in circles."""

KEEPS: Mapping[WayName, Keeps] = {
    "change-tracking": "needed",
    "rowversion": "all",
    "diff": "nothing",
    "chosen": "nothing",
}


class Lost(Exception):
    """What must never be: a change was lost, something unsaved was sent, or nothing was said."""


@dataclass(frozen=True)
class Translated:
    contact: Contact
    notes: tuple[Note, ...] = ()


def translate(row: Row) -> Translated:
    """Return the row as a contact; whatever differs in the database differs in it."""
    texts = {name: str(value or "") for name, value in row.fields.items()}
    phones = [Phone("", str(one["number"] or "")) for one in row.children["phones"]]
    addresses = [
        Address(type=str(one["type"] or ""), city=str(one["city"] or ""))
        for one in row.children["addresses"]
    ]
    return Translated(
        Contact(
            id=row.key,
            kind="person",
            status="active",
            name=texts["name"],
            partner=texts["partner"],
            phones=tuple(sorted(phones, key=lambda one: one.number)),
            addresses=tuple(sorted(addresses, key=lambda one: one.type)),
        )
    )


def values_in(contact: Contact) -> set[str]:
    """Return the values that people have written."""
    written = [contact.name, contact.partner, *(one.number for one in contact.phones)]
    for one in contact.addresses:
        written += [one.type, one.city]
    return set(written) - {""}


class Parts(NamedTuple):
    """What a worker is made of: the real parts, or those of a mutant."""

    source: Callable[..., SqlServerSource] = SqlServerSource
    tracking: Callable[[SqlServerSource, int], Feed] = TrackingFeed
    rowversion: Callable[..., Feed] = RowversionFeed
    diff: Callable[..., Feed] = DiffFeed
    presence: Callable[..., Presence] = Presence
    cycle: Callable[..., Cycle] = Cycle


REAL = Parts()


class Chosen(ChosenFeed):
    """Chooses among feeds that take every pass in several looks."""

    def __init__(
        self,
        source: SqlServerSource,
        monotonic: Callable[[], float],
        small: Callable[[Kind], Feed],
    ) -> None:
        super().__init__(source, "auto", monotonic)
        self._small = small

    def _feed(self, kind: Kind) -> Feed:
        return self._small(kind)


class Journal(MemoryJournal):
    """A journal that outlives every worker; before each write something may happen."""

    def __init__(self, moment: Callable[[str], None]) -> None:
        super().__init__()
        self._moment = moment

    def saw(self, seen: Sequence[Seen], cursor: Cursor, gone: Sequence[Part] = ()) -> None:
        self._moment("saw")
        super().saw(seen, cursor, gone)

    def made_of(self, rows: Sequence[Row]) -> None:
        self._moment("made of")
        super().made_of(rows)

    def missed(self, keys: Sequence[Key], read_at: SequenceNumber) -> None:
        self._moment("missed")
        super().missed(keys, read_at)

    def sending(self, keys: Sequence[Key], filled: Mapping[Key, Fields] = NOTHING) -> None:
        self._moment("sending")
        super().sending(keys, filled)

    def settle(
        self,
        settlements: Sequence[Settlement],
        read_at: SequenceNumber,
        now: dt.datetime,
        passed: Passed | None = None,
    ) -> None:
        self._moment("settle")
        super().settle(settlements, read_at, now, passed)

    def begin_scan(self, reason: str, cursor: Cursor, total: int, now: dt.datetime) -> Scan:
        self._moment("begin scan")
        return super().begin_scan(reason, cursor, total, now)


class Line(MemorySink):
    """The way to the cloud; nothing goes over it that nobody has saved."""

    def __init__(self, cloud: MemoryCloud, saved: Collection[str]) -> None:
        super().__init__(cloud)
        self._saved = saved

    def apply(
        self, epoch: Epoch, sequence: SequenceNumber, actions: Sequence[Action]
    ) -> Sequence[Outcome]:
        for one in actions:
            if isinstance(one, Upsert) and (unsaved := values_in(one.contact) - set(self._saved)):
                raise Lost(f"{unsaved} of {one.key} was sent and not saved")
        return super().apply(epoch, sequence, actions)


def at_once(read: Callable[[], Page]) -> Callable[[], Page]:
    """Read ahead at once; a failure shows when it is waited for."""
    try:
        page = read()
    except Problem as problem:
        trouble = problem

        def fail() -> Page:
            raise trouble

        return fail
    return lambda: page


class Play:
    """One story's database, cloud and journal, and the worker of the moment."""

    def __init__(self, way: WayName, story: Story, parts: Parts = REAL) -> None:
        self.way = way
        self.story = story
        self.parts = parts
        self.office: Office = office(story.setup.layout)
        self.office.fresh(story.setup, tracked=way in ("change-tracking", "chosen"))
        self.office.database.hooks.before_statement = lambda sql: self.moment("statement")
        self.office.database.hooks.before_read = lambda table: self.moment("read")
        self.clock = VirtualClock()
        self.cloud = MemoryCloud()
        self.journal = Journal(self.moment)
        self.meanwhile: dict[int, list[Happening]] = {}
        self.at = 0
        self.trace: list[str] = []
        self.begin()
        self.start()

    def begin(self) -> None:
        """Have three contacts: 1 has all there is, 2 has a phone, 0 has its name alone."""
        for what, one, other in BEGINNING:
            self.office.happen(Happening(what, 0, one, other))
        self.office.commit(Happening("commit"))
        self.office.back_up(Happening("back_up"))

    # --- the worker

    def start(self) -> None:
        """Start a worker as a new process would, over the same journal."""
        source = self.parts.source(
            self.office.open,
            self.office.profile,
            hashed=self.way == "diff",
            keeps=KEEPS[self.way],
            presence=self.parts.presence(self.instant),
        )
        self.source = source
        self.job = Job(
            name="interleaved",
            source=source,
            feed=self.feed(source, self.way),
            sink=Line(self.cloud, self.office.saved),
            journal=self.journal,
            translate=translate,
            pace=Pace(page=SMALL, guard=GuardLimits(count=1000, percent=100.0)),
            next_check=lambda now: now + dt.timedelta(days=1),
        )
        self.cycle = self.parts.cycle(self.job, self.clock, at_once)
        self.begun = False
        self.looked = False

    def instant(self) -> Instant:
        return Instant(self.clock.now(), self.clock.monotonic())

    def feed(self, source: SqlServerSource, way: WayName) -> Feed:
        match way:
            case "change-tracking":
                return self.parts.tracking(source, SMALL)
            case "rowversion":
                return self.parts.rowversion(source, self.clock.monotonic, SMALL)
            case "diff":
                return self.parts.diff(source, page=SMALL, portion=SMALL, pages=2)
            case "chosen":
                return Chosen(source, self.clock.monotonic, lambda kind: self.feed(source, kind))

    @contextmanager
    def working(self) -> Iterator[None]:
        """Let the worker work; a failure or a crash is what it is for the real one."""
        try:
            yield
        except Problem as problem:
            self.trace.append(f"  {type(problem).__name__} {problem.code}")
            self.cycle.drop_unfinished()
            self.source.close()
        except Crash:
            self.trace.append("  CRASH")
            self.source.close()
            self.start()
        for hold in self.journal.holds():
            self.journal.confirm(hold.id)

    def ready(self) -> None:
        if not self.begun:
            self.cycle.begin()
            self.begun = True

    def look(self) -> None:
        self.clock.seconds += 5.0
        untracked = self.way == "change-tracking" and not self.office.is_tracked
        with self.working():
            self.ready()
            alone = not self.meanwhile
            self.cycle.look()
            self.looked = True
            if untracked and alone:
                raise Lost("nothing was said although changes are not tracked")

    def turn(self) -> None:
        """Take a turn; a worker's first one comes after a look."""
        with self.working():
            self.ready()
            if not self.looked:
                self.cycle.look()
                self.looked = True
            self.cycle.turn()

    def full_check(self) -> None:
        with self.working():
            self.ready()
            self.cycle.begin_scan("asked")

    def routine_check(self) -> None:
        with self.working():
            self.ready()
            if self.journal.scan() is None:
                self.cycle.begin_scan(ROUTINE)

    def reconnect(self) -> None:
        with self.working():
            self.source.close()

    def crash(self) -> None:
        with self.working():
            raise Crash

    def wait(self) -> None:
        self.clock.seconds += LONGEST + 1

    # --- the story

    def moment(self, kind: str) -> None:
        """Let happen what happens at this moment of the step."""
        if not self.meanwhile:
            return
        self.at += 1
        for one in self.meanwhile.pop(self.at, ()):
            self.trace.append(f"  {kind} {self.at}: {one}")
            self.happen(one)
            if one.what == "crash":
                raise Crash
            if one.what == "deadlock" and kind == "statement":
                raise deadlock(51)

    def happen(self, one: Happening) -> None:
        if one.what in TROUBLES and one.what != "lose":
            return
        self.office.happen(one)
        if one.what == "restore" and not self.story.setup.fork:
            self.wait()  # it takes its time

    def run(self) -> None:
        """Play every step, let all come to rest, and compare."""
        self.settle(1)
        for step in self.story.steps:
            self.trace.append(str(step.happening))
            self.at = 0
            self.meanwhile = {}
            for one in step.meanwhile:
                self.meanwhile.setdefault(one.moment + 1, []).append(one.happening)
            act: Callable[[], None] | None = getattr(self, step.happening.what, None)
            if act is None:
                self.happen(step.happening)
            else:
                act()
            self.meanwhile = {}
        self.office.all_saved()
        self.settle(2)
        self.compare()

    def settle(self, minutes: int) -> None:
        """Let the worker do all there is to do, as it would within so many minutes."""
        for _ in range(minutes):
            self.wait()
            self.look()
            for _ in range(MANY):
                with self.working():
                    self.ready()
                    more = self.cycle.look()
                    self.looked = True
                    if not self.cycle.turn().worked and not more:
                        break
            else:
                raise Lost("the worker runs in circles")

    def compare(self) -> None:
        """Raise `Lost` unless what is online is what is in the database."""
        truth = SqlServerSource(lambda: self.office.open("sa"), self.office.profile)
        rows = truth.page(None, 100).rows
        truth.close()
        expected = {row.key: translate(row).contact for row in rows}
        online = self.cloud.contacts
        for key in expected.keys() | online.keys():
            if expected.get(key) != online.get(key):
                raise Lost(f"{key} is {expected.get(key)}, and online is {online.get(key)}")
        counts = self.journal.counts()
        if (counts.dirty, counts.in_database, counts.online) != (0, len(rows), len(rows)):
            raise Lost(f"miscounted: {counts}, {len(rows)} rows")


BEGINNING = (
    *(("contact", number, 0) for number in range(3)),
    ("client", 1, 0),
    ("phone", 0, 1),
    ("phone", 1, 1),
    ("phone", 2, 2),
    ("address", 0, 0),
    ("address", 1, 0),
    ("link", 0, 1),
    ("link", 1, 1),
)


def lost(way: WayName, story: Story, parts: Parts = REAL) -> str:
    """Return what was lost in that story; empty if nothing was."""
    play = Play(way, story, parts)
    try:
        play.run()
    except Lost as why:
        return str(why)
    finally:
        play.source.close()
    return ""
