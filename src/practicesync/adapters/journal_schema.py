"""The tables of the journal (SQLite)."""

from __future__ import annotations

from collections.abc import Mapping

VERSION = 3

SCHEMA = """
-- what is known of each key: digest of what is online (NULL: nothing; empty: not known what),
-- stamp it was last seen with (NULL: none, or gone), number of the last full check that met it,
-- the fields that may be filled online (a bit each; NULL: not known)
CREATE TABLE entry (
  key TEXT PRIMARY KEY, digest BLOB, stamp BLOB, met INTEGER, filled INTEGER) WITHOUT ROWID;
-- keys to read: sequence when last seen, how many reads did not find it, delete confirmed,
-- fields that the last read found turned blank, fields that may turn blank (a bit each)
CREATE TABLE dirty (
  key TEXT PRIMARY KEY, seen INTEGER NOT NULL, misses INTEGER NOT NULL DEFAULT 0,
  confirmed INTEGER NOT NULL DEFAULT 0, blanked INTEGER NOT NULL DEFAULT 0,
  allowed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX dirty_order ON dirty (blanked, misses, seen, key);
-- what could not be sent: code and field, never a value
CREATE TABLE parked (
  key TEXT PRIMARY KEY, code TEXT NOT NULL, field TEXT NOT NULL, since TEXT NOT NULL,
  tried_at TEXT NOT NULL, left_out INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
-- what waits for an administrator: deletes (field is NULL), or one field that turned blank
CREATE TABLE hold (
  id TEXT PRIMARY KEY, reason TEXT NOT NULL, opened_at TEXT NOT NULL, field INTEGER);
CREATE TABLE held (key TEXT PRIMARY KEY, hold TEXT NOT NULL REFERENCES hold (id)) WITHOUT ROWID;
CREATE TABLE held_change (
  key TEXT PRIMARY KEY, blanked INTEGER NOT NULL, allowed INTEGER NOT NULL) WITHOUT ROWID;
-- what was sent, by the hour (UTC)
CREATE TABLE history (
  hour TEXT PRIMARY KEY, added INTEGER NOT NULL, changed INTEGER NOT NULL,
  deleted INTEGER NOT NULL, confirmed INTEGER NOT NULL) WITHOUT ROWID;
-- in how many contacts a field turned blank online without a person's yes, by the hour
CREATE TABLE blank_history (
  hour TEXT NOT NULL, field INTEGER NOT NULL, sent INTEGER NOT NULL,
  PRIMARY KEY (hour, field)) WITHOUT ROWID;
-- the full check that is on its way: at most one
CREATE TABLE scan (
  number INTEGER PRIMARY KEY, reason TEXT NOT NULL, position TEXT, total INTEGER NOT NULL,
  done INTEGER NOT NULL, started_at TEXT NOT NULL);
-- the rows of other tables that each contact was made of, where a feed needs to know
CREATE TABLE part_table (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE part (
  place INTEGER NOT NULL REFERENCES part_table (id), row TEXT NOT NULL, contact TEXT NOT NULL,
  PRIMARY KEY (place, row, contact)) WITHOUT ROWID;
-- cursor, sequence, scans, stage, digest_key
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
"""

STEPS: Mapping[int, str] = {
    1: """
ALTER TABLE entry ADD COLUMN filled INTEGER;
ALTER TABLE dirty ADD COLUMN blanked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dirty ADD COLUMN allowed INTEGER NOT NULL DEFAULT 0;
DROP INDEX dirty_order;
CREATE INDEX dirty_order ON dirty (blanked, misses, seen, key);
ALTER TABLE hold ADD COLUMN field INTEGER;
CREATE TABLE held_change (
  key TEXT PRIMARY KEY, blanked INTEGER NOT NULL, allowed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE blank_history (
  hour TEXT NOT NULL, field INTEGER NOT NULL, sent INTEGER NOT NULL,
  PRIMARY KEY (hour, field)) WITHOUT ROWID;
""",
    2: """
CREATE TABLE part_table (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE part (
  place INTEGER NOT NULL REFERENCES part_table (id), row TEXT NOT NULL, contact TEXT NOT NULL,
  PRIMARY KEY (place, row, contact)) WITHOUT ROWID;
""",
}
"""What makes a journal of a version one of the next."""
