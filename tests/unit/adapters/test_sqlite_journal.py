"""The journal's file: what survives a crash, and what its troubles are called."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from practicesync.adapters.journal_file import BUSY_MS
from practicesync.adapters.sqlite_journal import SqliteJournal
from practicesync.core.action import (
    Counts,
    Gone,
    Hour,
    Online,
    Parked,
    Passed,
    Stage,
)
from practicesync.core.digest import Digest
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.key import Key, key_text
from practicesync.core.row import Cursor, Position, Seen, Stamp

ROOT = Path(__file__).resolve().parents[3]
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has neither SIGKILL nor RLIMIT_FSIZE")
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HERE = Cursor("here")
MARK = "Zorblinski"
"""Stands for a client whose name is a key: no error may tell it."""


def key(number: int) -> Key:
    return key_text([str(number)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[SqliteJournal]:
    with closing(SqliteJournal(str(path))) as made:
        yield made


def see(journal: SqliteJournal, *keys: Key) -> None:
    journal.saw([Seen(one) for one in keys], HERE)


def put_online(journal: SqliteJournal, *keys: Key) -> None:
    settled = [Online(one, Digest(b"d" * 16), Stamp(b"s" * 16), "added") for one in keys]
    journal.settle(settled, journal.next_sequence(), NOON)


# --- opening


def test_nothing_is_opened_before_the_first_use(path: Path) -> None:
    SqliteJournal(str(path)).close()

    assert not path.exists()


def test_every_transaction_is_durable(journal: SqliteJournal) -> None:
    rows = journal._file.rows

    assert rows("PRAGMA journal_mode") == [("wal",)]
    assert rows("PRAGMA synchronous") == [(2,)]  # FULL


def test_a_closed_journal_opens_again(journal: SqliteJournal) -> None:
    see(journal, key(1))
    journal.close()
    journal.close()

    assert list(journal.dirty(0, 9)) == [key(1)]


def test_everything_is_there_after_a_restart(path: Path, journal: SqliteJournal) -> None:
    put_online(journal, key(1), key(2), key(3))
    see(journal, key(2), key(4))
    for _ in range(2):
        journal.missed([key(2)], journal.next_sequence())
    made = journal.hold("many-deletions", NOON)
    scan = journal.begin_scan("expired", HERE, 4, NOON)
    parked = [Parked(key(5), Code.FIELD_REFUSED, "name")]
    journal.settle(parked, journal.next_sequence(), NOON, Passed(Position("next")))
    journal.settle([Gone(key(3), sent=True)], journal.next_sequence(), NOON)
    journal.use_digest_key("first")
    see(journal, key(6))
    journal.reach(Stage.READY)
    counts, sequence = journal.counts(), journal.sequence()
    journal.close()

    with closing(SqliteJournal(str(path))) as later:
        later.use_digest_key("first")
        assert later.counts() == counts == Counts(2, 2, not_sent=1, held=1, dirty=2)
        assert later.sequence() == sequence
        assert (later.cursor(), later.scan()) == (HERE, None)
        assert later.held([key(1)])[key(1)].digest == b""
        assert list(later.dirty(0, 9)) == [key(4), key(6)]
        assert [one.id for one in later.holds()] == [made]
        assert [(one.key, one.since) for one in later.parked()] == [(key(5), NOON)]
        assert list(later.activity(NOON)) == [Hour(NOON, 3, 0, 1)]
        assert later.stage() is Stage.READY
        assert later.begin_scan("expired", HERE, 4, NOON).number > scan.number


def test_a_full_check_goes_on_after_a_restart(path: Path, journal: SqliteJournal) -> None:
    journal.begin_scan("expired", HERE, 4, NOON)
    journal.settle([], journal.next_sequence(), NOON, Passed(Position("next")))
    before = journal.scan()
    journal.close()

    with closing(SqliteJournal(str(path))) as later:
        assert later.scan() == before
        assert later.cursor() == HERE


def test_the_count_never_goes_back_below_what_was_written(
    path: Path, journal: SqliteJournal
) -> None:
    for _ in range(3):
        journal.next_sequence()
    journal.sending([key(1)])  # what is sent under a count is noted first: so is the count
    sent_under = journal.sequence()
    journal.next_sequence()  # no write follows
    journal.close()

    with closing(SqliteJournal(str(path))) as later:
        assert later.sequence() == sent_under == 3
        assert later.next_sequence() > sent_under


def test_the_count_of_a_full_check_that_ends_is_durable(path: Path, journal: SqliteJournal) -> None:
    put_online(journal, key(1))
    journal.begin_scan("expired", HERE, 1, NOON)
    journal.settle([], journal.next_sequence(), NOON, Passed(None))
    journal.close()

    with closing(SqliteJournal(str(path))) as later:
        later.missed([key(1)], later.sequence())
        assert list(later.dirty(1, 9)) == [key(1)]


# --- crashes

CHILD = """
import datetime as dt, sys, time
from practicesync.adapters.sqlite_journal import SqliteJournal
from practicesync.core.action import Gone, Online, Passed
from practicesync.core.digest import Digest
from practicesync.core.key import key_text
from practicesync.core.row import Cursor, Seen

