import os
from collections.abc import Iterator
from pathlib import Path

import argon2
import pytest
import sqlalchemy as sa

from practicecloud.people import Practice, add_member, add_person, add_practice
from practicecloud.storage import open_database, writing
from practicecloud.tables import metadata
from practicecloud.tokens import SCOPES, Grant

QUICK = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""For passwords whose check is not what a test is about."""

# An empty database to run these tests on as well: postgresql+psycopg://...
POSTGRESQL = os.environ.get("PRACTICECLOUD_TEST_POSTGRESQL", "")


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRESQL else [])])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    on_disk = request.param == "sqlite"
    opened = open_database(f"sqlite:///{tmp_path / 'cloud.db'}" if on_disk else POSTGRESQL)
    yield opened
    if not on_disk:
        metadata.drop_all(opened)
    opened.dispose()


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
