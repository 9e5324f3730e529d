"""The preparation of a real online side that is killed in the middle of it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from practicecloud.contact import Contact, canonical
from practicecloud.online.preparation import PORTION, Progress, Step, progress, take_step
from practicecloud.search.directory import keep, open_directory
from practicecloud.search.lookup import find
from practicecloud.search.search import words_of
from practicecloud.store import index_tables, tables
from practicecloud.store.storage import open_database, put, reading, writing
from tests.system.cloud import add_practice, make_certificate, serving

CONTACTS = 12 * PORTION
DATABASES = ["sqlite", *(["postgresql"] if sys.platform != "win32" else [])]


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cloud.db'}"
        return
    with request.getfixturevalue("postgres").database() as url:
        yield url


def contact(place: int) -> Contact:
    number = f"{place:04}"
    return Contact(id=json.dumps([number]), kind="person", status="active", name=f"Name {number}")


def upload(engine: sa.Engine, practice_id: str) -> None:
    """Leave what a first upload leaves."""
    rows = [
        {
            "practice_id": practice_id, "id": one.id, "epoch": 1, "sequence": 1, "digest": b"x",
            "body": canonical(one),
        }
        for one in map(contact, range(CONTACTS))
    ]  # fmt: skip
    with writing(engine) as connection:
        put(connection, tables.contact, rows)
        directory = open_directory(connection, practice_id)
        keep(connection, replace(directory, stored=CONTACTS))
        take_step(connection, practice_id, Step("processing"))


def test_a_preparation_that_is_killed_goes_on_to_its_end(database: str, tmp_path: Path) -> None:
    practice_id = add_practice(database, "Main office")
    engine = open_database(database)
    upload(engine, practice_id)
    make_certificate(tmp_path)
    seen: list[Progress] = []

    def watch(far: int) -> None:
        """Wait until so many can be found; the limit only catches a hang."""
        for _ in range(12_000):
            with reading(engine) as connection:
                seen.append(progress(connection, practice_id))
            if seen[-1].done >= far and (far < CONTACTS or seen[-1].step == "ready"):
                return
            time.sleep(0.01)
        raise AssertionError("The preparation stands still.")

    for part in (1, 3):
        with serving(tmp_path, database) as (_, process):
            watch(part * PORTION)
            process.kill()
    with serving(tmp_path, database):
        watch(CONTACTS)

    assert [one.done for one in seen] == sorted(one.done for one in seen)
    assert {one.total for one in seen} == {CONTACTS}
    with reading(engine) as connection:
        words = sorted(connection.scalars(sa.select(index_tables.word.c.word)))
        page = find(connection, practice_id, f"name {CONTACTS - 1}", "", 50)
    assert words == sorted(word for place in range(CONTACTS) for word in words_of(contact(place)))
    assert [one.name for one in page.contacts()] == [contact(CONTACTS - 1).name]
    engine.dispose()