class Stalls(list):
    '''Is read once; the second time nothing more comes.'''
    reads = 0
    def __iter__(self):
        self.reads += 1
        if self.reads > STALL_AT:
            say()
        return super().__iter__()

def say():
    print("here", flush=True)
    time.sleep(60)

journal = SqliteJournal(sys.argv[1])
journal._file.rows("PRAGMA cache_size = 20")  # so that a long transaction is partly in the file
now = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
keys = [key_text([str(number)]) for number in range(20_000)]
"""

SAW = (
    CHILD
    + """
journal.saw(Stalls(Seen(key) for key in keys), Cursor("there"))
say()
"""
)

SETTLE = (
    CHILD
    + """
settled = Stalls(Online(key, Digest(b"d" * 16)) for key in keys)
journal.settle(settled, journal.next_sequence(), now, Passed(None))
say()
"""
)


@contextmanager
def child(code: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the code beside us until it says that it is where we want it."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def kill(code: str, stall_at: int, path: Path) -> None:
    """Run the code and end it, as a power cut would, where it stalls."""
    with child(code.replace("STALL_AT", str(stall_at)), path) as process:
        assert path.with_name(path.name + "-wal").stat().st_size > 100_000
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


def whole(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@POSIX
def test_killed_within_a_look_nothing_of_it_is_there(path: Path, journal: SqliteJournal) -> None:
    see(journal, key(7))
    journal.close()
    kill(SAW, 1, path)

    assert list(journal.dirty(0, 30_000)) == [key(7)]
    assert journal.cursor() == HERE
    assert whole(path)


@POSIX
def test_killed_after_a_look_all_of_it_is_there(path: Path, journal: SqliteJournal) -> None:
    kill(SAW, 99, path)

    assert journal.counts().dirty == 20_000
    assert journal.cursor() == "there"


@POSIX
@pytest.mark.parametrize("stall_at", [3, 5])  # before and after what was dirty is cleared
def test_killed_while_it_settles_nothing_is_settled(
    stall_at: int, path: Path, journal: SqliteJournal
) -> None:
    journal.begin_scan("expired", HERE, 20_000, NOON)
    see(journal, key(7), key(8))
    parked = [Parked(key(8), Code.FIELD_REFUSED, "name")]
    journal.settle(parked, journal.next_sequence(), NOON)
    before, counts = journal.scan(), journal.counts()
    assert (counts.dirty, counts.not_sent) == (1, 1)
    journal.close()
    kill(SETTLE, stall_at, path)

    with closing(SqliteJournal(str(path))) as later:
        assert (later.scan(), later.counts()) == (before, counts)
        assert whole(path)


@POSIX
def test_killed_after_it_settled_all_is_settled(path: Path, journal: SqliteJournal) -> None:
    journal.begin_scan("expired", HERE, 20_000, NOON)
    see(journal, key(7))
    journal.close()
    kill(SETTLE, 99, path)

    with closing(SqliteJournal(str(path))) as later:
        assert later.scan() is None
        assert later.counts() == Counts(20_000, 20_000, dirty=0)


def test_a_transaction_that_fails_half_way_leaves_nothing(journal: SqliteJournal) -> None:
    put_online(journal, key(1))

    def fail() -> None:
        with journal._write() as run:
            run.one("DELETE FROM entry")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert journal.counts() == Counts(1, 1)
    see(journal, key(2))
    assert journal.counts() == Counts(1, 1, dirty=1)


# --- troubles


def told(problem: Problem) -> str:
    """All that a log could show of it."""
    return "".join(traceback.format_exception(problem))


def assert_says_nothing(problem: Problem, code: Code) -> None:
    """Nothing of SQLite's text is in it, nor is a key."""
    assert problem.code is code
    assert problem.facts.keys() <= {"path"}
    assert Path(problem.facts.get("path", "journal.db")).name == "journal.db"
    assert problem.__cause__ is None
    assert problem.__context__ is None or problem.__suppress_context__
    # Only the last lines are the problem's own words; those above are our code.
    words = re.split(r"\n(?=\S)", told(problem))[-1]
    assert words == f"practicesync.core.errors.{type(problem).__name__}: {problem}\n"
    assert MARK not in told(problem)


