"""Plays one seed: people edit, things fail, workers crash, and the truth is checked throughout."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.adapters.sqlite_journal import SqliteJournal
from practicesync.core.action import Action, Delete, Upsert
from practicesync.core.errors import Code, Problem
from practicesync.core.guard import BLANK_PERCENT, FEW, FEW_BLANKS, GuardLimits
from practicesync.core.key import Key
from practicesync.core.phase import SIGNS, Colour, Phase
from practicesync.core.report import Report
from practicesync.core.row import Page
from practicesync.core.wish import ConfirmDeletes, EndSignIn, FullCheck, SyncNow
from practicesync.engine.charge import EVERY
from practicesync.engine.cycle import Cycle
from practicesync.engine.job import Job, Pace
from practicesync.engine.runner import Runner
from practicesync.ports import Sink
from tests.simulation.journal import SimulatedJournal
from tests.simulation.network import Network, SimulatedSink, is_refused
from tests.simulation.practice import (
    Practice,
    SimulatedSource,
    SimulatedTracking,
    name_of,
    translate,
)
from tests.simulation.truth import Truth
from tests.simulation.world import Broken, Crash, Time, World

LONGEST = 1500
"""Steps in which a calm world must have come to rest."""

MOST_WAITED = 300.0
"""Seconds of one wait: who waits for a person would do so for days."""

MOST_ROUNDS = 6
"""Decisions after which nothing may wait any more: one field, deletes, and what comes of them."""

LIMITS = [GuardLimits(count, percent) for count in (3, 10) for percent in (5.0, 30.0)]

AT_REST = {Phase.IN_SYNC, Phase.ATTENTION, Phase.HELD}


@dataclass(frozen=True)
class Build:
    """Which parts a worker is made of: the real ones, or a mutant's."""

    journal: Callable[[str, World], SqliteJournal] = SimulatedJournal
    cycle: type[Cycle] = Cycle
    sink: Callable[[Network], Sink] = SimulatedSink


REAL = Build()


