"""How a database opens to a login through Microsoft's driver, and why it doesn't."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import pytest

from practicesync.adapters.sqlserver.connection import Bounds, Session
from practicesync.adapters.sqlserver.drivers import Login
from practicesync.adapters.sqlserver.entrance import Entrance, enter
from practicesync.adapters.sqlserver.presence import Presence
from practicesync.core.errors import Code, Misconfigured, Problem, Unavailable
from practicesync.core.instant import Instant
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from tests.contract.practice import LAYOUTS
from tests.contract.sql_server import PracticeInSqlServer
from tests.simulation.world import NOON
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.model.database import Access, State
from tests.sqlserver.model.server import PASSWORD, ModelServer
from tests.sqlserver.wire.faults import failing
from tests.sqlserver.wire.server import TdsServer, tds_server

BOUNDS = Bounds(login=1, query=10)


class Place(NamedTuple):
    server: ModelServer
    wire: TdsServer
    practice: PracticeInSqlServer

    @property
    def database(self) -> str:
        driver = microsoft_driver().file
        port = self.wire.port
        return f"Driver={driver};Server=tcp:127.0.0.1,{port};Database=Practice;Encrypt=no"

    def entrance(self, password: str = PASSWORD, database: str = "") -> Entrance:
        return Entrance(database or self.database, lambda: Login("reader", password), BOUNDS)

    def refused(self, password: str = PASSWORD, database: str = "") -> Problem:
        with pytest.raises(Problem) as told:
            Session(self.entrance(password, database).usual, BOUNDS)
        return told.value


@pytest.fixture
def place() -> Iterator[Place]:
    server = ModelServer()
    practice_database = server.create_database("Practice")
    server.create_login("reader")
    practice_database.admit("reader", "db_datareader")
    driver, said = DirectDriver(server), f"UID=sa;PWD={server.password};Database=Practice"
    practice = PracticeInSqlServer(
        LAYOUTS["int"], lambda autocommit: driver.connect(said, autocommit=autocommit)
    )
    with tds_server(server, version=server.version) as wire:
        yield Place(server, wire, practice)
    practice.close()


def test_it_opens_under_its_own_name(place: Place) -> None:
    with closing(place.entrance().usual()) as connection:
        assert connection.cursor().execute("SELECT DB_NAME()").fetchone()[0] == "Practice"

    assert [login.application for login in place.wire.logins] == ["Practice Sync"]
    assert not place.wire.logins[0].readonly_intent


def test_the_password_of_now_is_used(place: Place) -> None:
    given = ["old", PASSWORD]
    entrance = Entrance(place.database, lambda: Login("reader", given.pop(0)), BOUNDS)
    with pytest.raises(Misconfigured):
        entrance.usual()

    entrance.usual().close()

    assert [login.password for login in place.wire.logins] == ["old", PASSWORD]


def test_a_wrong_password_is_tried_once(place: Place) -> None:
    told = place.refused("wrong")

    assert (type(told), told.code) == (Misconfigured, Code.LOGIN_FAILED)
    assert len(place.wire.logins) == 1


def test_a_closed_port_is_told(place: Place) -> None:
    place.wire.refuse()
    told = place.refused()

    assert (type(told), told.code) == (Unavailable, Code.SERVER_SILENT)
    assert told.facts == {"host": "127.0.0.1", "port": str(place.wire.port)}


def test_a_driver_that_is_not_there_is_told(place: Place) -> None:
    database = place.database.replace(str(microsoft_driver().file), "{No Such Driver}")

    assert place.refused(database=database).code is Code.DRIVER_MISSING


def test_a_database_that_is_offline_is_waited_for(place: Place) -> None:
    database = place.server.find_database("Practice")
    assert database is not None
    for database.state, database.access in (
        (State.OFFLINE, Access.MULTI_USER),
        (State.RESTORING, Access.MULTI_USER),
        (State.ONLINE, Access.RESTRICTED_USER),
    ):
        told = place.refused()
        assert (type(told), told.code) == (Unavailable, Code.DATABASE_OFFLINE)


def test_a_database_that_somebody_works_in_alone_is_waited_for(place: Place) -> None:
    database = place.server.find_database("Practice")
    assert database is not None
    alone = place.practice.open(True)
    database.access = Access.SINGLE_USER
    told = place.refused()
    alone.close()

    assert (type(told), told.code) == (Unavailable, Code.DATABASE_OFFLINE)


def test_a_database_that_is_not_there_is_told(place: Place) -> None:
    told = place.refused(database=place.database.replace("=Practice", "=Practise"))

    assert (type(told), told.code) == (Misconfigured, Code.DATABASE_NOT_FOUND)


def test_a_login_that_may_not_open_the_database_is_told(place: Place) -> None:
    database = place.server.find_database("Practice")
    assert database is not None
    database.users.clear()
    told = place.refused()

    assert (type(told), told.code) == (Misconfigured, Code.LOGIN_FAILED)


def test_what_master_does_not_tell_is_left_as_it_was(place: Place) -> None:
    place.wire.faults.at_statement("sys.databases", failing(297))

    told = place.refused(database=place.database.replace("=Practice", "=Practise"))

    assert told.code is Code.DATABASE_NOT_FOUND


def profile(place: Place) -> Profile:
    found = parse_profile(place.practice.profile_text(), "office.toml")
    assert isinstance(found, Profile)
    return found


def presence() -> Presence:
    return Presence(lambda: Instant(NOON, 0.0))


def test_without_its_password_nobody_is_asked(place: Place) -> None:
    source = enter(place.database, "reader", lambda: None, profile(place), presence())

    with pytest.raises(Misconfigured) as told:
        source.count()

    assert told.value.code is Code.SECRET_MISSING
    assert place.wire.logins == []


def test_a_user_in_the_connection_string_has_the_kept_password(place: Place) -> None:
    named = f"{place.database};UID=reader"
    with closing(enter(named, "", lambda: PASSWORD, profile(place), presence())) as source:
        assert source.count() == 0


def test_half_a_character_stops_nothing(place: Place) -> None:
    edit = place.practice.begin()
    edit.contact(("1",), "Whole")
    edit.commit()
    half = "N'Half ' + CAST(0x3DD8 AS nvarchar(1))"
    place.practice.run(f"INSERT INTO dbo.Contact (ContactID, Name) VALUES (2, {half})")
    source = enter(place.database, "reader", lambda: PASSWORD, profile(place), presence())
    with closing(source):
        with pytest.raises(Unavailable) as told:
            source.page(None, 10)
        page = source.page(None, 10)

    assert told.value.code is Code.DATABASE_FAILED
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
    assert [row.fields["name"] for row in page.rows] == ["Whole", "Half \ud83d"]
