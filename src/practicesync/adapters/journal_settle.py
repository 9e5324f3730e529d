"""How settlements are written: the part of the journal on the hot path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from practicesync.adapters.journal_file import Writer
from practicesync.core.action import Gone, Online, Parked, SequenceNumber, Settlement

ONLINE = """
INSERT INTO entry (key, digest, stamp, met) VALUES (?, ?, ?, (SELECT number FROM scan))
ON CONFLICT (key) DO UPDATE SET
  digest = excluded.digest, stamp = coalesce(excluded.stamp, stamp), met = excluded.met"""

PARKED_ENTRY = """
INSERT INTO entry (key, stamp, met) VALUES (?, ?, (SELECT number FROM scan))
ON CONFLICT (key) DO UPDATE SET stamp = coalesce(excluded.stamp, stamp), met = excluded.met"""

PARKED = """
INSERT INTO parked (key, code, field, since, tried_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
  left_out = left_out AND code = excluded.code AND field = excluded.field,
  since = CASE WHEN code = excluded.code AND field = excluded.field
    THEN since ELSE excluded.since END,
  code = excluded.code, field = excluded.field, tried_at = excluded.tried_at"""

HISTORY = """
INSERT INTO history VALUES (?, ?, ?, ?, ?) ON CONFLICT (hour) DO UPDATE SET
  added = added + excluded.added, changed = changed + excluded.changed,
  deleted = deleted + excluded.deleted, confirmed = confirmed + excluded.confirmed"""


def hour_of(moment: dt.datetime) -> str:
    """Return the start of the moment's hour, as the history names it."""
    return moment.replace(minute=0, second=0, microsecond=0).isoformat()


def settle_into(
    run: Writer, settlements: Sequence[Settlement], read_at: SequenceNumber, now: dt.datetime
) -> None:
    """Write the settlements of what was read at `read_at`."""
    online = [one for one in settlements if isinstance(one, Online)]
    gone = [one for one in settlements if isinstance(one, Gone)]
    parked = [one for one in settlements if isinstance(one, Parked)]
    run.many(ONLINE, [(one.key, one.digest, one.stamp) for one in online])
    run.many("DELETE FROM entry WHERE key = ?", [(one.key,) for one in gone])
    run.many(PARKED_ENTRY, [(one.key, one.stamp) for one in parked])
    moment = now.isoformat()
    run.many(PARKED, [(one.key, one.code.value, one.field, moment, moment) for one in parked])
    keys = [(one.key,) for one in settlements]
    if run.number("SELECT EXISTS (SELECT 1 FROM dirty)"):
        run.many("DELETE FROM dirty WHERE key = ? AND seen <= ?", [(*key, read_at) for key in keys])
    if run.number("SELECT EXISTS (SELECT 1 FROM parked)"):
        run.many(
            "DELETE FROM parked WHERE key = ?",
            [
                key
                for key, one in zip(keys, settlements, strict=True)
                if not isinstance(one, Parked)
            ],
        )
    if run.number("SELECT EXISTS (SELECT 1 FROM held)"):
        run.many("DELETE FROM held WHERE key = ?", keys)
        run.one("DELETE FROM hold WHERE id NOT IN (SELECT hold FROM held)")
    note_history(run, online, gone, now)


def note_history(
    run: Writer, online: Sequence[Online], gone: Sequence[Gone], now: dt.datetime
) -> None:
    """Add what was sent to the hour's counts."""
    added = sum(one.change == "added" for one in online)
    changed = sum(one.change == "changed" for one in online)
    deleted = sum(one.sent for one in gone)
    confirmed = sum(one.sent and one.confirmed for one in gone)
    if added or changed or deleted:
        run.one(HISTORY, (hour_of(now), added, changed, deleted, confirmed))
