"""What the worker must remember over a crash, and what it must not believe."""

from tests.mutants.mutant import broken

_JOURNAL = "contract/test_journal.py"
_FILE = "unit/adapters/test_sqlite_journal.py"

JOURNAL = (
    *broken(
        "practicesync/adapters/sqlite_journal.py",
        _JOURNAL,
        (
            "a digest under another key is believed",
            'if self._file.meta("digest_key", None) == key_id:',
            'if self._file.meta("digest_key", None):',
            "test_another_digest_key_makes_everything_unknown",
        ),
        (
            "a journal that never sent the highest version is believed",
            "if tuple(fence.last) > (epoch, self.sequence()) or fence.epoch <= epoch:",
            "if fence.epoch <= epoch:",
            "test_a_version_that_was_never_sent_from_here_is_a_reason_to_compare",
        ),
        (
            "an epoch that was issued before is believed",
            "if tuple(fence.last) > (epoch, self.sequence()) or fence.epoch <= epoch:",
            "if tuple(fence.last) > (epoch, self.sequence()):",
            "test_an_epoch_that_was_issued_before_is_a_reason_to_compare",
        ),
        (
            "what was not sent is tried again only once",
            "FROM parked WHERE tried_at < ?",
            "FROM parked WHERE since = tried_at AND tried_at < ?",
            "test_a_second_in_parts_is_still_before_the_next",
            "test_a_try_moves_the_next_one_on",
        ),
        (
            "what was just tried is tried again at once",
            "FROM parked WHERE tried_at < ?",
            "FROM parked WHERE tried_at >= ? OR 1",
            "test_what_was_tried_before_then_is_tried_again",
        ),
        (
            "a try undoes a look that came before it",
            '" ON CONFLICT (key) DO NOTHING",\n                (number, before.isoformat()),',
            '" ON CONFLICT (key) DO UPDATE SET seen = 0",\n'
            "                (number, before.isoformat()),",
            "test_a_try_that_comes_before_a_look_does_not_undo_it",
            "test_what_was_tried_before_then_is_tried_again",
        ),
        (
            "confirmed deletions count against later ones",
            "sum(deleted - confirmed)",
            "sum(deleted)",
            "test_unconfirmed_deletes_are_counted_by_whole_hours",
        ),
        (
            "what was sent a day ago counts for ever",
            'FROM history WHERE hour >= ?",\n'
            "            (hour_of(since),),\n        )\n\n    def parked",
            'FROM history WHERE hour >= ? OR 1",\n'
            "            (hour_of(since),),\n        )\n\n    def parked",
            "test_unconfirmed_deletes_are_counted_by_whole_hours",
        ),
        (
            "the sequence goes back after a restart",
            'run.remember("sequence", self.sequence())',
            "pass",
            f"{_FILE}::test_the_count_never_goes_back_below_what_was_written",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_terms.py",
        _JOURNAL,
        (
            "what was online under another digest key is believed",
            'run.one("UPDATE entry SET digest = ? WHERE digest IS NOT NULL", (UNKNOWN,))',
            "pass",
            "test_another_digest_key_makes_everything_unknown",
        ),
        (
            "another digest key keeps the cursor",
            'run.one("DELETE FROM meta WHERE name = \'cursor\'")\n    run.one("DELETE FROM scan")',
            'run.one("DELETE FROM scan")',
            "test_another_digest_key_makes_everything_unknown",
        ),
        (
            "another layout asks for no full check",
            "    if not first:\n",
            "    if first:\n",
            "test_another_layout_asks_for_a_full_check",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_seen.py",
        _JOURNAL,
        (
            "a look moves the cursor and forgets what it found",
            "[(one.key, number) for one in seen],",
            "[],",
            "test_what_was_seen_is_dirty_and_the_cursor_has_moved",
        ),
        (
            "a key that is seen again keeps its misses",
            "SET seen = excluded.seen, misses = 0, confirmed = 0, blanked = 0",
            "SET seen = excluded.seen, confirmed = 0, blanked = 0",
            "test_a_key_seen_again_begins_anew",
        ),
        (
            "a key that is seen again stays confirmed",
            "SET seen = excluded.seen, misses = 0, confirmed = 0, blanked = 0",
            "SET seen = excluded.seen, misses = 0, blanked = 0",
            "test_a_confirmed_key_that_is_seen_again_is_confirmed_no_more",
        ),
        (
            "a read from before a key was seen again counts as a miss",
            "blanked = 0 WHERE key = ? AND seen <= ?",
            "blanked = 0 WHERE key = ? AND ? > 0",
            "test_a_read_before_the_key_was_seen_again_does_not_count",
        ),
        (
            "what was found between two misses still counts as missed",
            "UPDATE dirty SET misses = 0 WHERE key = ? AND misses = 1",
            "UPDATE dirty SET misses = 1 WHERE key = ? AND misses = 1",
            "test_what_was_found_and_is_being_sent_was_not_missed",
        ),
        (
            "what is on its way is believed to be online as before",
            "run.many(SENDING, [(key, UNKNOWN, filled.get(key)) for key in keys])",
            "pass",
            "test_what_is_about_to_be_sent_is_unknown_until_it_is_settled",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_settle.py",
        _JOURNAL,
        (
            "what was seen again while it was sent is crossed off",
            "DELETE FROM dirty WHERE key = ? AND seen <= ?",
            "DELETE FROM dirty WHERE key = ? AND ? > 0",
            "test_what_was_seen_again_while_it_was_sent_stays_dirty",
        ),
        (
            "what is gone is still believed to be online",
            "[(one.key,) for one in gone]",
            "[]",
            "test_what_is_gone_leaves_nothing",
        ),
        (
            "what was not sent is not listed",
            "[(one.key, one.code.value, one.field, moment, moment) for one in parked]",
            "[]",
            "test_what_could_not_be_sent_is_listed_with_its_reason",
        ),
        (
            "what was sent after all stays on the list",
            "if not isinstance(one, Parked)]",
            "if False]",
            "test_what_is_sent_after_all_leaves_the_list",
        ),
        (
            "left out lasts although the reason is another",
            "left_out = left_out AND code = excluded.code AND field = excluded.field",
            "left_out = left_out",
            "test_left_out_lasts_until_the_reason_changes",
        ),
        (
            "left out lasts although the field is another",
            "left_out AND code = excluded.code AND field = excluded.field",
            "left_out AND code = excluded.code",
            "test_left_out_lasts_until_the_reason_changes",
        ),
        (
            "left out lasts although the code is another",
            "left_out AND code = excluded.code AND field = excluded.field",
            "left_out AND field = excluded.field",
            "test_another_code_is_another_reason",
            "test_left_out_lasts_until_the_reason_changes",
        ),
        (
            "left out is forgotten at the next try",
            "left_out = left_out AND code = excluded.code AND field = excluded.field",
            "left_out = 0",
            "test_left_out_lasts_until_the_reason_changes",
        ),
        (
            "each try is the first",
            "THEN since ELSE excluded.since END",
            "THEN excluded.since ELSE excluded.since END",
            "test_the_reason_keeps_its_time_until_it_changes",
        ),
        (
            "a try does not move the next one on",
            "field = excluded.field, tried_at = excluded.tried_at",
            "field = excluded.field",
            "test_a_try_moves_the_next_one_on",
        ),
        (
            "what came back stays on hold",
            'run.many("DELETE FROM held WHERE key = ?", [(one.key,) for one in settlements])',
            "pass",
            "test_a_hold_whose_keys_have_come_back_is_none_any_more",
            "test_a_hold_in_which_some_come_back_counts_what_remains",
        ),
        (
            "a hold without deletions is kept open",
            'run.one("DELETE FROM hold WHERE field IS NULL AND id NOT IN (SELECT hold FROM held)")',
            "pass",
            "test_a_hold_that_opens_later_is_another_one",
        ),
        (
            "an outcome without a stamp loses the one it had",
            "digest = excluded.digest, stamp = coalesce(excluded.stamp, stamp)",
            "digest = excluded.digest, stamp = excluded.stamp",
            "test_an_outcome_keeps_the_stamp_unless_it_brings_one",
        ),
        (
            "what is parked was not met by the full check",
            "run.many(MET, [(one.key, one.stamp) for one in met])",
            "pass",
            "test_what_is_parked_is_met_like_the_rest",
        ),
        (
            "a confirmed deletion counts as one that nobody confirmed",
            "confirmed = sum(one.sent and one.confirmed for one in gone)",
            "confirmed = 0",
            "test_unconfirmed_deletes_are_counted_by_whole_hours",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_holds.py",
        _JOURNAL,
        (
            "one read that found nothing proves a deletion",
            "WHERE dirty.misses >= 2 AND NOT dirty.confirmed",
            "WHERE dirty.misses >= 1 AND NOT dirty.confirmed",
            "test_a_delete_is_proved_by_two_reads_of_what_is_online",
            "test_only_what_is_proved_is_held",
        ),
        (
            "confirmed deletions are held again",
            "WHERE dirty.misses >= 2 AND NOT dirty.confirmed",
            "WHERE dirty.misses >= 2",
            "test_confirmed_deletes_are_read_twice_more_and_not_held_again",
        ),
        (
            "what was never online is held",
            " AND entry.digest IS NOT NULL",
            "",
            "test_what_was_never_online_is_nothing_to_delete",
        ),
        (
            "each portion of held deletions has a hold of its own",
            "hold = str(found[0][0]) if found else uuid.uuid4().hex[:8]",
            "hold = uuid.uuid4().hex[:8]",
            "test_more_deletes_come_under_the_hold_that_is_open",
        ),
        (
            "what is held is still to be sent",
            '        "DELETE FROM dirty WHERE misses >= 2 AND NOT confirmed'
            ' AND key IN (SELECT key FROM held)"',
            '        "DELETE FROM dirty WHERE 0"',
            "test_held_deletes_wait_and_are_not_dirty",
        ),
        (
            "what is held counts as not sent as well",
            'run.one("DELETE FROM parked WHERE key IN (SELECT key FROM held)")',
            "pass",
            "test_what_could_not_be_sent_and_is_held_counts_once",
        ),
        (
            "a yes to deletions that do not wait is a yes to those that do",
            "    if not found:\n        return 0\n",
            '    if not found:\n        found = run.rows("SELECT field FROM hold")\n'
            '        hold = HoldId(run.rows("SELECT id FROM hold")[0][0])\n',
            "test_a_hold_that_is_confirmed_twice_or_was_never_there_is_nothing",
        ),
        (
            "what had come back is confirmed with the rest",
            '" ON CONFLICT (key) DO NOTHING",\n        (number, hold),',
            '" ON CONFLICT (key) DO UPDATE SET confirmed = 1",\n        (number, hold),',
            "test_what_had_come_back_is_not_confirmed_with_the_rest",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_person.py",
        _JOURNAL,
        (
            "leaving one out leaves all out",
            "UPDATE parked SET left_out = 1 WHERE key IN",
            "UPDATE parked SET left_out = 1 WHERE 1 OR key IN",
            "test_only_what_was_not_sent_is_left_out",
        ),
        (
            "trying one again tries nothing",
            "SELECT key, ? FROM parked WHERE key IN",
            "SELECT key, ? FROM parked WHERE 0 AND key IN",
            "test_some_of_what_was_not_sent_is_tried_again",
        ),
        (
            "trying one again tries all",
            "SELECT key, ? FROM parked WHERE key IN",
            "SELECT key, ? FROM parked WHERE 1 OR key IN",
            "test_some_of_what_was_not_sent_is_tried_again",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_scan.py",
        _JOURNAL,
        (
            "a full check forgets what it did not meet",
            "run.one(UNMET, (next_sequence(),))",
            "next_sequence()",
            "test_what_a_full_check_did_not_meet_becomes_dirty",
        ),
        (
            "a full check asks for held deletions again",
            " AND key NOT IN (SELECT key FROM held)",
            "",
            "test_what_is_held_is_not_made_dirty_by_a_full_check",
        ),
        (
            "a full check begins at the start after each restart",
            'run.one("UPDATE scan SET position = ?, done = done + ?", (passed.next, rows))',
            'run.one("UPDATE scan SET done = done + ? + 0 * length(?)", (rows, passed.next))',
            "test_a_full_check_moves_on_page_by_page_and_ends",
        ),
        (
            "a nightly check takes the place of a comparison that is due",
            "value = CASE WHEN value = ? THEN excluded.value ELSE value END",
            "value = CASE WHEN value = ? THEN excluded.value ELSE excluded.value END",
            "test_a_routine_check_does_not_take_the_place_of_a_comparison_that_is_due",
        ),
        (
            "no comparison follows a full check",
            "run.one(COMPARING, (reason, ROUTINE))",
            "pass",
            "test_a_full_check_asks_for_a_comparison_and_the_comparison_ends_it",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_compare.py",
        _JOURNAL,
        (
            "what is online otherwise is left so",
            "doubt(run, [*only_online, *differing], number)",
            "doubt(run, only_online, number)",
            "test_what_is_online_otherwise_is_looked_at_again",
        ),
        (
            "what is only online stays there",
            "doubt(run, [*only_online, *differing], number)",
            "doubt(run, differing, number)",
            "test_what_is_only_online_can_be_deleted",
        ),
        (
            "what is not online any more is not sent again",
            "    doubt(run, missing, number)\n",
            "",
            "test_what_is_not_online_any_more_is_sent_again",
        ),
        (
            "what was sent meanwhile counts as missing online",
            "rows(NOT_ONLINE) if key not in sent]",
            "rows(NOT_ONLINE)]",
            "test_what_is_not_online_any_more_is_sent_again",
        ),
        (
            "what waits is believed to be online as it was, whatever the comparison says",
            "[*nothing_known, *elsewise]",
            "nothing_known",
            "test_of_what_waits_nothing_is_believed_that_is_online_otherwise",
        ),
        (
            "a comparison never ends",
            "run.one(\"DELETE FROM meta WHERE name = 'comparing'\")",
            "pass",
            "test_a_full_check_asks_for_a_comparison_and_the_comparison_ends_it",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_counts.py",
        "unit/engine/test_runner_person.py",
        (
            "held deletions need nobody",
            "held=bool(file.number(HELD)),",
            "held=False,",
            f"{_JOURNAL}::test_held_deletes_wait_and_are_not_dirty",
        ),
        (
            "what was not sent needs nobody",
            'refused=bool(file.number("SELECT EXISTS (SELECT 1 FROM parked WHERE NOT left_out)")),',
            "refused=False,",
            f"{_JOURNAL}::test_what_could_not_be_sent_is_listed_with_its_reason",
        ),
        (
            "what was left out still needs somebody",
            'FROM parked WHERE NOT left_out)")),',
            'FROM parked)")),',
            f"{_JOURNAL}::test_left_out_lasts_until_the_reason_changes",
        ),
        (
            "what is being sent isn't online",
            "  OR (digest IS NOT NULL AND key NOT IN (SELECT key FROM parked))",
            "",
            f"{_JOURNAL}::test_what_is_being_sent_counts_as_online",
        ),
        (
            "what was refused the first time is online",
            "digest IS NOT NULL AND key NOT IN (SELECT key FROM parked)",
            "digest IS NOT NULL",
            f"{_JOURNAL}::test_a_refused_one_is_online_only_where_a_version_is_known_to_be",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_file.py",
        _FILE,
        (
            "a transaction may be lost with the power",
            "PRAGMA synchronous = FULL",
            "PRAGMA synchronous = NORMAL",
            "test_every_transaction_is_durable",
        ),
        (
            "half of a transaction is kept",
            'connection.execute("ROLLBACK")\n                raise',
            'connection.execute("COMMIT")\n                raise',
            "test_a_transaction_that_fails_half_way_leaves_nothing",
        ),
        (
            "records of a later program are written to",
            "elif version > VERSION:",
            "elif version > VERSION + 99:",
            "test_records_of_a_later_program_are_left_alone",
        ),
        (
            "a damaged file is thrown away",
            'Path(self._path).replace(self._path + ".damaged")',
            "Path(self._path).unlink()",
            "test_a_damaged_file_is_kept_aside",
        ),
        (
            "a damaged file is a bug",
            "if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):",
            "if primary == sqlite3.SQLITE_CORRUPT:",
            "test_a_damaged_file_is_told",
        ),
        (
            "a full disk asks a person",
            "if primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):\n"
            "        return Unavailable(Code.DISK_FULL)",
            "if primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):\n"
            "        return Misconfigured(Code.DISK_FULL)",
            "test_a_disk_that_takes_no_more_is_told_and_tried_again",
        ),
    ),
)
