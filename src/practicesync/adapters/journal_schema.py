"""The tables of the journal (SQLite)."""

from __future__ import annotations

VERSION = 1

SCHEMA = """
-- what is known of each key: digest of what is online (NULL: nothing; empty: not known what),
-- stamp it was last seen with (NULL: none, or gone), number of the last full check that met it
CREATE TABLE entry (key TEXT PRIMARY KEY, digest BLOB, stamp BLOB, met INTEGER) WITHOUT ROWID;
-- keys to read: sequence when last seen, how many reads did not find it, delete confirmed
CREATE TABLE dirty (
  key TEXT PRIMARY KEY, seen INTEGER NOT NULL, misses INTEGER NOT NULL DEFAULT 0,
  confirmed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX dirty_order ON dirty (misses, seen, key);
-- what could not be sent: code and field, never a value
CREATE TABLE parked (
  key TEXT PRIMARY KEY, code TEXT NOT NULL, field TEXT NOT NULL, since TEXT NOT NULL,
  tried_at TEXT NOT NULL, left_out INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
-- deletes that wait for an administrator
CREATE TABLE hold (id TEXT PRIMARY KEY, reason TEXT NOT NULL, opened_at TEXT NOT NULL);
CREATE TABLE held (key TEXT PRIMARY KEY, hold TEXT NOT NULL REFERENCES hold (id)) WITHOUT ROWID;
-- what was sent, by the hour (UTC)
CREATE TABLE history (
  hour TEXT PRIMARY KEY, added INTEGER NOT NULL, changed INTEGER NOT NULL,
  deleted INTEGER NOT NULL, confirmed INTEGER NOT NULL) WITHOUT ROWID;
-- the full check that is on its way: at most one
CREATE TABLE scan (
  number INTEGER PRIMARY KEY, reason TEXT NOT NULL, position TEXT, total INTEGER NOT NULL,
  done INTEGER NOT NULL, started_at TEXT NOT NULL);
-- cursor, sequence, scans, stage, digest_key
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
"""
