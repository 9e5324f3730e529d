"""What `doctor` would overlook, and whom contacts sync would go on for."""

from tests.mutants.mutant import broken

_RIGHTS = "unit/adapters/sqlserver/test_rights.py"
_WATCH = "unit/engine/test_employee_watch.py"
_EXAMINATIONS = "unit/app/test_examinations.py"

DOCTOR = (
    *broken(
        "practicesync/adapters/sqlserver/rights.py",
        _RIGHTS,
        (
            "a login that may update is no cause for a warning",
            '_WRITING = ("INSERT", "UPDATE", "DELETE", "ALTER")',
            '_WRITING = ("INSERT", "DELETE", "ALTER")',
            "test_each_right_to_write_is_seen",
        ),
        (
            "sa is a login like any other",
            "return bool(session.value(\"SELECT IS_SRVROLEMEMBER('sysadmin')\"))",
            "return False",
            "test_an_administrator_of_the_server_is_seen",
        ),
        (
            "a table that may not be read is taken for one that may",
            "            raise\n        return False\n",
            "            raise\n",
            "test_a_table_that_is_seen_and_may_not_be_read_is_told",
        ),
        (
            "changes that may not be seen are said to be off",
            "(quoted_table(one), _SEEING)) != 1]",
            "(quoted_table(one), _SEEING)) is None]",
            "test_changes_that_may_not_be_seen_are_told_apart_from_tracking_that_is_off",
        ),
    ),
    *broken(
        "practicesync/adapters/sqlserver/checks.py",
        "unit/adapters/sqlserver/test_checks.py",
        (
            "a connection without encryption is in order",
            "    if is_open(database):",
            "    if False:",
            "test_a_connection_that_is_not_protected_is_a_warning",
        ),
        (
            "a certificate that isn't checked is in order",
            "    if is_trusting(database):",
            "    if False:",
            "test_a_connection_that_is_not_protected_is_a_warning",
        ),
        (
            "a table that is hidden is said to be missing",
            "if not self.tables[name] and name not in self.hidden]",
            "if not self.tables[name]]",
            "test_tables_that_are_hidden_are_not_said_to_be_missing",
        ),
        (
            "a table that is hidden may be read",
            "refused := [*seen.hidden, *unreadable(session, there)]",
            "refused := [*unreadable(session, there)]",
            "test_tables_that_are_hidden_are_not_said_to_be_missing",
        ),
        (
            "a login that could write is in order",
            "    if may := writable(session, tables):",
            "    if may := ():",
            "test_the_rights_are_looked_at_even_where_a_table_is_missing",
        ),
        (
            "what is wrong behind a missing table is told, too",
            "        if broken:",
            "        if False:",
            "test_a_table_that_is_missing_is_no_fault_of_its_columns",
        ),
        (
            "a way that isn't possible is in order",
            "        yield failed(CheckId.CHANGES, problem)",
            "        yield passed(CheckId.CHANGES)",
            "test_a_way_that_was_chosen_and_is_not_possible_is_wrong",
        ),
        (
            "the connection is left open",
            "    with closing(session):\n        server",
            "    if session:\n        server",
            "test_a_database_in_order_has_nothing_to_complain_of",
        ),
    ),
    *broken(
        "practicesync/core/employee_check.py",
        "unit/core/test_employee_check.py",
        (
            "an inactive employee is in order",
            "    if not found.active:",
            "    if False:",
            "test_anybody_else_is_told_of",
        ),
        (
            "anybody may have activated",
            "    if role and role not in ADMINISTRATORS:",
            "    if False:",
            "test_anybody_else_is_told_of",
        ),
    ),
    *broken(
        "practicesync/app/worker/examination.py",
        "unit/app/test_examination.py",
        (
            "a disk that is nearly full is in order",
            "        if free < ROOM:",
            "        if False:",
            "test_a_disk_that_is_nearly_full_is_a_warning",
        ),
        (
            "a worker's settings are forgotten while the file has mistakes",
            "        yield from map(_mistake, settings)\n        return self.running",
            "        yield from map(_mistake, settings)\n        return None",
            "test_while_the_file_has_mistakes_the_running_settings_are_examined",
        ),
        (
            "a service that is stopped is in order",
            "                    yield warned(CheckId.SERVICE, Code.SERVICE_STOPPED, service=name)",
            "                    yield passed(CheckId.SERVICE, service=name)",
            "test_each_service_of_the_settings_is_looked_up",
        ),
        (
            "a clock that is wrong is in order",
            "    if abs(ahead) > CLOCKS_AGREE:",
            "    if False:",
            "system/test_doctor.py::test_a_clock_that_is_wrong_is_a_warning",
        ),
    ),
    *broken(
        "practicesync/engine/employee_watch.py",
        _WATCH,
        (
            "an employee who left goes on sending",
            "if employee is not None and not employee.active:",
            "if False:",
            "test_an_employee_who_leaves_stops_the_sync_within_ten_minutes",
        ),
        (
            "an employee is looked up once and never again",
            "return self._clock.monotonic() - self._looked_at >= AGAIN",
            "return False",
            "test_an_employee_who_leaves_stops_the_sync_within_ten_minutes",
        ),
        (
            "a full check looks up nobody",
            "or another or email",
            "or email",
            "test_an_employee_is_looked_up_in_each_full_check",
        ),
        (
            "between two tries an inactive employee sends",
            "        self._looked_at = None\n        employee",
            "        employee",
            "test_an_employee_is_looked_up_in_each_full_check",
        ),
        (
            "whoever signs in next is taken for the one before",
            " or email != self._email:",
            ":",
            "test_another_who_signs_in_is_looked_up_at_once",
        ),
        (
            "an address that no employee has stops the sync",
            "if employee is not None and not employee.active:",
            "if employee is None or not employee.active:",
            "test_an_address_that_no_employee_has_stops_nothing",
        ),
        (
            "who left is named in the status",
            "raise Misconfigured(Code.EMPLOYEE_NOT_ACTIVE)",
            "raise Misconfigured(Code.EMPLOYEE_NOT_ACTIVE, who=email)",
            "test_nobody_is_named_in_what_is_reported",
        ),
    ),
    *broken(
        "practicesync/core/check_words.py",
        "unit/core/test_check_words.py",
        (
            "a warning ends the command as a failure does",
            'wrong = (one for one in checks if one.result == "fail")',
            'wrong = (one for one in checks if one.result in ("warn", "fail"))',
            "test_the_first_that_is_wrong_decides_how_the_command_ends",
        ),
    ),
    *broken(
        "practicesync/app/worker/lookings.py",
        _EXAMINATIONS,
        (
            "everybody who asks begins an examination of their own",
            ">= self._at_once:",
            ">= 1000:",
            "test_nobody_else_begins_meanwhile",
        ),
        (
            "a database that never answers ends all examinations",
            "sum(not (one.over or one.hangs)",
            "sum(not (one.over)",
            "test_one_that_hangs_keeps_nobody_from_another",
        ),
        (
            "examinations are kept for ever",
            "            del self._kept[oldest]\n",
            "            del oldest\n",
            "test_only_the_last_few_are_kept",
        ),
    ),
)
