"""How deletes are held until an administrator has confirmed them."""

from __future__ import annotations

import datetime as dt
import uuid

from practicesync.adapters import journal_blanks
from practicesync.adapters.journal_blanks import allow, dissolve
from practicesync.adapters.journal_file import JournalFile, Writer
from practicesync.core.action import Hold, HoldId
from practicesync.core.filled import name_of
from practicesync.core.key import Key

PROVED = """
  FROM dirty JOIN entry USING (key)
  WHERE dirty.misses >= 2 AND NOT dirty.confirmed AND entry.digest IS NOT NULL"""
"""Deletes of what is online that two reads have proved and nobody has confirmed."""

HOLDS = """
SELECT hold.id, hold.reason, count(*), hold.opened_at, hold.field
FROM hold JOIN held ON held.hold = hold.id GROUP BY hold.id"""


def holds(file: JournalFile) -> list[Hold]:
    """Return what is held, deletes first."""
    return [
        Hold(
            HoldId(one),
            reason,
            count,
            dt.datetime.fromisoformat(opened),
            "" if field is None else name_of(field),
        )
        for one, reason, count, opened, field in [
            *file.rows(HOLDS),
            *file.rows(journal_blanks.HOLDS),
        ]
    ]


def held_under(file: JournalFile, hold: HoldId) -> list[Key]:
    """Return the keys of a hold of either kind in order."""
    deletes = file.rows("SELECT key FROM held WHERE hold = ? ORDER BY key", (hold,))
    return [Key(row[0]) for row in deletes or file.rows(journal_blanks.UNDER, (hold,))]


def hold_proved(run: Writer, reason: str, now: dt.datetime) -> HoldId:
    """Add the proved deletes to the open hold, or open one."""
    found = run.rows("SELECT id FROM hold WHERE field IS NULL")
    hold = str(found[0][0]) if found else uuid.uuid4().hex[:8]
    run.one("INSERT OR IGNORE INTO hold VALUES (?, ?, ?, NULL)", (hold, reason, now.isoformat()))
    run.one("INSERT OR REPLACE INTO held SELECT dirty.key, ?" + PROVED, (hold,))
    run.one(
        "DELETE FROM dirty WHERE misses >= 2 AND NOT confirmed AND key IN (SELECT key FROM held)"
    )
    run.one("DELETE FROM parked WHERE key IN (SELECT key FROM held)")
    run.one("DELETE FROM held_change WHERE key IN (SELECT key FROM held)")
    dissolve(run)
    return HoldId(hold)


def confirm(run: Writer, hold: HoldId, number: int) -> int:
    """Let what waits under the hold go; return in how many contacts."""
    found = run.rows("SELECT field FROM hold WHERE id = ?", (hold,))
    if not found:
        return 0
    [(field,)] = found
    return release(run, hold, number) if field is None else allow(run, hold, field, number)


def release(run: Writer, hold: HoldId, number: int) -> int:
    """Make the hold's keys dirty with their delete confirmed; return how many."""
    count = run.number("SELECT count(*) FROM held WHERE hold = ?", (hold,))
    run.one(
        "INSERT INTO dirty (key, seen, confirmed) SELECT key, ?, 1 FROM held WHERE hold = ?"
        " ON CONFLICT (key) DO NOTHING",
        (number, hold),
    )
    run.one("DELETE FROM held WHERE hold = ?", (hold,))
    run.one("DELETE FROM hold WHERE id = ?", (hold,))
    return count
