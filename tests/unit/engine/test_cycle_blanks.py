"""A field that turns blank in many contacts at once waits for a person; all else flows."""

from __future__ import annotations

import pytest

from practicesync.core.action import ROUTINE, Counts
from practicesync.core.errors import Code, Unavailable
from practicesync.core.guard import GuardLimits
from tests.unit.engine.workplace import Workplace, key

HOUR = 3600


def partners(place: Workplace, *numbers: int, partner: str = "Lee") -> None:
    """Give these contacts a partner, or take theirs away, in one transaction."""
    edit = place.practice.begin()
    for number in numbers:
        if partner:
            edit.client((str(number),), partner)
        else:
            edit.drop_client((str(number),))
    edit.commit()


def blank(place: Workplace, *numbers: int) -> None:
    partners(place, *numbers, partner="")


def phone(place: Workplace, *numbers: int, text: str = "1100") -> None:
    """Give these contacts a phone number, or take it away."""
    edit = place.practice.begin()
    for number in numbers:
        if text:
            edit.phone(number, (str(number),), text)
        else:
            edit.drop_phone(number)
    edit.commit()


def filled(place: Workplace) -> int:
    """Return how many contacts have a partner online."""
    return sum(bool(one.partner) for one in place.cloud.contacts.values())


def holds(place: Workplace) -> list[tuple[str, int]]:
    return [(one.field, one.count) for one in place.journal.holds()]


def confirm(place: Workplace, field: str = "partner") -> None:
    [hold] = [one for one in place.journal.holds() if one.field == field]
    place.journal.confirm(hold.id)


@pytest.fixture
def fifty(place: Workplace) -> Workplace:
    """Fifty contacts online, each with a partner and a phone number; settings allow any delete."""
    place.guard = GuardLimits(count=1000, percent=100)
    place.restart()
    place.cycle.begin()
    place.put(*range(50))
    partners(place, *range(50))
    phone(place, *range(50))
    place.sync()
    assert filled(place) == 50
    place.line.batches.clear()
    return place


def test_a_field_that_turns_blank_in_many_waits_and_nothing_of_it_is_sent(
    fifty: Workplace,
) -> None:
    blank(fifty, *range(17))
    fifty.put(40, name="Second")
    fifty.sync()
    [hold] = fifty.journal.holds()

    assert (hold.field, hold.count, hold.reason) == ("partner", 17, "field-turned-blank")
    assert fifty.line.names == [{key(40): "Second"}]
    assert not fifty.cycle.busy()
    assert fifty.journal.counts() == Counts(in_database=50, online=50, waiting=17)
    assert fifty.journal.concerns().held


def test_a_few_blanks_flow_after_one_more_look(fifty: Workplace) -> None:
    blank(fifty, *range(10))
    fifty.look()
    fifty.database.asked.clear()
    fifty.turn()

    assert holds(fifty) == []
    assert filled(fifty) == 40
    assert fifty.database.asked.count("look") == 1


def test_a_look_in_which_nothing_turns_blank_takes_no_other(fifty: Workplace) -> None:
    fifty.put(*range(20), name="Second")
    fifty.look()
    fifty.database.asked.clear()
    fifty.turn()

    assert "look" not in fifty.database.asked


def test_above_ten_a_fifth_of_the_contacts_is_the_limit(place: Workplace) -> None:
    place.cycle.begin()
    place.put(*range(100))
    partners(place, *range(100))
    place.sync()
    blank(place, *range(20))
    place.sync()
    assert holds(place) == []

    blank(place, 20)
    place.sync()
    assert holds(place) == [("partner", 1)]


def test_a_third_of_those_that_had_the_field_is_the_limit_too(place: Workplace) -> None:
    place.cycle.begin()
    place.put(*range(100))
    partners(place, *range(15))
    place.sync()
    blank(place, *range(11))
    place.sync()

    assert holds(place) == [("partner", 11)]


def test_blanks_in_a_dribble_wait_too(fifty: Workplace) -> None:
    for number in range(16):
        blank(fifty, number)
        fifty.sync()
        fifty.clock.seconds += HOUR

    assert filled(fifty) == 40
    assert holds(fifty) == [("partner", 6)]


def test_blanks_of_another_day_do_not_count(fifty: Workplace) -> None:
    for number in range(16):
        blank(fifty, number)
        fifty.sync()
        fifty.clock.seconds += 4 * HOUR

    assert holds(fifty) == []
    assert filled(fifty) == 34


def test_another_look_in_between_does_not_split_them(fifty: Workplace) -> None:
    """The second part commits while the first is being read."""
    blank(fifty, *range(6))
    fifty.database.takes = lambda what: (
        blank(fifty, *range(6, 12))
        if what.startswith("read") and filled_here(fifty) == 44
        else None
    )
    fifty.sync()

    assert holds(fifty) == [("partner", 12)]
    assert filled(fifty) == 50


def filled_here(place: Workplace) -> int:
    return sum(bool(one["partner"]) for one in place.practice.clients.values())


def test_what_a_full_check_finds_is_judged_at_its_end(fifty: Workplace) -> None:
    blank(fifty, *range(17))
    fifty.practice.clean_up()
    fifty.cycle.begin_scan("expired")
    while fifty.journal.scan() is not None:
        fifty.put(40, name="Second")  # what was not read ahead is read after that
        fifty.look()
        for _ in range(3):
            fifty.cycle.turn()
    assert holds(fifty) == []
    assert filled(fifty) == 50

    fifty.turn()
    assert holds(fifty) == [("partner", 17)]
    assert filled(fifty) == 50


