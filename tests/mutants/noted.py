"""Who has done what is noted, shown to administrators alone, and a copied sign-in is told."""

from tests.mutants.mutant import broken

_AUDIT = "unit/practicecloud/test_audit.py"
_PAGES = "unit/practicecloud/test_activity_pages.py"
_STOLEN = "system/test_stolen_sign_in.py"

NOTED = (
    *broken(
        "practicecloud/audit/audit.py",
        _AUDIT,
        (
            "one practice sees what another's people do",
            "query = sa.select(table).where(table.c.practice_id == practice_id)",
            "query = sa.select(table)",
            "test_another_practice_s_notes_are_not_listed",
        ),
        (
            "a look is noted with each letter that is typed",
            "            return\n    try:\n",
            "            pass\n    try:\n",
            "test_a_look_that_is_repeated_at_once_is_noted_once",
        ),
        (
            "a second contact is looked at unnoted",
            "        table.c.contact_id == contact_id,\n",
            "",
            "test_a_look_that_is_repeated_at_once_is_noted_once",
        ),
        (
            "after the clock was set back looks go unnoted",
            "        table.c.at <= now,\n",
            "",
            "test_a_clock_that_was_set_back_hides_no_look",
        ),
        (
            "nobody may look where nothing can be written",
            "    except OperationalError as error:\n",
            "    except ZeroDivisionError as error:\n",
            "test_where_nothing_can_be_written_people_look_on_and_the_log_tells",
        ),
        (
            "what is not too old is erased",
            "where(table.c.at < than)",
            "where(table.c.at < than + 1)",
            "test_what_is_too_old_is_erased_a_portion_at_a_time",
        ),
    ),
    *broken(
        "practicecloud/online/activation.py",
        _AUDIT,
        (
            "a take-over goes unnoted",
            "    if not again:\n",
            "    if held is None:\n",
            "test_who_is_put_in_charge_and_who_ends_it_is_noted",
        ),
        (
            "each start of a worker is noted as an activation",
            "    if not again:\n",
            "    if True:\n",
            "test_who_is_put_in_charge_and_who_ends_it_is_noted",
        ),
    ),
    *broken(
        "practicecloud/people/visits.py",
        _AUDIT,
        (
            "a sign-in goes unnoted",
            'audit.note(connection, practice_id, person.person_id, "signed-in", now)',
            "pass",
            "test_a_sign_in_is_noted_in_each_practice_of_the_person",
        ),
    ),
    *broken(
        "practicecloud/pages/activity_pages.py",
        _PAGES,
        (
            "staff see who has done what",
            '"""Show who has done what, the latest first."""\n'
            "        found = inside.member(self._cloud, request, practice_id, administrator=True)",
            '"""Show who has done what, the latest first."""\n'
            "        found = inside.member(self._cloud, request, practice_id)",
            "test_administrators_see_who_has_done_what_and_staff_do_not",
        ),
        (
            "staff take home who has done what",
            '"""Hand out all of what is chosen, for a spreadsheet."""\n'
            "        found = inside.member(self._cloud, request, practice_id, administrator=True)",
            '"""Hand out all of what is chosen, for a spreadsheet."""\n'
            "        found = inside.member(self._cloud, request, practice_id)",
            "test_administrators_see_who_has_done_what_and_staff_do_not",
        ),
        (
            "a warning is taken away by a form of another site",
            "inside.sender(self._cloud, request, form, practice_id, administrator=True)",
            "inside.member(self._cloud, request, practice_id, administrator=True)",
            "test_a_copied_sign_in_is_shown_to_administrators_until_one_has_read_it",
        ),
        (
            "staff take a warning away",
            "inside.sender(self._cloud, request, form, practice_id, administrator=True)",
            "inside.sender(self._cloud, request, form, practice_id)",
            "test_a_copied_sign_in_is_shown_to_administrators_until_one_has_read_it",
        ),
        (
            "a spreadsheet is cut off after its first portion",
            "            before = told[-1].note.note_id\n",
            "            return\n",
            "test_a_spreadsheet_holds_more_than_a_page_and_each_note_once",
        ),
    ),
    *broken(
        "practicecloud/oauth/copies.py",
        _PAGES,
        (
            "a copied sign-in goes on",
            "    if not revoke_family(connection, found.family_id, now):\n        return",
            "    if False:\n        return",
            "test_each_administrator_is_written_to_once_and_staff_are_not",
        ),
        (
            "staff are written to about a copied sign-in",
            'membership.c.role == "administrator"',
            "sa.true()",
            "test_each_administrator_is_written_to_once_and_staff_are_not",
        ),
        (
            "the name of a server adds lines to a mail",
            "sign for sign in told if sign.isprintable()",
            "sign for sign in told",
            "test_each_administrator_is_written_to_once_and_staff_are_not",
        ),
        (
            "another practice's administrator takes a warning away",
            "table.c.practice_id == practice_id, table.c.id == copied_id, ",
            "table.c.id == copied_id, ",
            "test_another_practice_s_warning_can_not_be_taken_away",
        ),
    ),
    *broken(
        "practicecloud/web/browser.py",
        _PAGES,
        (
            "staff read of a copied sign-in",
            'if practice.role != "administrator":\n        return []',
            'if practice.role != "administrator":\n        pass',
            "test_a_copied_sign_in_is_shown_to_administrators_until_one_has_read_it",
        ),
    ),
    *broken(
        "practicecloud/oauth/grants.py",
        _STOLEN,
        (
            "nobody is told of a copied sign-in that is renewed",
            "            copies.noticed(connection, found, now)\n",
            "            tokens.revoke_family(connection, found.family_id, now)\n",
            "test_a_thief_who_comes_later_throws_out_both",
        ),
    ),
    *broken(
        "practicecloud/cloud.py",
        _STOLEN,
        (
            "a thief who has renewed beside the server reads on",
            "            copies.noticed(connection, found, self.now())\n",
            "            return\n",
            "test_a_thief_who_renews_beside_the_server_is_noticed_at_their_first_call",
        ),
        (
            "a server whose answer was lost is taken for a thief",
            "            if not found.retired:\n",
            "            if False:\n",
            "test_a_server_whose_answers_are_lost_or_who_starts_anew_warns_nobody",
        ),
    ),
    *broken(
        "practicecloud/web/envelope.py",
        "unit/practicecloud/test_isolation.py",
        (
            "answers are kept on the way",
            'headers.setdefault("Cache-Control", "no-store")',
            "pass",
            "test_every_answer_is_kept_nowhere_and_framed_by_nobody",
        ),
        (
            "answers may be framed",
            "\"frame-ancestors 'none'; form-action 'self' http://127.0.0.1:*\"",
            "\"form-action 'self' http://127.0.0.1:*\"",
            "test_every_answer_is_kept_nowhere_and_framed_by_nobody",
        ),
    ),
    *broken(
        "practicecloud/audit/erasing.py",
        _AUDIT,
        (
            "only some of what is too old is erased",
            "            if number < PORTION:\n",
            "            if True:\n",
            "test_what_is_too_old_is_erased_however_much_it_is",
        ),
    ),
)
