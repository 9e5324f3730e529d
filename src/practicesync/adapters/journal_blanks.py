"""How changes under which a field turns blank wait: for the guard, then for an administrator."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from practicesync.adapters.journal_file import JournalFile, Writer
from practicesync.core.action import Blanked, HoldId, Online, SequenceNumber
from practicesync.core.filled import Fields, field_of, numbers
from practicesync.core.guard import REASON_BLANK, Blanks

DUE = "SELECT blanked, count(*) FROM dirty WHERE blanked > 0 GROUP BY blanked"

WAITING = "SELECT blanked, count(*) FROM held_change GROUP BY blanked"

RECENT = "SELECT field, sum(sent) FROM blank_history WHERE hour >= ? GROUP BY field"

HAD = "SELECT count(*) FROM entry WHERE filled & ?"

HOLDS = """
SELECT id, reason, (SELECT count(*) FROM held_change WHERE blanked & (1 << field)), opened_at, field
FROM hold WHERE field IS NOT NULL ORDER BY field"""

UNDER = """
SELECT key FROM held_change
WHERE blanked & (SELECT 1 << field FROM hold WHERE id = ?) ORDER BY key"""

JUDGED_LATER = """
INSERT INTO dirty (key, seen, blanked, allowed) VALUES (?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
  blanked = excluded.blanked, allowed = allowed | excluded.allowed, misses = 0, confirmed = 0
  WHERE seen <= excluded.seen"""

GOES_ON = """
INSERT INTO dirty (key, seen, allowed) SELECT key, ?, allowed FROM held_change
WHERE NOT blanked & ?
ON CONFLICT (key) DO UPDATE SET allowed = dirty.allowed | excluded.allowed"""

SENT = """
INSERT INTO blank_history VALUES (?, ?, ?)
ON CONFLICT (hour, field) DO UPDATE SET sent = sent + excluded.sent"""


def wait_for_guard(run: Writer, found: Sequence[Blanked], read_at: SequenceNumber) -> None:
    """Keep what was read blank for the guard; what is held because of it stays on hold."""
    keys = json.dumps([one.key for one in found])
    rows = run.rows(
        "SELECT key, allowed FROM held_change WHERE key IN (SELECT value FROM json_each(?))",
        (keys,),
    )
    held, on_hold = dict(rows), fields_on_hold(run)
    stay = [one for one in found if one.key in held and one.fields & on_hold]
    run.many(
        "UPDATE held_change SET blanked = ? WHERE key = ?", [(one.fields, one.key) for one in stay]
    )
    run.many("DELETE FROM dirty WHERE key = ? AND seen <= ?", [(one.key, read_at) for one in stay])
    staying = {one.key for one in stay}
    others = [one for one in found if one.key not in staying]
    run.many("DELETE FROM held_change WHERE key = ?", [(one.key,) for one in others])
    run.many(JUDGED_LATER, [(one.key, read_at, one.fields, held.get(one.key, 0)) for one in others])


def fields_on_hold(run: Writer) -> Fields:
    """Return the fields that have a hold."""
    rows = run.rows("SELECT field FROM hold WHERE field IS NOT NULL")
    return Fields(reduce(or_, (field_of(number) for (number,) in rows), 0))


def blanks_of(file: JournalFile, first_hour: str) -> Mapping[int, Blanks]:
    """Return in how many contacts each field turns blank that turns blank in any now."""
    due, waiting = by_field(file.rows(DUE)), by_field(file.rows(WAITING))
    recent: dict[int, int] = dict(file.rows(RECENT, (first_hour,)))
    return {
        number: Blanks(
            count, recent.get(number, 0), waiting[number], file.number(HAD, (field_of(number),))
        )
        for number, count in due.items()
    }


def by_field(counted: Sequence[tuple[int, int]]) -> Counter[int]:
    """Return counts of sets of fields as counts of each field."""
    found: Counter[int] = Counter()
    for fields, count in counted:
        for number in numbers(Fields(fields)):
            found[number] += count
    return found


def hold_fields(run: Writer, fields: Fields, now: dt.datetime) -> None:
    """Hold the changes that wait for the guard and under which one of these turns blank."""
    for number in numbers(Fields(fields & ~fields_on_hold(run))):
        run.one(
            "INSERT INTO hold VALUES (?, ?, ?, ?)",
            (uuid.uuid4().hex[:8], REASON_BLANK, now.isoformat(), number),
        )
    run.one(
        "INSERT OR REPLACE INTO held_change"
        " SELECT key, blanked, allowed FROM dirty WHERE blanked & ?",
        (fields,),
    )
    run.one("DELETE FROM dirty WHERE blanked & ?", (fields,))


def allow(run: Writer, hold: HoldId, field: int, number: int) -> int:
    """Let that field turn blank where it waits under the hold; return in how many contacts.

    What waits because of another field as well goes on waiting.
    """
    bit = field_of(field)
    count = run.one(
        "UPDATE held_change SET allowed = allowed | ?, blanked = blanked & ~? WHERE blanked & ?",
        (bit, bit, bit),
    )
    run.one("DELETE FROM hold WHERE id = ?", (hold,))
    on_hold = fields_on_hold(run)
    run.one(GOES_ON, (number, on_hold))
    run.one("DELETE FROM held_change WHERE NOT blanked & ?", (on_hold,))
    return count


def let_go(run: Writer, keys: Sequence[tuple[str]]) -> None:
    """Hold the changes of these no more; a hold under which nothing waits is none any more."""
    run.many("DELETE FROM held_change WHERE key = ?", keys)
    dissolve(run)


def dissolve(run: Writer) -> None:
    """Forget the holds of fields under which nothing waits any more."""
    run.one(
        "DELETE FROM hold WHERE field IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM held_change WHERE blanked & (1 << hold.field))"
    )


def note_sent(run: Writer, online: Sequence[Online], hour: str) -> None:
    """Count by the hour in how many contacts each field has turned blank online."""
    found: dict[int, int] = defaultdict(int)
    for one in online:
        for number in numbers(one.blanked):
            found[number] += 1
    run.many(SENT, [(hour, number, count) for number, count in found.items()])
