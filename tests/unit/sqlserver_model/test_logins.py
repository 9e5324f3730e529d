"""Who is let in, and who is thrown out."""

import pytest

from tests.sqlserver.conformance.site import value
from tests.sqlserver.model.database import Access, State


def test_an_unknown_login_is_refused(connect, database, number):
    assert number(connect, "nobody") == 18456
    assert number(connect, "sa", "wrong") == 18456


@pytest.mark.parametrize(
    ("flaw", "expected"),
    [("disabled", 18456), ("password_expired", 18487), ("must_change_password", 18488)],
)
def test_a_login_with_a_flaw_is_refused(server, database, connect, number, flaw, expected):
    account = server.create_login("reader")
    database.admit("reader")
    setattr(account, flaw, True)

    assert number(connect, "reader") == expected


def test_a_login_without_a_user_does_not_get_into_the_database(server, database, connect, number):
    server.create_login("reader")

    assert number(connect, "reader") == 4060


def test_a_database_that_is_missing_is_refused(connect, database, number):
    assert number(lambda: connect(database="Nowhere")) == 4060


@pytest.mark.parametrize("state", [State.OFFLINE, State.RESTORING, State.SUSPECT])
def test_a_database_that_is_not_online_is_refused(database, connect, number, state):
    database.set_state(state)

    assert number(connect) == 4060


def test_others_see_the_state_of_a_database(server, database, connect):
    database.set_state(State.RESTORING)
    asked = "SELECT state_desc FROM sys.databases WHERE name = 'Practice'"

    assert value(connect(database="master"), asked) == "RESTORING"


def test_going_offline_ends_the_sessions_there(database, owner, number):
    owner.execute("BEGIN TRANSACTION; INSERT INTO dbo.Contact (ContactID) VALUES (1)")
    database.set_state(State.OFFLINE)
    ended = number(owner.execute, "SELECT 1")
    database.set_state(State.ONLINE)

    assert (ended, database.table(("Contact",)).rows.rows) == (596, {})


def test_a_database_for_one_lets_one_in(database, connect, number):
    database.set_state(State.ONLINE, Access.SINGLE_USER)
    only = connect()
    refused = number(connect)
    only.close()

    assert (refused, value(connect(), "SELECT DB_NAME()")) == (4060, "Practice")


def test_windows_names_the_login(server, database):
    from tests.sqlserver.direct import DirectDriver

    account = server.create_login("PRACTICE\\agent$")
    account.integrated = True
    database.admit(account.name, "db_datareader")
    connection = DirectDriver(server).connect("Trusted_Connection=yes;Database=Practice")

    assert value(connection, "SELECT SUSER_SNAME()") == "PRACTICE\\agent$"
