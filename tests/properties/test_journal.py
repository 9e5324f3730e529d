"""Whatever is done to them in whatever order, the journal in the file and the one in memory agree.

The operations are those of the engine, in any order that the port allows. At some steps the file
is closed and opened again, as a restart would.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from practicesync.adapters.sqlite_journal import SqliteJournal
from practicesync.core.action import (
    Blanked,
    Gone,
    HoldId,
    Online,
    Parked,
    Passed,
    SequenceNumber,
    Settlement,
    Stage,
)
from practicesync.core.digest import Digest
from practicesync.core.errors import Code
from practicesync.core.filled import Fields, field_of
from practicesync.core.key import Key, key_text
from practicesync.core.row import Cursor, Part, Position, Row, Seen, Stamp
from practicesync.ports import Journal
from tests.fakes.journal import MemoryJournal

Answer = TypeVar("Answer")

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
KEYS = [key_text([text]) for text in ("1", "2", "10", "é", "🐨", "Z")]
FOLDER = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a fresh one in it

one_key = st.sampled_from(KEYS)
some_keys = st.lists(one_key, unique=True, max_size=len(KEYS))
stamps = st.none() | st.sampled_from([Stamp(b"old"), Stamp(b"new")])
digests = st.sampled_from([Digest(b"one"), Digest(b"two")])
cursors = st.sampled_from([Cursor("a"), Cursor("b")])
TABLES = ("dbo.Phone", "dbo.Address")
ROWS = ("1", "2", "3")
parts = st.builds(Part, st.sampled_from(TABLES), st.sampled_from(ROWS))
some_parts = st.lists(parts, unique=True, max_size=3)
some_fields = st.sampled_from([Fields(0), Fields(1), Fields(2), Fields(3)])
blanks = st.sampled_from([Fields(1), Fields(2), Fields(3)])
positions = st.sampled_from([Position("p"), Position("q")])
settlements = st.lists(
    st.one_of(
        st.builds(
            Online,
            one_key,
            digests,
            stamps,
            st.sampled_from(["added", "changed", "none"]),
            st.none() | some_fields,
            some_fields,
        ),
        st.builds(Blanked, one_key, blanks, stamps),
        st.builds(Gone, one_key, st.booleans(), st.booleans()),
        st.builds(
            Parked,
            one_key,
            st.sampled_from([Code.NAME_MISSING, Code.FIELD_REFUSED]),
            st.sampled_from(["name", "abn"]),
            stamps,
        ),
    ),
    unique_by=lambda one: one.key,
    max_size=len(KEYS),
)


class Agreement(RuleBasedStateMachine):
    """Does everything twice."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="journal-", dir=FOLDER)
        self.file = SqliteJournal(str(Path(self.folder.name) / "journal.db"))
        self.memory = MemoryJournal()
        self.now = NOON

    def teardown(self) -> None:
        self.file.close()
        self.folder.cleanup()

    def both(self, do: Callable[[Journal], Answer]) -> Answer:
        in_file, in_memory = do(self.file), do(self.memory)
        assert in_file == in_memory
        return in_file

    def read_at(self, ago: int) -> SequenceNumber:
        """Read now, or a while ago."""
        number = self.both(lambda journal: journal.next_sequence())
        return SequenceNumber(max(0, number - ago))

    @rule(keys=some_keys, stamp=stamps, cursor=cursors)
    def saw(self, keys: list[Key], stamp: Stamp | None, cursor: Cursor) -> None:
        self.both(lambda journal: journal.saw([Seen(key, stamp) for key in keys], cursor))

    @rule(keys=some_keys, gone=some_parts)
    def saw_gone(self, keys: list[Key], gone: list[Part]) -> None:
        seen = [Seen(key) for key in keys]
        self.both(lambda journal: journal.saw(seen, Cursor("a"), gone))

    @rule(key=one_key, made_of=some_parts)
    def made_of(self, key: Key, made_of: list[Part]) -> None:
        tables = {one.table for one in made_of}
        found = {name: tuple(p.row for p in made_of if p.table == name) for name in tables}
        self.both(lambda journal: journal.made_of([Row(key, {}, {}, parts=found)]))

    @rule(layout=st.sampled_from(["one", "two"]))
    def use_layout(self, layout: str) -> None:
        self.both(lambda journal: journal.use_layout(layout))

    @rule(keys=some_keys, ago=st.integers(0, 3), times=st.integers(1, 2))
    def missed(self, keys: list[Key], ago: int, times: int) -> None:
        read_at = self.read_at(ago)
        for _ in range(times):
            self.both(lambda journal: journal.missed(keys, read_at))

    @rule(keys=some_keys)
    def prove_gone(self, keys: list[Key]) -> None:
        """Have the keys seen, and let two reads not find them."""
        self.saw(keys, None, Cursor("a"))
        self.missed(keys, ago=0, times=2)

    @rule(keys=some_keys, fields=some_fields)
    def sending(self, keys: list[Key], fields: Fields) -> None:
        filled = dict.fromkeys(keys[:2], fields)
        self.both(lambda journal: journal.sending(keys, filled))

    @rule(keys=some_keys, fields=blanks)
    def read_blank(self, keys: list[Key], fields: Fields) -> None:
        """Have the keys online and seen, and let a read find these fields blank."""
        self.settle([Online(key, Digest(b"one"), filled=Fields(3)) for key in keys], ago=0)
        self.saw(keys, None, Cursor("a"))
        self.settle([Blanked(key, fields) for key in keys], ago=0)

    @precondition(lambda self: self.memory.blanked(1))
    @rule(fields=blanks)
    def hold_blanks(self, fields: Fields) -> None:
        due = self.both(lambda journal: journal.blanks(self.now))
        held = Fields(fields & sum(field_of(number) for number in due))
        self.both(lambda journal: journal.hold_blanks(held, self.now))

    @rule(settled=settlements, ago=st.integers(0, 3))
    def settle(self, settled: list[Settlement], ago: int) -> None:
        read_at = self.read_at(ago)
        self.both(lambda journal: journal.settle(settled, read_at, self.now))

    @rule(total=st.integers(0, 9), cursor=cursors)
    def begin_scan(self, total: int, cursor: Cursor) -> None:
        self.both(lambda journal: journal.begin_scan("expired", cursor, total, self.now))

    @precondition(lambda self: self.memory.scan() is not None)
    @rule(settled=settlements, ago=st.integers(0, 3), following=st.none() | positions)
    def pass_page(self, settled: list[Settlement], ago: int, following: Position | None) -> None:
        read_at = self.read_at(ago)
        passed = Passed(following)
        self.both(lambda journal: journal.settle(settled, read_at, self.now, passed))

    @precondition(lambda self: self.memory.proved())
    @rule()
    def hold(self) -> None:
        self.file.hold("many-deletions", self.now)
        self.memory.hold("many-deletions", self.now)

    @precondition(lambda self: self.memory.holds())
    @rule(which=st.integers(0, 2))
    def confirm(self, which: int) -> None:
        which = min(which, len(self.memory.holds()) - 1)
        in_file, in_memory = self.file.holds()[which], self.memory.holds()[which]
        assert self.file.confirm(in_file.id) == self.memory.confirm(in_memory.id)

    @rule()
    def confirm_another(self) -> None:
        self.both(lambda journal: journal.confirm(HoldId("another")))

    @rule(ago=st.integers(0, 90))
    def retry_parked(self, ago: int) -> None:
        before = self.now - dt.timedelta(minutes=ago)
        self.both(lambda journal: journal.retry_parked(before))

    @rule(key_id=st.sampled_from(["k", "l"]))
    def use_digest_key(self, key_id: str) -> None:
        self.both(lambda journal: journal.use_digest_key(key_id))

    @rule(stage=st.sampled_from(Stage))
    def reach(self, stage: Stage) -> None:
        self.both(lambda journal: journal.reach(stage))

    @rule(seconds=st.sampled_from([0.25, 1800, 7200]))
    def time_passes(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)

    @rule()
    def open_again(self) -> None:
        """What is durable is all there is: counts that no write has followed are lost."""
        self.memory.saw([], Cursor("c"))
        self.file.saw([], Cursor("c"))
        self.file.close()
        self.file = SqliteJournal(str(Path(self.folder.name) / "journal.db"))

    @invariant()
    def agree_on_keys(self) -> None:
        self.both(lambda journal: journal.held(KEYS))
        self.both(lambda journal: journal.stamps(KEYS))
        self.both(lambda journal: journal.stamped())
        self.both(lambda journal: set(journal.not_among([KEYS[:2], KEYS[1:3]])))
        self.both(lambda journal: [list(journal.dirty(misses, 3)) for misses in range(4)])
        self.both(lambda journal: list(journal.parked()))
        self.both(lambda journal: list(journal.blanked(4)))

    @invariant()
    def agree_on_parts(self) -> None:
        first, second = TABLES
        self.both(lambda journal: journal.owners(first, ROWS))
        self.both(lambda journal: journal.owners(second, ROWS))
        self.both(lambda journal: set(journal.parts_gone(first, [ROWS[:1]])))
        self.both(lambda journal: set(journal.keys_missing([KEYS[:2], KEYS[1:3]])))

    @invariant()
    def agree_on_the_rest(self) -> None:
        self.both(lambda journal: journal.sequence())
        self.both(lambda journal: (journal.cursor(), journal.scan(), journal.stage()))
        self.both(lambda journal: (journal.counts(), journal.concerns(), journal.proved()))
        self.both(lambda journal: [msgspec.structs.replace(h, id="") for h in journal.holds()])
        moments = [self.now - dt.timedelta(hours=hours) for hours in range(3)]
        self.both(lambda journal: [journal.deleted_since(since) for since in moments])
        self.both(lambda journal: [journal.blanks(since) for since in moments])
        self.both(lambda journal: [list(journal.activity(since)) for since in moments])

    @invariant()
    def each_key_stands_in_one_place(self) -> None:
        counts = self.file.counts()
        parked = {one.key for one in self.file.parked()}
        assert not parked & self.memory.held_keys
        assert counts.not_sent + counts.waiting <= counts.in_database
        assert counts.online <= counts.in_database + counts.held
        assert not self.memory.held_changes.keys() & self.memory.held_keys
        holds = self.file.holds()
        assert all(one.count for one in holds)
        assert counts.held == sum(one.count for one in holds if not one.field)
        assert counts.waiting <= sum(one.count for one in holds if one.field)


TestAgreement = Agreement.TestCase
TestAgreement.settings = settings(
    max_examples=100,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
