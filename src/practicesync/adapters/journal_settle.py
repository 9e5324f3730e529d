"""How settlements are written: the part of the journal on the hot path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from practicesync.adapters.journal_blanks import dissolve, let_go, note_sent, wait_for_guard
from practicesync.adapters.journal_file import Writer
from practicesync.core.action import Blanked, Gone, Online, Parked, SequenceNumber, Settlement

ONLINE = """
INSERT INTO entry (key, digest, stamp, met, filled)
VALUES (?, ?, ?, (SELECT number FROM scan), ?)
ON CONFLICT (key) DO UPDATE SET
  digest = excluded.digest, stamp = coalesce(excluded.stamp, stamp), met = excluded.met,
  filled = excluded.filled"""

MET = """
INSERT INTO entry (key, stamp, met) VALUES (?, ?, (SELECT number FROM scan))
ON CONFLICT (key) DO UPDATE SET stamp = coalesce(excluded.stamp, stamp), met = excluded.met"""

PARKED = """
INSERT INTO parked (key, code, field, since, tried_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
  left_out = left_out AND code = excluded.code AND field = excluded.field,
  since = CASE WHEN code = excluded.code AND field = excluded.field
    THEN since ELSE excluded.since END,
  code = excluded.code, field = excluded.field, tried_at = excluded.tried_at"""

WAITING = """
SELECT EXISTS (SELECT 1 FROM dirty), EXISTS (SELECT 1 FROM parked),
  EXISTS (SELECT 1 FROM held), EXISTS (SELECT 1 FROM held_change)"""

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
    run.many(ONLINE, [(one.key, one.digest, one.stamp, one.filled) for one in online])
    run.many("DELETE FROM entry WHERE key = ?", [(one.key,) for one in gone])
    met = [one for one in settlements if isinstance(one, Parked | Blanked)]
    run.many(MET, [(one.key, one.stamp) for one in met])
    moment = now.isoformat()
    run.many(PARKED, [(one.key, one.code.value, one.field, moment, moment) for one in parked])
    clear(run, settlements, read_at)
    if blanked := [one for one in settlements if isinstance(one, Blanked)]:
        wait_for_guard(run, blanked, read_at)
        dissolve(run)
    note_history(run, online, gone, now)


def clear(run: Writer, settlements: Sequence[Settlement], read_at: SequenceNumber) -> None:
    """Take what is settled off the lists that it was on; most of the time they are empty."""
    [(dirty, parked, held, held_change)] = run.rows(WAITING)
    done = [(one.key,) for one in settlements if not isinstance(one, Blanked)]
    if dirty:
        run.many("DELETE FROM dirty WHERE key = ? AND seen <= ?", [(*key, read_at) for key in done])
    if parked:
        sent = [(one.key,) for one in settlements if not isinstance(one, Parked)]
        run.many("DELETE FROM parked WHERE key = ?", sent)
    if held:
        run.many("DELETE FROM held WHERE key = ?", [(one.key,) for one in settlements])
        run.one("DELETE FROM hold WHERE field IS NULL AND id NOT IN (SELECT hold FROM held)")
    if held_change:
        let_go(run, done)


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
    if any(one.blanked for one in online):
        note_sent(run, online, hour_of(now))
