"""Whoever activated contacts sync must stay an active employee; it goes on when they are again."""

from __future__ import annotations

import pytest

from practicesync.core.errors import Code
from practicesync.core.phase import Phase
from practicesync.core.wish import FullCheck, SyncNow
from tests.unit.engine.workplace import Workplace

WHO = "admin@example.com"
TEN_MINUTES = 600.0


@pytest.fixture
def practice() -> Workplace:
    """A practice in sync, activated by an active employee."""
    place = Workplace(activated_by=WHO)
    employ(place, active=True)
    place.put(1, 2, 3)
    place.pass_time(60)
    assert place.phase() is Phase.IN_SYNC
    return place


def employ(place: Workplace, *, active: bool, email: str = WHO) -> None:
    edit = place.practice.begin()
    edit.employee(email, active=active, role="administrator")
    edit.commit()


def test_an_employee_who_leaves_stops_the_sync_within_ten_minutes(practice: Workplace) -> None:
    employ(practice, active=False)
    practice.pass_time(TEN_MINUTES)

    assert practice.phase() is Phase.EMPLOYEE_NOT_ACTIVE
    assert practice.report.code is Code.EMPLOYEE_NOT_ACTIVE
    practice.put(4)
    practice.pass_time(3600)
    assert len(practice.online()) == 3


def test_it_goes_on_by_itself_when_the_employee_is_active_again(practice: Workplace) -> None:
    employ(practice, active=False)
    practice.pass_time(TEN_MINUTES)
    practice.put(4)
    employ(practice, active=True)
    practice.pass_time(120)

    assert practice.phase() is Phase.IN_SYNC
    assert practice.online() == practice.in_database()


def test_nobody_is_named_in_what_is_reported(practice: Workplace) -> None:
    employ(practice, active=False)
    practice.pass_time(TEN_MINUTES)

    assert practice.report.facts == {}
    assert WHO not in repr(practice.reports)


def test_an_employee_is_looked_up_in_each_full_check(practice: Workplace) -> None:
    practice.pass_time(TEN_MINUTES - 300)
    employ(practice, active=False)
    practice.pass_time(10)
    assert practice.phase() is Phase.IN_SYNC

    practice.ask(FullCheck())
    practice.put(4)
    practice.pass_time(100)

    assert practice.phase() is Phase.EMPLOYEE_NOT_ACTIVE
    assert len(practice.online()) == 3


def test_looking_now_changes_nothing_while_the_employee_is_inactive(practice: Workplace) -> None:
    employ(practice, active=False)
    practice.pass_time(TEN_MINUTES)
    practice.put(4)

    practice.ask(SyncNow())

    assert practice.phase() is Phase.EMPLOYEE_NOT_ACTIVE
    assert len(practice.online()) == 3


def test_another_who_signs_in_is_looked_up_at_once(practice: Workplace) -> None:
    employ(practice, active=False, email="left@example.com")
    practice.activated_by = "left@example.com"
    practice.pass_time(10)

    assert practice.phase() is Phase.EMPLOYEE_NOT_ACTIVE


def test_nothing_is_sent_for_an_employee_who_is_inactive_from_the_start() -> None:
    place = Workplace(activated_by=WHO)
    employ(place, active=False)
    place.put(1, 2, 3)
    place.pass_time(300)

    assert place.phase() is Phase.EMPLOYEE_NOT_ACTIVE
    assert place.online() == {}


@pytest.mark.parametrize("who", ["", "elsewhere@example.com"])
def test_an_address_that_no_employee_has_stops_nothing(who: str) -> None:
    place = Workplace(activated_by=who)
    employ(place, active=False)
    place.put(1, 2, 3)
    place.pass_time(3600)

    assert place.phase() is Phase.IN_SYNC
    assert place.online() == place.in_database()
