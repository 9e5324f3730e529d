"""What every `Feed` promises: whatever commits is told by a later look, once it is kept."""

import itertools
from collections.abc import Callable, Iterator

import pytest

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.adapters.sqlserver.access import Keeps
from practicesync.adapters.sqlserver.rowversion_feed import RowversionFeed
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.sqlserver.tracking_feed import TrackingFeed as SqlServerTracking
from practicesync.core.key import Key
from practicesync.core.row import Changes
from practicesync.ports import Feed
from tests.contract.practice import (
    Edits,
    Practice,
    PracticeInFile,
    PracticeInMemory,
    SourceAndHashes,
)
from tests.contract.sql_server import PracticeInSqlServer
from tests.fakes.feed import TrackingFeed
from tests.fakes.known import MemoryKnown

Edit = Callable[[Edits, Practice], None]
SMALL = 2
KEEPS: dict[str, Keeps] = {"diff": "nothing", "tracking": "needed", "rowversion": "all"}
ticks = itertools.count()


class Looks:
    """A sync that only looks: what it keeps, and how far it has looked."""

    def __init__(
        self, practice: Practice, make: Callable[[], Feed], source: SourceAndHashes
    ) -> None:
        self.practice = practice
        self.known = MemoryKnown()
        self.feed = make()
        self._make = make
        self._source = source
        self.cursor = self.feed.now()
        self.known.met(self._source.page(None, 1000).rows)
        self.look()

    def edit(self, *edits: Edit) -> None:
        """Let somebody in the practice do this in one transaction."""
        transaction = self.practice.begin()
        for one in edits:
            one(transaction, self.practice)
        transaction.commit()

    def poll(self) -> Changes:
        """Return one portion without keeping it."""
        changes = self.feed.poll(self.cursor, self.known)
        assert isinstance(changes, Changes)
        return changes

    def keep(self, changes: Changes) -> set[Key]:
        """Keep a portion, as the journal does in one transaction."""
        self.known.saw(changes)
        self.cursor = changes.cursor
        keys = {seen.key for seen in changes.seen}
        self.known.made_of(self._source.read(list(keys)))
        return keys

    def look(self) -> set[Key]:
        """Look until there is no more, and return the keys that were told."""
        told: set[Key] = set()
        while True:
            changes = self.poll()
            told |= self.keep(changes)
            if not changes.more:
                return told

    def restart(self) -> None:
        """Lose everything but what is kept."""
        self.feed = self._make()

    def keys(self, *numbers: int) -> set[Key]:
        """Return the keys of those contacts."""
        return {self.practice.layout.key(number) for number in numbers}


FEEDS = [
    *("diff-sqlite", "diff-sqlite-wal", "diff-memory", "tracking-memory"),
    *("diff-sqlserver", "rowversion-sqlserver", "tracking-sqlserver"),
]


@pytest.fixture(params=FEEDS)
def store(request: pytest.FixtureRequest) -> str:
    return str(request.param).split("-")[1]


@pytest.fixture
def looks(practice: Practice, request: pytest.FixtureRequest) -> Iterator[Looks]:
    kind = request.node.callspec.params["store"]
    if kind.endswith("wal") and isinstance(practice, PracticeInFile):
        practice.connect().execute("PRAGMA journal_mode = WAL")
    source: SourceAndHashes
    way = kind.split("-")[0]
    if not isinstance(practice, PracticeInFile | PracticeInMemory):
        assert isinstance(practice, PracticeInSqlServer)
        if way == "tracking":
            practice.track()
        source = practice.source(hashed=way == "diff", keeps=KEEPS[way])
    else:
        source = practice.source()

    def make() -> Feed:
        if way == "diff":
            return DiffFeed(source, page=SMALL, portion=SMALL)
        if isinstance(source, SqlServerSource):
            if way == "tracking":
                return SqlServerTracking(source, portion=SMALL)
            return RowversionFeed(source, lambda: next(ticks), portion=SMALL, sweep=0)
        assert isinstance(practice, PracticeInMemory)
        return TrackingFeed(practice.memory, portion=SMALL)

    looks = Looks(practice, make, source)
    yield looks
    source.close()


def parts(number: int) -> Callable[[Practice], tuple[str, ...]]:
    return lambda practice: practice.layout.parts(number)


one, two, three, four = parts(1), parts(2), parts(3), parts(4)

