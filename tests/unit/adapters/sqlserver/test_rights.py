"""What a login may do is found out without doing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from practicesync.adapters.sqlserver.connection import Bounds, Session
from practicesync.adapters.sqlserver.rights import (
    is_administrator,
    login_of,
    unreadable,
    untracked,
    writable,
)
from practicesync.core.errors import Code, Misconfigured
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.engine import Login
from tests.sqlserver.model.server import PASSWORD, ModelServer

TABLES = ["dbo.Contact", "dbo.Phone"]


@pytest.fixture
def server() -> ModelServer:
    server = ModelServer()
    database = server.create_database("Practice")
    session = server.login(Login("sa", PASSWORD, "Practice"))
    for table in TABLES:
        session.execute(f"CREATE TABLE {table} (ID int NOT NULL PRIMARY KEY, Name nvarchar(9))")
    session.close()
    server.create_login("reader")
    database.admit("reader")
    for table in TABLES:
        database.grant("reader", "SELECT", table)
    return server


@pytest.fixture
def database(server: ModelServer):
    return server.find_database("Practice")


Open = Callable[..., Session]


@pytest.fixture
def open_(server: ModelServer) -> Iterator[Open]:
    sessions = []

    def open_(user: str = "reader") -> Session:
        said = f"UID={user};PWD={PASSWORD};Database=Practice"
        connect = DirectDriver(server).connect
        sessions.append(Session(lambda: connect(said, autocommit=True), Bounds()))
        return sessions[-1]

    yield open_
    for session in sessions:
        session.close()


def test_a_login_that_only_reads_can_write_nothing(open_: Open):
    session = open_()

    assert login_of(session) == "reader"
    assert writable(session, TABLES) == []
    assert not is_administrator(session)


@pytest.mark.parametrize("right", ["INSERT", "UPDATE", "DELETE", "ALTER", "CONTROL"])
def test_each_right_to_write_is_seen(database, open_: Open, right):
    database.grant("reader", right, "dbo.Phone")

    assert writable(open_(), TABLES) == ["dbo.Phone"]


@pytest.mark.parametrize("role", ["db_owner", "db_datawriter"])
def test_each_role_that_writes_is_seen(database, open_: Open, role):
    database.admit("reader", role)

    assert writable(open_(), TABLES) == TABLES


def test_an_administrator_of_the_server_is_seen(open_: Open):
    assert is_administrator(open_("sa"))


@pytest.mark.parametrize("role", ["db_datareader", "db_owner"])
def test_roles_that_read_will_do(database, open_: Open, role):
    database.admit("reader", role)

    assert unreadable(open_(), {table: ["ID"] for table in TABLES}) == []


def test_a_table_that_is_seen_and_may_not_be_read_is_told(database, open_: Open):
    database.revoke("reader", "SELECT", "dbo.Phone")
    database.grant("reader", "VIEW DEFINITION", "dbo.Phone")

    assert unreadable(open_(), {table: ["ID"] for table in TABLES}) == ["dbo.Phone"]


def test_any_other_refusal_is_none_of_rights(open_: Open):
    with pytest.raises(Misconfigured) as raised:
        unreadable(open_(), {"dbo.Phone": ["Extension"]})

    assert raised.value.code is Code.COLUMN_MISSING


def followed(database) -> None:
    database.track_changes()
    for table in TABLES:
        database.track(table)
        database.grant("reader", "VIEW CHANGE TRACKING", table)


def test_changes_that_are_tracked_and_may_be_seen_are_no_trouble(database, open_: Open):
    followed(database)

    assert untracked(open_(), TABLES) is None


def test_tracking_that_is_off_in_the_database_is_told_without_a_table(open_: Open):
    why = untracked(open_(), TABLES)

    assert why is not None
    assert (why.code, why.facts) == (Code.TRACKING_OFF, {})


def test_tracking_that_is_off_for_a_table_is_told_with_it(database, open_: Open):
    followed(database)
    database.track("dbo.Phone", enable=False)

    why = untracked(open_(), TABLES)

    assert why is not None
    assert (why.code, why.facts) == (Code.TRACKING_OFF, {"table": "dbo.Phone"})


def test_changes_that_may_not_be_seen_are_told_apart_from_tracking_that_is_off(
    database, open_: Open
):
    followed(database)
    database.revoke("reader", "VIEW CHANGE TRACKING", "dbo.Contact")

    why = untracked(open_(), TABLES)

    assert why is not None
    assert (why.code, why.facts) == (Code.NO_RIGHT_TO_CHANGES, {"table": "dbo.Contact"})
