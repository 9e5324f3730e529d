import pytest
import sqlalchemy as sa

from practicecloud.people import failures
from practicecloud.people.failures import Allowance, forget, network_of, note, wait
from practicecloud.store import tables
from practicecloud.store.storage import writing

THREE = Allowance(at_once=3, seconds=60)


@pytest.fixture
def connection(engine):
    with writing(engine) as connection:
        yield connection


def test_after_so_many_tries_each_further_one_takes_its_time(connection):
    for _ in range(3):
        assert wait(connection, b"a", THREE, now=0) == 0
        note(connection, b"a", THREE, now=0)
    assert wait(connection, b"a", THREE, now=0) == 60
    assert wait(connection, b"a", THREE, now=59) == 1
    assert wait(connection, b"a", THREE, now=60) == 0
    note(connection, b"a", THREE, now=60)
    assert wait(connection, b"a", THREE, now=60) == 60


def test_tries_in_the_long_run_add_up_to_nothing(connection):
    for now in range(0, 6000, 60):
        assert wait(connection, b"a", THREE, now) == 0
        note(connection, b"a", THREE, now)


def test_one_is_not_kept_waiting_by_another(connection):
    for _ in range(9):
        note(connection, b"a", THREE, now=0)
    assert wait(connection, b"b", THREE, now=0) == 0


def test_a_right_one_forgets_the_wrong_ones(connection):
    for _ in range(9):
        note(connection, b"a", THREE, now=0)
    forget(connection, b"a")
    assert wait(connection, b"a", THREE, now=0) == 0


def test_a_clock_that_was_set_back_keeps_nobody_waiting(connection):
    note(connection, b"a", THREE, now=1_000_000)
    assert wait(connection, b"a", THREE, now=0) == 0


def test_after_the_clock_was_set_back_guessing_is_as_slow_as_ever(connection):
    for _ in range(9):
        note(connection, b"a", THREE, now=1_000_000)
    for now in range(0, 600, 60):
        assert wait(connection, b"a", THREE, now) == 0
        note(connection, b"a", THREE, now)
        assert wait(connection, b"a", THREE, now) == 60


def test_tries_side_by_side_all_count(connection):
    for _ in range(3 - 1 + failures.AT_A_TIME):
        note(connection, b"a", THREE, now=0)
    assert wait(connection, b"a", THREE, now=0) == failures.AT_A_TIME * 60


def kept(connection):
    return set(connection.scalars(sa.select(tables.wrong_try.c.whose)))


def test_what_counts_no_more_is_not_kept(connection):
    note(connection, b"a", THREE, now=0)
    note(connection, b"b", THREE, now=60)
    assert kept(connection) == {b"b"}


def test_no_flood_fills_the_memory_or_hides_who_guesses_most(connection):
    many = [{"whose": str(n).encode(), "clear_at": 60.0} for n in range(failures.MOST)]
    for _ in range(3):
        note(connection, b"a", THREE, now=0)
    connection.execute(sa.insert(tables.wrong_try), many)
    note(connection, b"b", Allowance(1, 90), now=0)
    assert len(kept(connection)) == failures.MOST
    assert {b"a", b"b"} <= kept(connection)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_one_address_is_one_computer_or_one_home(address, network):
    assert network_of(address) == network
