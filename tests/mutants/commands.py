"""What people may ask of the worker, and what it refuses."""

from tests.mutants.mutant import broken

_INBOX = "unit/adapters/test_inbox.py"
_COMMANDS = "unit/app/test_commands.py"
_ACTIVATIONS = "unit/app/test_activations.py"
_JOINING = "unit/app/test_joining.py"
_DEACTIVATIONS = "unit/app/test_deactivations.py"
_LEAVING = "system/test_leaving.py"

COMMANDS = (
    *broken(
        "practicesync/app/worker/front.py",
        "unit/app/test_front.py",
        (
            "what can't be answered is carried out",
            "for command in taken.commands if self._can_tell(command)]",
            "for command in taken.commands]",
            "test_what_can_not_be_answered_is_not_carried_out_and_says_whom_to_ask_as",
        ),
        (
            "a pause that comes later is logged as failed",
            '"under way" if answer.code is Code.WORKER_DOES_NOT_ANSWER else answer.outcome',
            "answer.outcome",
            "unit/app/test_reply.py::test_the_log_and_the_status_say_what_came_of_a_command",
        ),
    ),
    *broken(
        "practicesync/adapters/replies.py",
        "unit/adapters/test_replies.py",
        (
            "an answer is thought to reach everybody",
            "            return _hand_over(probe, owner)\n",
            "            return True\n",
            "test_it_is_known_beforehand_whom_an_answer_reaches",
        ),
    ),
    *broken(
        "practicesync/adapters/inbox.py",
        _INBOX,
        (
            "a file of any name is a command",
            '    if not _id(path):\n        raise _Unheard("name")\n',
            "",
            "test_a_name_that_is_no_uuid_is_dropped_and_not_repeated",
        ),
        (
            "a name is repeated in the log",
            '        return id_ if f"{uuid.UUID(id_)}.json" == path.name else ""',
            "        return id_",
            "test_a_name_that_is_no_uuid_is_dropped_and_not_repeated",
        ),
        (
            "a command under another id is heard",
            "if written.id != id_:",
            "if False:",
            "test_what_is_no_fresh_command_is_dropped",
        ),
        (
            "a command of any size is heard",
            '    if len(content) > LARGEST:\n        raise _Unheard("too large")\n',
            "",
            "test_what_is_no_fresh_command_is_dropped",
            "test_a_file_of_a_gigabyte_is_dropped_after_its_first_bytes",
        ),
        (
            "a link is followed",
            '    if not stat.S_ISREG(seen.st_mode):\n        raise _Unheard("not a file")\n',
            "",
            "test_a_folder_is_removed",
            "test_a_link_is_removed_and_what_it_leads_to_is_not_read",
        ),
        (
            "a second name of somebody's file is read",
            "or status.st_nlink != 1:",
            "or status.st_nlink < 1:",
            "test_a_second_name_of_somebody_s_file_is_not_read",
        ),
        (
            "a file that changed hands is carried out",
            "swapped = status.st_uid != seen.st_uid",
            "swapped = False",
            "test_a_file_that_changes_hands_while_it_is_read_is_not_carried_out",
        ),
        (
            "a command from the future is heard",
            "if written.issued_at > now + _AHEAD_AT_MOST:",
            "if False:",
            "test_what_is_no_fresh_command_is_dropped",
        ),
        (
            "an old command is heard",
            "if written.issued_at < now - LIFETIME:",
            "if False:",
            "test_what_is_no_fresh_command_is_dropped",
        ),
        (
            "an old file is heard whatever it claims",
            "        if _is_old(status.st_mtime, now):\n            raise _Unheard(EXPIRED)\n",
            "",
            "test_a_command_expires_by_the_file_s_time_whatever_it_claims",
        ),
        (
            "a time without a zone is a bug",
            '    if written.issued_at.tzinfo is None:\n        raise _Unheard("time")\n',
            "",
            "test_what_is_no_fresh_command_is_dropped",
        ),
        (
            "one owner is heard without end",
            "if heard[found.owner] > MOST:",
            "if False:",
            "test_a_round_hears_a_hundred_commands_of_one_owner",
        ),
        (
            "rubbish stands in the way of commands",
            "chosen = named if is_command else rubbish",
            "chosen = named",
            "test_a_command_is_heard_among_ten_thousand_files_that_are_none",
            "test_folders_that_can_not_be_removed_are_in_nobody_s_way",
        ),
        (
            "what can't be removed is carried out each round",
            "return found if _remove(path, seen) else None",
            "_remove(path, seen)\n    return found",
            "test_what_can_not_be_removed_is_not_carried_out",
        ),
        (
            "what is being written is heard",
            'if not entry.name.startswith(".") or _is_old(modified / 1e9, now):',
            "if True:",
            "test_what_is_being_written_is_left_alone_until_it_is_old",
        ),
        (
            "garbage is a bug",
            "    except (msgspec.DecodeError, UnicodeDecodeError):\n"
            '        raise _Unheard("unreadable")',
            '    except UnicodeDecodeError:\n        raise _Unheard("unreadable")',
            "test_garbage_is_dropped",
        ),
        (
            "everybody may read a command",
            "return 0o600 if inbox.st_uid in (os.geteuid(), 0) else 0o644",
            "return 0o644",
            "test_only_the_worker_may_read_a_command",
        ),
    ),
    *broken(
        "practicesync/core/permission.py",
        "unit/core/test_permission.py",
        (
            "anybody may command",
            "return bool(rightful.group) and rightful.group in owner.groups",
            "return True",
            "test_the_worker_s_account_the_system_s_and_the_group_may_and_nobody_else",
        ),
        (
            "a group without a name may command",
            "return bool(rightful.group) and rightful.group in owner.groups",
            "return rightful.group in owner.groups",
            "test_the_worker_s_account_the_system_s_and_the_group_may_and_nobody_else",
        ),
    ),
    *broken(
        "practicesync/adapters/accounts.py",
        "unit/adapters/test_accounts.py",
        (
            "root may not command",
            "frozenset((str(worker), ROOT))",
            "frozenset((str(worker),))",
            "test_root_and_the_worker_s_account_may_command_without_a_group",
        ),
        (
            "an account that is gone is a bug",
            "except (KeyError, OSError):  # an account that is gone is in no group",
            "except OSError:",
            "test_an_account_that_is_gone_may_not_command",
        ),
    ),
    *broken(
        "practicesync/app/worker/commands.py",
        _COMMANDS,
        (
            "a command is carried out twice",
            "if self._diary.has(asked.id):",
            "if False:",
            "test_a_command_found_again_after_a_crash_is_not_run_twice",
        ),
        (
            "an unknown command is done",
            '                raise Refusal("unknown command")  # answered as all others are\n',
            "                return Answer()\n",
            "test_an_unknown_command_is_refused",
        ),
        (
            "a command for nobody is done",
            '    if not chosen:\n        raise Refusal("no such practice")\n',
            "",
            "test_a_command_for_nobody_is_refused",
        ),
        (
            "a command for one practice is for all",
            'if wanted in (None, "", p.practice_id, p.name)]',
            'if wanted in (None, "") or wanted in {q.name for q in practices}]',
            "test_a_command_for_one_practice_leaves_the_others_alone",
        ),
        (
            "a contact is meant in every practice",
            "if len(practices) > 1 and _names_a_contact(wish):",
            "if False:",
            "test_what_cannot_be_meant_is_refused_and_nobody_is_asked",
        ),
        (
            "a pause may be of any length",
            "if type(minutes) is not int or not 1 <= minutes <= LONGEST_PAUSE:",
            "if type(minutes) is not int:",
            "test_a_pause_of_nonsense_is_refused",
        ),
        (
            "true counts as a number of minutes",
            "if type(minutes) is not int or not 1 <= minutes <= LONGEST_PAUSE:",
            "if not isinstance(minutes, int) or not 1 <= minutes <= LONGEST_PAUSE:",
            "test_a_pause_of_nonsense_is_refused",
        ),
        (
            "a command's id is durable after its effect",
            "        self._diary.note(asked.id, self._now(), self._paused_but(practices))\n"
            "        for practice in practices:\n            practice.wish(SyncNow())\n",
            "        for practice in practices:\n            practice.wish(SyncNow())\n"
            "        self._diary.note(asked.id, self._now(), self._paused_but(practices))\n",
            "test_the_end_of_a_pause_is_durable_before_its_effect",
        ),
        (
            "a pause is forgotten over a restart",
            "                    practice.wish(Pause(until and min(until, latest)))\n",
            "                    pass\n",
            "test_a_pause_is_renewed_by_the_next_worker",
        ),
        (
            "a pause that is over is renewed",
            "if until is None or until > self._now():",
            "if True:",
            "test_a_pause_that_is_over_is_not_renewed",
        ),
        (
            "resuming one practice resumes all",
            "if name not in names}",
            "if name in ()}",
            "test_resuming_one_practice_leaves_the_other_paused",
        ),
    ),
    *broken(
        "practicesync/app/worker/requests.py",
        _COMMANDS,
        (
            "deletions are confirmed without saying which",
            "    if not isinstance(hold, str) or not hold:\n"
            '        raise Refusal("say which deletions")\n',
            "    hold = str(hold or '')\n",
            "test_what_cannot_be_meant_is_refused_and_nobody_is_asked",
        ),
        (
            "any number may be confirmed",
            "    if type(count) is not int:\n"
            '        raise Refusal("the count must be a whole number")\n',
            "",
            "test_what_cannot_be_meant_is_refused_and_nobody_is_asked",
        ),
    ),
    *broken(
        "practicesync/app/worker/activations.py",
        _ACTIVATIONS,
        (
            "a yes to somebody else activates",
            "if not isinstance(step, SignedIn) or step.user != user:",
            "if not isinstance(step, SignedIn):",
            "test_a_yes_to_anything_else_is_refused_and_activates_nothing",
        ),
        (
            "a yes before anybody signed in activates",
            "if not isinstance(step, SignedIn) or step.user != user:",
            "if isinstance(step, SignedIn) and step.user != user:",
            "test_a_yes_before_anybody_signed_in_is_refused",
        ),
        (
            "the sign-in before confirms a later one",
            'if activation is not None and activation.id == asked.arguments.get("id"):',
            "if activation is not None:",
            "test_a_later_sign_in_is_not_confirmed_or_given_up_by_the_one_before",
        ),
        (
            "one activates without the terms of use",
            "if not terms and not step.terms:",
            "if False:",
            "test_without_the_terms_of_use_nothing_begins",
        ),
        (
            "one signs in while the practice is being deactivated",
            "if self._leaving(practice.name):",
            "if False:",
            f"{_DEACTIVATIONS}::test_nobody_signs_in_meanwhile",
        ),
        (
            "any of two practices that wait is activated",
            "        if len(waiting) != 1:\n",
            "        if not waiting:\n",
            "test_of_two_practices_that_wait_one_has_to_be_named",
        ),
    ),
    *broken(
        "practicesync/app/worker/activation.py",
        "unit/app/test_activation.py",
        (
            "a no activates",
            "        if yes is None:\n            raise SignInNeeded(Code.SIGN_IN_TIMED_OUT)\n"
            "        return yes",
            "        return yes or Start()",
            "test_a_no_at_any_question_undoes_the_sign_in",
        ),
        (
            "a sign-in that was declined stays good",
            "        except BaseException:\n            self._ways.forget(signed)\n",
            "        except BaseException:\n",
            "test_a_no_at_any_question_undoes_the_sign_in",
        ),
        (
            "a sign-in that nobody asks about waits on",
            "return self._no or self._monotonic() - self._heard_at > SILENT_AFTER",
            "return self._no",
            "test_a_sign_in_that_nobody_asks_about_any_more_is_given_up",
        ),
        (
            "a bug leaves who asks waiting",
            "        except Exception as bug:",
            "        except ZeroDivisionError as bug:",
            "test_a_bug_is_told_and_ends_the_sign_in",
        ),
    ),
    *broken(
        "practicesync/app/worker/joining.py",
        _JOINING,
        (
            "two practices here become one online",
            "if is_taken(signed.practice_id, self.circle.ids(), self.practice.name):",
            "if False:",
            "test_a_sign_in_for_what_another_practice_here_is_already_is_refused_and_revoked",
        ),
        (
            "of two at once both become the same one online",
            "        with self.circle.turn:\n            self._refuse_taken(signed)\n",
            "        with self.circle.turn:\n",
            "test_it_is_refused_at_the_yes_too_for_another_may_have_been_faster",
        ),
        (
            "an id that can't be in the name of a file is taken",
            "if not fits_files(signed.practice_id):",
            "if False:",
            "test_an_id_that_cannot_be_in_the_name_of_a_file_is_refused",
        ),
        (
            "a refused sign-in stays good",
            "            # Only this sign-in: the tokens under that id are the other's.\n"
            "            self.forget(signed)\n",
            "",
            "test_a_sign_in_for_what_another_practice_here_is_already_is_refused_and_revoked",
        ),
    ),
    *broken(
        "practicesync/app/worker/deactivations.py",
        _DEACTIVATIONS,
        (
            "what becomes of the copy need not be said",
            "if not isinstance(erase, bool):",
            "if False:",
            "test_what_becomes_of_the_copy_is_said_plainly",
        ),
        (
            "any of several practices is deactivated",
            "if len(practices) != 1:",
            "if not practices:",
            "test_of_several_practices_one_is_named",
        ),
        (
            "one deactivates while somebody signs in",
            "if self._activations.runs(practice.name):",
            "if False:",
            "test_nobody_deactivates_while_somebody_signs_in",
        ),
        (
            "a deactivation is begun twice",
            "if not self.runs(practice.name):",
            "if True:",
            "test_it_is_begun_once_and_told_when_it_is_done",
        ),
        (
            "a bug in it leaves who asks waiting",
            "        except Exception as bug:",
            "        except KeyError as bug:",
            "test_a_bug_does_not_leave_who_asked_waiting",
        ),
    ),
    *broken(
        "practicesync/app/worker/leaving.py",
        _LEAVING,
        (
            "another server's copy is removed",
            "        if erase:\n            raise TakenOver(",
            "        if False:\n            raise TakenOver(",
            "test_another_server_that_is_in_charge_goes_on",
        ),
        (
            "a server that is signed out removes the copy in words alone",
            "            if erase:\n                raise\n            return Told.SIGNED_OUT",
            "            return Told.SIGNED_OUT",
            "test_a_server_that_is_signed_out_can_stop_but_not_remove",
        ),
        (
            "what was online is believed after it was removed",
            "                self.shop.forget_journal(practice_id)\n",
            "                pass\n",
            "test_the_online_copy_is_removed_and_sent_anew",
        ),
        (
            "a practice that was left is not remembered as such",
            "            self.register.leave(self.practice.name, self.now())\n",
            "",
            "test_it_stays_so_over_a_restart_until_somebody_activates_again",
        ),
    ),
)