class Play:
    """One seed's world and the worker of the moment."""

    def __init__(self, seed: int, folder: str, build: Build = REAL) -> None:
        self.world = World(seed)
        rng = self.world.rng
        self.build = build
        self.path = str(Path(folder) / "journal.db")
        self.backup = str(Path(folder) / "backup.db")
        self.practice = Practice(self.world, rng.choice((0, 5, 20, 50)))
        self.network = Network(self.world)
        self.sink = build.sink(self.network)
        self.page = rng.choice((2, 3, 5, 8))
        self.diff = rng.random() < 0.4
        self.guard = rng.choice((*LIMITS, GuardLimits(count=1000, percent=100.0)))
        self.interval = rng.choice((0.01, 0.01, 0.5, 5.0))
        self.edit_chance = rng.choice((0.05, 0.15, 0.3))
        self.world.crash_chance = rng.choice((0.0, 0.01, 0.03))
        self.truth = Truth(self.practice, self.network, diff=self.diff)
        self.world.between = [self.people_edit, self.network.deliver_some, self.truth.check]
        self.deleted: set[Key] = set()
        self.blanked: set[Key] = set()
        self.unguarded = False
        self.time = Time(self.world.clock, rng)
        self.time_chance = rng.choice((0.0, 0.0, 0.02))
        self.network.before_apply = self.check_guards
        self.lost_at: float | None = None
        self.start_worker()

    def check_guards(self, actions: Sequence[Action]) -> None:
        """Check what the guard is for, before anything arrives."""
        self.check_deletes(actions)
        self.check_blanks(actions)

    def check_deletes(self, actions: Sequence[Action]) -> None:
        """Check that no mass delete goes out unconfirmed; a lost journal has forgotten the last."""
        keys = [action.key for action in actions if isinstance(action, Delete)]
        held = self.journal.held(keys)
        self.deleted -= {action.key for action in actions if isinstance(action, Upsert)}
        self.deleted |= {key for key in keys if not held[key].confirmed}
        many = len(self.deleted)
        # Who was deleted and has come back, but can't be sent, is a contact once more.
        contacts = len(self.practice.past) + len(self.deleted & self.practice.rows.keys())
        share = 100 * many / max(contacts, 1)
        third = many > FEW and share > 100 / 3
        too_many = many > self.guard.count and share > self.guard.percent
        if (third or too_many) and not self.truth.unsure:
            raise Broken(f"{many} deletes went out unconfirmed")

    def check_blanks(self, actions: Sequence[Action]) -> None:
        """Check that no field goes blank in many contacts unconfirmed, and nothing of an accident.

        After a disaster nobody here knows for sure what was filled online.
        """
        if self.unguarded:
            return
        filled = {key for key, one in self.network.cloud.contacts.items() if one.code}
        sent = [one for one in actions if isinstance(one, Upsert) and not is_refused(one)]
        blank = {one.key for one in sent if not one.contact.code}
        self.blanked -= {one.key for one in actions} - blank
        self.blanked |= blank & filled
        if self.too_many_blanks(len(self.blanked)):
            raise Broken(f"{len(self.blanked)} turned blank unconfirmed")
        for version, keys in self.practice.blanked:
            still = set(self.practice.still_blank(version, keys)) & filled
            if still & blank and self.too_many_blanks(len(still)):
                raise Broken(f"a part of {len(still)} that turned blank at once went out")

    def too_many_blanks(self, number: int) -> bool:
        return number > FEW_BLANKS and number * 100 > len(self.practice.past) * BLANK_PERCENT

    def people_edit(self) -> None:
        if self.world.chance(self.edit_chance):
            self.practice.edit()

    def start_worker(self) -> None:
        """Start a worker as a new process would, over the same file."""
        world = self.world
        if self.time.day_is_forgotten():
            self.forget_the_day()
        self.journal = self.build.journal(self.path, world)
        source = SimulatedSource(self.practice)
        tracking = SimulatedTracking(self.practice)
        job = Job(
            name="simulated",
            source=source,
            feed=DiffFeed(source) if self.diff else tracking,
            sink=self.sink,
            journal=self.journal,
            translate=translate,
            pace=Pace(interval=self.interval, page=self.page, guard=self.guard),
            next_check=lambda now: now + dt.timedelta(seconds=world.rng.choice((30, 300))),
        )
        self.runner = Runner(job, world.clock, self.note, read_at_once, world.rng.random)
        self.runner._cycle = self.build.cycle(job, world.clock, read_at_once)
        self.truth.new_worker(self.journal, source.looks if self.diff else tracking.looks)
        self.runner.begin_reporting()

    def note(self, report: Report) -> None:
        """Check that green is true."""
        if report.code is Code.UNEXPECTED:
            raise Broken(f"a bug: {report.facts}") from self.runner._trouble.problem
        if SIGNS[report.phase].colour is Colour.GREEN:
            self.truth.check_green()
            if self.journal.holds():
                raise Broken("green, but something waits for a person")

    def step(self) -> None:
        """Let the worker do one step; a crash starts another."""
        if self.world.chance(self.time_chance):
            self.time_goes_wrong()
        began = self.world.clock.seconds
        try:
            pause = self.runner.step()
            self.check_charge(began)
            self.world.clock.wait(min(pause, MOST_WAITED))
        except Crash:
            self.crash()

    def check_charge(self, began: float) -> None:
        """Check that no step is green that began when the cloud was lost for more than two looks.

        Lost is a cloud that nobody reaches, and one that another server is in charge of.
        """
        if self.lost_at is None or SIGNS[self.runner.phase].colour is not Colour.GREEN:
            return
        if began - self.lost_at > 2 * max(self.interval, EVERY):
            raise Broken("green, but the cloud was lost for more than two looks")

    def other_server(self) -> None:
        """Somebody puts another server in charge."""
        self.world.trace.append("ANOTHER SERVER")
        self.network.cloud.activate("two", take_over=True)
        self.lost_at = self.world.clock.seconds

    def cloud_gone(self) -> None:
        """Nobody reaches the cloud any more."""
        self.world.trace.append("CLOUD GONE")
        self.network.down = True
        self.lost_at = self.world.clock.seconds

    def regain(self) -> None:
        """The cloud is back; a server that said that it isn't in charge any more is put back."""
        self.network.down, self.lost_at = False, None
        if self.network.cloud.in_charge == "two":
            self.until_taken_over()
            self.network.cloud.activate("one", take_over=True)
            self.runner.wish(EndSignIn(kept=True))

    def until_taken_over(self) -> None:
        for _ in range(LONGEST):
            if self.runner.phase is Phase.TAKEN_OVER:
                return
            self.step()
        raise Broken(f"another server is in charge, but {self.runner.phase.value}")

    def time_goes_wrong(self) -> None:
        """Sleep or set the clock; the worker's own loop tells its practices."""
        self.world.trace.append(self.time.goes_wrong())
        if self.time.day_is_over():
            self.forget_the_day()
        self.runner.rouse()

    def forget_the_day(self) -> None:
        """Allow as much as on any other day."""
        self.deleted.clear()
        self.blanked.clear()

    def crash(self) -> None:
        self.journal.close()
        self.start_worker()

    def lose_journal(self) -> None:
        """The file is gone, as after a disk was replaced."""
        self.world.trace.append("JOURNAL LOST")
        self.deleted.clear()
        self.journal.close()
        for file in Path(self.path).parent.glob("journal.db*"):
            file.unlink()
        self.start_worker()

    def keep_backups(self) -> None:
        """Make a backup of the journal and of the cloud, as of this moment."""
        self.runner._cycle.drop_unfinished()
        self.journal.cursor()
        self.journal.close()
        shutil.copy(self.path, self.backup)
        cloud = self.network.cloud
        self.cloud_then = (dict(cloud.copies), cloud.epoch)

    def damage_journal(self) -> None:
        """The file is garbage, as after a bad block."""
        self.world.trace.append("JOURNAL DAMAGED")
        self.deleted.clear()
        self.journal.close()
        Path(self.path).write_bytes(b"no database at all " * 500)
        self.truth.unsure = True
        self.start_worker()

    def restore_journal(self) -> None:
        """The whole server is yesterday's, as after a virtual machine was restored."""
        self.world.trace.append("JOURNAL OF YESTERDAY")
        self.lose_journal()
        self.journal.close()
        if Path(self.backup).exists():
            shutil.copy(self.backup, self.path)
        self.truth.unsure = True
        self.start_worker()

    def restore_cloud(self) -> None:
        """The online side is yesterday's, its epochs too; only a full check is sure to find it."""
        self.world.trace.append("CLOUD OF YESTERDAY")
        self.network.cloud.copies, self.network.cloud.epoch = self.cloud_then
        self.network.late.clear()
        self.truth.blind = True

    def run(self, steps: int) -> None:
        """Play it through, then let the world come to rest and compare."""
        rng = self.world.rng
        disaster = rng.choice(
            (None,) * 8
            + (self.lose_journal, self.damage_journal, self.restore_journal, self.restore_cloud)
            + (self.other_server, self.cloud_gone)
        )
        kept_at, strikes_at = sorted(rng.randrange(steps) for _ in range(2))
        for number in range(steps):
            if number == kept_at and disaster is not None:
                self.keep_backups()
            if number == strikes_at and disaster is not None:
                self.unguarded = True
                disaster()
            self.step()
        self.world.calm = True
        self.network.deliver_all()
        self.regain()
        if self.truth.blind:
            self.settle_down()
            self.runner.wish(FullCheck())
        self.settle_down()
        self.unguarded = True
        for _ in range(MOST_ROUNDS):
            if self.journal.holds():
                self.decide_holds()
                self.settle_down()
        if self.journal.holds():
            raise Broken("decided, but it still waits")
        self.truth.check_equal()

    def settle_down(self) -> None:
        """Run until nothing is left to do: two more looks change nothing."""
        quiet = 0
        for _ in range(LONGEST):
            if quiet:
                self.runner.wish(SyncNow())
            self.step()
            checking = self.journal.scan() or self.journal.comparing()
            resting = self.runner.phase in AT_REST and not checking
            quiet = quiet + 1 if resting and not self.runner._cycle.busy() else 0
            if quiet >= 4:
                return
        raise Broken(f"no rest in {LONGEST} steps, phase {self.runner.phase.value}")

    def decide_holds(self) -> None:
        """An administrator confirms, or the rows come back and the hold dissolves."""
        if self.world.rng.random() < 0.5:
            for hold in self.journal.holds():
                self.runner.wish(ConfirmDeletes(hold.id))
        else:
            back: dict[Key, int | None] = dict.fromkeys(self.truth.held_keys(), 1)
            for key in self.truth.held_changes() & self.practice.rows.keys():
                back[key] = name_of(self.practice.rows[key])
            self.practice.commit(back)


def read_at_once(read: Callable[[], Page]) -> Callable[[], Page]:
    """Read ahead at once; trouble shows when it is waited for."""
    try:
        page = read()
    except Problem as problem:
        trouble = problem

        def fail() -> Page:
            raise trouble

        return fail
    return lambda: page


def in_memory() -> str | None:
    """Return a folder in memory where there is one: a disk's own sync proves nothing here."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a fresh folder in it


def play(seed: int, build: Build = REAL, steps: int = 120, *, talk: bool = False) -> World:
    """Play one seed; raises `Broken` if anything that must hold did not."""
    with tempfile.TemporaryDirectory(prefix="simulation-", dir=in_memory()) as folder:
        one = Play(seed, folder, build)
        try:
            one.run(steps)
        except BaseException:
            if talk:
                print("\n".join(one.world.trace))
            raise
        finally:
            one.journal.close()
        return one.world
