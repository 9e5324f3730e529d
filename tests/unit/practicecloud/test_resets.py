import pytest

from practicecloud.people import one_time, people, resets, visits
from practicecloud.people.known_browsers import known, remember
from practicecloud.people.one_time import GOOD_FOR, Maker
from practicecloud.people.people import add_member, add_person, add_practice
from practicecloud.people.resets import NotTheirs
from practicecloud.store.storage import reading, writing
from tests.unit.practicecloud.conftest import QUICK

EMAIL = "sam@example.com"
HASH = QUICK.hash("a new password")


@pytest.fixture
def sam(engine, practice):
    with writing(engine) as connection:
        person = add_person(connection, EMAIL, "right password", 0, QUICK)
        add_member(connection, person, practice.practice_id, "staff")
    return person


@pytest.fixture
def maker(practice):
    return Maker(practice.practice_id, "admin", shared=True)


@pytest.fixture
def other(engine):
    with writing(engine) as connection:
        return add_practice(connection, "Other office", 0)


def choose(engine, token, now=1):
    with writing(engine) as connection:
        return resets.choose(connection, token, HASH, now)


def link_for(engine, maker, person):
    with writing(engine) as connection:
        return resets.link_for(connection, maker, person.person_id, 0)


def belong(engine, person, practice):
    with writing(engine) as connection:
        add_member(connection, person, practice.practice_id, "staff")


def test_a_new_password_is_chosen_once_and_ends_every_visit(engine, maker, sam):
    with writing(engine) as connection:
        visit = visits.begin(connection, sam, 0)
        browser = remember(connection, "", sam, 0)
    token = link_for(engine, maker, sam)
    assert choose(engine, token, GOOD_FOR["reset"]) is None
    assert choose(engine, token) == sam
    assert choose(engine, token) is None
    with reading(engine) as connection:
        assert visits.visitor(connection, visit, 1) is None
        assert not known(connection, browser, EMAIL, 1)
    assert people.with_password(engine, EMAIL, "a new password") == sam
    assert people.with_password(engine, EMAIL, "right password") is None


def test_an_administrator_replaces_nobodys_password_who_belongs_elsewhere_too(
    engine, maker, sam, other
):
    belong(engine, sam, other)
    with pytest.raises(NotTheirs):
        link_for(engine, maker, sam)


def test_an_administrator_replaces_nobodys_password_elsewhere(engine, maker, other):
    with writing(engine) as connection:
        theirs = add_person(connection, "alex@example.com", "a password", 0, QUICK)
        nobodys = add_person(connection, "kim@example.com", "a password", 0, QUICK)
        add_member(connection, theirs, other.practice_id, "staff")
    for person in (theirs, nobodys):
        with pytest.raises(NotTheirs):
            link_for(engine, maker, person)


def test_a_link_that_waits_does_not_lead_into_a_practice_joined_since(engine, maker, sam, other):
    token = link_for(engine, maker, sam)
    belong(engine, sam, other)
    with reading(engine) as connection:
        assert resets.whose(connection, token, 1) is None
    assert choose(engine, token) is None
    assert people.with_password(engine, EMAIL, "right password") == sam


def test_a_new_password_ends_the_links_that_wait(engine, maker, sam):
    token = link_for(engine, maker, sam)
    with writing(engine) as connection:
        people.set_password(connection, sam.person_id, HASH)
    assert choose(engine, token) is None


def test_who_asks_for_it_themselves_may_belong_anywhere(engine, practice, sam, other):
    belong(engine, sam, other)
    with writing(engine) as connection:
        token = one_time.make(connection, "reset", sam.person_id, 0)
        assert resets.whose(connection, token, 1) == sam
    assert choose(engine, token) == sam
