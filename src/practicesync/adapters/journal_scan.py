"""How the journal remembers a full check that is on its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from practicesync.adapters.journal_file import Writer
from practicesync.core.action import ROUTINE, Passed, Scan
from practicesync.core.row import Position

UNMET = """
INSERT INTO dirty (key, seen) SELECT key, ? FROM entry
WHERE met IS NOT (SELECT number FROM scan)
  AND key NOT IN (SELECT key FROM dirty) AND key NOT IN (SELECT key FROM held)"""

COMPARING = """
INSERT INTO meta VALUES ('comparing', ?) ON CONFLICT (name) DO UPDATE SET
  value = CASE WHEN value = ? THEN excluded.value ELSE value END"""
"""A reason that is not routine stays until the comparison has been made."""


def begin_scan(run: Writer, reason: str, total: int, now: dt.datetime) -> Scan:
    """Begin at the start, whatever was on its way; the online side is compared afterwards."""
    found = run.rows("SELECT value FROM meta WHERE name = 'scans'")
    number = int(found[0][0]) + 1 if found else 1
    run.one("DELETE FROM scan")
    run.one(
        "INSERT INTO scan VALUES (?, ?, NULL, ?, 0, ?)", (number, reason, total, now.isoformat())
    )
    run.remember("scans", number)
    run.one(COMPARING, (reason, ROUTINE))
    return Scan(number, reason, None, total, 0, now)


def pass_page(run: Writer, rows: int, passed: Passed, next_sequence: Callable[[], int]) -> None:
    """Move on; behind the last page, make dirty what was not met."""
    if passed.next is not None:
        run.one("UPDATE scan SET position = ?, done = done + ?", (passed.next, rows))
        return
    run.one(UNMET, (next_sequence(),))
    run.one("DELETE FROM scan")


def scan_of(record: tuple[Any, ...]) -> Scan:
    """Return the full check that a record of the table is."""
    number, reason, position, total, done, started = record
    where = None if position is None else Position(position)
    return Scan(number, reason, where, total, done, dt.datetime.fromisoformat(started))