def fill(journal: SqliteJournal) -> None:
    """Write until there is no room."""
    for number in range(1000):
        see(journal, *(key_text([MARK, str(n)]) for n in range(number * 500, number * 500 + 500)))


def test_a_full_disk_is_told_and_what_was_there_stays(path: Path, journal: SqliteJournal) -> None:
    put_online(journal, key(1))
    journal._file.rows("PRAGMA max_page_count = 60")
    with pytest.raises(Unavailable) as found:
        fill(journal)
    assert_says_nothing(found.value, Code.DISK_FULL)

    kept = journal.counts()
    assert kept.dirty % 500 == 0
    journal._file.rows("PRAGMA max_page_count = 100000")
    see(journal, key(2))
    assert journal.counts().dirty == kept.dirty + 1
    assert whole(path)


FILLS = (
    CHILD
    + """
import resource, signal, traceback
from practicesync.core.errors import Problem
journal.sequence()
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
try:
    journal.saw([Seen(key) for key in keys], Cursor("there"))
except Problem as problem:
    print(type(problem).__name__, problem.code.value)
    traceback.print_exc(chain=True, file=sys.stdout)
print(journal.counts().dirty, journal.cursor())
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
journal.saw([Seen(key) for key in keys], Cursor("there"))
print(journal.counts().dirty, journal.cursor())
"""
)


