"""A journal of an earlier version becomes one of this version, with all that is in it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from practicesync.adapters.journal_file import prepare
from practicesync.adapters.journal_schema import STEPS, VERSION
from practicesync.adapters.sqlite_journal import SqliteJournal
from practicesync.core.action import Counts, Held, Online
from practicesync.core.digest import Digest
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.filled import field_of
from practicesync.core.key import key_text
from practicesync.core.row import Cursor

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
DIGEST = Digest(b"d" * 16)

FIRST = """
CREATE TABLE entry (key TEXT PRIMARY KEY, digest BLOB, stamp BLOB, met INTEGER) WITHOUT ROWID;
CREATE TABLE dirty (
  key TEXT PRIMARY KEY, seen INTEGER NOT NULL, misses INTEGER NOT NULL DEFAULT 0,
  confirmed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX dirty_order ON dirty (misses, seen, key);
CREATE TABLE parked (
  key TEXT PRIMARY KEY, code TEXT NOT NULL, field TEXT NOT NULL, since TEXT NOT NULL,
  tried_at TEXT NOT NULL, left_out INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE hold (id TEXT PRIMARY KEY, reason TEXT NOT NULL, opened_at TEXT NOT NULL);
CREATE TABLE held (key TEXT PRIMARY KEY, hold TEXT NOT NULL REFERENCES hold (id)) WITHOUT ROWID;
CREATE TABLE history (
  hour TEXT PRIMARY KEY, added INTEGER NOT NULL, changed INTEGER NOT NULL,
  deleted INTEGER NOT NULL, confirmed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE scan (
  number INTEGER PRIMARY KEY, reason TEXT NOT NULL, position TEXT, total INTEGER NOT NULL,
  done INTEGER NOT NULL, started_at TEXT NOT NULL);
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
"""
"""The tables of version 1, as they were."""

A, B, C, D = (key_text([text]) for text in "1234")


def open_raw(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A journal of version 1 with something in every list."""
    path = tmp_path / "first.db"
    with closing(open_raw(path)) as file:
        file.executescript(f"{FIRST} PRAGMA user_version = 1;")
        for key in (A, B, C, D):
            file.execute("INSERT INTO entry VALUES (?, ?, NULL, NULL)", (key, DIGEST))
        file.execute("INSERT INTO dirty VALUES (?, 3, 1, 0)", (B,))
        file.execute(
            "INSERT INTO parked VALUES (?, 'PS-REC-04', 'name', ?, ?, 0)",
            (C, NOON.isoformat(), NOON.isoformat()),
        )
        file.execute("INSERT INTO hold VALUES ('h1', 'many-deletions', ?)", (NOON.isoformat(),))
        file.execute("INSERT INTO held VALUES (?, 'h1')", (D,))
        file.execute("INSERT INTO meta VALUES ('cursor', 'here'), ('sequence', 7)")
    return path


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the columns of every table and index."""
    with closing(open_raw(path)) as file:
        names = [one for (one,) in file.execute("SELECT name FROM sqlite_master ORDER BY name")]
        return {
            name: file.execute(f"PRAGMA table_xinfo({name})").fetchall()
            or file.execute(f"PRAGMA index_info({name})").fetchall()
            for name in names
        }


def test_everything_in_it_is_still_there(first: Path) -> None:
    with closing(SqliteJournal(str(first))) as journal:
        assert (journal.cursor(), journal.sequence()) == (Cursor("here"), 7)
        assert journal.counts() == Counts(3, 4, not_sent=1, held=1, dirty=1)
        assert journal.dirty(1, 9) == [B]
        [hold] = journal.holds()
        assert (hold.id, hold.count, hold.field, hold.opened_at) == ("h1", 1, "", NOON)
        assert journal.confirm(hold.id) == 1


def test_it_is_like_a_new_one_afterwards(first: Path, tmp_path: Path) -> None:
    with closing(SqliteJournal(str(first))) as journal:
        journal.cursor()
    with closing(SqliteJournal(str(tmp_path / "new.db"))) as journal:
        journal.cursor()

    assert tables(first) == tables(tmp_path / "new.db")


def test_what_is_filled_is_not_known_before_it_was_read_again(first: Path) -> None:
    with closing(SqliteJournal(str(first))) as journal:
        assert journal.held([A]) == {A: Held(DIGEST)}
        settled = [Online(A, DIGEST, filled=field_of(5))]
        journal.settle(settled, journal.next_sequence(), NOON)
        assert journal.held([A]) == {A: Held(DIGEST, filled=field_of(5))}


def test_there_is_a_step_from_every_version() -> None:
    assert list(STEPS) == list(range(1, VERSION))


def test_a_step_that_fails_changes_nothing(first: Path) -> None:
    with closing(open_raw(first)) as file:
        file.execute("CREATE TABLE blank_history (taken)")
    before = tables(first)
    with closing(open_raw(first)) as file, pytest.raises(sqlite3.Error):
        prepare(file)

    assert tables(first) == before


def test_a_journal_of_a_later_version_is_not_touched(first: Path) -> None:
    with closing(open_raw(first)) as file:
        file.execute(f"PRAGMA user_version = {VERSION + 1}")
    with closing(SqliteJournal(str(first))) as journal, pytest.raises(Misconfigured) as found:
        journal.cursor()

    assert found.value.code is Code.RECORDS_DAMAGED
