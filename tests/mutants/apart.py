"""What belongs to one practice, and what is only read of its database."""

from tests.mutants.mutant import broken

_TWO = "unit/practicecloud/test_two_practices.py"
_SOURCE = "unit/adapters/test_sqlite_source.py"
_CONTRACT = "contract/test_source.py"
_API = "system/test_cloud_api.py"
_ISOLATION = "unit/practicecloud/test_isolation.py"

APART = (
    *broken(
        "practicecloud/search/lookup.py",
        _TWO,
        (
            "a contact of any practice is read",
            "mine = sa.and_(table.c.practice_id == practice_id, table.c.id == contact_id)",
            "mine = table.c.id == contact_id",
            "test_what_is_read_is_the_practice_s_own",
        ),
        (
            "digests of every practice are listed",
            "table.c.practice_id == practice_id, table.c.body.is_not(None)",
            "table.c.body.is_not(None)",
            "test_digests_names_and_counts_are_the_practice_s_own",
        ),
        (
            "names of every practice are told",
            "table.c.practice_id == practice_id,\n            table.c.id.in_",
            "table.c.id.in_",
            "test_digests_names_and_counts_are_the_practice_s_own",
        ),
    ),
    *broken(
        "practicecloud/online/erasure.py",
        _TWO,
        (
            "erasing one copy erases all",
            "    mine = table.c.practice_id == practice_id\n",
            "    mine = sa.true()\n",
            "test_erasing_one_copy_leaves_the_other",
        ),
    ),
    *broken(
        "practicecloud/contract/api.py",
        _API,
        (
            "a server that was taken over begins an upload anew",
            "            activation.refuse_other_sign_ins(held, access.family_id)\n",
            "",
            "test_a_server_that_was_taken_over_takes_no_step_of_the_first_upload",
        ),
        (
            "who may only read sends contacts",
            'self._cloud.admit(request, practice_id, "contacts:write")\n        items',
            'self._cloud.admit(request, practice_id, "contacts:read")\n        items',
            "test_a_token_without_the_scope_is_refused",
        ),
        (
            "who may only read prepares contacts",
            'self._cloud.admit(request, practice_id, "contacts:write")\n        step',
            'self._cloud.admit(request, practice_id, "contacts:read")\n        step',
            "test_a_token_without_the_scope_is_refused",
        ),
        (
            "anybody reads digests",
            'self._cloud.admit(request, practice_id, "contacts:read")\n        if "\\x00"',
            'if "\\x00"',
            "test_every_route_asks_for_a_token",
        ),
        (
            "anybody reads contacts",
            'self._note_read(self._cloud.admit(request, practice_id, "contacts:read"))\n'
            "        try:",
            "try:",
            "test_every_route_asks_for_a_token",
        ),
    ),
    *broken(
        "practicesync/adapters/sqlite_source.py",
        _SOURCE,
        (
            "the practice database can be written to",
            "?mode=ro",
            "?mode=rw",
            "test_nothing_can_be_written",
        ),
        (
            "a missing database is made",
            "except (FileNotFoundError, NotADirectoryError, ValueError):\n"
            "            raise Misconfigured(Code.DATABASE_NOT_FOUND, path=str(path)) from None",
            "except (FileNotFoundError, NotADirectoryError, ValueError):\n"
            "            raise Unavailable(Code.DATABASE_UNREACHABLE) from None",
            "test_missing_file_is_not_found_and_not_made",
        ),
        (
            "what the database quotes goes with its error",
            "self.close()\n            raise self._problem(wrong) from None",
            "self.close()\n            raise self._problem(wrong) from wrong",
            "test_file_of_another_kind_is_unreadable",
        ),
        (
            "a locked database asks a person",
            "return Unavailable(Code.DATABASE_BUSY)",
            "return Misconfigured(Code.DATABASE_BUSY)",
            "test_locked_database_is_busy_and_read_once_it_is_free",
        ),
        (
            "another file in the same place is not noticed",
            "if self._opened and self._opened.file != file:",
            "if False:",
            "test_another_file_in_the_same_place_is_opened",
        ),
        (
            "a contact is of two moments",
            'connection.execute("BEGIN")\n            connection.execute("PRAGMA',
            'connection.execute("PRAGMA',
            "test_contact_is_of_one_moment",
        ),
        (
            "a gate of another connection lets a change through",
            'return f"{self._openings}.{version}"',
            "return str(version)",
            "test_gate_of_a_new_connection_is_another",
        ),
        (
            "a position of another database is taken",
            "if after and len(parts) != len(self._profile.key):",
            "if False:",
            "test_position_of_another_database_is_refused",
        ),
        (
            "a row comes under another key than was asked for",
            "for one in found if one.key in asked]",
            "for one in found]",
            f"{_CONTRACT}::test_row_comes_only_under_the_key_that_was_asked_for",
        ),
        (
            "an employee who has left is found first",
            "return next((one for one in found if one.active), found[0] if found else None)",
            "return found[0] if found else None",
            "test_active_employee_goes_before_one_of_the_same_address_who_left",
        ),
    ),
    *broken(
        "practicesync/adapters/sqlite_layout.py",
        _SOURCE,
        (
            "a missing table is overlooked",
            "        if tables:\n",
            "        if False:\n",
            "test_all_missing_tables_are_named",
        ),
        (
            "a missing column is overlooked",
            "        if missing:\n",
            "        if False:\n",
            "test_all_missing_columns_of_a_table_are_named",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_file.py",
        "unit/adapters/test_sqlite_journal.py",
        (
            "another program that holds the journal is a bug",
            "if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):",
            "if False:",
            "test_another_program_that_holds_the_file_is_told_and_waited_out",
        ),
        (
            "what the journal quotes goes with its error",
            "raise problem_of(error, path) from None",
            "raise problem_of(error, path) from error",
            "test_a_damaged_file_is_told",
        ),
    ),
    *broken(
        "practicesync/app/asking/not_sent_file.py",
        "unit/app/test_not_sent.py",
        (
            "a cell of an export is a formula",
            'return f"\'{cell}" if cell.startswith(_DANGEROUS) else cell',
            "return cell",
            "test_no_cell_is_a_formula",
        ),
    ),
    *broken(
        "practicecloud/commands/serve_command.py",
        "system/test_cloud_process.py",
        (
            "without a certificate it listens to the network",
            "if tls_cert is None and host not in LOOPBACK:",
            "if False:",
            "test_a_mistake_is_one_sentence_and_exit_code_2",
        ),
    ),
    *broken(
        "practicecloud/web/inside.py",
        _ISOLATION,
        (
            "who belongs to one practice is in every one",
            "mine = next((one for one in found if one.practice_id == practice_id), None)",
            "mine = next(iter(found), None)",
            "test_another_practice_is_answered_as_one_that_there_is_not",
        ),
    ),
    *broken(
        "practicecloud/oauth/servers.py",
        _ISOLATION,
        (
            "servers of every practice are shown",
            ".where(family.c.practice_id == practice_id, family.c.revoked_at.is_(None))",
            ".where(family.c.revoked_at.is_(None))",
            "test_a_route_answers_whoever_may_and_changes_nothing_of_another_practice",
        ),
    ),
    *broken(
        "practicecloud/pages/activity_pages.py",
        _ISOLATION,
        (
            "anybody who is signed in is named to any administrator",
            "            if chosen.person and chosen.person not in people:\n",
            "            people |= activity.people_named(connection, [chosen.person])\n"
            "            if chosen.person and chosen.person not in people:\n",
            "test_what_is_in_another_practice_is_not_in_one_s_own",
        ),
    ),
)