@POSIX
def test_a_disk_that_takes_no_more_is_told_and_tried_again(path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FILLS.replace("STALL_AT", "99"), str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    lines = ended.stdout.splitlines()

    assert ended.returncode == 0, ended.stderr
    assert lines[0] == f"Unavailable {Code.DISK_FULL.value}"
    assert "sqlite3" not in ended.stdout
    assert lines[-2:] == ["0 None", "20000 there"]


def scribble(path: Path, start: int) -> None:
    content = bytearray(path.read_bytes())
    content[start:] = MARK.encode() * (len(content) // len(MARK))
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "another kind of file": lambda path: path.write_text(f"{MARK} was here\n" * 500),
    "its beginning": lambda path: scribble(path, 0),
    "its pages": lambda path: scribble(path, 4096),
    "its end": lambda path: os.truncate(path, 5000),
    "nothing but zeros": lambda path: path.write_bytes(bytes(len(path.read_bytes()))),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_told(name: str, path: Path, journal: SqliteJournal) -> None:
    put_online(journal, *(key_text([MARK, str(number)]) for number in range(500)))
    journal.close()
    DAMAGES[name](path)

    def use() -> None:
        with closing(SqliteJournal(str(path))) as later:
            later.cursor()
            later.counts()
            see(later, key(1))

    with pytest.raises(Misconfigured) as found:
        use()
    assert_says_nothing(found.value, Code.RECORDS_DAMAGED)


def test_a_damaged_file_is_kept_aside(path: Path, journal: SqliteJournal) -> None:
    see(journal, key(1))
    journal.close()
    scribble(path, 0)
    damaged = path.read_bytes()

    journal.start_afresh()
    see(journal, key(2))

    assert path.with_name(path.name + ".damaged").read_bytes() == damaged


def test_records_of_a_later_program_are_left_alone(path: Path, journal: SqliteJournal) -> None:
    see(journal, key(1))
    journal._file.rows("PRAGMA user_version = 99")
    journal.close()
    before = path.read_bytes()
    for _ in range(2):  # the second try must not work on what the first has opened
        with pytest.raises(Misconfigured) as found:
            journal.cursor()
        assert_says_nothing(found.value, Code.RECORDS_DAMAGED)
    assert path.read_bytes() == before


def no_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def a_folder_in_its_place(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("spoil", [no_folder, a_folder_in_its_place])
def test_a_folder_that_takes_no_file_is_told(spoil, path: Path, journal: SqliteJournal) -> None:
    spoil(path)
    with pytest.raises(Misconfigured) as found:
        see(journal, key_text([MARK]))

    assert_says_nothing(found.value, Code.FOLDER_NOT_WRITABLE)


def test_the_folder_may_come_back(path: Path, journal: SqliteJournal) -> None:
    path.mkdir()
    with pytest.raises(Misconfigured):
        journal.cursor()
    path.rmdir()

    see(journal, key(1))
    assert list(journal.dirty(0, 9)) == [key(1)]


LOCKS = """
import sqlite3, sys, time
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("BEGIN IMMEDIATE")
print("here", flush=True)
time.sleep(60)
"""


def test_another_program_that_holds_the_file_is_told_and_waited_out(
    path: Path, journal: SqliteJournal
) -> None:
    see(journal, key(1))
    assert journal._file.rows("PRAGMA busy_timeout") == [(BUSY_MS,)]
    journal._file.rows("PRAGMA busy_timeout = 20")
    with child(LOCKS, path):
        assert list(journal.dirty(0, 9)) == [key(1)]  # to read is no harm
        with pytest.raises(Unavailable) as found:
            see(journal, key_text([MARK]))
    assert_says_nothing(found.value, Code.RECORDS_BUSY)

    see(journal, key(2))
    assert list(journal.dirty(0, 9)) == [key(1), key(2)]


def test_the_wait_for_another_program_is_long_enough_for_a_backup() -> None:
    assert 1_000 <= BUSY_MS <= 30_000


# --- size


def test_a_contact_takes_little_room(
    path: Path, journal: SqliteJournal, record_property, capsys
) -> None:
    contacts = 20_000
    journal.begin_scan("everything", HERE, contacts, NOON)
    for start in range(0, contacts, 500):
        page = [key(10_000 + number) for number in range(start, start + 500)]
        journal.sending(page)
        settled = [Online(one, Digest(os.urandom(16)), Stamp(os.urandom(16))) for one in page]
        journal.settle(settled, journal.next_sequence(), NOON, Passed(Position("next")))
    open_size = sum(file.stat().st_size for file in path.parent.iterdir())
    journal.close()
    size = sum(file.stat().st_size for file in path.parent.iterdir()) / contacts
    record_property("bytes per contact", size)
    with capsys.disabled():
        print(f"\n{size:.0f} bytes a contact, {open_size / contacts:.0f} while it is open")

    assert size <= 150
