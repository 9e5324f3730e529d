"""Who is in charge, what the online side hears of it, and copies of a server."""

from tests.mutants.mutant import broken

_CHARGE = "unit/engine/test_charge.py"
_SINK = "contract/test_sink.py"
_BEAT = "unit/core/test_beat.py"
_HEARTS = "unit/app/test_hearts.py"
_IDENTITY = "unit/app/test_identity.py"
_MACHINE = "unit/adapters/test_machine.py"
_PRESENCE = "unit/adapters/test_cloud_presence.py"
_TOKENS = "unit/adapters/test_tokens.py"
_JOINING = "unit/app/test_joining.py"

IN_CHARGE = (
    *broken(
        "practicesync/engine/charge.py",
        _CHARGE,
        (
            "a look leaves open who is in charge",
            "            self._unsure = True\n",
            "            self._unsure = False\n",
            "test_another_server_is_noticed_within_one_look",
            "test_green_does_not_vouch_for_a_cloud_that_nobody_reaches",
        ),
        (
            "it is asked as often as it looks",
            "            self._next_look = began + EVERY\n",
            "",
            "test_it_is_asked_every_five_seconds_at_most",
        ),
        (
            "a look that had to wait lets the next one go without",
            "            self._next_look = began + EVERY\n",
            "            self._next_look = self._clock.monotonic() + EVERY\n",
            "test_each_look_asks_however_long_the_one_before_had_to_wait",
        ),
        (
            "a question without an answer is not asked again",
            "        try:\n            ask()\n",
            "        self._unsure = False\n        try:\n            ask()\n",
            "test_it_is_asked_until_there_is_an_answer",
        ),
        (
            "who has just sent is asked all the same",
            'holds it for the one."""\n        self._unsure = False\n',
            'holds it for the one."""\n',
            "test_what_was_sent_is_answer_enough",
        ),
        (
            "two copies begin in turn for ever",
            "FENCED_OFTEN = 3",
            "FENCED_OFTEN = 300",
            "test_two_that_begin_in_turn_are_copies_of_one_server",
        ),
        (
            "whoever is fenced off for the third time in its life is a copy",
            "if now - at < FENCED_WITHIN] + [now]",
            "] + [now]",
            "test_to_be_fenced_off_now_and_then_is_no_copy",
        ),
        (
            "what was answered before a sleep is believed after it",
            "        self._next_look = 0.0\n\n    def confirm",
            "\n    def confirm",
            "test_after_a_sleep_and_when_asked_it_is_asked_at_once",
        ),
    ),
    *broken(
        "practicesync/engine/looks.py",
        _CHARGE,
        (
            "what was sent is no answer",
            "        if answered:\n            self._charge.answered()\n        else:\n"
            "            self._charge.confirm(ask)\n",
            "        self._charge.confirm(ask)\n",
            "test_what_was_sent_is_answer_enough",
        ),
    ),
    *broken(
        "practicesync/engine/trouble.py",
        _CHARGE,
        (
            "who met a copy goes on under the epoch before",
            "        return copied or isinstance",
            "        return isinstance",
            "test_two_that_begin_in_turn_are_copies_of_one_server",
        ),
    ),
    *broken(
        "practicesync/adapters/cloud_activation.py",
        _SINK,
        (
            "another server in charge is no news",
            "    if found.installation != installation:\n",
            "    if not found.installation:\n",
            "test_another_server_is_told_who_is_in_charge",
        ),
        (
            "an activation that was ended is confirmed",
            "    if not found.active:\n        raise Misconfigured(Code.NOT_ACTIVATED)\n",
            "",
            "test_without_an_activation_nobody_is_confirmed",
        ),
        (
            "an epoch before the one that holds is confirmed",
            "    if found.epoch != epoch:\n",
            "    if found.epoch < epoch:\n",
            "test_an_older_epoch_is_not_confirmed",
        ),
        (
            "an epoch that was never issued is confirmed",
            "    if found.epoch != epoch:\n",
            "    if found.epoch > epoch:\n",
            "test_an_epoch_that_was_never_issued_is_not_confirmed",
        ),
    ),
    *broken(
        "practicesync/core/beat.py",
        _BEAT,
        (
            "each change that is sent is told online",
            "lasting = self._tempo.lasting if beat.colour is Colour.BLUE else 0.0",
            "lasting = 0.0",
            "test_blue_of_a_moment_is_not_told",
        ),
        (
            "red waits for the next regular beat",
            "            return min(regular, max(self._sent_at + self._tempo.soon,",
            "            return max(regular, max(self._sent_at + self._tempo.soon,",
            "test_red_is_told_soon_but_not_more_often_than_every_few_seconds",
        ),
        (
            "a practice that nobody activated is heard of",
            "    if not practice.practice_id or practice.phase in SILENT:",
            "    if practice.phase in SILENT:",
            "test_who_is_not_in_charge_says_nothing",
        ),
        (
            "a cloud that is away is told all the time",
            "        self._failures += 1\n",
            "",
            "test_what_fails_is_told_anew_later_and_later",
        ),
        (
            "the time of a look is told in UTC",
            "looked.astimezone(sender.zone)",
            "looked",
            "test_a_beat_says_what_the_status_says",
        ),
    ),
    *broken(
        "practicesync/app/worker/hearts.py",
        _HEARTS,
        (
            "a loop that hangs is vouched for",
            "        if now - self._heard_at > self._stale:\n            return self._stale\n",
            "",
            "test_a_loop_that_hangs_vouches_for_nothing",
        ),
        (
            "who was deactivated says that it doesn't run",
            "if self._last is not None and tells and",
            "if self._last is not None and",
            "test_who_was_deactivated_says_nothing_last",
        ),
        (
            "another activation beats for the practice before",
            "if self._line is None or self._line[0] != practice_id:",
            "if self._line is None:",
            "test_another_activation_beats_under_its_own_id",
        ),
        (
            "one beat that fails is the last",
            "        except Problem as problem:\n            self._rhythm",
            "        except KeyError as problem:\n            self._rhythm",
            "test_what_fails_is_told_again",
        ),
        (
            "after a sleep it is silent until the next regular beat",
            "            self._rhythm.woken()\n",
            "            pass\n",
            "test_after_a_sleep_it_is_told_at_once",
        ),
        (
            "an end comes without a word",
            "            self._beat(self._last)\n",
            "            return\n",
            "test_the_last_beat_is_told_at_once",
        ),
    ),
    *broken(
        "practicesync/app/worker/identity.py",
        _IDENTITY,
        (
            "a copy uses the sign-in of a server at work",
            "                    raise Misconfigured(Code.ANOTHER_COPY)\n",
            "                    return\n",
            "test_a_copy_is_stopped_while_the_other_is_at_work",
        ),
        (
            "a server that moved is taken for a copy each time",
            "                self._register.settle(practice, self._machine)\n            elif",
            "                pass\n            elif",
            "test_it_goes_on_once_the_other_has_stopped_and_is_at_home_from_then_on",
        ),
        (
            "what can be read from now on is not kept",
            "settle(practice, {**registered.machine, **self._machine})",
            "settle(practice, registered.machine)",
            "test_what_could_not_be_read_before_is_no_sign_of_a_copy",
        ),
        (
            "the online side is asked over and over",
            "            self._copies[practice] = now\n",
            "",
            "test_the_online_side_is_not_asked_over_and_over",
        ),
        (
            "a copy activates as the server that it was copied from",
            "        return str(uuid.uuid4())\n",
            "        return self.installation(practice)\n",
            "test_only_a_copy_activates_as_somebody_new",
        ),
    ),
    *broken(
        "practicesync/adapters/tokens.py",
        _TOKENS,
        (
            "a copy renews the sign-in that it was copied with",
            "        self._prove()\n        asked_at",
            "        asked_at",
            "test_a_copy_leaves_the_tokens_of_a_server_at_work_alone",
        ),
        (
            "a copy ends the sign-in of the server that it was copied from",
            "                self._prove()\n                self._authority",
            "                self._authority",
            "test_a_copy_leaves_the_tokens_of_a_server_at_work_alone",
        ),
    ),
    *broken(
        "practicesync/adapters/cloud_presence.py",
        _PRESENCE,
        (
            "any page that isn't there lets a copy go on",
            'answer.status == 404 and answer.media_type == "application/problem+json"',
            "answer.status == 404",
            "test_whoever_else_answers_does_not_let_a_copy_go_on",
        ),
    ),
    *broken(
        "practicesync/adapters/machine.py",
        _MACHINE,
        (
            "computers are told apart by all that they tell alone",
            "return any(kept[name]",
            "return all(kept[name]",
            "test_computers_differ_by_what_both_tell",
        ),
        (
            "the firmware's texts are taken for its structures",
            "        place = end + 2\n",
            "        place = place + length\n",
            "test_the_id_is_found_behind_other_structures_and_their_texts",
        ),
    ),
    *broken(
        "practicesync/app/worker/leaving.py",
        "system/test_copied_server.py",
        (
            "a copy can't be taken out of service",
            "if erase or copied.code is not Code.ANOTHER_COPY:",
            "if copied.code:",
            "test_a_copy_of_a_server_at_work_is_red_and_does_not_disturb_it",
        ),
        (
            "a copy erases what the server at work sends",
            "if erase or copied.code is not Code.ANOTHER_COPY:",
            "if copied.code is not Code.ANOTHER_COPY:",
            "test_a_copy_of_a_server_at_work_is_red_and_does_not_disturb_it",
        ),
    ),
    *broken(
        "practicesync/app/worker/joining.py",
        _JOINING,
        (
            "a copy that takes over signs the other server out",
            "if replaced and self._installation() ==",
            "if replaced or self._installation() ==",
            "test_a_copy_of_a_server_at_work_joins_as_somebody_new",
        ),
        (
            "a copy is not told that the other server is in charge",
            "        here = found.installation == self._installation()\n",
            "        here = found.installation == self.shop.installation(self.practice.name)\n",
            "test_a_copy_of_a_server_at_work_joins_as_somebody_new",
        ),
        (
            "it is forgotten on which computer a practice was activated",
            "            machine=self.identity.machine,\n",
            "",
            "test_who_is_no_copy_joins_under_its_own_id",
        ),
    ),
)
