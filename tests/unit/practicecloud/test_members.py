import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from practicecloud.people import members, one_time, tokens
from practicecloud.people.members import LastAdministrator
from practicecloud.people.one_time import Maker
from practicecloud.people.people import add_member, add_person, add_practice, memberships
from practicecloud.people.tokens import SCOPES, Grant
from practicecloud.store.storage import reading, writing
from tests.unit.practicecloud.conftest import QUICK


def let_in(engine, practice, email, role):
    with writing(engine) as connection:
        person = add_person(connection, email, "a password", 0, QUICK)
        add_member(connection, person, practice.practice_id, role)
    return person


def removed(connection, practice, person):
    return members.remove(connection, practice.practice_id, person.person_id, 0)


def made_staff(connection, practice, person):
    return members.change_role(connection, practice.practice_id, person.person_id, "staff", 0)


@pytest.fixture
def first(engine, practice):
    return let_in(engine, practice, "first@example.com", "administrator")


@pytest.fixture
def second(engine, practice, first):
    return let_in(engine, practice, "second@example.com", "administrator")


def allowed(engine, practice, person):
    """Let a server work in the person's name, and return its access token."""
    pair = tokens.new_pair()
    grant = Grant(person.person_id, practice.practice_id, " ".join(SCOPES))
    with writing(engine) as connection:
        family = tokens.begin_family(connection, grant, 0)
        tokens.issue_pair(connection, family, None, pair, 0)
    return pair.access


def works(engine, access):
    with reading(engine) as connection:
        return tokens.by_access_token(connection, access, 1) is not None


@pytest.mark.parametrize("change", [removed, made_staff])
def test_the_last_administrator_stays(engine, practice, first, change):
    let_in(engine, practice, "staff@example.com", "staff")
    with pytest.raises(LastAdministrator), writing(engine) as connection:
        change(connection, practice, first)


def test_of_two_administrators_who_remove_one_another_at_once_one_stays(engine, practice):
    def leaves(person, gate):
        gate.wait(30)
        try:
            with writing(engine) as connection:
                removed(connection, practice, person)
        except LastAdministrator:
            return False
        return True

    two = [let_in(engine, practice, f"{one}@example.com", "administrator") for one in "ab"]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(10):
            gate = threading.Barrier(2)
            left = [pool.submit(leaves, person, gate) for person in two]
            assert sorted(one.result(30) for one in left) == [False, True]
            with writing(engine) as connection:
                for person in two:
                    add_member(connection, person, practice.practice_id, "administrator")


def test_an_administrator_of_another_practice_is_not_one_of_this(engine, practice, first):
    with writing(engine) as connection:
        other = add_practice(connection, "Other office", 0)
    let_in(engine, other, "other@example.com", "administrator")
    with pytest.raises(LastAdministrator), writing(engine) as connection:
        members.remove(connection, practice.practice_id, first.person_id, 0)


def test_who_is_removed_is_out_and_stays_elsewhere(engine, practice, first, second):
    with writing(engine) as connection:
        other = add_practice(connection, "Other office", 0)
        add_member(connection, second, other.practice_id, "staff")
        members.remove(connection, practice.practice_id, second.person_id, 0)
        left = memberships(connection, second.person_id)
    assert [one.practice_id for one in left] == [other.practice_id]


@pytest.mark.parametrize("change", [removed, made_staff])
def test_what_somebody_allowed_as_administrator_is_over_for_good(
    engine, practice, first, second, change
):
    server, others = allowed(engine, practice, second), allowed(engine, practice, first)
    maker = Maker(practice.practice_id, second.person_id, shared=True)
    with writing(engine) as connection:
        link = one_time.make(connection, "reset", "somebody", 0, maker)
        change(connection, practice, second)
        add_member(connection, second, practice.practice_id, "administrator")
        assert one_time.found(connection, "reset", link, 1) is None
    assert not works(engine, server)
    assert works(engine, others)


def test_who_becomes_an_administrator_loses_nothing(engine, practice, first):
    staff = let_in(engine, practice, "staff@example.com", "staff")
    reader = allowed(engine, practice, staff)
    with writing(engine) as connection:
        where = (connection, practice.practice_id, staff.person_id)
        assert members.change_role(*where, "administrator", 0) is not None
        assert members.change_role(*where, "administrator", 0) is None
    assert works(engine, reader)


def test_a_person_of_another_practice_is_left_alone(engine, practice, first):
    with writing(engine) as connection:
        other = add_practice(connection, "Other office", 0)
    theirs = let_in(engine, other, "other@example.com", "staff")
    with writing(engine) as connection:
        where = (connection, practice.practice_id, theirs.person_id)
        assert members.remove(*where, 0) is None
        assert members.change_role(*where, "administrator", 0) is None
        assert [one.role for one in memberships(connection, theirs.person_id)] == ["staff"]
        found = members.colleagues(connection, practice.practice_id)
    assert [one.email for one in found] == ["first@example.com"]
