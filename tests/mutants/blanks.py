"""The loss of a third, and fields that turn blank in many contacts at once."""

from tests.mutants.mutant import broken

_GUARD = "unit/core/test_guard.py"
_FILLED = "unit/core/test_filled.py"
_CYCLE = "unit/engine/test_cycle_blanks.py"
_JOURNAL = "contract/test_journal_blanks.py"

BLANKS = (
    *broken(
        "practicesync/core/guard.py",
        _GUARD,
        (
            "a third may be deleted where the settings allow it",
            "if total > FEW and total * 3 > contacts:",
            "if False:",
            "test_a_third_is_held_even_where_the_settings_allow_everything",
        ),
        (
            "a trial practice can't delete two of its four contacts",
            "if total > FEW and total * 3 > contacts:",
            "if total * 3 > contacts:",
            "test_a_third_is_held_even_where_the_settings_allow_everything",
        ),
        (
            "a field may turn blank everywhere",
            "    return fifth or total * 3 > blanks.had + blanks.recent\n",
            "    return False\n",
            "test_a_field_may_turn_blank_in_ten_contacts_or_a_fifth_of_them",
            f"{_CYCLE}::test_a_field_that_turns_blank_in_many_waits_and_nothing_of_it_is_sent",
        ),
        (
            "a field may turn blank wherever few have it",
            "return fifth or total * 3 > blanks.had + blanks.recent",
            "return fifth",
            "test_a_field_may_turn_blank_in_a_third_of_those_that_had_it",
        ),
        (
            "a field may turn blank in a third of all contacts",
            "return fifth or total * 3 > blanks.had + blanks.recent",
            "return total * 3 > blanks.had + blanks.recent",
            "test_a_field_may_turn_blank_in_ten_contacts_or_a_fifth_of_them",
        ),
        (
            "a field may not turn blank in ten contacts",
            "if not blanks.due or total <= FEW_BLANKS:",
            "if not blanks.due:",
            "test_a_field_may_turn_blank_in_ten_contacts_or_a_fifth_of_them",
        ),
        (
            "blanks in a dribble pass the guard",
            "total = blanks.due + blanks.recent + blanks.waiting",
            "total = blanks.due + blanks.waiting",
            "test_blanks_that_were_sent_or_that_wait_count",
            f"{_CYCLE}::test_blanks_in_a_dribble_wait_too",
        ),
        (
            "blanks that come while others wait pass the guard",
            "total = blanks.due + blanks.recent + blanks.waiting",
            "total = blanks.due + blanks.recent",
            "test_blanks_that_were_sent_or_that_wait_count",
        ),
        (
            "all fields together are judged as one",
            "for number, one in blanks.items() if _lost(one, contacts)))",
            "for number in blanks if any(_lost(one, contacts) for one in blanks.values())))",
            "test_each_field_is_judged_by_itself",
        ),
    ),
    *broken(
        "practicesync/core/filled.py",
        _FILLED,
        (
            "where nothing is known everything has turned blank",
            "    if before is None:\n        return NONE\n",
            "    if before is None:\n        return Fields((1 << 62) - 1)\n",
            "test_where_nothing_is_known_nothing_turned_blank",
        ),
        (
            "a field that is filled now counts as lost",
            "lost = before & ~now",
            "lost = before ^ now",
            "test_what_was_filled_and_is_not_turned_blank",
        ),
        (
            "a lost address is six losses",
            "return Fields(lost & ~ALL_PARTS if lost & ADDRESSES else lost)",
            "return Fields(lost)",
            "test_the_last_address_is_one_loss_and_a_city_in_it_is_one_too",
        ),
        (
            "an extra field can't be lost",
            "            bits |= 1 << extra_number(name)\n",
            "            pass\n",
            "test_an_extra_field_is_seen_and_named_as_one",
        ),
    ),
    *broken(
        "practicesync/engine/judging.py",
        _CYCLE,
        (
            "no blanks are judged",
            "        if lost:\n",
            "        if False:\n",
            "test_a_field_that_turns_blank_in_many_waits_and_nothing_of_it_is_sent",
        ),
        (
            "blanks of another day still count",
            "self._journal.blanks(self._last_day.began())",
            "self._journal.blanks(self._last_day.began().replace(year=2000))",
            "test_blanks_of_another_day_do_not_count",
        ),
    ),
    *broken(
        "practicesync/engine/planning.py",
        _CYCLE,
        (
            "a field that turns blank is sent unjudged",
            "        if blank & ~(known.blanked if known and judged else NONE):\n",
            "        if False:\n",
            "test_a_field_that_turns_blank_in_many_waits_and_nothing_of_it_is_sent",
        ),
        (
            "the guard's word holds for fields that it has not seen",
            "        if blank & ~(known.blanked if known and judged else NONE):\n",
            "        if blank and not judged:\n",
            "test_what_turns_blank_after_the_guard_has_judged_is_judged_anew",
        ),
        (
            "a person's yes to a blank field is not heard",
            "return Fields(turned_blank(known.filled, now) & ~known.allowed)",
            "return turned_blank(known.filled, now)",
            "test_two_fields_are_two_holds_and_each_is_confirmed_by_itself",
        ),
        (
            "a person's yes to one field is a yes to all",
            "return Fields(turned_blank(known.filled, now) & ~known.allowed)",
            "return NONE if known.allowed else turned_blank(known.filled, now)",
            "test_a_confirmed_contact_that_blanks_another_field_is_judged_anew",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_blanks.py",
        _JOURNAL,
        (
            "an edit of what is held sends it",
            "    stay = [one for one in found if one.key in held and one.fields & on_hold]\n",
            "    stay: list[Blanked] = []\n",
            "test_what_is_held_and_read_blank_again_stays_held",
        ),
        (
            "contacts of other fields are held as well",
            '        " SELECT key, blanked, allowed FROM dirty WHERE blanked & ?",\n',
            '        " SELECT key, blanked, allowed FROM dirty WHERE blanked > 0 OR ? < 0",\n',
            "test_only_contacts_of_the_field_are_held",
        ),
        (
            "what is held is still to be sent as well",
            'run.one("DELETE FROM dirty WHERE blanked & ?", (fields,))',
            "pass",
            "test_a_hold_names_its_field",
            "test_only_contacts_of_the_field_are_held",
        ),
        (
            "each portion of held blanks has a hold of its own",
            "for number in numbers(Fields(fields & ~fields_on_hold(run))):",
            "for number in numbers(fields):",
            "test_more_of_a_field_come_under_the_hold_that_is_open",
        ),
        (
            "what another field holds as well goes with the first yes",
            'run.one("DELETE FROM held_change WHERE NOT blanked & ?", (on_hold,))',
            'run.one("DELETE FROM held_change WHERE 1 OR blanked & ?", (on_hold,))',
            "test_what_another_hold_holds_as_well_goes_on_waiting",
        ),
        (
            "a hold under which nothing waits stays open",
            '" AND NOT EXISTS (SELECT',
            '" AND 0 AND NOT EXISTS (SELECT',
            "test_a_hold_under_which_nothing_waits_is_none_any_more",
        ),
        (
            "blanks that were sent are not counted",
            "run.many(SENT, [(hour, number, count) for number, count in found.items()])",
            "del run, hour",
            "test_what_waits_for_a_person_and_what_was_sent_counts",
        ),
    ),
    *broken(
        "practicesync/adapters/journal_seen.py",
        _JOURNAL,
        (
            "while an answer is lost it is forgotten which fields were filled",
            "ELSE filled | coalesce(excluded.filled, 0) END",
            "ELSE excluded.filled END",
            "test_what_is_being_sent_is_filled_where_either_is",
        ),
        (
            "what was not found any more still turns blank",
            "SET misses = misses + 1, blanked = 0 WHERE",
            "SET misses = misses + 1 WHERE",
            "test_what_is_not_found_any_more_is_not_blank",
        ),
    ),
    *broken(
        "practicesync/engine/last_day.py",
        "unit/engine/test_last_day.py",
        (
            "who sets the clock forward makes the guard forget",
            "        return min(\n",
            "        return max(\n",
            "test_the_last_day_has_in_it_whatever_was_stamped_in_it",
        ),
    ),
)
