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
        "practicesync/app/examinations.py",
        _EXAMINATIONS,
        (
            "everybody who asks begins an examination of their own",
            "if any(not one.over for one in self._running.values()):",
            "if False:",
            "test_nobody_else_begins_meanwhile",
        ),
        (
            "examinations are kept for ever",
            "            del self._running[oldest]\n",
            "            del oldest\n",
            "test_only_the_last_few_are_kept",
        ),
    ),
    *broken(
        "practicesync/adapters/sqlserver/absence.py",
        "unit/adapters/sqlserver/test_absence.py",
        (
            "a database that is offline is said to be missing",
            "if tuple(map(int, found[0])) != _ONLINE:",
            "if False:",
            "test_a_database_that_is_not_online_is_told_as_that",
        ),
    ),
)
