from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from practicecloud.people import Practice, add_member, add_person, add_practice
from practicecloud.storage import open_database, writing
from practicecloud.tokens import SCOPES, Grant


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    opened = open_database(f"sqlite:///{tmp_path / 'cloud.db'}")
    yield opened
    opened.dispose()


@pytest.fixture
def practice(engine: sa.Engine) -> Practice:
    with writing(engine) as connection:
        return add_practice(connection, "Main office", now=0)


@pytest.fixture
def grant(engine: sa.Engine, practice: Practice) -> Grant:
    with writing(engine) as connection:
        person = add_person(connection, "admin@example.com", "a password", now=0)
        add_member(connection, person, practice.practice_id, "administrator")
    return Grant(person.person_id, practice.practice_id, " ".join(SCOPES))
