"""The icon tells the truth, and keeps a worker running that nobody has ended."""

from tests.mutants.mutant import broken

_FOLDER = "practicesync/app/tray/"
_TESTS = "unit/app/tray/"

ICON = (
    *broken(
        f"{_FOLDER}pulse.py",
        f"{_TESTS}test_pulse.py",
        (
            "a sleep of the computer counts as silence",
            "min(monotonic - self._looked, LONGEST_STEP)",
            "monotonic - self._looked",
            "test_a_sleep_of_the_computer_is_no_silence",
        ),
        (
            "a heart that ended in good order is missed after half a minute only",
            "self._quiet = math.inf\n        elif first",
            "self._quiet += step\n        elif first",
            "test_a_heart_that_ended_in_good_order_is_silent_at_once",
        ),
        (
            "a worker that died long ago counts as living when the icon comes up",
            "self._quiet = abs(wall - beat)",
            "self._quiet = 0.0",
            "test_at_the_first_look_the_clock_on_the_wall_tells",
        ),
    ),
    *broken(
        f"{_FOLDER}own_worker.py",
        f"{_TESTS}test_own_worker.py",
        (
            "a worker that somebody ended is started again",
            "    if code in LEFT_ALONE:\n        return None\n",
            "",
            "test_one_that_somebody_ended_stays_ended",
        ),
        (
            "a worker that runs gets a second one beside it",
            "        if self._started is not None:\n            return\n",
            "",
            "test_no_second_one_is_started_beside_it",
        ),
        (
            "blue hides why a worker fails again and again",
            "        if self._failures:\n",
            "        if self._failures > 99:\n",
            "test_what_made_it_fail_is_not_hidden_by_blue",
        ),
        (
            "a worker that never beats is blue for ever",
            "self._loop.monotonic() - started <= SILENT_AFTER",
            "self._loop.monotonic() >= started",
            "test_one_that_started_and_never_beats_is_not_blue_for_ever",
        ),
        (
            "one that was ended while no icon watched is started by the next silence",
            "        if self._heartbeat.exists():\n            self.start()\n",
            "        self.start()\n",
            "test_one_of_another_icon_that_ended_in_good_order_is_not",
        ),
    ),
    *broken(
        f"{_FOLDER}viewer.py",
        f"{_TESTS}test_viewer.py",
        (
            "the icon is drawn anew at each look",
            "if (sign, tooltip(shown)) != self._shown:",
            "if True:",
            "test_nothing_is_told_to_the_icon_while_nothing_changes",
        ),
        (
            "each of many changes is a look of its own",
            "        if not self._asked:\n            self._asked = True\n            self",
            "        if True:\n            self._asked = True\n            self",
            "test_many_changes_at_once_are_one_look",
        ),
        (
            "who may not ask is offered commands",
            "may_ask=self._may_ask,",
            "may_ask=True,",
            "test_who_may_not_ask_is_offered_nothing_that_changes_anything",
        ),
    ),
    *broken(
        f"{_FOLDER}watch.py",
        f"{_TESTS}test_watch.py",
        (
            "our own reading wakes us over and over",
            "        if event.event_type in _READING:\n            return\n",
            "",
            "test_a_beat_and_a_reader_are_not",
        ),
        (
            "a folder that was made anew is not watched",
            "if place is not None and place == self._place and self._is_watching():",
            "if self._observer is not None:",
            "test_a_folder_that_was_made_anew_is_watched_again",
        ),
    ),
    *broken(
        f"{_FOLDER}clicks.py",
        f"{_TESTS}test_clicks.py",
        (
            "a click is carried out in the icon's thread",
            "self._loop.soon(lambda: self._carry_out(act))",
            "self._carry_out(act)",
            "test_a_click_is_carried_out_in_the_loop_and_not_in_the_thread_that_clicks",
        ),
    ),
    *broken(
        f"{_FOLDER}startup.py",
        f"{_TESTS}test_startup.py",
        (
            "what the Task Manager has turned off is shown as on",
            "bool(self._value(_RUN)) and not off",
            "bool(self._value(_RUN))",
            "test_what_a_person_turned_off_in_the_task_manager_is_off",
        ),
    ),
)
