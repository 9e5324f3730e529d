"""How a change in SQL Server could be lost."""

from tests.mutants.mutant import broken

_HERE = "practicesync/adapters/sqlserver"
_TESTS = "interleavings/test_interleavings.py"
_PARTS = "contract/test_journal_parts.py"
_TRACKING = "test_change_tracking_loses_nothing"
_ROWVERSION = "test_rowversion_loses_nothing"
_COMPARING = "test_comparing_loses_nothing"
_REGRESSIONS = "test_what_was_lost_once_is_lost_no_more"

SQL_SERVER = (
    *broken(
        f"{_HERE}/tracking_feed.py",
        _TESTS,
        (
            "a pass ends later than it began to",
            "            if reached.upto is None:\n                part",
            "            if True:\n                part",
            _TRACKING,
        ),
        (
            "what is still known is looked at only before a read",
            "return _gap(opened, _standing(opened), reached) or changes",
            "return changes",
            _TRACKING,
        ),
        (
            "no least version is taken for zero",
            "    for table, version in zip(tables, least, strict=True):",
            "    least = [one or 0 for one in least]\n"
            "    for table, version in zip(tables, least, strict=True):",
            _TRACKING,
        ),
        (
            "change tracking that was cleaned up is believed",
            "if reached.version < standing.least:",
            "if False:",
            _TRACKING,
        ),
        (
            "tracking that has begun anew is believed",
            "if standing.begun != reached.begun:",
            "if False:",
            _TRACKING,
        ),
        (
            "a restored database is believed by change tracking",
            "    if gap := gap_between(reached.fork, opened.fork):\n        return gap",
            "    gap = None",
            _TRACKING,
        ),
        (
            "an open bound is left out of a look",
            "WHERE ct.SYS_CHANGE_VERSION <= ?",
            "WHERE 0 <= ?",
            "unit/adapters/sqlserver/test_tracking_feed.py"
            "::test_what_commits_after_the_version_was_read_is_told_by_the_next_look_alone",
        ),
    ),
    *broken(
        f"{_HERE}/watched.py",
        _TESTS,
        (
            "a moved or deleted row has only the contact that it has now",
            "before = owners.get(row, ())",
            "before: tuple[Key, ...] = ()",
            _TRACKING,
        ),
    ),
    *broken(
        "practicesync/engine/reading.py",
        _TESTS,
        (
            "what a contact is made of is forgotten",
            "if any(row.parts for row in rows):",
            "if False:",
            _TRACKING,
        ),
    ),
    *broken(
        f"{_HERE}/portion.py",
        _TESTS,
        (
            "the cursor moves at the first portion of change tracking",
            "part = msgspec.structs.replace(reached, table=number, at=at)",
            "part = Reached(reached.upto or 0, reached.fork, reached.begun)",
            _TRACKING,
        ),
        (
            "the cursor moves at the first portion of rowversions",
            "part = msgspec.structs.replace(reached, table=number, at=at)",
            "part = Reached(reached.upto or 0, reached.fork)",
            _ROWVERSION,
        ),
    ),
    *broken(
        f"{_HERE}/rowversion_feed.py",
        _TESTS,
        (
            "the keys are never looked through",
            "return changes if changes.more else self._with_deletes(changes, known)",
            "return changes",
            _ROWVERSION,
        ),
        (
            "the cursor moves to the last rowversion",
            "reached = msgspec.structs.replace(reached, upto=oldest - 1)",
            "reached = msgspec.structs.replace(reached, upto=newest)",
            _ROWVERSION,
        ),
        (
            "the cursor of now is the last rowversion",
            "return Reached(oldest - 1, opened.fork).cursor(KIND)",
            "return Reached(_, opened.fork).cursor(KIND)",
            _ROWVERSION,
        ),
        (
            "the snapshot is taken before the least open rowversion is read",
            "        with self._source.connected() as opened:\n            # Before",
            "        with self._source.reading() as opened:\n"
            "            opened.session.value(opened.statements.counted)\n            # Before",
            _ROWVERSION,
        ),
        (
            "a restored database is believed by rowversion",
            "if gap := gap_between(reached.fork, opened.fork):\n                return gap",
            "gap = None",
            _ROWVERSION,
        ),
    ),
    *broken(
        f"{_HERE}/access.py",
        _TESTS,
        (
            "a database that was left for long is believed",
            'return fork_of(session) or (self._presence.stay() if self._presence else "")',
            "return fork_of(session)",
            _TRACKING,
        ),
    ),
    *broken(
        f"{_HERE}/source.py",
        _TESTS,
        (
            "the same end of the log is believed over another connection",
            'return f"{self.openings} {log_end(opened.session)}"',
            "return log_end(opened.session)",
            _COMPARING,
            _REGRESSIONS,
        ),
    ),
    *broken(
        "practicesync/adapters/journal_parts.py",
        _PARTS,
        (
            "a row that is gone is gone from every table",
            "WHERE row = ? AND place = (SELECT id FROM part_table WHERE name = ?)",
            "WHERE row = ? AND ? != ''",
            "test_a_row_that_is_gone_is_no_part_of_any_contact",
        ),
        (
            "what was not sent is never missing",
            "SELECT key FROM entry WHERE key NOT IN",
            "SELECT key FROM entry WHERE digest IS NOT NULL AND key NOT IN",
            "test_what_was_not_sent_and_is_in_no_page_is_missing",
        ),
        (
            "what is held is missing",
            " AND key NOT IN (SELECT key FROM held)",
            "",
            "test_what_waits_for_something_is_not_missing",
        ),
        (
            "rows of every table are gone from one",
            "WHERE part_table.name = ? AND part.row NOT IN",
            "WHERE ? != '' AND part.row NOT IN",
            "test_without_a_page_every_row_of_the_table_is_gone",
        ),
        (
            "a row of any table leads to contacts",
            "WHERE part_table.name = ? AND part.row IN",
            "WHERE ? != '' AND part.row IN",
            "test_a_row_of_another_table_is_another_row",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_terms.py",
        _PARTS,
        (
            "another layout keeps the rows of the last one",
            'run.one("DELETE FROM part")',
            "return",
            "test_another_layout_forgets_what_contacts_were_made_of",
        ),
    ),
    *broken(
        f"{_HERE}/presence.py",
        "unit/adapters/sqlserver/test_presence.py",
        (
            "a stay goes on over a sleep that was not counted",
            "> LONGEST or was_set(self._last, now)",
            "> LONGEST",
            "test_another_stay_begins_when_the_clock_was_set_or_a_sleep_was_not_counted",
        ),
        (
            "a stay goes on however long nobody was there",
            "now.monotonic - self._last.monotonic > LONGEST",
            "False",
            "test_another_stay_begins_after_more_than_a_minute",
        ),
        (
            "who never had an answer has been there",
            "        if self._last is None:\n            return True",
            "        if self._last is None:\n            return False",
            "test_a_connection_that_never_answered_belongs_to_no_stay",
        ),
    ),
    *broken(
        f"{_HERE}/tracking_feed.py",
        "unit/adapters/sqlserver/test_tracking_feed.py",
        (
            "a version that fell is believed",
            "if standing.current < (reached.upto or reached.version):",
            "if False:",
            "test_a_version_that_fell_is_found_although_nobody_was_away",
        ),
    ),
    *broken(
        f"{_HERE}/rowversion_feed.py",
        "unit/adapters/sqlserver/test_tracking_feed.py",
        (
            "a rowversion that fell is believed",
            "if newest < reached.version:",
            "if False:",
            "test_a_version_that_fell_is_found_although_nobody_was_away",
        ),
    ),
    *broken(
        "practicesync/adapters/diff_feed.py",
        _TESTS,
        (
            "what a full check read before a look is never compared again",
            "if self._checking and not known.checking:",
            "if False:",
            "test_comparing_loses_nothing",
        ),
    ),
)
