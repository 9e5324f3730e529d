"""Who would take over unasked, what would be claimed unseen, when an upload would begin."""

from tests.mutants.mutant import broken

_SCHEDULE = "unit/app/test_schedule.py"
_THREAD = "unit/app/test_practice_thread.py"
_SUMMER = "unit/test_summer_time.py"

ACTIVATING = (
    *broken(
        "practicesync/app/worker/hearts.py",
        "unit/app/test_hearts.py",
        (
            "a refused beat is dropped",
            "            self._refused(practice, problem)\n",
            "",
            "test_a_beat_that_is_refused_is_told_of_with_how_the_practice_stood",
        ),
    ),
    *broken(
        "practicesync/engine/runner.py",
        "unit/engine/test_runner_person.py",
        (
            "a pause hides that another server is in charge",
            "if paused and (lost := loss(problem)):",
            "if False and (lost := loss(problem)):",
            "test_a_pause_does_not_hide_that_another_server_is_in_charge",
        ),
        (
            "a sign-in that is given up ends a pause",
            "if not kept and self._paused.left(self._rest.instant()) > 0:",
            "if False:",
            "test_a_sign_in_that_is_given_up_leaves_it_paused_although_it_was_taken_over",
        ),
        (
            "contacts that somebody has just activated wait for a pause of before",
            "if not kept and self._paused.left(self._rest.instant()) > 0:",
            "if self._paused.left(self._rest.instant()) > 0:",
            "test_a_sign_in_that_is_kept_after_a_take_over_needs_no_resume",
        ),
        (
            "a pause that was ended behind a sign-in lasts",
            "            case Resume():\n                self._paused.end()\n",
            "            case Resume():\n                pass\n",
            "test_a_pause_that_ended_while_it_was_taken_over_keeps_nothing_waiting",
        ),
    ),
    *broken(
        "practicesync/app/worker/activation.py",
        "unit/app/test_activation.py",
        (
            "what is wrong is claimed all the same",
            'if one.result == "fail"), None)',
            'if one.result == "never"), None)',
            "test_what_is_wrong_ends_it_before_anything_is_claimed",
        ),
        (
            "a sign-in that a check has failed stays good",
            "                self._ways.forget(signed)\n                return Failed",
            "                return Failed",
            "test_what_is_wrong_ends_it_before_anything_is_claimed",
        ),
        (
            "another server is taken over from without a word",
            "            self._ask(Elsewhere(",
            "            str(Elsewhere(",
            "test_another_server_in_charge_is_taken_over_from_after_a_yes_to_that_one",
        ),
        (
            "a no while things are looked at is not heard",
            "            if self._is_given_up():\n                raise",
            "            if False:\n                raise",
            "test_a_no_while_things_are_looked_at_ends_it",
        ),
    ),
    *broken(
        "practicesync/app/worker/activations.py",
        "unit/app/test_activations.py",
        (
            "a yes to any server takes over from this one",
            "if not isinstance(step, Elsewhere) or step.installation != installation:",
            "if not isinstance(step, Elsewhere):",
            "test_nobody_takes_over_from_another_server_than_they_have_seen",
        ),
        (
            "it starts before everything was looked at",
            "        if not isinstance(step, Ready):\n            raise Refusal",
            "        if isinstance(step, Ready):\n            raise Refusal",
            "test_nothing_is_started_before_everything_was_looked_at",
        ),
        (
            "a server is taken over from and nobody sends until tonight",
            "begins_at = None if step.at_once else self._when",
            "begins_at = None if step.goes_on else self._when",
            "test_taking_over_is_never_put_off_for_nobody_would_send_meanwhile",
        ),
        (
            "a planned start is asked for as if nobody had activated",
            "if not lost and (practice.report.phase in RESTS or _works(practice)):",
            "if not lost and _works(practice):",
            "test_who_asks_about_a_start_that_is_put_off_is_told_when_it_is",
        ),
        (
            "who has lost its place can't come back",
            "if not lost and (practice",
            "if (practice",
            "test_a_practice_that_rests_is_told_of_once_it_is_known_who_is_in_charge",
        ),
        (
            "with lost secrets nobody can sign in",
            " and report.code not in _SIGNING_IN_MENDS",
            "",
            "test_somebody_can_sign_in_again_where_that_mends_it",
        ),
    ),
    *broken(
        "practicesync/app/worker/joining.py",
        "unit/app/test_joining.py",
        (
            "a third server is taken over from unseen",
            "if found is not None and found.installation != taken_from.installation:",
            "if False:",
            "test_nobody_is_taken_over_from_whom_nobody_has_agreed_to",
        ),
        (
            "this server itself counts as another",
            "return found if found.active and not here else None",
            "return found if found.active else None",
            "test_only_another_server_that_is_in_charge_is_elsewhere",
        ),
        (
            "a start that is put off is forgotten",
            "            begins_at=start.begins_at,\n",
            "",
            "test_a_start_that_is_put_off_is_remembered_before_anything_could_begin",
        ),
        (
            "terms are accepted once for ever",
            "or registered.left_at:",
            "or False:",
            "test_terms_are_accepted_once_an_activation",
        ),
    ),
    *broken(
        "practicesync/app/worker/schedule.py",
        _SCHEDULE,
        (
            "a restart begins what was put off",
            "            if registered is not None and registered.begins_at is not None:",
            "            if False:",
            "test_it_is_put_off_over_a_restart",
        ),
        (
            "what was due is never begun",
            "            if left <= 0:",
            "            if left < -1e9:",
            "test_it_begins_when_its_time_has_come_and_once",
        ),
        (
            "it begins before it is remembered that it has",
            "                self._register.begin(name, None)\n                practice.begin()",
            "                practice.begin()\n                self._register.begin(name, None)",
            "test_what_was_told_to_begin_does_not_wait_again_after_a_crash",
        ),
        (
            "a clock that was set back puts it off for as long",
            "                practice.put_off(min(registered.begins_at, latest))",
            "                practice.put_off(registered.begins_at)",
            "test_a_clock_that_was_set_back_while_nothing_ran_costs_a_day_at_most",
        ),
        (
            "a clock that is set back leaves the old time on the screen",
            "            elif due.is_put_off(now):",
            "            elif False:",
            "test_a_clock_that_is_set_back_puts_it_off_no_longer_and_shows_the_new_time",
        ),
    ),
    *broken(
        "practicesync/app/worker/register.py",
        "unit/app/test_register.py",
        (
            "a deactivation leaves the plan",
            '"begins_at": None',
            '"begins_at": registered.begins_at',
            f"{_SCHEDULE}::test_a_deactivation_cancels_it",
        ),
    ),
    *broken(
        "practicesync/app/worker/practice_thread.py",
        _THREAD,
        (
            "a planned start hides that it has lost its place",
            "            case Lost(problem) if self._report.phase is Phase.SCHEDULED:",
            "            case Lost(problem) if False:",
            "test_a_planned_start_that_has_lost_its_place_says_so_and_is_not_begun",
        ),
        (
            "an old refusal ends what was planned since",
            "report.since == since and",
            "True and",
            "test_what_was_refused_before_it_was_planned_anew_is_no_loss",
        ),
        (
            "what is put off begins at once",
            "        if self._begins_at is not None:\n            self._moved(Event.SCHEDULED",
            "        if False:\n            self._moved(Event.SCHEDULED",
            "test_work_that_is_put_off_begins_when_it_is_told_to",
        ),
        (
            "who leaves begins later all the same",
            "        self._left = True\n        self._begins_at = None",
            "        self._left = True",
            "test_work_that_is_put_off_is_cancelled_by_leaving",
        ),
    ),
    *broken(
        "practicesync/app/worker/commands.py",
        "unit/app/test_commands.py",
        (
            "looking now leaves a planned start where it is",
            "            self._begin(practice.name)\n",
            "            str(practice.name)\n",
            "test_looking_now_begins_what_was_put_off",
        ),
    ),
    *broken(
        "practicesync/core/schedule.py",
        _SUMMER,
        (
            "a time that is past is meant for today",
            "if moment > now)",
            "if moment.date() >= now.date())",
            "test_a_first_upload_that_is_put_off_begins_when_it_is_that_late_next",
        ),
        (
            "an hour that comes twice is over after the first",
            "for moment in (*first, *again)",
            "for moment in (*first,)",
            "test_a_first_upload_that_is_put_off_begins_when_it_is_that_late_next",
        ),
        (
            "in an hour that is left out it begins before the clocks change",
            "    again = [moment for moment in again if moment.astimezone(zone).time() == at]\n",
            "",
            "test_a_first_upload_that_is_put_off_begins_when_it_is_that_late_next",
        ),
    ),
    *broken(
        "practicesync/app/worker/charge_check.py",
        "unit/app/test_charge_check.py",
        (
            "doctor uses a sign-in that was copied",
            "if report.code in (Code.ANOTHER_IN_CHARGE, Code.ANOTHER_COPY):",
            "if report.code is Code.ANOTHER_IN_CHARGE:",
            "test_a_copy_of_another_server_leaves_the_sign_in_alone",
        ),
        (
            "doctor overlooks that another server is in charge",
            "if found.installation == self.shop.installation(practice):",
            "if True:",
            "test_another_server_is_named_with_the_time_since_when",
        ),
    ),
    *broken(
        "practicesync/core/first_upload.py",
        "unit/app/test_first_upload.py",
        (
            "how the practice stood before ends the wait",
            "practice.since >= began or",
            "True or",
            "test_how_the_practice_stood_before_is_no_news",
        ),
        (
            "whoever watches a practice that has nothing to send waits for ever",
            "or watched > SETTLES",
            "or False",
            "unit/core/test_first_upload.py::test_how_the_practice_stood_before_is_believed_once_it_stays",
        ),
        (
            "a first upload is over at the first trouble on the way",
            "not in AT_WORK | {Phase.RETRYING}",
            "not in AT_WORK",
            "unit/core/test_first_upload.py::test_it_is_over_when_nothing_more_happens_by_itself",
        ),
    ),
    *broken(
        "practicesync/app/commands/support.py",
        "system/test_commands_support.py",
        (
            "support is told who has activated",
            '    found = {"id": check.id,',
            '    found = {"id": check.sentence,',
            "test_a_support_file_has_what_support_needs_and_nobodys_name",
        ),
    ),
)
