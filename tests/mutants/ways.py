"""How SQL Server could be entered wrongly, or looked at by a way that it doesn't allow."""

from tests.mutants.mutant import broken

_HERE = "practicesync/adapters/sqlserver"
_TESTS = "unit/adapters/sqlserver"

WAYS = (
    *broken(
        f"{_HERE}/chosen.py",
        f"{_TESTS}/test_chosen.py",
        (
            "a cursor of another way is looked on from",
            'if cursor.partition(" ")[0] != taken.way.kind:',
            "if False:",
            "test_a_cursor_of_another_way_is_of_no_use",
        ),
        (
            "a way that fails is failed with for ever",
            "        if refused.code not in _LOST:",
            "        if refused.code:",
            "test_tracking_that_is_switched_off_is_replaced",
            "test_what_is_switched_off_between_two_questions_is_replaced_at_once",
        ),
        (
            "after a reconnect nobody asks what is possible",
            "taken is not None and taken.opening == opening",
            "taken is not None",
            "test_a_better_way_is_taken_after_a_reconnect",
        ),
        (
            "a better way is never taken up again",
            "self._monotonic() - taken.at >= AGAIN:",
            "False:",
            "test_a_better_way_is_taken_after_a_while",
        ),
        (
            "each look asks which way is possible",
            "        self._taken = _Taken(way, feed, self._monotonic(), opening)",
            "        self._taken = _Taken(way, feed, self._monotonic(), -1)",
            "test_it_is_asked_no_more_than_that",
        ),
        (
            "rows that are moved between contacts are not kept",
            "keeps=_KEEPS[way.kind])",
            'keeps="nothing")',
            "test_the_source_reads_what_the_way_needs",
        ),
    ),
    *broken(
        f"{_HERE}/probe.py",
        f"{_TESTS}/test_chosen.py",
        (
            "a way that is not possible is taken if the settings ask for it",
            "if why := obstacles[wanted]:",
            "if why := None:",
            "test_a_way_that_is_asked_for_and_not_possible_stops",
            "test_a_way_that_is_asked_for_is_not_replaced",
        ),
        (
            "a missing right counts as tracking that is off",
            "    if hidden:",
            "    if not hidden:",
            "test_a_right_that_is_missing_is_named",
        ),
    ),
    *broken(
        f"{_HERE}/standstill.py",
        f"{_TESTS}/test_chosen.py",
        (
            "every open transaction is told",
            "now - self._since > LONG and held_back >= FAR",
            "held_back >= FAR",
            "test_open_transactions_that_come_and_go_are_nothing_to_tell",
        ),
        (
            "a transaction that stays open is never told",
            "if oldest != self._oldest:",
            "if True:",
            "test_a_transaction_that_stays_open_is_told",
        ),
    ),
    *broken(
        f"{_HERE}/reach.py",
        f"{_TESTS}/test_reach.py",
        (
            "a name that nobody has is only not reached",
            "return Unavailable(Code.SERVER_UNKNOWN, host=address.host)",
            "return None",
            "test_a_name_that_nobody_has_is_told",
        ),
        (
            "an instance is looked for at the usual port",
            "if port is None and address.instance:",
            "if False:",
            "test_the_port_of_an_instance_is_asked_for",
        ),
        (
            "a wrong password is taken for a server that is silent",
            "if found.certificate or isinstance(meant, Misconfigured) or",
            "if",
            "test_it_is_looked_for_only_where_the_driver_says_no_more",
        ),
    ),
    *broken(
        f"{_HERE}/shut.py",
        f"{_TESTS}/test_entrance.py",
        (
            "a database that is offline is taken for one that is not there",
            "if state != _ONLINE or access != _EVERYBODY:",
            "if access != _EVERYBODY:",
            "test_a_database_that_is_offline_is_waited_for",
        ),
        (
            "a database that somebody works in alone stops the sync for good",
            "if state != _ONLINE or access != _EVERYBODY:",
            "if state != _ONLINE:",
            "test_a_database_that_somebody_works_in_alone_is_waited_for",
        ),
    ),
    *broken(
        f"{_HERE}/entrance.py",
        f"{_TESTS}/test_entrance.py",
        (
            "a login without its password is tried with none",
            "        if word is None:",
            '        if word is None and (word := ""):',
            "test_without_its_password_nobody_is_asked",
        ),
    ),
    *broken(
        f"{_HERE}/access.py",
        f"{_TESTS}/test_entrance.py",
        (
            "asking for the connection counts as an answer of the database",
            "        self._kept()\n        return self.openings",
            "        with self.connected():\n            return self.openings",
            f"{_TESTS}/test_chosen.py::test_asking_for_the_connection_is_no_answer_of_the_database",
        ),
        (
            "half a character stops the sync for good",
            "self._connect = self._careful",
            "self._careful = self._connect",
            "test_half_a_character_stops_nothing",
        ),
        (
            "the text that could not be read goes with the error",
            "raise Unavailable(Code.DATABASE_FAILED) from None",
            "raise Unavailable(Code.DATABASE_FAILED)",
            "test_half_a_character_stops_nothing",
        ),
    ),
    *broken(
        f"{_HERE}/errors.py",
        f"{_TESTS}/test_errors.py",
        (
            "a value that looks like a number decides what an error means",
            "(?=$|; \\[)",
            "",
            "test_a_value_that_is_quoted_goes_no_further",
        ),
        (
            "what the driver says goes with the error",
            "raise problem(reported(error)) from None",
            "raise problem(reported(error)) from error",
            "test_a_value_that_is_quoted_goes_no_further",
        ),
    ),
    *broken(
        f"{_HERE}/drivers.py",
        f"{_TESTS}/test_drivers.py",
        (
            "a copy that lags behind may be read",
            '"applicationintent", ',
            "",
            "test_nothing_is_read_from_a_copy_that_lags_behind",
        ),
        (
            "a driver connects again behind our back",
            'words.append(("ConnectRetryCount", "0"))',
            "pass",
            "test_a_driver_does_not_connect_again_by_itself",
        ),
        (
            "a password can add words of its own",
            'return "{" + value.replace("}", "}}") + "}"',
            "return value",
            "test_a_user_signs_in_with_whatever_is_in_the_password",
        ),
        (
            "an older driver's way is open to read along",
            'words.append(("Encrypt", "yes"))',
            "pass",
            "test_the_way_is_encrypted_unless_the_settings_say_otherwise",
        ),
    ),
    *broken(
        "practicesync/databases.py",
        "unit/test_databases.py",
        (
            "a connection string may name no server",
            "if names_a_server(database):",
            "if True:",
            "test_a_connection_string_names_a_server",
        ),
    ),
    *broken(
        "practicesync/engine/trouble.py",
        "unit/engine/test_trouble.py",
        (
            "a refused login is tried until it is locked out",
            "return SIGN_IN_REFUSED_AGAIN if problem.code is Code.LOGIN_FAILED else ASK_AGAIN",
            "return ASK_AGAIN",
            "test_a_login_that_was_refused_is_not_tried_until_it_is_locked_out",
        ),
    ),
    *broken(
        "practicesync/app/worker/secrets.py",
        "unit/app/test_secrets.py",
        (
            "a new password waits for the next try",
            "        practices[0].wish(SyncNow(resumes=False))\n",
            "",
            "test_a_secret_is_kept_for_the_practice",
        ),
        (
            "a new password ends a pause",
            "SyncNow(resumes=False)",
            "SyncNow()",
            "test_a_secret_is_kept_for_the_practice",
        ),
    ),
    *broken(
        f"{_HERE}/probe.py",
        f"{_TESTS}/test_probe.py",
        (
            "any column is looked at as if SQL Server counted in it",
            "    other = not_versions(watched, catalog)\n",
            "    other = ()\n",
            "test_column_that_sql_server_does_not_count_in_is_no_rowversion",
        ),
    ),
)
