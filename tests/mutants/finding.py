"""How contacts are found online, and how the tables of an earlier version are changed."""

from tests.mutants.mutant import broken

_BATCH = "unit/practicecloud/test_batch.py"
_FINDING = "unit/practicecloud/test_finding.py"
_LINKS = "unit/practicecloud/test_links.py"
_PREPARATION = "unit/practicecloud/test_preparation.py"
_STORAGE = "unit/practicecloud/test_storage.py"
_TWO = "unit/practicecloud/test_two_practices.py"
_VERSIONS = "unit/practicecloud/test_versions.py"

FINDING = (
    *broken(
        "practicecloud/search/finding.py",
        _FINDING,
        (
            "a word that is looked up is all that counts",
            "has = [_has(connection, term) for term in terms]",
            "has = [_has(connection, term) for term in terms[:1]]",
            "test_words_that_begin_alike_are_told_apart",
        ),
        (
            "what begins in the middle of a word is found",
            'f" {start}") > 0',
            "start) > 0",
            f"{_VERSIONS}::test_contacts_of_an_earlier_version_are_found_at_once_"
            "and_then_by_their_words",
        ),
        (
            "a page begins where the one before began",
            "_place > _here(after)",
            "_place >= _here(after)",
            "test_what_is_found_is_what_has_every_word",
        ),
        (
            "contacts of every practice are found",
            "        entry.c.directory == directory.number,\n        *(",
            "        sa.true(),\n        *(",
            f"{_TWO}::test_what_is_found_is_the_practice_s_own",
        ),
        (
            "signs alone find everybody",
            "if () in terms:",
            "if False:",
            f"{_PREPARATION}::test_a_question_is_taken_by_its_letters",
        ),
        (
            "after an update nobody is found until all is prepared",
            "if not directory.edition:",
            "if False:",
            f"{_VERSIONS}::test_contacts_of_an_earlier_version_are_found_at_once_"
            "and_then_by_their_words",
        ),
    ),
    *broken(
        "practicecloud/search/search.py",
        _FINDING,
        (
            "a number is found from its beginning only",
            "if len(number) >= FROM_THE_END else []",
            "if False else []",
            "test_a_number_is_found_by",
        ),
        (
            "two digits find everybody whose number ends so",
            "FROM_THE_END = 3",
            "FROM_THE_END = 2",
            "test_a_contact_is_not_found_by",
        ),
        (
            "a long word is never found again",
            "{word[:LONGEST] for word in found if word}",
            "{word for word in found if word}",
            "unit/practicecloud/test_search.py::"
            "test_a_word_of_any_length_is_cut_on_both_sides_alike",
        ),
        (
            "an address finds all who are called alike",
            'if address.find("@") > 0:',
            "if False:",
            "test_an_address_finds_whom_it_is_of_and_nobody_alike",
        ),
    ),
    *broken(
        "practicecloud/search/index.py",
        _BATCH,
        (
            "a contact is found by what it was called before",
            "_drop_words(connection, directory, before - after)",
            "_drop_words(connection, directory, set())",
            "test_what_is_stored_is_found_as_it_is_now",
        ),
        (
            "words of a deleted contact stay",
            "_drop_words(connection, directory, {word for one in gone for word in one.words()})",
            "_drop_words(connection, directory, set())",
            "test_of_a_deleted_contact_no_word_is_left",
        ),
        (
            "a link stays that was taken back",
            "    _drop_associations(connection, directory, held)\n    _associate",
            "    _associate",
            f"{_LINKS}::test_a_link_that_was_taken_back_is_gone",
        ),
        (
            "links of a deleted contact stay",
            "    _drop_entries(connection, directory, gone)\n"
            "    _drop_associations(connection, directory, held)\n",
            "    _drop_entries(connection, directory, gone)\n",
            f"{_LINKS}::test_a_contact_that_was_deleted_links_to_nobody",
        ),
        (
            "a change that nobody sees is entered again",
            "if one != held.get(of)}",
            "if True}",
            f"{_FINDING}::test_a_change_that_is_seen_nowhere_writes_nothing",
        ),
        (
            "whoever is entered again is counted again",
            "fresh = len(contacts) - len(held)",
            "fresh = len(contacts)",
            "test_what_is_counted_is_what_is_there",
        ),
    ),
    *broken(
        "practicecloud/online/batch.py",
        _BATCH,
        (
            "a first upload is entered contact by contact",
            "    if not indexes_at_once(connection, practice_id):\n",
            "    if False:\n",
            "test_a_first_upload_is_not_found_before_it_is_prepared",
        ),
        (
            "what is deleted is counted as online",
            "stored=directory.stored + grown",
            "stored=directory.stored + len(there)",
            "test_what_is_counted_is_what_is_there",
        ),
    ),
    *broken(
        "practicecloud/online/preparation.py",
        _PREPARATION,
        (
            "what is stored during the preparation is found by nobody",
            'in ("processing", "ready")\n\n\ndef take_step',
            'in ("ready",)\n\n\ndef take_step',
            f"{_BATCH}::test_a_first_upload_is_not_found_before_it_is_prepared",
        ),
        (
            "a preparation begins anew whenever the worker speaks",
            'if step.step == "processing" and before != "processing":',
            'if step.step == "processing":',
            "test_a_worker_that_says_it_again_does_not_begin_the_preparation_anew",
        ),
        (
            "a later upload is prepared from where the first one ended",
            'preparing=EDITION, position=""))\n\n\ndef progress',
            "preparing=EDITION))\n\n\ndef progress",
            "test_a_later_upload_enters_what_is_new",
        ),
        (
            "words of an earlier edition stay",
            "done.get(one) != EDITION]",
            "one not in done]",
            "test_where_words_are_made_in_another_way_all_are_made_anew_and_found_meanwhile",
        ),
        (
            "one practice stops the preparation of the others",
            "                self._complaints.failed(error, practice_id)\n",
            "                raise\n",
            "test_a_practice_that_can_not_be_prepared_stops_no_other",
        ),
        (
            "nobody notices that words are made in another way",
            'sa.and_(table.c.step == "ready", directory.c.edition < EDITION),',
            "sa.false(),",
            "test_the_thread_prepares_what_waits_and_what_is_of_an_earlier_edition",
        ),
    ),
    *broken(
        "practicecloud/background.py",
        "unit/practicecloud/test_preparation.py",
        (
            "each failure in the background is logged",
            "if self._failing.get(practice_id) != kind:",
            "if True:",
            "test_a_practice_that_can_not_be_prepared_stops_no_other",
            "unit/practicecloud/test_outbox.py::test_a_database_that_fails_is_logged_once",
        ),
    ),
    *broken(
        "practicecloud/online/erasure.py",
        "unit/practicecloud/test_erasure.py",
        (
            "an erased copy leaves its words",
            "keep(connection, index.take_out(connection, directory, ids))",
            "keep(connection, directory)",
            "test_nobody_sees_any_of_it_from_the_first_moment_to_the_last",
        ),
        (
            "erasing one copy forgets how every other is found",
            "sa.delete(last).where(last.c.practice_id == practice_id)",
            "sa.delete(last)",
            "test_another_practice_keeps_all_of_its_own",
        ),
        (
            "what comes while a copy is erased is lost with it",
            "    if not connection.scalar(sa.select(is_whole(practice_id))):",
            "    if False:",
            "test_contacts_that_come_again_wait_until_the_old_ones_are_gone",
        ),
    ),
    *broken(
        "practicecloud/search/whole.py",
        "unit/practicecloud/test_erasure.py",
        (
            "half a copy that is being erased is shown",
            "return ~here.exists()",
            "return sa.true()",
            "test_nobody_sees_any_of_it_from_the_first_moment_to_the_last",
        ),
    ),
    *broken(
        "practicecloud/search/lookup.py",
        "unit/practicecloud/test_erasure.py",
        (
            "half a copy that is being erased is found",
            "if directory is None or not connection.scalar(sa.select(is_whole(practice_id))):",
            "if directory is None:",
            "test_nobody_sees_any_of_it_from_the_first_moment_to_the_last",
        ),
        (
            "half a copy that is being erased is compared",
            "table.c.body.is_not(None), is_whole(practice_id)\n",
            "table.c.body.is_not(None)\n",
            "test_nobody_sees_any_of_it_from_the_first_moment_to_the_last",
        ),
        (
            "a contact of a copy that is being erased is shown",
            "    mine = sa.and_(mine, is_whole(practice_id))\n",
            "",
            "test_nobody_sees_any_of_it_from_the_first_moment_to_the_last",
        ),
    ),
    *broken(
        "practicecloud/online/preparation.py",
        "unit/practicecloud/test_erasure.py",
        (
            "a copy whose erasing was interrupted stays for ever",
            'table.c.step.in_(("processing", ERASING)),',
            'table.c.step == "processing",',
            "test_it_goes_in_portions_that_a_crash_may_interrupt",
        ),
        (
            "a copy that is being erased counts as uploaded",
            '        return Progress("none", 0, 0)\n',
            "        pass\n",
            "test_nobody_sees_any_of_it_from_the_first_moment_to_the_last",
        ),
    ),
    *broken(
        "practicecloud/search/links.py",
        _LINKS,
        (
            "a link that both say is listed twice",
            "if (of, what) not in known]",
            "]",
            "test_a_link_that_both_say_is_listed_once",
        ),
        (
            "a fund with very many members is shown with all of them",
            "ordered.limit(MOST_INCOMING)",
            "ordered",
            "test_those_who_say_so_come_by_name_and_are_not_too_many",
        ),
    ),
    *broken(
        "practicecloud/search/lookup.py",
        _LINKS,
        (
            "a contact is its own namesake",
            "        entry.c.contact_id != contact.id,\n",
            "",
            "test_the_same_name_is_hinted_however_it_is_written",
        ),
    ),
    *broken(
        "practicecloud/store/storage.py",
        _STORAGE,
        (
            "what is read is of several moments",
            'execution_options(isolation_level="REPEATABLE READ")',
            'execution_options(isolation_level="READ COMMITTED")',
            "test_what_is_read_is_of_one_moment",
        ),
    ),
    *broken(
        "practicecloud/store/versions.py",
        _VERSIONS,
        (
            "a newer database is used",
            "        raise NewerDatabase\n",
            "        pass\n",
            "test_a_newer_database_is_refused_and_stays_as_it_is",
        ),
        (
            "a database from before versions were kept is taken for an empty one",
            'return FIRST if inspector.has_table("practice") else None',
            "return None",
            "test_contacts_of_an_earlier_version_are_found_at_once_and_then_by_their_words",
        ),
        (
            "two processes change the tables at once",
            "        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TURN)))\n",
            "        pass\n",
            "test_several_that_open_it_at_once_change_it_once",
        ),
    ),
    *broken(
        "practicecloud/store/migrations/versions/v0002_accounts_and_index.py",
        _VERSIONS,
        (
            "an update forgets a column",
            "    for table, column in _columns:\n",
            "    for table, column in _columns[1:]:\n",
            "test_the_steps_lead_to_the_tables_of_the_program",
        ),
        (
            "after an update no contact can be found",
            "    op.execute(_ENTRIES)\n",
            "",
            "test_contacts_of_an_earlier_version_are_found_at_once_and_then_by_their_words",
        ),
    ),
)
