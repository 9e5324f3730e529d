import pytest
import sqlalchemy as sa

from practicecloud.people import visits
from practicecloud.people.known_browsers import known, remember
from practicecloud.people.people import add_member, add_person
from practicecloud.people.visits import IDLE_SECONDS, VISIT_SECONDS
from practicecloud.store import tables
from practicecloud.store.storage import reading, writing
from tests.unit.practicecloud.conftest import QUICK

EMAIL = "sam@example.com"


@pytest.fixture
def sam(engine):
    with writing(engine) as connection:
        return add_person(connection, EMAIL, "right password", 0, QUICK)


def who(connection, cookie, now):
    found = visits.visitor(connection, cookie, now)
    return found.person if found else None


def test_a_visit_ends_with_its_time_or_with_signing_out(engine, sam):
    with writing(engine) as connection:
        first, second = (visits.begin(connection, sam, now=0) for _ in range(2))
        visits.end(connection, second)
        visits.seen(connection, first, VISIT_SECONDS - 1)
        assert who(connection, first, VISIT_SECONDS - 1) == sam
        assert who(connection, first, VISIT_SECONDS) is None
        assert who(connection, second, 1) is None


def test_a_visit_ends_when_nobody_has_looked_for_a_while(engine, sam):
    with writing(engine) as connection:
        cookie = visits.begin(connection, sam, now=0)
        assert who(connection, cookie, IDLE_SECONDS - 1) == sam
        assert who(connection, cookie, IDLE_SECONDS) is None
        visits.seen(connection, cookie, IDLE_SECONDS - 1)
        assert who(connection, cookie, 2 * IDLE_SECONDS - 2) == sam


def test_no_cookie_is_kept(engine, sam):
    with writing(engine) as connection:
        cookie = visits.begin(connection, sam, now=0)
        assert cookie not in str(connection.execute(sa.select(tables.visit)).all())


def test_a_person_sees_their_own_visits_that_go_on(engine, sam):
    with writing(engine) as connection:
        other = add_person(connection, "other@example.com", "a password", 0, QUICK)
        visits.begin(connection, other, 0, "Safari on iPhone")
        visits.begin(connection, sam, -IDLE_SECONDS, "Edge on Windows")
        phone = visits.begin(connection, sam, 0, "Chrome on Android")
        visits.begin(connection, sam, 5, "Firefox on Windows")
        listed = visits.visits_of(connection, sam.person_id, phone, 10)
    assert [(one.browser, one.seen_at, one.here) for one in listed] == [
        ("Firefox on Windows", 5, False),
        ("Chrome on Android", 0, True),
    ]


def test_signing_out_everywhere_else_leaves_this_visit_and_those_of_others(engine, sam):
    with writing(engine) as connection:
        other = add_person(connection, "other@example.com", "a password", 0, QUICK)
        theirs = visits.begin(connection, other, 0)
        here, there = (visits.begin(connection, sam, 0) for _ in range(2))
        browser = remember(connection, "", sam, 0)
        visits.end_others(connection, sam.person_id, here)
        assert who(connection, here, 1) == sam
        assert who(connection, there, 1) is None
        assert who(connection, theirs, 1) == other
        assert not known(connection, browser, EMAIL, 1)


def test_signing_in_is_noted_for_the_person_s_practices(engine, sam, practice):
    with writing(engine) as connection:
        add_member(connection, sam, practice.practice_id, "staff")
    noted = sa.select(tables.membership.c.signed_in_at)
    with reading(engine) as connection:
        assert connection.scalar(noted) == 0
    with writing(engine) as connection:
        visits.begin(connection, sam, 7)
        assert connection.scalar(noted) == 7
