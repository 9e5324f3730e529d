"""A database that can't be opened is missing, offline, or not for this login."""

from __future__ import annotations

from contextlib import closing

import pytest

from practicesync.adapters.sqlserver.absence import at_the_door, why_absent
from practicesync.adapters.sqlserver.connection import Bounds, Session
from practicesync.core.errors import Code, Misconfigured, Problem
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.model.database import Access, State
from tests.sqlserver.model.server import PASSWORD, ModelServer

PRACTICE = "Server=db;Database=Practice;Encrypt=yes"


@pytest.fixture
def server() -> ModelServer:
    server = ModelServer()
    server.create_database("Practice")
    server.create_login("reader")
    return server


def why(server: ModelServer, database: str = PRACTICE) -> Problem:
    said = f"{at_the_door(database)};UID=reader;PWD={PASSWORD}"
    connect = DirectDriver(server).connect
    with closing(Session(lambda: connect(said, autocommit=True), Bounds())) as session:
        return why_absent(session, database)


@pytest.mark.parametrize("written", [PRACTICE, "server=db; DATABASE = {Practice}", "Server=db"])
def test_the_door_is_the_database_that_everybody_may_enter(written):
    words = at_the_door(written).split(";")

    assert [word for word in words if word.casefold().startswith("database")] == ["Database=master"]
    assert words[0].casefold() == "server=db"


def test_a_database_that_is_not_there_is_told_by_its_name(server):
    problem = why(server, "Server=db;Database=Practise")

    assert (problem.code, problem.facts) == (Code.DATABASE_NOT_FOUND, {"path": "Practise"})
    assert isinstance(problem, Misconfigured)


@pytest.mark.parametrize("state", [State.OFFLINE, State.RESTORING, State.SUSPECT])
def test_a_database_that_is_not_online_is_told_as_that(server, state):
    server.find_database("Practice").state = state

    assert why(server).code is Code.DATABASE_OFFLINE


@pytest.mark.parametrize("access", [Access.SINGLE_USER, Access.RESTRICTED_USER])
def test_a_database_that_somebody_has_alone_is_told_as_that(server, access):
    server.find_database("Practice").access = access

    assert why(server).code is Code.DATABASE_OFFLINE


def test_a_database_that_is_there_lets_the_login_not_in(server):
    assert why(server).code is Code.LOGIN_FAILED
