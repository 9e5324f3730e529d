import pytest

from practicecloud.people import beginning, people
from practicecloud.people.beginning import First
from practicecloud.people.one_time import GOOD_FOR
from practicecloud.people.people import add_practice, memberships
from practicecloud.store.storage import reading, writing
from tests.unit.practicecloud.conftest import QUICK

BASE = "https://contacts.example"
FIRST = First("Main office", "first@example.com", QUICK.hash("a password"))


@pytest.fixture
def token(engine):
    return beginning.first_link(engine, BASE, 0).partition("token=")[2]


def begin(engine, token, now=1):
    with writing(engine) as connection:
        return beginning.begin(connection, token, FIRST, now)


def is_good(engine, token, now=1):
    with reading(engine) as connection:
        return beginning.is_good(connection, token, now)


def test_the_first_administrator_and_their_practice_begin_together(engine, token):
    assert is_good(engine, token)
    begun = begin(engine, token)
    assert begun is not None
    person, practice_id = begun
    with reading(engine) as connection:
        (member,) = memberships(connection, person.person_id)
    assert (member.practice_id, member.name) == (practice_id, "Main office")
    assert member.role == "administrator"
    assert people.with_password(engine, "first@example.com", "a password") == person


def test_the_link_is_good_once_and_for_a_day(engine, token):
    assert not is_good(engine, token, GOOD_FOR["welcome"])
    assert begin(engine, token, GOOD_FOR["welcome"]) is None
    assert begin(engine, token) is not None
    assert begin(engine, token) is None
    assert not is_good(engine, token)


def test_who_was_let_in_meanwhile_ends_the_link(engine, token):
    with writing(engine) as connection:
        people.add_person(connection, "somebody@example.com", "a password", 0, QUICK)
    assert not is_good(engine, token)
    assert begin(engine, token) is None
    assert beginning.first_link(engine, BASE, 0) == ""


def test_a_practice_of_that_name_is_taken_and_another_is_not(engine, token):
    with writing(engine) as connection:
        add_practice(connection, "Other office", 0)
        mine = add_practice(connection, "Main office", 0)
    begun = begin(engine, token)
    assert begun is not None
    assert begun[1] == mine.practice_id
