"""Which rule goes by which clock, what a sleep is no excuse for, and what hangs."""

from tests.mutants.mutant import broken

_TIME = "unit/engine/test_runner_time.py"
_DISOWNED = "unit/engine/test_cycle_disowned.py"
_SUMMER = "unit/test_summer_time.py"

TIME = (
    *broken(
        "practicesync/engine/looks.py",
        "unit/engine/test_runner.py",
        (
            "a wait for a lock puts the next look off",
            "- began - waited)",
            "- began)",
            "test_a_look_that_waited_for_a_lock_does_not_put_the_next_off",
        ),
    ),
    *broken(
        "practicesync/engine/runner.py",
        _TIME,
        (
            "after a sleep the old connection is used",
            "            self._cycle.drop_unfinished()\n            self._job.source.close()\n",
            "            self._cycle.drop_unfinished()\n",
            "test_after_a_sleep_a_change_is_looked_for_over_a_new_connection",
        ),
        (
            "after a sleep nothing is looked for at once",
            "            self._looks.at_once()\n            self._trouble.woken()\n",
            "            self._trouble.woken()\n",
            "test_who_is_roused_looks_at_once_and_once",
        ),
        (
            "a send that fails by a sleep has failed for hours",
            "        self._wake_up()\n        self._cycle.drop_unfinished()\n",
            "        self._cycle.drop_unfinished()\n",
            "test_a_send_that_fails_by_the_sleep_is_no_trouble_of_hours",
        ),
    ),
    *broken(
        "practicesync/engine/rest.py",
        _TIME,
        (
            "a sleep that is counted goes unnoticed",
            "or overslept(before, after, seconds) ",
            "",
            "test_after_a_sleep_a_change_is_looked_for_over_a_new_connection",
        ),
        (
            "a sleep that is not counted goes unnoticed",
            " or was_set(before, after)",
            "",
            "test_after_a_sleep_a_change_is_looked_for_over_a_new_connection",
        ),
    ),
    *broken(
        "practicesync/core/instant.py",
        _TIME,
        (
            "a pause tells a time that is a year off",
            "> self.monotonic - now.monotonic + SLEPT",
            "> 1e12",
            "test_a_pause_lasts_its_time_although_the_clock_was_set_back_and_says_until_when",
        ),
    ),
    *broken(
        "practicesync/engine/routine.py",
        "unit/engine/test_routine_clock.py",
        (
            "a clock that was set back puts the nightly check off",
            "else min(self._next, following)",
            "else self._next",
            "test_a_clock_that_is_set_costs_no_night_and_one_check_more_at_most",
        ),
    ),
    *broken(
        "practicesync/engine/judging.py",
        "unit/engine/test_last_day.py",
        (
            "a clock that was set forward empties the day of deletions",
            "deleted_since(self._last_day.began())",
            "deleted_since(self._clock.now())",
            "test_a_dribble_of_deletes_is_held_whatever_the_clock_says",
        ),
    ),
    *broken(
        "practicesync/engine/cycle.py",
        _DISOWNED,
        (
            "a look that hung begins a full check",
            "self._opened().known)\n        self._own()\n",
            "self._opened().known)\n",
            "test_a_look_of_a_disowned_thread_begins_no_full_check",
        ),
    ),
    *broken(
        "practicesync/engine/reading.py",
        _DISOWNED,
        (
            "a read that hung proves a deletion",
            "        self._own()\n",
            "",
            "test_a_read_of_a_disowned_thread_proves_no_delete",
        ),
    ),
    *broken(
        "practicesync/app/worker/supervision.py",
        "unit/app/test_supervision.py",
        (
            "who was just woken is stuck",
            "        if slept:\n",
            "        if False:\n",
            "test_the_hours_that_the_computer_slept_are_nobodys_silence",
        ),
    ),
    *broken(
        "practicesync/app/worker/worker.py",
        "unit/app/test_worker_woken.py",
        (
            "the practices are not told of a sleep",
            "                practice.rouse()\n",
            "                pass\n",
            "test_who_has_slept_rouses_its_practices_and_beats_at_once",
        ),
    ),
    *broken(
        "practicesync/bootstrap.py",
        _SUMMER,
        (
            "a check that is due after midnight is left out",
            "for day in (-1, 0, 1))",
            "for day in (0, 1))",
            "test_a_worker_that_starts_after_midnight_makes_the_check_that_is_still_due",
        ),
    ),
    *broken(
        "practicesync/adapters/local_zone.py",
        _SUMMER,
        (
            "it is half past two once in the night that has it twice",
            "return local.replace(fold=1)",
            "return local",
            "test_a_time_is_told_as_the_clock_showed_it_then",
        ),
    ),
)
