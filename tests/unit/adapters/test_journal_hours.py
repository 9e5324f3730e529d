"""Fields that turned blank in an hour that is still to come count as of this hour."""

import datetime as dt
from contextlib import closing

from practicesync.adapters.sqlite_journal import SqliteJournal
from practicesync.core.action import Checked

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def test_what_turned_blank_while_the_clock_was_ahead_counts_when_a_check_has_ended(tmp_path):
    sent = [(NOON - HOUR, 1, 5), (NOON, 1, 7), (NOON + HOUR, 1, 11), (NOON + 9000 * HOUR, 2, 13)]
    with closing(SqliteJournal(str(tmp_path / "journal.db"))) as journal:
        with journal._write() as run:
            run.many(
                "INSERT INTO blank_history VALUES (?, ?, ?)",
                [(hour.isoformat(), field, count) for hour, field, count in sent],
            )
        journal.check_ended(Checked(NOON, 0))
        kept = journal._file.rows("SELECT hour, field, sent FROM blank_history ORDER BY 1, 2")

    now = NOON.isoformat()
    assert kept == [((NOON - HOUR).isoformat(), 1, 5), (now, 1, 18), (now, 2, 13)]
