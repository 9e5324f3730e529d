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
        f"{_FOLDER}native_x11.py",
        "desktop/test_tray_icon.py",
        (
            "a name in another script than Latin is never seen beside the icon",
            'self._window.set_wm_name(self.title.encode("latin-1", "replace"))',
            "self._window.set_wm_name(self.title)",
            "test_words_of_any_script_stand_beside_it",
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
            "after a look that fails there is none",
            """        self._around.loop.later(EVERY, self.tick)
        self._around.watch.keep(self.changed)
        self._look_at_rights(self._around.loop.monotonic())
        self.look()
""",
            """        self._around.watch.keep(self.changed)
        self._look_at_rights(self._around.loop.monotonic())
        self.look()
        self._around.loop.later(EVERY, self.tick)
""",
            "test_a_look_that_fails_is_not_the_last_one",
        ),
        (
            "rights are looked at with each look",
            "monotonic - before >= RIGHTS_EVERY",
            "monotonic - before >= EVERY",
            "test_a_right_that_is_given_is_seen_without_a_new_start",
        ),
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
        (
            "an icon on another system is offered to start with Windows",
            "    return NoStartup()\n",
            "    return WindowsStartup(None, command)\n",
            "test_where_there_is_no_windows_nothing_starts_with_it",
        ),
    ),
    *broken(
        f"{_FOLDER}session.py",
        f"{_TESTS}test_session.py",
        (
            "an icon that goes leaves its lock behind",
            "            self._lock.unlink(missing_ok=True)\n",
            "",
            "test_a_place_that_was_left_is_free_and_nothing_of_it_stays",
        ),
        (
            "two icons are the first, of which one has a lock that is gone",
            "            if _is_at(self._lock, descriptor):\n",
            "            if True:\n",
            "test_a_lock_that_goes_while_it_is_taken_is_made_anew",
        ),
        (
            "an icon that goes takes away the lock of the one after it",
            "        if _is_at(self._lock, held):\n",
            "        if True:\n",
            "test_a_place_that_another_has_made_anew_is_left_alone",
        ),
    ),
    *broken(
        f"{_FOLDER}ending.py",
        f"{_TESTS}test_ending.py",
        (
            "an icon that doesn't listen can't be ended",
            "    os._exit(128 + again[0])\n",
            "",
            "test_a_second_request_ends_what_does_not_listen",
        ),
    ),
    *broken(
        f"{_FOLDER}viewer.py",
        f"{_TESTS}test_viewer.py",
        (
            "an icon that comes up anew tells everything once more",
            "Story(told=around.told.read())",
            "Story()",
            "test_an_icon_that_comes_up_anew_tells_nothing_twice",
        ),
        (
            "what was told stays told after it has healed",
            "        if self._story.told != before:\n",
            "        if self._story.told:\n",
            "test_an_icon_that_comes_up_anew_tells_nothing_twice",
        ),
        (
            "who may only look is told to do something",
            "monotonic, may_ask=seen.may_ask",
            "monotonic, may_ask=True",
            "test_who_may_only_look_is_told_whom_to_tell",
        ),
        (
            "a button starts a worker that can't be started from here",
            "may_start=around.keeper.may_start(),",
            "may_start=True,",
            "test_where_no_worker_can_be_started_from_here_that_is_not_offered",
        ),
    ),
    *broken(
        f"{_FOLDER}told.py",
        f"{_TESTS}test_viewer.py",
        (
            "what was told and can't be kept ends the icon",
            "        except OSError:\n            return\n",
            "        except ValueError:\n            return\n",
            "test_what_was_told_can_not_always_be_kept_and_nothing_else_suffers",
        ),
        (
            "what is damaged of what was told ends the icon",
            "except (OSError, msgspec.DecodeError, UnicodeDecodeError):",
            "except OSError:",
            "test_what_is_damaged_of_it_is_as_if_nothing_was_told",
        ),
    ),
    *broken(
        "practicesync/app/present/toast.py",
        "unit/app/present/test_toast.py",
        (
            "what heals by itself is told at night",
            "(by_itself and _is_quiet(today))",
            "False",
            "test_what_heals_by_itself_waits_for_the_morning",
        ),
        (
            "that it healed by itself is told at night",
            "    if told.by_itself and _is_quiet(today):\n",
            "    if False:\n",
            "test_what_healed_by_itself_at_night_is_told_in_the_morning",
        ),
        (
            "trouble is told before it has lasted a minute",
            "monotonic - since < LASTED",
            "monotonic - since < 1",
            "test_red_that_passes_within_a_minute_is_not_told",
        ),
        (
            "an icon that comes up anew keeps other trouble to itself",
            "(told.earlier or (told.by_itself and not by_itself))",
            "(told.by_itself and not by_itself)",
            "test_an_icon_started_anew_tells_of_other_trouble",
        ),
        (
            "each new red after what was told is told",
            "(told.earlier or (told.by_itself and not by_itself))",
            "True",
            "test_other_trouble_after_what_was_told_is_no_change_for_the_worse",
        ),
        (
            "who heard of an outage never hears that somebody has to sign in",
            "(told.earlier or (told.by_itself and not by_itself))",
            "told.earlier",
            "test_what_needs_a_person_is_told_after_what_would_have_healed_by_itself",
        ),
    ),
    *broken(
        "practicesync/app/present/window.py",
        "unit/app/present/test_window.py",
        (
            "who may only look isn't told whom to ask",
            '"" if seen.may_ask else WHOM_TO_ASK',
            '""',
            "test_who_may_only_look_is_told_whom_to_ask_and_where_the_help_says_why",
        ),
    ),
    *broken(
        "practicesync/app/present/face.py",
        "unit/app/present/test_window.py",
        (
            "a worker that shows what can't be read is said not to run",
            "    if not seen.silent:\n        return unreadable(_worker(seen), seen.today)\n",
            "",
            "test_a_worker_that_shows_what_can_not_be_read_is_red_and_no_second_one_is_offered",
        ),
    ),
    *broken(
        "practicesync/app/present/allowed.py",
        "unit/app/present/test_window.py",
        (
            "who may only look is offered what changes something",
            "    if not seen.may_ask:\n        return frozenset()\n",
            "",
            "test_who_may_not_ask_is_offered_nothing_that_changes_anything",
        ),
    ),
    *broken(
        f"{_FOLDER}keeping.py",
        f"{_TESTS}test_keeping.py",
        (
            "the worker of another account is started from here",
            "    if not _is_ours(folder):\n        return Nobody()\n",
            "",
            "test_the_worker_of_another_account_can_not_be_started_from_here",
        ),
        (
            "there is no icon where the folder can't be made",
            "    with suppress(Problem):",
            "    if True:",
            "test_a_folder_that_can_not_be_made_has_a_worker_that_can_be_tried_again",
        ),
    ),
    *broken(
        f"{_FOLDER}pystray_icon.py",
        "desktop/test_tray_icon.py",
        (
            "what can't be drawn is the last that the icon shows",
            "except Exception:  # noqa: BLE001  # whatever it is",
            "except KeyError:  # whatever it is",
            "test_what_can_not_be_drawn_does_not_end_it",
        ),
    ),
)
