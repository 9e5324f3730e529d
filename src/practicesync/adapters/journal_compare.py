"""How the journal compares what it knows with what the online side says it holds."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from practicesync.adapters.journal_file import Writer
from practicesync.core.action import Drift
from practicesync.core.digest import UNKNOWN, Digest
from practicesync.core.key import Key

KNOWN = """
SELECT key, digest, key IN (SELECT key FROM dirty) OR key IN (SELECT key FROM parked)
  OR key IN (SELECT key FROM held_change)
FROM entry WHERE key IN (SELECT value FROM json_each(?))"""

NOT_ONLINE = """
SELECT key FROM entry WHERE length(digest) > 0
  AND key NOT IN (SELECT key FROM temp.online) AND key NOT IN (SELECT key FROM dirty)
  AND key NOT IN (SELECT key FROM held_change)"""

WAITING_NOT_ONLINE = """
SELECT key FROM entry WHERE length(digest) > 0 AND key NOT IN (SELECT key FROM temp.online)
  AND (key IN (SELECT key FROM dirty) OR key IN (SELECT key FROM held_change))"""

DOUBT = """
INSERT INTO entry (key, digest) VALUES (?, ?)
ON CONFLICT (key) DO UPDATE SET digest = excluded.digest"""

DIRTY = "INSERT INTO dirty (key, seen) VALUES (?, ?) ON CONFLICT (key) DO NOTHING"


def compare_page(
    run: Writer, page: Sequence[tuple[Key, Digest]], number: int, *, first: bool
) -> Drift:
    """Make dirty what is online otherwise than known.

    What waits anyway is left waiting, but no more is believed of it: otherwise a row that changes
    back would look like no change, and never be sent.
    """
    if first:
        run.one("CREATE TEMP TABLE IF NOT EXISTS online (key TEXT PRIMARY KEY) WITHOUT ROWID")
        run.one("DELETE FROM temp.online")
    run.many("INSERT OR IGNORE INTO temp.online VALUES (?)", [(key,) for key, _ in page])
    rows = run.rows(KNOWN, (json.dumps([key for key, _ in page]),))
    known = {key: (digest, bool(waits)) for key, digest, waits in rows}
    nothing_known = [key for key, _ in page if known.get(key, (None, False))[0] is None]
    only_online = [key for key in nothing_known if not known.get(key, (None, False))[1]]
    elsewise = [
        key
        for key, digest in page
        if (found := known.get(key)) is not None and found[0] not in (None, digest)
    ]
    differing = [key for key in elsewise if not known[key][1]]
    # Of what waits anyway it has to be known that something is online, or a delete is not sent.
    run.many(DOUBT, [(key, UNKNOWN) for key in [*nothing_known, *elsewise]])
    doubt(run, [*only_online, *differing], number)
    return Drift(differing=len(differing), only_online=len(only_online))


def end_comparison(run: Writer, sent: Collection[Key], number: int) -> Drift:
    """Make dirty what is known to be online and was in no page."""
    missing = [Key(key) for (key,) in run.rows(NOT_ONLINE) if key not in sent]
    doubt(run, missing, number)
    waiting = [Key(key) for (key,) in run.rows(WAITING_NOT_ONLINE) if key not in sent]
    run.many(DOUBT, [(key, UNKNOWN) for key in waiting])
    run.one("DROP TABLE temp.online")
    run.one("DELETE FROM meta WHERE name = 'comparing'")
    return Drift(missing_online=len(missing))


def doubt(run: Writer, keys: Sequence[Key], number: int) -> None:
    """Know no more what is online under these keys, and look at them again."""
    run.many(DOUBT, [(key, UNKNOWN) for key in keys])
    run.many(DIRTY, [(key, number) for key in keys])
