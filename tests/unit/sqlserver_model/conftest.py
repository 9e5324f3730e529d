"""A model with one table of contacts, and a connection of the owner's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyodbc
import pytest

from tests.sqlserver.conformance.conftest import CONTACT, PHONE
from tests.sqlserver.conformance.site import NAME, number_of
from tests.sqlserver.direct import DirectDriver
from tests.sqlserver.model.database import Database
from tests.sqlserver.model.server import ModelServer


@pytest.fixture
def server() -> ModelServer:
    return ModelServer()


@pytest.fixture
def connect(server: ModelServer) -> Callable[..., Any]:
    """Connect as somebody; the owner unless said otherwise."""
    driver = DirectDriver(server)

    def connect(user: str = "sa", word: str = server.password, database: str = NAME) -> Any:
        said = f"UID={user};PWD={word};Database={database}"
        return driver.connect(said, autocommit=True)

    return connect


@pytest.fixture
def database(server: ModelServer) -> Database:
    found = server.create_database(NAME)
    driver = DirectDriver(server)
    owner = driver.connect(f"UID=sa;PWD={server.password};Database={NAME}", autocommit=True)
    owner.execute(CONTACT)
    owner.execute(PHONE)
    owner.close()
    found.track_changes()
    found.track("dbo.Contact")
    return found


@pytest.fixture
def owner(database: Database, connect: Callable[..., Any]) -> Any:
    return connect()


@pytest.fixture
def number() -> Callable[..., int]:
    """SQL Server's number of the error that a call raises."""

    def run(call: Callable[..., Any], *arguments: Any) -> int:
        with pytest.raises(pyodbc.Error) as caught:
            call(*arguments)
        return number_of(caught.value)

    return run
