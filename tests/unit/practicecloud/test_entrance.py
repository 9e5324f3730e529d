import argon2
import pytest
import sqlalchemy as sa

from practicecloud.people.entrance import Entered, TooManyFailures, let_in
from practicecloud.people.failures import FOR_ONE_ACCOUNT, FROM_ONE_ADDRESS, FROM_ONE_PLACE
from practicecloud.people.known_browsers import KNOWN_SECONDS, MOST_OF_ONE, known, remember
from practicecloud.people.people import add_person
from practicecloud.store import tables
from practicecloud.store.storage import reading, writing

EMAIL = "sam@example.com"
RIGHT = "right password"
QUICK = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.2"


@pytest.fixture
def sam(engine):
    with writing(engine) as connection:
        return add_person(connection, EMAIL, RIGHT, 0, QUICK)


@pytest.fixture
def enter(engine, sam):
    def entering(password, address=HERE, now=0, browser="", email=EMAIL):
        return let_in(engine, Entered(email, password, address, browser), now)

    return entering


def guess(enter, times, **where):
    for _ in range(times):
        assert enter("wrong", **where) is None


def test_somebody_who_guesses_has_to_wait_even_for_the_right_password(enter):
    guess(enter, FROM_ONE_PLACE.at_once)
    with pytest.raises(TooManyFailures) as refused:
        enter(RIGHT)
    assert refused.value.seconds == FROM_ONE_PLACE.seconds


def test_the_right_password_works_from_elsewhere_while_a_guesser_waits(enter, sam):
    guess(enter, FROM_ONE_PLACE.at_once)
    assert enter(RIGHT, ELSEWHERE) == sam


def test_after_the_wait_the_next_try_counts_again(enter, sam):
    guess(enter, FROM_ONE_PLACE.at_once)
    with pytest.raises(TooManyFailures):
        enter(RIGHT, now=FROM_ONE_PLACE.seconds - 1)
    assert enter(RIGHT, now=FROM_ONE_PLACE.seconds) == sam


def test_a_success_forgets_the_failures_before_it(enter, sam):
    guess(enter, FROM_ONE_PLACE.at_once - 1)
    assert enter(RIGHT) == sam
    guess(enter, FROM_ONE_PLACE.at_once)


def guess_from_many(enter, times):
    for number in range(times):
        guess(enter, 1, address=f"203.0.113.{number}")


def test_guessing_from_many_addresses_is_slowed_and_never_stopped(enter, sam):
    guess_from_many(enter, FOR_ONE_ACCOUNT.at_once)
    with pytest.raises(TooManyFailures) as refused:
        enter(RIGHT, ELSEWHERE)
    assert refused.value.seconds == FOR_ONE_ACCOUNT.seconds
    assert enter(RIGHT, ELSEWHERE, now=FOR_ONE_ACCOUNT.seconds) == sam


def test_a_browser_that_is_known_is_in_nobody_s_way(engine, enter, sam):
    with writing(engine) as connection:
        cookie = remember(connection, "", sam, now=0)
    guess_from_many(enter, FOR_ONE_ACCOUNT.at_once)
    assert enter(RIGHT, HERE, browser=cookie) == sam
    with pytest.raises(TooManyFailures):
        enter(RIGHT, HERE, browser="made up")


def test_a_stolen_browser_has_to_wait_as_well(engine, enter, sam):
    with writing(engine) as connection:
        cookie = remember(connection, "", sam, now=0)
    guess(enter, FROM_ONE_PLACE.at_once, browser=cookie)
    with pytest.raises(TooManyFailures):
        enter(RIGHT, ELSEWHERE, browser=cookie)
    assert enter(RIGHT, ELSEWHERE) == sam


@pytest.fixture
def crowd(engine, sam):
    """The addresses of many people, whose passwords are as quick to check."""
    with writing(engine) as connection:
        hashed = connection.scalar(sa.select(tables.person.c.password_hash))
        many = [
            {"id": str(n), "email": f"{n}@example.com", "password_hash": hashed, "created_at": 0}
            for n in range(FROM_ONE_ADDRESS.at_once)
        ]
        connection.execute(sa.insert(tables.person), many)
    return [one["email"] for one in many]


def test_guessing_at_many_accounts_from_one_address_is_slowed(enter, crowd):
    for email in crowd:
        guess(enter, 1, email=email)
    with pytest.raises(TooManyFailures) as refused:
        enter(RIGHT)
    assert refused.value.seconds == FROM_ONE_ADDRESS.seconds


def test_an_account_of_one_s_own_does_not_clear_the_address(enter, sam, crowd):
    for email in crowd[1:]:
        guess(enter, 1, email=email)
    assert enter(RIGHT) == sam
    guess(enter, 1, email=crowd[0])
    with pytest.raises(TooManyFailures):
        enter("wrong", email=crowd[1])


def test_an_address_without_an_account_is_treated_alike(enter):
    guess(enter, FROM_ONE_PLACE.at_once, email="nobody@example.com")
    with pytest.raises(TooManyFailures) as refused:
        enter("wrong", email="nobody@example.com")
    assert refused.value.seconds == FROM_ONE_PLACE.seconds


@pytest.fixture
def other(engine):
    with writing(engine) as connection:
        return add_person(connection, "kim@example.com", RIGHT, 0, QUICK)


def test_several_people_share_a_browser_and_each_is_known_there(engine, sam, other):
    with writing(engine) as connection:
        cookie = remember(connection, "", sam, now=0)
        assert not known(connection, cookie, other.email, now=0)
        assert remember(connection, cookie, other, now=0) == cookie
        assert known(connection, cookie, other.email, now=0)
        assert known(connection, cookie, sam.email, now=0)


def test_a_cookie_that_is_not_from_here_is_replaced(engine, sam):
    with writing(engine) as connection:
        assert remember(connection, "made up", sam, now=0) != "made up"
        assert not known(connection, "made up", sam.email, now=0)


def test_a_browser_is_known_for_a_time_and_only_the_latest_are(engine, sam):
    with writing(engine) as connection:
        first, *others = (remember(connection, "", sam, now=n) for n in range(MOST_OF_ONE + 1))
        assert not known(connection, first, EMAIL, now=0)
        assert all(known(connection, cookie, EMAIL, now=0) for cookie in others)
        assert not known(connection, others[0], EMAIL, now=KNOWN_SECONDS + 1)


def test_a_new_password_makes_every_browser_a_stranger(engine, sam):
    with writing(engine) as connection:
        cookie = remember(connection, "", sam, now=0)
        add_person(connection, EMAIL, "a new password", now=0)
    with reading(engine) as connection:
        assert not known(connection, cookie, EMAIL, now=0)


def test_no_cookie_address_or_account_is_kept(engine, enter, sam):
    with writing(engine) as connection:
        cookie = remember(connection, "", sam, now=0)
    guess(enter, 1)
    with reading(engine) as connection:
        rows = [
            connection.execute(sa.select(table)).all()
            for table in (tables.wrong_try, tables.known_browser)
        ]
    assert len(rows[0]) == 3
    for secret in (cookie, HERE, EMAIL):
        assert secret not in str(rows)
