import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from practicecloud.people import invitations, people, visits
from practicecloud.people.invitations import BelongsAlready, KnownAlready, NotGood, Wish
from practicecloud.people.one_time import GOOD_FOR, NOBODY, Maker
from practicecloud.people.people import add_member, add_person, add_practice, memberships
from practicecloud.store.storage import reading, writing
from tests.unit.practicecloud.conftest import QUICK

EMAIL = "sam@example.com"
HASH = QUICK.hash("a password")


def invite(engine, practice, maker=NOBODY, now=0, role="staff", email=EMAIL):
    with writing(engine) as connection:
        wish = Wish(practice.practice_id, email, role)
        return invitations.invite(connection, wish, maker, now)


@pytest.fixture
def other(engine):
    with writing(engine) as connection:
        return add_practice(connection, "Other office", 0)


@pytest.fixture
def sam(engine):
    with writing(engine) as connection:
        return add_person(connection, EMAIL, "right password", 0, QUICK)


def join_unknown(engine, token, now=1):
    with writing(engine) as connection:
        return invitations.join_unknown(connection, token, HASH, now)


def join_known(engine, token, person, password_hash=""):
    with writing(engine) as connection:
        return invitations.join_known(connection, token, person, 1, password_hash)


def roles(engine, person):
    with reading(engine) as connection:
        found = memberships(connection, person.person_id)
    return {one.practice_id: one.role for one in found}


def test_somebody_new_joins_under_the_role_that_they_were_asked_for(engine, practice):
    person = join_unknown(engine, invite(engine, practice, role="administrator"))
    assert person.email == EMAIL
    assert roles(engine, person) == {practice.practice_id: "administrator"}
    assert people.with_password(engine, EMAIL, "a password") == person


def test_an_invitation_is_good_once_and_a_week(engine, practice):
    token = invite(engine, practice)
    with pytest.raises(NotGood):
        join_unknown(engine, token, now=GOOD_FOR["invite"])
    join_unknown(engine, token)
    with pytest.raises(NotGood):
        join_unknown(engine, token)


def test_nobody_takes_up_what_was_withdrawn(engine, practice, other):
    token = invite(engine, practice)
    with writing(engine) as connection:
        (one,) = invitations.open_invitations(connection, practice.practice_id, 1)
        invitations.withdraw(connection, other.practice_id, one.invitation_id)
        assert invitations.offered(connection, token, 1) is not None
        invitations.withdraw(connection, practice.practice_id, one.invitation_id)
        assert invitations.open_invitations(connection, practice.practice_id, 1) == []
    with pytest.raises(NotGood):
        join_unknown(engine, token)


def test_to_invite_again_ends_the_link_and_keeps_the_latest_role(engine, practice):
    old = invite(engine, practice, role="administrator")
    new = invite(engine, practice, email=" SAM@example.com")
    with pytest.raises(NotGood):
        join_unknown(engine, old)
    person = join_unknown(engine, new)
    assert roles(engine, person) == {practice.practice_id: "staff"}


def test_an_invitation_whose_time_is_over_is_listed_as_such(engine, practice, other):
    invite(engine, practice)
    invite(engine, other)
    with reading(engine) as connection:
        for now, good_until in ((1, GOOD_FOR["invite"]), (GOOD_FOR["invite"], 0.0)):
            (one,) = invitations.open_invitations(connection, practice.practice_id, now)
            assert (one.email, one.role, one.good_until) == (EMAIL, "staff", good_until)


def test_a_known_person_keeps_their_password_whoever_has_the_link(engine, practice, sam):
    token = invite(engine, practice)
    with pytest.raises(KnownAlready):
        join_unknown(engine, token)
    assert people.with_password(engine, EMAIL, "right password") == sam
    assert roles(engine, sam) == {}
    join_known(engine, token, sam)
    assert roles(engine, sam) == {practice.practice_id: "staff"}


def test_of_two_invitations_taken_up_at_once_one_chooses_the_password(engine, practice, other):
    def joins(token, gate, password):
        gate.wait(30)
        try:
            with writing(engine) as connection:
                invitations.join_unknown(connection, token, QUICK.hash(password), 1)
        except (KnownAlready, sa.exc.IntegrityError):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        for number in range(10):
            email = f"sam{number}@example.com"
            tokens = [invite(engine, one, email=email) for one in (practice, other)]
            gate, words = threading.Barrier(2), ("first password", "second password")
            asked = zip(tokens, words, strict=True)
            joined = [pool.submit(joins, token, gate, word) for token, word in asked]
            won = [one.result(30) for one in joined]
            assert sorted(won) == [False, True]
            right = [people.with_password(engine, email, word) is not None for word in words]
            assert right == won


def test_an_invitation_is_for_one_person_alone(engine, practice, sam):
    with writing(engine) as connection:
        alex = add_person(connection, "alex@example.com", "a password", 0, QUICK)
    token = invite(engine, practice)
    with pytest.raises(NotGood):
        join_known(engine, token, alex)
    assert roles(engine, alex) == {}
    join_known(engine, token, sam)


def test_a_member_is_not_invited_and_an_unknown_practice_invites_nobody(engine, practice, sam):
    with writing(engine) as connection:
        add_member(connection, sam, practice.practice_id, "staff")
    with pytest.raises(BelongsAlready):
        invite(engine, practice, role="administrator")
    with pytest.raises(people.UnknownPractice):
        invite(engine, people.Practice("unknown", "Nothing"))


def test_who_was_let_in_meanwhile_keeps_their_role(engine, practice, sam):
    token = invite(engine, practice, role="staff")
    with writing(engine) as connection:
        add_member(connection, sam, practice.practice_id, "administrator")
    join_known(engine, token, sam)
    assert roles(engine, sam) == {practice.practice_id: "administrator"}


def test_a_password_that_an_administrator_may_know_opens_no_further_practice(
    engine, practice, other
):
    """An administrator who is shown a link could choose the password, and wait."""
    shown = invite(engine, practice, Maker(practice.practice_id, "admin", shared=True))
    sam = join_unknown(engine, shown)
    token = invite(engine, other, Maker(other.practice_id, "another", shared=True))
    with writing(engine) as connection:
        waiting = visits.begin(connection, sam, 1)
        offer = invitations.offered(connection, token, 1)
    assert offer is not None
    assert offer.choose
    with pytest.raises(NotGood):
        join_known(engine, token, sam)
    join_known(engine, token, sam, QUICK.hash("their own words"))
    with reading(engine) as connection:
        assert visits.visitor(connection, waiting, 2) is None
    assert people.with_password(engine, EMAIL, "a password") is None
    assert people.with_password(engine, EMAIL, "their own words") == sam
    assert roles(engine, sam) == dict.fromkeys((practice.practice_id, other.practice_id), "staff")


def test_who_was_invited_by_mail_keeps_their_password_in_a_further_practice(
    engine, practice, other
):
    sam = join_unknown(engine, invite(engine, practice, Maker(practice.practice_id, "admin")))
    token = invite(engine, other)
    with reading(engine) as connection:
        offer = invitations.offered(connection, token, 1)
    assert offer is not None
    assert not offer.choose
    join_known(engine, token, sam)
