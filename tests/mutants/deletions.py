"""What is proved to be gone, what looks like an accident, and what a person has confirmed."""

from tests.mutants.mutant import broken

_GUARD = "unit/core/test_guard.py"
_DELETE = "unit/engine/test_cycle_delete.py"
_CYCLE = "unit/engine/test_cycle.py"
_CHECK = "unit/engine/test_cycle_check.py"
_GRANTING = "unit/engine/test_granting.py"

DELETIONS = (
    *broken(
        "practicesync/core/guard.py",
        _GUARD,
        (
            "the guard lets any number of deletions through",
            "if total > limits.count and total * 100 > contacts * limits.percent:",
            "if False:",
            "test_both_limits_must_be_passed",
            f"{_DELETE}::test_many_deletes_at_once_wait_for_a_person",
        ),
        (
            "the guard holds a few deletions of a small practice",
            "if total > limits.count and total * 100 > contacts * limits.percent:",
            "if total * 100 > contacts * limits.percent:",
            "test_both_limits_must_be_passed",
        ),
        (
            "the guard holds a small part of a large practice",
            "if total > limits.count and total * 100 > contacts * limits.percent:",
            "if total > limits.count:",
            "test_both_limits_must_be_passed",
        ),
        (
            "exactly as many as allowed are held",
            "if total > limits.count and",
            "if total >= limits.count and",
            "test_both_limits_must_be_passed",
        ),
        (
            "deletions in a dribble pass the guard",
            "total = deletions.due + deletions.recent + deletions.waiting",
            "total = deletions.due + deletions.waiting",
            "test_what_was_sent_within_a_day_counts",
            f"{_DELETE}::test_deletes_in_a_dribble_wait_too",
        ),
        (
            "deletions that come while others wait pass the guard",
            "total = deletions.due + deletions.recent + deletions.waiting",
            "total = deletions.due + deletions.recent",
            "test_what_waits_counts",
            f"{_DELETE}::test_while_some_wait_later_ones_wait_with_them",
        ),
        (
            "what was deleted today makes the part larger",
            "contacts = deletions.contacts + deletions.recent",
            "contacts = deletions.contacts",
            "test_the_part_is_of_the_contacts_before_anything_was_deleted",
        ),
        (
            "the guard lets twice as many through",
            "    count: int = 10\n",
            "    count: int = 20\n",
            "test_the_limits_are_ten_and_five_percent",
        ),
    ),
    *broken(
        "practicesync/engine/judging.py",
        _DELETE,
        (
            "what was deleted today is forgotten",
            "recent=self._journal.deleted_since(self._last_day.began()),",
            "recent=0,",
            "test_deletes_in_a_dribble_wait_too",
        ),
        (
            "what was deleted on another day still counts",
            "recent=self._journal.deleted_since(self._last_day.began()),",
            "recent=self._journal.deleted_since(self._last_day.began() - 99 * DAY),",
            "test_deletes_of_another_day_do_not_count",
        ),
        (
            "what waits is not told to the guard",
            "waiting=counts.held,",
            "waiting=0,",
            "test_while_some_wait_later_ones_wait_with_them",
        ),
        (
            "the guard judges a page at a time",
            "due=self._journal.proved(),",
            "due=min(3, self._journal.proved()),",
            "test_more_than_a_page_of_deletes_is_held_as_a_whole",
        ),
        (
            "what the guard holds is sent all the same",
            "return reason is not None",
            "return False",
            "test_many_deletes_at_once_wait_for_a_person",
        ),
        (
            "what the guard holds is not kept",
            "            self._journal.hold(reason, self._clock.now())\n",
            "            pass\n",
            "test_many_deletes_at_once_wait_for_a_person",
        ),
    ),
    *broken(
        "practicesync/engine/cycle.py",
        _CYCLE,
        (
            "what is confirmed is held again",
            "if unconfirmed and self._judging.holds_deletes():",
            "if self._judging.holds_deletes():",
            f"{_DELETE}::test_a_confirmation_covers_only_what_was_held",
        ),
        (
            "no deletion is judged",
            "if unconfirmed and self._judging.holds_deletes():",
            "if False:",
            f"{_DELETE}::test_many_deletes_at_once_wait_for_a_person",
        ),
        (
            "the second read of what was missed is of the same look",
            "if missing := [key for key in keys if key not in found]:\n"
            "            self._journal.missed(missing, read_at)\n"
            "            self._wants_look = True",
            "if missing := [key for key in keys if key not in found]:\n"
            "            self._journal.missed(missing, read_at)",
            f"{_DELETE}::test_a_delete_needs_two_reads",
        ),
        (
            "what one read did not find is forgotten",
            "            self._journal.missed(missing, read_at)\n",
            "            pass\n",
            f"{_DELETE}::test_a_delete_needs_two_reads",
        ),
        (
            "something comes of a thread that was disowned",
            "        if self._disowned:\n",
            "        if False:\n",
            "unit/engine/test_cycle_disowned.py::"
            "test_what_was_read_by_a_disowned_thread_is_neither_sent_nor_settled",
        ),
        (
            "a newer version under our own epoch is success",
            "if any(isinstance(outcome, Stale) for outcome in outcomes):",
            "if False:",
            "test_an_older_version_under_our_own_epoch_is_trouble_not_success",
        ),
        (
            "what is sent is not noted before",
            "        self._journal.sending(\n"
            "            [action.key for action in actions], "
            "{one.key: filled(one.contact) for one in upserts}\n        )\n",
            "",
            "test_what_is_being_sent_is_noted_before",
        ),
        (
            "it sends before it is in charge",
            "        if self._open is None:\n            raise Fenced(Code.SENT_OUT_OF_ORDER)\n",
            "        if self._open is None:\n            self.begin()\n        assert self._open\n",
            "test_nothing_is_sent_before_it_has_begun",
        ),
        (
            "a worker that fails to begin again sends on under the old epoch",
            "        self._open = None\n        self.drop_unfinished()\n        fence",
            "        self.drop_unfinished()\n        fence",
            "test_a_worker_that_fails_to_begin_again_sends_no_more",
        ),
        (
            "a gap in what changed is overlooked",
            "            self.begin_scan(found.reason)\n            return False\n",
            "            return False\n",
            "test_a_gap_asks_for_a_full_check_from_now_on",
        ),
        (
            "a look without a cursor goes on from nowhere",
            "            raise Misconfigured(Code.RECORDS_DAMAGED)\n",
            "            cursor = self._job.feed.now()\n",
            "test_a_look_without_a_cursor_is_refused",
        ),
        (
            "a cursor that moved is not kept",
            "if found.seen or found.cursor != cursor:",
            "if found.seen:",
            "test_a_cursor_that_moved_is_kept_although_nothing_was_found",
        ),
        (
            "a nightly check gives the cursor up",
            "cursor = self._journal.cursor() if reason == ROUTINE else None",
            "cursor = None",
            "test_a_routine_check_keeps_the_cursor",
        ),
        (
            "a page is read ahead of newer changes",
            "if page.next is None or self._to_read():",
            "if page.next is None:",
            f"{_CHECK}::test_nothing_is_read_ahead_of_newer_changes",
        ),
        (
            "no comparison is made",
            "if self._journal.comparing() is not None:\n            return self._compare()",
            "if False:\n            return self._compare()",
            f"{_GRANTING}::test_a_full_check_is_told_until_its_end_with_what_it_found",
        ),
    ),
    *broken(
        "practicesync/engine/granting.py",
        _GRANTING,
        (
            "another number than the one that was seen is confirmed",
            "if number is not None and hold.count != number:",
            "if False:",
            "test_another_number_is_refused_and_nothing_is_deleted",
            "test_what_came_back_meanwhile_changes_the_number",
        ),
        (
            "fewer than were seen are confirmed",
            "if number is not None and hold.count != number:",
            "if number is not None and hold.count > number:",
            "test_what_came_back_meanwhile_changes_the_number",
        ),
        (
            "deletions that do not wait are confirmed",
            "        if hold.id == wanted:\n",
            "        if True:\n",
            "test_deletions_that_do_not_wait_are_refused",
        ),
        (
            "a key that is not there is overlooked",
            "if strange := sum(not keys for keys in meant):",
            "if strange := 0:",
            "test_of_keys_that_are_not_there_nothing_is_done",
        ),
        (
            "support is told keys that are words",
            "telling_nothing(one.key, mac)",
            "one.key",
            "test_support_sees_keys_that_are_words_as_marks",
        ),
        (
            "a list is of any length",
            "listed = parked[:most]",
            "listed = parked",
            "test_a_long_list_says_how_many_there_are",
        ),
    ),
)