EDITS: dict[str, tuple[Edit, set[int]]] = {
    "added": (lambda e, p: e.contact(four(p), "Fourth"), {4}),
    "changed": (lambda e, p: e.contact(one(p), "Renamed"), {1}),
    "deleted": (lambda e, p: e.drop(three(p)), {3}),
    "key changed": (lambda e, p: e.rename(three(p), four(p)), {3, 4}),
    "joined row added": (lambda e, p: e.client(two(p), "Partner"), {2}),
    "joined row changed": (lambda e, p: e.client(one(p), "Another"), {1}),
    "joined row deleted": (lambda e, p: e.drop_client(one(p)), {1}),
    "child added": (lambda e, p: e.phone(14, three(p), "1400"), {3}),
    "child changed": (lambda e, p: e.phone(11, one(p), "1101"), {1}),
    "child moved": (lambda e, p: e.phone(11, three(p), "1100"), {1, 3}),
    "child deleted": (lambda e, p: e.drop_phone(13), {2}),
    "linked child changed": (lambda e, p: e.address(21, "Bendigo"), {1}),
    "link added": (lambda e, p: e.link(21, two(p), "Street"), {2}),
    "link changed": (lambda e, p: e.link(22, one(p), "Street"), {1}),
    "link deleted": (lambda e, p: e.unlink(21, one(p)), {1}),
}


@pytest.mark.parametrize(("edit", "numbers"), EDITS.values(), ids=EDITS.keys())
def test_edit_is_told_once(looks, edit, numbers):
    looks.edit(edit)

    assert looks.look() == looks.keys(*numbers)
    assert looks.look() == set()


def test_nothing_is_told_when_nothing_changes(looks):
    changes = looks.poll()

    assert (list(changes.seen), list(changes.gone), changes.more) == ([], [], False)
    assert changes.cursor == looks.cursor


def test_key_that_is_only_written_otherwise_is_not_gone(looks):
    layout = looks.practice.layout
    looks.edit(lambda e, p: e.rename(layout.parts(1), layout.rewritten(1)))

    assert looks.look() <= looks.keys(1)
    looks.edit(lambda e, p: e.contact(layout.rewritten(1), "Renamed"))
    assert looks.look() == looks.keys(1)


def test_late_commit_is_told(looks):
    late = looks.practice.begin()
    late.contact(looks.practice.layout.parts(1), "Late")

    assert looks.look() == set()
    late.commit()
    assert looks.look() == looks.keys(1)


def test_edits_of_one_transaction_are_all_told(looks):
    looks.edit(*(edit for edit, _ in EDITS.values() if edit is not EDITS["key changed"][0]))

    assert looks.look() == looks.keys(1, 2, 3, 4)


def test_delete_and_return_between_two_looks_leaves_it_told_or_unchanged(looks):
    looks.edit(EDITS["deleted"][0])
    looks.edit(lambda e, p: e.contact(three(p), "Third"))

    assert looks.look() <= looks.keys(3)
    looks.edit(lambda e, p: e.contact(three(p), "Renamed"))
    assert looks.look() == looks.keys(3)


def test_what_commits_after_now_is_behind_the_cursor(looks):
    cursor = looks.feed.now()
    looks.edit(EDITS["changed"][0])
    looks.cursor = cursor

    assert looks.look() == looks.keys(1)


def test_what_was_told_but_not_kept_is_told_again(looks):
    looks.edit(EDITS["changed"][0])

    lost = looks.poll()

    assert {seen.key for seen in lost.seen} == looks.keys(1)
    assert looks.look() == looks.keys(1)


def test_what_was_told_but_not_kept_is_told_again_after_a_restart(looks):
    looks.edit(EDITS["changed"][0], EDITS["deleted"][0])
    looks.poll()
    looks.restart()

    assert looks.look() == looks.keys(1, 3)


def test_kept_changes_are_not_told_again_after_a_restart(looks):
    looks.edit(EDITS["changed"][0])
    looks.look()
    looks.restart()

    assert looks.look() == set()


def named(number: int, name: str) -> Edit:
    return lambda e, p: e.contact(p.layout.parts(number), name)


def many(looks: Looks) -> set[Key]:
    for number in range(10, 17):
        looks.edit(named(number, "One of many"))
    return looks.keys(*range(10, 17))


def test_many_changes_come_in_portions(looks):
    expected = many(looks)

    first = looks.poll()

    assert first.more
    assert len(first.seen) < len(expected)
    assert looks.keep(first) | looks.look() == expected


def test_portion_that_was_kept_survives_a_restart_in_the_middle(looks):
    expected = many(looks)
    told = looks.keep(looks.poll())
    looks.restart()

    rest = looks.look()

    assert told | rest == expected
    assert not told & rest


def test_lost_portion_in_the_middle_is_told_again(looks):
    expected = many(looks)
    told = looks.keep(looks.poll())
    looks.poll()

    assert told | looks.look() == expected


def test_edit_between_two_portions_is_told(looks):
    many(looks)
    looks.keep(looks.poll())
    looks.edit(*(named(number, "Again") for number in (1, 2, 3, 10)))

    assert looks.look() | looks.look() >= looks.keys(1, 2, 3, 10)


def test_kind_is_a_known_one(looks):
    assert looks.feed.kind in {"diff", "rowversion", "change-tracking"}
