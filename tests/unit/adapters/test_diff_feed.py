"""A way of finding changes that compares hashes: what it reads, and when it reads nothing."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.core.errors import Code, Unavailable
from practicesync.core.key import Key
from practicesync.core.row import Changes, Cursor, Hash, Position
from tests.contract.practice import LAYOUTS, PracticeInFile
from tests.fakes.known import MemoryKnown
from tests.fakes.source import MemoryPractice, MemorySource


class Counted:
    """Hashes that count what is read of them, and fail when told to."""

    def __init__(self, practice: MemoryPractice) -> None:
        self._source = MemorySource(practice)
        self.read = 0
        self.fail_at = 0
        self.has_gate = True

    def gate(self) -> str | None:
        return self._source.gate() if self.has_gate else None

    def hashes(
        self, after: Position | None, limit: int
    ) -> tuple[Sequence[tuple[Key, Hash]], Position | None]:
        self._count()
        return self._source.hashes(after, limit)

    def keys(self, after: Position | None, limit: int) -> tuple[Sequence[Key], Position | None]:
        self._count()
        return self._source.keys(after, limit)

    def _count(self) -> None:
        self.read += 1
        if self.read == self.fail_at:
            raise Unavailable(Code.DATABASE_BUSY)


class Looking:
    """A feed over six contacts in pages of two, with all of it known."""

    def __init__(self, portion: int = 100, pages: int = 100) -> None:
        self.practice = MemoryPractice()
        self.put(range(1, 7), "as it was")
        self.hashes = Counted(self.practice)
        self.feed = DiffFeed(self.hashes, page=2, portion=portion, pages=pages)
        self.known = MemoryKnown()
        self.known.met(MemorySource(self.practice).page(None, 100).rows)
        self.cursor = self.feed.now()

    def put(self, numbers: Sequence[int], name: str) -> None:
        edits = self.practice.begin()
        for number in numbers:
            edits.contact((str(number),), name)
        edits.commit()

    def drop(self, number: int) -> None:
        edits = self.practice.begin()
        edits.drop((str(number),))
        edits.commit()

    def look(self) -> Changes:
        changes = self.feed.poll(self.cursor, self.known)
        self.known.saw(changes)
        self.cursor = changes.cursor
        return changes


def told(changes: Changes) -> list[Key]:
    return [seen.key for seen in changes.seen]


@pytest.fixture
def looking() -> Looking:
    return Looking()


def test_nothing_is_read_while_the_gate_is_the_same(looking):
    looking.look()
    read = looking.hashes.read

    assert looking.look() == Changes([], looking.cursor)
    assert looking.hashes.read == read > 0


def test_every_look_reads_where_there_is_no_gate(looking):
    looking.hashes.has_gate = False
    looking.look()
    read = looking.hashes.read
    looking.look()

    assert looking.hashes.read == 2 * read


def test_keys_are_read_only_when_one_is_missing(looking):
    looking.look()
    assert looking.hashes.read == 3
    looking.drop(3)

    assert told(looking.look()) == ['["3"]']
    assert looking.hashes.read == 3 + 3 + 1


def test_look_that_told_something_reads_again_only_if_it_was_not_kept(looking):
    looking.put([2], "edited")
    lost = looking.feed.poll(looking.cursor, looking.known)
    again = looking.look()
    read = looking.hashes.read
    looking.look()

    assert told(lost) == told(again) == ['["2"]']
    assert looking.hashes.read == read


def test_look_that_told_nothing_moves_no_cursor(looking):
    assert looking.look().cursor == looking.look().cursor == Cursor("diff")


def test_change_behind_the_page_that_is_read_is_told_by_the_next_look():
    looking = Looking(portion=2)
    looking.put([1, 2, 5], "edited")
    first = looking.look()
    looking.put([1], "edited again")

    assert first.more
    assert told(looking.look()) == ['["5"]']
    assert told(looking.look()) == ['["1"]']


def test_long_table_is_read_over_several_looks():
    looking = Looking(pages=1)
    looks = [looking.look() for _ in range(4)]

    assert [look.more for look in looks] == [True, True, False, False]
    assert looking.hashes.read == 3


def test_failed_pass_begins_anew(looking):
    looking.look()
    looking.put([1, 6], "edited")
    looking.hashes.fail_at = looking.hashes.read + 2
    with pytest.raises(Unavailable):
        looking.look()

    assert told(looking.look()) == ['["1"]', '["6"]']


def test_failure_while_missing_keys_are_looked_for_is_not_forgotten(looking):
    looking.drop(6)
    looking.hashes.fail_at = 4
    with pytest.raises(Unavailable):
        looking.look()

    assert told(looking.look()) == ['["6"]']


def test_full_check_keeps_what_it_has_yet_to_meet(looking):
    del looking.known.stamps[Key('["4"]')]
    looking.known.partial = True
    looking.put([2], "edited")

    assert told(looking.look()) == ['["2"]']


def test_nothing_is_gone_during_a_full_check(looking):
    looking.known.partial = True
    looking.drop(3)

    assert told(looking.look()) == []
    looking.known.partial = False
    assert told(looking.look()) == ['["3"]']


def test_look_during_a_full_check_lets_none_be_skipped(looking):
    looking.look()
    del looking.known.stamps[Key('["4"]')]
    looking.known.partial = True
    looking.look()
    looking.known.partial = False

    assert told(looking.look()) == ['["4"]']


@pytest.mark.parametrize("during", ["first", "second"])
def test_full_check_in_the_middle_of_a_pass_leaves_it_without_a_result(during):
    looking = Looking(pages=2)
    looking.drop(6)
    looking.known.partial = during == "first"
    looking.look()
    looking.known.partial = during == "second"
    looking.look()
    looking.known.partial = False

    assert told(looking.look()) + told(looking.look()) == ['["6"]']


def test_cursor_of_another_way_begins_anew(looking):
    looking.put([2], "edited")
    looking.cursor = Cursor("0x00000000000007D1")

    assert told(looking.look()) == ['["2"]']
    assert looking.look().seen == []


@pytest.fixture
def file(tmp_path: Path) -> Iterator[PracticeInFile]:
    with closing(PracticeInFile(LAYOUTS["int"], tmp_path / "practice.db")) as file:
        yield file


def test_idle_look_asks_a_sqlite_file_for_its_version_alone(file):
    known = MemoryKnown()
    with closing(file.source()) as source:
        feed = DiffFeed(source)
        cursor = feed.now()
        feed.poll(cursor, known)
        asked: list[str] = []
        assert source._opened
        source._opened.connection.set_trace_callback(asked.append)
        feed.poll(cursor, known)

    assert asked == ["BEGIN", "PRAGMA schema_version", "PRAGMA data_version", "ROLLBACK"]
