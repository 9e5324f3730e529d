"""What an error of the database means: SQLite's are real, PostgreSQL's are the driver's own."""

import sqlite3
from contextlib import closing

import psycopg
import pytest
import sqlalchemy as sa

from practicecloud.store import tables
from practicecloud.store.storage import open_database
from practicecloud.web.outage import outage


def meaning(error):
    problem = outage(error)
    return problem and (problem.name, problem.retry_after)


def wrapped(kind, original):
    return kind("statement", {}, original)


@pytest.fixture
def on_disk(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'cloud.db'}")
    yield engine
    engine.dispose()


def test_a_full_database_has_no_room(on_disk):
    row = {"id": "x" * 36, "name": "x" * 100_000, "created_at": 0}
    with on_disk.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(sa.exc.OperationalError) as raised:
            connection.execute(sa.insert(tables.practice).values(row))
    assert meaning(raised.value) == ("out-of-space", 60)


def test_a_database_that_somebody_else_writes_is_busy(on_disk, tmp_path):
    with (
        closing(sqlite3.connect(tmp_path / "cloud.db")) as other,
        on_disk.connect() as connection,
    ):
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        connection.commit()
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sa.exc.OperationalError) as raised:
            connection.execute(sa.delete(tables.practice))
    assert meaning(raised.value) == ("unavailable", 2)


def test_a_database_that_lacks_a_table_is_a_fault(on_disk):
    with on_disk.connect() as connection, pytest.raises(sa.exc.OperationalError) as raised:
        connection.execute(sa.text("SELECT * FROM nowhere"))
    assert meaning(raised.value) is None


def test_waiting_for_a_connection_in_vain_is_busy():
    assert meaning(sa.exc.TimeoutError()) == ("unavailable", 2)


@pytest.mark.parametrize(
    ("kind", "original", "means"),
    [
        (sa.exc.OperationalError, psycopg.errors.DiskFull(), ("out-of-space", 60)),
        (sa.exc.OperationalError, psycopg.errors.AdminShutdown(), ("unavailable", 2)),
        (sa.exc.OperationalError, psycopg.errors.DeadlockDetected(), ("unavailable", 2)),
        (sa.exc.OperationalError, psycopg.OperationalError("refused"), ("unavailable", 2)),
        (sa.exc.ProgrammingError, psycopg.errors.UndefinedTable(), None),
    ],
)
def test_postgresql_is_told_apart_by_its_codes(kind, original, means):
    assert meaning(wrapped(kind, original)) == means


def test_a_mistake_of_the_program_is_a_fault():
    assert meaning(sa.exc.ArgumentError()) is None
