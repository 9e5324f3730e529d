import pytest
import sqlalchemy as sa

from practicecloud.people.people import (
    Person,
    UnknownPractice,
    add_member,
    add_person,
    memberships,
    with_password,
)
from practicecloud.store import tables
from practicecloud.store.storage import reading, writing

EMAIL = "sam@example.com"


@pytest.fixture
def sam(engine):
    with writing(engine) as connection:
        return add_person(connection, EMAIL, "right password", now=0)


def test_the_address_is_the_same_in_any_case(engine, sam):
    assert with_password(engine, " SAM@Example.com ", "right password") == sam


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong"), ("nobody@example.com", "x")])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(engine, sam, email, password):
    assert with_password(engine, email, password) is None


def test_no_password_is_kept(engine, sam):
    with reading(engine) as connection:
        kept = connection.execute(sa.select(tables.person)).all()
    assert "right password" not in str(kept)


def test_a_person_belongs_to_a_practice_under_one_role(engine, sam, practice):
    with writing(engine) as connection:
        add_member(connection, sam, practice.practice_id, "administrator")
        add_member(connection, sam, practice.practice_id, "staff")
        assert [one.role for one in memberships(connection, sam.person_id)] == ["staff"]
        assert memberships(connection, "somebody else") == []


def test_an_unknown_practice_takes_nobody_in(engine, sam):
    with pytest.raises(UnknownPractice), writing(engine) as connection:
        add_member(connection, Person(sam.person_id, EMAIL), "unknown", "staff")
