"""How deletes are held until an administrator has confirmed them."""

from __future__ import annotations

import datetime as dt
import uuid

from practicesync.adapters.journal_file import Writer
from practicesync.core.action import HoldId

PROVED = """
  FROM dirty JOIN entry USING (key)
  WHERE dirty.misses >= 2 AND NOT dirty.confirmed AND entry.digest IS NOT NULL"""
"""Deletes of what is online that two reads have proved and nobody has confirmed."""

HOLDS = """
SELECT hold.id, hold.reason, count(*), hold.opened_at
FROM hold JOIN held ON held.hold = hold.id GROUP BY hold.id"""


def hold_proved(run: Writer, reason: str, now: dt.datetime) -> HoldId:
    """Add the proved deletes to the open hold, or open one."""
    found = run.rows("SELECT id FROM hold LIMIT 1")
    hold = str(found[0][0]) if found else uuid.uuid4().hex[:8]
    run.one("INSERT OR IGNORE INTO hold VALUES (?, ?, ?)", (hold, reason, now.isoformat()))
    run.one("INSERT OR REPLACE INTO held SELECT dirty.key, ?" + PROVED, (hold,))
    run.one(
        "DELETE FROM dirty WHERE misses >= 2 AND NOT confirmed AND key IN (SELECT key FROM held)"
    )
    run.one("DELETE FROM parked WHERE key IN (SELECT key FROM held)")
    return HoldId(hold)


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
