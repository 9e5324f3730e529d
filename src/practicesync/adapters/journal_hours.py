"""Hours that are still to come, because the clock was wrong when something was sent in them."""

from __future__ import annotations

import datetime as dt

from practicesync.adapters.journal_file import Writer
from practicesync.adapters.journal_settle import hour_of

SENT = """
INSERT INTO history
SELECT ?1, sum(added), sum(changed), sum(deleted), sum(confirmed)
FROM history WHERE hour > ?1 GROUP BY hour > ?1
ON CONFLICT (hour) DO UPDATE SET
  added = added + excluded.added, changed = changed + excluded.changed,
  deleted = deleted + excluded.deleted, confirmed = confirmed + excluded.confirmed"""

BLANKED = """
INSERT INTO blank_history
SELECT ?1, field, sum(sent) FROM blank_history WHERE hour > ?1 GROUP BY field
ON CONFLICT (hour, field) DO UPDATE SET sent = sent + excluded.sent"""


def bring_back(run: Writer, now: dt.datetime) -> None:
    """Let what was sent in hours to come count as sent in this one: otherwise it would for long."""
    hour = (hour_of(now),)
    run.one(SENT, hour)
    run.one("DELETE FROM history WHERE hour > ?", hour)
    run.one(BLANKED, hour)
    run.one("DELETE FROM blank_history WHERE hour > ?", hour)
