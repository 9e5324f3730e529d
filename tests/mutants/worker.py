"""What the worker shows, when it tries again, and what it says in its log."""

from tests.mutants.mutant import broken

_PERSON = "unit/engine/test_runner_person.py"
_TROUBLE = "unit/engine/test_trouble.py"
_RUNNER = "unit/engine/test_runner.py"
_WORKER = "unit/app/test_worker.py"
_FOLDER = "unit/adapters/test_state_folder.py"

WORKER = (
    *broken(
        "practicesync/engine/trouble.py",
        _TROUBLE,
        (
            "a good look hides a cloud that is down",
            "if resting or turn.sent or reads_again:",
            "if True:",
            "test_a_cloud_that_is_down_is_not_mended_by_a_database_that_works",
        ),
        (
            "trouble of a minute stays blue",
            "Event.FAILED_FOR_LONG if lasted >= FAILING_FOR_LONG else Event.FAILED",
            "Event.FAILED",
            "test_trouble_of_a_minute_is_red_however_often_it_was_tried",
        ),
        (
            "each failure begins the minute anew",
            "        if self.problem is None:\n            self._since = now\n",
            "        self._since = now\n",
            "test_trouble_of_a_minute_is_red_however_often_it_was_tried",
        ),
        (
            "a bug tells what it was about",
            "kind=type(error).__name__",
            "kind=str(error)",
            "test_a_bug_is_told_by_its_type_and_place_alone",
        ),
        (
            "an order that is broken goes on under the same epoch",
            "isinstance(problem, Fenced | SignInNeeded | TakenOver)",
            "isinstance(problem, SignInNeeded | TakenOver)",
            "test_each_problem_is_one_event_and_some_ask_to_begin_anew",
        ),
        (
            "another server in charge is a fault that heals",
            "        case TakenOver():\n            return Event.TAKEN_OVER\n",
            "",
            "test_each_problem_is_one_event_and_some_ask_to_begin_anew",
        ),
        (
            "a wait that the cloud asks for is not kept",
            "asked = problem.retry_after if isinstance(problem, Unavailable) else None",
            "asked = None",
            "test_the_wait_that_the_cloud_asks_for_is_honoured",
        ),
        (
            "being in charge again mends an order that is broken",
            "        if isinstance(self.problem, Fenced):\n            return\n",
            "",
            "test_an_order_that_is_broken_is_not_mended_by_being_in_charge_again",
        ),
    ),
    *broken(
        "practicesync/core/backoff.py",
        "unit/core/test_backoff.py",
        (
            "a fleet comes back at one moment",
            "jitter = fraction * bound",
            "jitter = bound",
            "test_a_fleet_is_spread_over_the_whole_wait",
        ),
        (
            "waits grow without end",
            "bound = min(LONGEST, FIRST * 2.0 ** min(failures - 1, 16))",
            "bound = FIRST * 2.0 ** min(failures - 1, 16)",
            "test_the_bound_doubles_up_to_five_minutes",
            "test_no_wait_is_longer_than_the_longest",
        ),
        (
            "any wait that is asked for is kept",
            "min(max(retry_after, 0.0), LONGEST_ASKED)",
            "max(retry_after, 0.0)",
            "test_an_odd_wish_is_kept_within_bounds",
        ),
    ),
    *broken(
        "practicesync/core/phase.py",
        "unit/core/test_phase.py",
        (
            "trouble is green",
            "    Phase.UNAVAILABLE: _RED,\n",
            "    Phase.UNAVAILABLE: Sign(Colour.GREEN, Shape.TICK),\n",
            "test_every_phase_has_its_colour_and_shape",
        ),
        (
            "what was not sent is blue",
            "    Phase.ATTENTION: _RED,\n",
            "    Phase.ATTENTION: _BLUE,\n",
            "test_every_phase_has_its_colour_and_shape",
        ),
        (
            "without a sign-in it is tried all the same",
            "        Phase.SIGN_IN_NEEDED,\n",
            "",
            f"{_PERSON}::test_a_sign_in_that_is_lost_on_the_way_stops_the_sending",
        ),
        (
            "a server that is not in charge goes on",
            "        Phase.SIGNING_IN,\n        Phase.TAKEN_OVER,\n",
            "        Phase.SIGNING_IN,\n",
            f"{_PERSON}::test_another_server_in_charge_stops_this_one",
        ),
        (
            "an outage looks new at each failure",
            "event: Phase.UNAVAILABLE if event is Event.FAILED else phase",
            "event: phase",
            "test_an_outage_stays_unavailable_however_often_it_fails_again",
        ),
        (
            "a worker that stops beating in a pause is not seen",
            "_BEAT: Mapping[Event, Phase] = {\n    Event.BEAT_MISSED: Phase.NOT_RUNNING,\n",
            "_BEAT: Mapping[Event, Phase] = {\n",
            "test_a_worker_that_stops_beating_is_seen_in_every_phase",
        ),
    ),
    *broken(
        "practicesync/core/status.py",
        "unit/core/test_status.py",
        (
            "the best practice speaks for all",
            "worst = min(practices",
            "worst = max(practices",
            "test_the_worst_practice_speaks_and_is_named",
        ),
        (
            "trouble of everything is not on top",
            "    if trouble:\n        return",
            "    if False:\n        return",
            "test_trouble_of_everything_is_on_top",
        ),
        (
            "a silent worker shows its last colour",
            '        "colour": sign.colour,\n        "shape": sign.shape,\n        "code"',
            '        "code"',
            "test_a_silent_worker_is_red_over_what_was_last_known",
        ),
        (
            "what was not sent ends a command like success",
            "return Exit.INCOMPLETE if waiting else Exit.DONE",
            "return Exit.DONE",
            "test_the_exit_code_says_how_it_stands",
        ),
    ),
    *broken(
        "practicesync/engine/reporter.py",
        "unit/engine/test_reporter.py",
        (
            "held deletions are green",
            "        if concerns.held:\n            return Event.RESTED_WITH_HELD\n",
            "",
            "test_what_is_held_comes_before_what_was_refused",
        ),
        (
            "what was not sent is green",
            "return Event.RESTED_WITH_REFUSED if concerns.refused else Event.RESTED",
            "return Event.RESTED",
            "test_what_is_held_comes_before_what_was_refused",
            f"{_PERSON}::test_what_could_not_be_sent_asks_for_attention",
        ),
        (
            "what was left out is counted as not sent",
            "Counter(one.code for one in self._journal.parked() if not one.left_out)",
            "Counter(one.code for one in self._journal.parked())",
            "test_looks_sends_and_counts_are_told_with_the_next_event",
        ),
        (
            "what happens can't be impossible",
            "phase = after(before.phase, event)",
            "try:\n            phase = after(before.phase, event)\n"
            "        except Exception:\n            phase = before.phase",
            "test_an_impossible_event_is_a_bug",
        ),
    ),
    *broken(
        "practicesync/engine/runner.py",
        _RUNNER,
        (
            "it is green while a full check has yet to find out",
            "if busy or self._cycle.catching_up():",
            "if busy:",
            "test_what_no_look_can_tell_any_more_is_blue_until_it_was_checked",
        ),
        (
            "it is green while something is to be sent",
            "if busy or self._cycle.catching_up():",
            "if self._cycle.catching_up():",
            "unit/engine/test_cycle_delete.py::test_it_is_at_work_until_the_delete_is_sent",
            "test_a_long_work_is_blue_until_it_is_done",
        ),
        (
            "it is green while contacts can't be found yet",
            "if stage is not Stage.READY:",
            "if False:",
            "unit/engine/test_upload.py::test_green_waits_until_the_contacts_can_be_found",
        ),
        (
            "a pause is hidden by work",
            "if self._reporter.phase in ASKS_A_PERSON:\n                return",
            "if False:\n                return",
            f"{_PERSON}::test_paused_it_does_nothing_until_it_is_resumed",
        ),
        (
            "a bug ends the thread",
            "        except Exception as error:  # noqa: "
            "BLE001 - a bug must show red, not end the thread\n"
            "            return self._fail(bug(error))",
            "        except ZeroDivisionError as error:\n            return self._fail(bug(error))",
            "unit/engine/test_runner_trouble.py::test_a_bug_is_shown_by_its_type_and_tried_again",
        ),
        (
            "a connection outlives a failure",
            "        self._cycle.drop_unfinished()\n        self._job.source.close()\n"
            "        if problem.code",
            "        self._cycle.drop_unfinished()\n        if problem.code",
            "unit/engine/test_runner_trouble.py::test_the_connection_is_thrown_away_after_any_failure",
        ),
        (
            "a page that was read before a failure is sent after it",
            "        self._cycle.drop_unfinished()\n        self._job.source.close()\n"
            "        if problem.code",
            "        self._job.source.close()\n        if problem.code",
            "unit/engine/test_runner_trouble.py::test_a_page_that_was_read_ahead_of_a_failure_is_read_afresh",
            "unit/engine/test_runner_trouble.py::test_a_page_that_was_read_before_a_look_failed_is_read_afresh",
        ),
        (
            "damaged records are looked at for ever",
            "if problem.code is Code.RECORDS_DAMAGED:",
            "if False:",
            "unit/engine/test_runner_trouble.py::test_damaged_records_are_begun_afresh_and_everything_is_found_out_anew",
        ),
        (
            "a wish is lost when it fails",
            "                self._wishes.appendleft(wish)\n",
            "",
            "unit/engine/test_runner_trouble.py::test_a_full_check_that_could_not_begin_is_begun_once_it_can",
        ),
        (
            "a pause hides that somebody has to sign in",
            "if paused or self._reporter.phase not in ASKS_A_PERSON:",
            "if True:",
            f"{_PERSON}::test_a_pause_can_not_hide_that_somebody_has_to_sign_in",
        ),
        (
            "a check that runs is begun again",
            "if journal.scan() is None and journal.comparing() is None:",
            "if True:",
            "test_a_check_that_runs_is_not_begun_again",
        ),
    ),
    *broken(
        "practicesync/engine/rest.py",
        _RUNNER,
        (
            "a thread that hangs is never overdue",
            "return max(0.0, monotonic - self._quiet_until)",
            "return 0.0",
            "test_a_thread_that_waits_is_not_overdue_and_one_that_hangs_is",
        ),
    ),
    *broken(
        "practicesync/engine/looks.py",
        _RUNNER,
        (
            "a look takes as much of the time as it likes",
            "self._next = began + max(wait, every)",
            "self._next = began + wait",
            "test_looks_take_a_tenth_of_the_time_at_most",
        ),
        (
            "who waits for a lock puts the next look off",
            "took = max(0.0, self._clock.monotonic() - began - waited)",
            "took = max(0.0, self._clock.monotonic() - began)",
            "test_a_look_that_waited_for_a_lock_does_not_put_the_next_off",
        ),
    ),
    *broken(
        "practicesync/core/instant.py",
        "unit/core/test_instant.py",
        (
            "a pause has no end where the clock was set back",
            "return min((self.wall - now.wall).total_seconds(), self.monotonic - now.monotonic)",
            "return (self.wall - now.wall).total_seconds()",
            "test_a_deadline_is_never_later_than_its_seconds",
            "unit/engine/test_runner_time.py::test_a_pause_is_over_in_its_time_whatever_the_clock_says",
        ),
        (
            "a sleep is not noticed",
            "return after.monotonic - before.monotonic > meant + slack",
            "return False",
            "test_a_sleep_shows_whether_or_not_it_is_counted",
        ),
        (
            "a clock that was set is not noticed",
            "return abs(went - (after.monotonic - before.monotonic)) > slack",
            "return False",
            "test_a_clock_that_was_set_shows_and_is_no_sleep",
        ),
    ),
    *broken(
        "practicesync/engine/routine.py",
        _RUNNER,
        (
            "a night that was missed is not made up for",
            "return last is not None and not dt.timedelta() <= now - last.at <= MOST",
            "return False",
            "unit/engine/test_routine.py::test_a_night_that_was_missed_is_made_up_for",
        ),
        (
            "a check from the future counts",
            "not dt.timedelta() <= now - last.at <= MOST",
            "not now - last.at <= MOST",
            "unit/engine/test_routine.py::test_a_check_from_the_future_does_not_count",
        ),
    ),
    *broken(
        "practicesync/engine/upload.py",
        "unit/engine/test_upload.py",
        (
            "a cloud that was emptied is not prepared anew",
            "elif self._stage is Stage.READY and not self._job.sink.preparing().ready:",
            "elif False:",
            "test_a_cloud_that_was_emptied_prepares_anew",
        ),
        (
            "the first upload counts as prepared",
            "            if self._preparing.ready:\n",
            "            if True:\n",
            "test_green_waits_until_the_contacts_can_be_found",
        ),
    ),
    *broken(
        "practicesync/engine/supervisor.py",
        "unit/engine/test_supervisor.py",
        (
            "a thread that is silent is never stuck",
            "if seconds >= patience.red",
            "if seconds < 0",
            "test_a_thread_that_is_silent_for_a_minute_is_stuck",
        ),
        (
            "the worker never gives itself up",
            "any(seconds >= patience.give_up for seconds in silence.values())",
            "False",
            "test_five_minutes_end_the_worker",
        ),
        (
            "only if all hang does the worker give itself up",
            "any(seconds >= patience.give_up",
            "all(seconds >= patience.give_up",
            "test_one_stuck_thread_says_nothing_of_the_others",
            "test_five_minutes_end_the_worker",
        ),
    ),
    *broken(
        "practicesync/app/worker/supervision.py",
        "unit/app/test_supervision.py",
        (
            "the hours that the computer slept are silence",
            "slept = overslept(looked, instant, 0.0, self._slack)",
            "slept = False",
            "test_the_hours_that_the_computer_slept_are_nobodys_silence",
        ),
        (
            "who was woken is never judged again",
            "self._judges_from = instant.monotonic + self._patience.red",
            "self._judges_from = instant.monotonic + 1e9",
            "test_a_thread_that_is_still_silent_when_it_had_its_time_is_stuck",
        ),
    ),
    *broken(
        "practicesync/app/worker/worker.py",
        _WORKER,
        (
            "a practice that hangs stays green",
            "    if practice.name in verdict.stuck:\n        report",
            "    if False:\n        report",
            "test_a_practice_that_hangs_is_red",
        ),
        (
            "a practice that hangs for long ends nothing",
            "if self._round().give_up:",
            "if self._round().give_up and False:",
            "test_a_practice_that_hangs_for_long_ends_the_worker_with_75",
        ),
        (
            "a worker that gave up is not started again",
            "return Exit.RESTART",
            "return 0",
            "test_a_practice_that_hangs_for_long_ends_the_worker_with_75",
        ),
        (
            "something comes of a thread that was silent for too long",
            "                practice.disown()\n",
            "                pass\n",
            "unit/app/test_worker_disowns.py::test_nothing_comes_of_a_thread_that_was_silent_for_too_long",
        ),
        (
            "a heart beats beside an old status",
            "if not self._blind:  # a heart",
            "if True:  # a heart",
            "test_no_heart_beats_beside_a_status_that_is_old",
        ),
        (
            "a full disk stops the heart and the commands",
            "        except Problem as problem:\n"
            "            return problem\n        return None\n\n"
            "    def _listen",
            "        except ZeroDivisionError:\n            return None\n        return None\n\n"
            "    def _listen",
            "test_a_heart_beats_on_a_full_disk_and_commands_are_carried_out",
        ),
        (
            "a status that could not be written is not written again",
            "        self._to_show = True\n        try:\n            self._front.show(self.shown)",
            "        self._to_show = False\n        try:\n            self._front.show(self.shown)",
            "test_a_state_that_cannot_be_shown_is_told_once_and_shown_as_soon_as_it_can",
        ),
        (
            "wrong settings are not shown",
            "self.shown = self._front.words(practices, self._watch.trouble)",
            "self.shown = self._front.words(practices, None)",
            "test_changed_settings_that_are_wrong_are_shown_and_told_once",
        ),
        (
            "nobody is told that the status can be written again",
            "if was := self._mute.healed():",
            "if (was := self._mute.healed()) is ...:",
            "test_a_state_that_cannot_be_shown_is_told_once_and_shown_as_soon_as_it_can",
        ),
    ),
    *broken(
        "practicesync/app/worker/practice_thread.py",
        "unit/app/test_practice_thread.py",
        (
            "a practice that was left goes on after a restart",
            "        if self._left:\n",
            "        if False:\n",
            "test_a_practice_that_was_left_before_a_restart_does_not_work",
        ),
        (
            "a practice that can't be opened is given up",
            "if self._clock.wait(BEGIN_AGAIN_AFTER):",
            "if True:",
            "test_what_cannot_be_opened_shows_red_and_is_tried_again",
        ),
        (
            "one that hangs while it opens is never overdue",
            "return 0.0 if opening_since is None else monotonic - opening_since",
            "return 0.0",
            "test_one_that_hangs_while_it_opens_is_overdue",
        ),
        (
            "work that does not end is begun a second time",
            "        if not self.join(seconds):\n            raise Unavailable(Code.STUCK)\n",
            "        self.join(seconds)\n",
            "test_work_that_does_not_end_is_told",
        ),
    ),
    *broken(
        "practicesync/adapters/worker_lock.py",
        _FOLDER,
        (
            "two workers share a folder",
            "fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)",
            "fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)",
            "test_there_is_one_worker",
        ),
        (
            "a second worker waits for the first",
            "_TAKEN = frozenset((errno.EAGAIN, errno.EACCES, errno.EDEADLK))",
            "_TAKEN = frozenset((errno.EDEADLK,))",
            "test_there_is_one_worker",
        ),
    ),
    *broken(
        "practicesync/adapters/state_folder.py",
        _FOLDER,
        (
            "everybody may look into the private folder",
            '"private": 0o700,',
            '"private": 0o755,',
            "test_each_folder_has_its_rights_whatever_the_umask",
        ),
        (
            "the group of administrators may list what is asked",
            "_SHARED = 0o1730",
            "_SHARED = 0o1770",
            "test_where_there_is_the_group_it_may_put_something_into_the_inbox",
        ),
        (
            "an administrator may take back what another one asks",
            "_SHARED = 0o1730",
            "_SHARED = 0o730",
            "test_where_there_is_the_group_it_may_put_something_into_the_inbox",
        ),
        (
            "without the group everybody may ask",
            '"inbox": 0o700,',
            '"inbox": 0o1733,',
            "test_each_folder_has_its_rights_whatever_the_umask",
            "test_an_inbox_that_everybody_could_write_into_is_closed",
        ),
        (
            "a private folder that went away is begun anew in silence",
            "if folder != self.private and not folder.is_dir():",
            "if not folder.is_dir():",
            "test_folders_that_went_away_are_made_anew_but_not_the_private_one",
        ),
        (
            "a beat from the future is life for ever",
            "abs(now - beat) > SILENT_AFTER",
            "now - beat > SILENT_AFTER",
            "test_the_heart_beats",
        ),
    ),
    *broken(
        "practicesync/adapters/replies.py",
        "unit/adapters/test_replies.py",
        (
            "an answer lies about for ever",
            "if not status.st_size or not oldest <= status.st_mtime <= latest:",
            "if not status.st_size:",
            "test_an_answer_waits_for_its_reader_as_long_as_a_command_and_no_longer",
        ),
        (
            "an answer for nobody we know is left for anybody",
            "        if not _hand_over(beside, owner):",
            "        if not _hand_over(beside, owner) and False:",
            "unit/adapters/test_inbox.py::test_an_answer_for_nobody_we_know_is_not_left_lying_about",
        ),
        (
            "an answer may be read by all",
            "publish(beside, msgspec.json.encode(answer), 0o600)",
            "publish(beside, msgspec.json.encode(answer), 0o644)",
            "unit/adapters/test_inbox.py::test_an_answer_is_read_once",
        ),
    ),
    *broken(
        "practicesync/adapters/log_file.py",
        "unit/adapters/test_log_file.py",
        (
            "a line may begin another line",
            'return "".join(letter if letter.isprintable() else "?" for letter in text)',
            "return text",
            "test_nothing_in_a_line_begins_another_or_moves_the_cursor",
        ),
        (
            "a fact of any length is written",
            "_plain(str(value))[:LONGEST_FACT]",
            "_plain(str(value))",
            "test_a_fact_with_a_space_is_quoted_and_a_long_one_is_cut",
        ),
        (
            "the log says what a bug was about",
            "type(error).__qualname__])",
            "type(error).__qualname__, str(error)])",
            "test_frames_tell_where_and_what_kind_but_no_value",
        ),
        (
            "a log that can't be written stops the worker",
            "            except OSError:\n                # Nowhere",
            "            except ValueError:\n                # Nowhere",
            "test_a_log_that_cannot_be_written_stops_nobody",
        ),
        (
            "the log grows without end",
            "if size >= self._limit:",
            "if False:",
            "test_ten_files_are_kept_the_newest_without_a_number",
        ),
        (
            "lines below the level are written",
            "self._wanted = LEVELS[LEVELS.index(level) :]",
            "self._wanted = LEVELS",
            "test_lines_below_the_level_are_left_out",
        ),
    ),
    *broken(
        "practicesync/app/worker/fortune.py",
        "unit/app/test_day_of_lines.py",
        (
            "each round of trouble is a line",
            "if practice.code == self._told or self._said_lately(practice):",
            "if self._said_lately(practice):",
            "unit/app/test_fortune.py::test_contacts_that_were_not_sent_are_a_line",
        ),
        (
            "a trouble that comes and goes is said each time",
            "if practice.code == self._told or self._said_lately(practice):",
            "if practice.code == self._told:",
            "test_a_cloud_that_comes_and_goes_is_said_a_few_times_an_hour",
        ),
        (
            "contacts that were not sent are not said again",
            "if practice.phase in _AT_REST or practice.code not in self._last:",
            "if practice.code not in self._last:",
            "test_contacts_that_are_not_sent_are_said_again_once_the_cloud_is_back",
        ),
    ),
    *broken(
        "practicesync/app/worker/diary.py",
        "unit/app/test_diary.py",
        (
            "a command is forgotten at a restart",
            "        replace_file(self._path, msgspec.json.encode(page))\n",
            "",
            "test_a_command_is_known_after_a_restart",
        ),
        (
            "a pause is forgotten with the next command",
            "dict(self._page.paused if paused is None else paused)",
            "dict(paused or {})",
            "test_a_pause_is_kept_until_another_note_takes_it_away",
        ),
        (
            "the ids of commands are kept for ever",
            "if abs(now - at) < KEEP",
            "if now",
            "test_old_ids_are_forgotten_long_after_a_command_has_expired",
        ),
        (
            "a damaged diary ends the worker",
            "except (OSError, ValueError):  # a ValueError: no JSON",
            "except OSError:  # a ValueError: no JSON",
            "test_a_damaged_diary_counts_as_empty",
        ),
    ),
    *broken(
        "practicesync/app/worker/register.py",
        "unit/app/test_register.py",
        (
            "a damaged register begins another installation",
            "raise Misconfigured(Code.INSTALLATION_UNREADABLE, path=str(self._path)) from None",
            "self._keep(_Book(str(uuid.uuid4())))",
            "test_a_damaged_register_is_told_and_never_replaced_in_silence",
        ),
        (
            "who activated is remembered after the end",
            'gone = {"activated_by": "", "left_at"',
            'gone = {"left_at"',
            "test_a_deactivation_is_remembered_and_whose_it_was_is_not",
        ),
    ),
)
