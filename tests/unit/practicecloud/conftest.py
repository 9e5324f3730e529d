from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import argon2
import pytest
import sqlalchemy as sa

from practicecloud.people.people import Practice, add_member, add_person, add_practice
from practicecloud.people.tokens import SCOPES, Grant
from practicecloud.store.storage import open_database, writing
from practicecloud.store.tables import metadata

if TYPE_CHECKING:
    from tests.system.postgres import Server

QUICK = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""For passwords whose check is not what a test is about."""

DATABASES = ["sqlite", *(["postgresql"] if sys.platform != "win32" else [])]


@pytest.fixture(scope="session")
def postgresql(postgres: Server) -> Iterator[str]:
    """The address of a database in PostgreSQL; to make one takes longer than most tests."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty database of each kind in turn."""
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path / 'cloud.db'}")
    else:
        opened = open_database(request.getfixturevalue("postgresql"))
    yield opened
    if request.param == "postgresql":
        _clear(opened)
    opened.dispose()


def _clear(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        # A test that has left a transaction open fails here, and does not hang.
        connection.exec_driver_sql("SET LOCAL lock_timeout = '20s'")
        for table in reversed(metadata.sorted_tables):
            connection.execute(sa.delete(table))


@pytest.fixture
def practice(engine: sa.Engine) -> Practice:
    with writing(engine) as connection:
        return add_practice(connection, "Main office", now=0)


@pytest.fixture
def grant(engine: sa.Engine, practice: Practice) -> Grant:
    with writing(engine) as connection:
        person = add_person(connection, "admin@example.com", "a password", 0, QUICK)
        add_member(connection, person, practice.practice_id, "administrator")
    return Grant(person.person_id, practice.practice_id, " ".join(SCOPES))