def test_two_fields_are_two_holds_and_each_is_confirmed_by_itself(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    phone(fifty, *range(5, 50), text="")
    fifty.sync()
    assert holds(fifty) == [("partner", 20), ("phones", 45)]

    confirm(fifty)
    fifty.turn()
    assert holds(fifty) == [("phones", 45)]
    assert filled(fifty) == 45  # the others wait because of their numbers as well

    confirm(fifty, "phones")
    fifty.turn()
    assert holds(fifty) == []
    assert filled(fifty) == 30
    assert sum(bool(one.phones) for one in fifty.cloud.contacts.values()) == 5


def test_a_few_other_blanks_wait_with_a_contact_that_is_held(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    phone(fifty, 0, text="")
    fifty.sync()
    confirm(fifty)
    fifty.turn()

    assert holds(fifty) == []
    assert filled(fifty) == 30
    assert not fifty.cloud.contacts[key(0)].phones


def test_a_confirmed_contact_that_blanks_another_field_is_judged_anew(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    fifty.sync()
    confirm(fifty)
    phone(fifty, *range(20), text="")
    fifty.sync()

    assert holds(fifty) == [("phones", 20)]
    assert filled(fifty) == 50


def test_confirmed_blanks_do_not_count_against_later_ones(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    fifty.sync()
    confirm(fifty)
    fifty.turn()
    blank(fifty, *range(20, 30))
    fifty.sync()

    assert holds(fifty) == []
    assert filled(fifty) == 20


def test_what_is_confirmed_is_read_afresh(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    fifty.sync()
    confirm(fifty)
    partners(fifty, 3, partner="Ng")
    fifty.turn()

    assert fifty.cloud.contacts[key(3)].partner == "Ng"
    assert filled(fifty) == 31


def test_fields_that_are_filled_again_dissolve_the_hold(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    fifty.sync()
    partners(fifty, *range(5))
    fifty.sync()
    assert holds(fifty) == [("partner", 15)]

    partners(fifty, *range(5, 20))
    fifty.sync()
    assert holds(fifty) == []
    assert fifty.line.names == []  # it is online as it was
    assert fifty.journal.counts() == Counts(in_database=50, online=50)


def test_an_edit_of_a_held_contact_waits_under_the_same_hold(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    fifty.sync()
    [before] = fifty.journal.holds()
    fifty.put(*range(20), name="Second")
    fifty.sync()

    assert fifty.journal.holds() == [before]
    assert fifty.line.names == []


def test_a_held_contact_that_is_deleted_is_deleted(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    fifty.sync()
    fifty.drop(0)
    fifty.sync()

    assert holds(fifty) == [("partner", 19)]
    assert key(0) not in fifty.cloud.contacts


def test_deletes_and_blanks_are_separate_holds(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    fifty.drop(*range(20, 40))
    fifty.sync()

    assert holds(fifty) == [("", 20), ("partner", 20)]
    assert [one.reason for one in fifty.journal.holds()] == ["third-deleted", "field-turned-blank"]
    confirm(fifty, "")
    fifty.turn()
    assert holds(fifty) == [("partner", 20)]
    assert len(fifty.online()) == 30
    assert filled(fifty) == 30


def test_a_full_check_leaves_what_is_held_alone(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    fifty.sync()
    before = fifty.journal.holds()
    fifty.cycle.begin_scan(ROUTINE)
    fifty.turn()

    assert fifty.journal.holds() == before
    assert fifty.line.names == []
    checked = fifty.journal.last_check()
    assert checked is not None
    assert (checked.unseen, checked.differing, checked.missing_online) == (0, 0, 0)
    assert fifty.journal.counts().waiting == 20


def test_what_waits_survives_a_restart(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    fifty.sync()
    before = fifty.journal.holds()
    fifty.restart()
    fifty.cycle.begin()
    fifty.sync()

    assert fifty.journal.holds() == before
    assert filled(fifty) == 50


def test_a_crash_before_they_are_judged_loses_none_of_them(fifty: Workplace) -> None:
    blank(fifty, *range(20))
    fifty.look()
    for _ in range(3):
        fifty.cycle.turn()
    fifty.restart()
    fifty.cycle.begin()
    fifty.sync()

    assert holds(fifty) == [("partner", 20)]
    assert filled(fifty) == 50


def test_what_was_let_go_and_got_lost_still_counts(fifty: Workplace) -> None:
    blank(fifty, *range(10))
    fifty.line.fails["apply"] = Unavailable(Code.CLOUD_UNREACHABLE)
    with pytest.raises(Unavailable):
        fifty.sync()
    blank(fifty, *range(10, 20))
    fifty.sync()

    assert holds(fifty) == [("partner", 20)]
    assert filled(fifty) == 50


def test_never_green_while_a_change_is_held(place: Workplace) -> None:
    place.put(*range(50))
    partners(place, *range(50))
    place.pass_time(30)
    place.reports.clear()
    blank(place, *range(20))
    place.pass_time(60)

    assert place.report.phase == "held"
    assert [one.field for one in place.report.holds] == ["partner"]
    assert "in_sync" not in place.phases()[1:]


def test_what_turns_blank_after_the_guard_has_judged_is_judged_anew(fifty: Workplace) -> None:
    def lose(asked: str) -> None:
        if asked.startswith("read") and "look" in fifty.database.asked:
            fifty.database.takes = str
            phone(fifty, *range(20), text="")

    blank(fifty, *range(5))
    fifty.look()
    fifty.database.asked.clear()
    fifty.database.takes = lose
    fifty.turn()
    fifty.sync()

    assert holds(fifty) == [("phones", 20)]
    assert sum(bool(one.phones) for one in fifty.cloud.contacts.values()) == 50
