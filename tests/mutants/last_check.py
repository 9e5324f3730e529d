"""When everything was last checked, and what that came to; and the way to the task bar."""

from tests.mutants.mutant import broken

_CYCLE = "unit/engine/test_cycle_check.py"
_STATUS = "unit/core/test_status.py"

LAST_CHECK = (
    *broken(
        "practicesync/engine/cycle.py",
        _CYCLE,
        (
            "the first upload counts as differences that were mended",
            "            if self._journal.stage() is not Stage.UPLOADING:",
            "            if True:",
            "test_the_first_upload_is_a_full_check_in_which_nothing_was_wrong",
        ),
        (
            "a check that ends after a restart has compared nothing",
            "found.contacts or self._journal.counts().in_database",
            "found.contacts",
            "test_a_check_that_ends_after_a_restart_knows_how_many_contacts_there_are",
        ),
        (
            "what a check has found is told again by the next comparison",
            "            self._check = Checked(self._clock.now(), 0)\n        return",
            "        return",
            "test_a_comparison_alone_does_not_tell_once_more_what_a_check_before_it_has_found",
        ),
    ),
    *broken(
        "practicesync/engine/reporter.py",
        "unit/engine/test_reporter.py",
        (
            "the last full check is forgotten with the process",
            "        self._change(checked=self._journal.last_check())\n",
            "",
            "test_the_last_full_check_is_told_from_the_start",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_check.py",
        "contract/test_journal.py",
        (
            "the journal keeps when a check ended and not what it found",
            "msgspec.json.encode(checked).decode()",
            "msgspec.json.encode(Checked(checked.at, 0)).decode()",
            "test_the_last_full_check_is_remembered_with_what_it_found",
        ),
    ),
    *broken(
        "practicesync/core/status.py",
        _STATUS,
        (
            "only some differences are counted",
            "checked.missing_online, checked.only_online)",
            "checked.missing_online)",
            "test_the_members_are_those_that_were_agreed",
        ),
    ),
    *broken(
        "practicesync/core/status_text.py",
        _STATUS,
        (
            "a check that found something is told as if all were well",
            'if check.mended else "all well"',
            'if False else "all well"',
            "test_the_last_full_check_says_what_it_has_come_to",
        ),
    ),
    *broken(
        "practicesync/app/present/facts.py",
        "unit/app/present/test_window.py",
        (
            "of several practices the one that was checked last speaks for all",
            "    first = min(checks, key",
            "    first = max(checks, key",
            "test_the_last_full_check_is_the_earliest_of_all_practices",
        ),
    ),
    *broken(
        "practicesync/app/window/wizard.py",
        "system/test_window_activate.py",
        (
            "a system that hides no icons is told where Windows does",
            "(IconInSight(),) if talk.around.hides_icons else ()",
            "(IconInSight(),)",
            "test_a_first_upload_is_put_off_and_given_another_time",
        ),
    ),
    *broken(
        "practicesync/app/tray/desktop.py",
        "desktop/test_help_at_hand.py",
        (
            "the button for the task bar does nothing",
            "            self._show(TASK_BAR)\n",
            "            pass\n",
            "test_the_settings_of_the_task_bar_are_opened_by_windows",
        ),
    ),
)
