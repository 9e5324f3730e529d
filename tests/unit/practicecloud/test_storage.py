import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from practicecloud.people.people import add_practice
from practicecloud.store import index_tables, tables
from practicecloud.store.storage import insert, open_database, put, reading, writing


class Recorder:
    """Stands for a connection to PostgreSQL: compiles what it is asked to execute."""

    dialect = postgresql.dialect()

    def __init__(self) -> None:
        self.sql = ""

    def execute(self, statement: sa.Executable, _rows: object) -> None:
        assert isinstance(statement, sa.ClauseElement)
        self.sql = str(statement.compile(dialect=self.dialect))


@pytest.mark.parametrize("table", tables.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_is_portable(table):
    made = str(sa.schema.CreateTable(table).compile(dialect=postgresql.dialect()))
    assert made.strip().startswith(f"CREATE TABLE {table.name}")


def test_putting_replaces_in_postgresql_as_well():
    recorder = Recorder()
    put(recorder, tables.migration, [{"practice_id": "p", "step": "ready", "total": 0}])  # type: ignore[arg-type]  # a stand-in
    assert "ON CONFLICT (practice_id) DO UPDATE SET step = excluded.step" in recorder.sql


def test_putting_inserts_and_replaces(engine, practice):
    for step in ("uploading", "ready"):
        row = {"practice_id": practice.practice_id, "step": step, "total": 7}
        with writing(engine) as connection:
            put(connection, tables.migration, [row])
    with reading(engine) as connection:
        assert connection.execute(sa.select(tables.migration)).all() == [
            (practice.practice_id, "ready", 7)
        ]


def test_what_is_read_is_of_one_moment(engine, practice):
    counted = sa.select(sa.func.count()).select_from(tables.practice)
    with reading(engine) as connection:
        assert connection.scalar(counted) == 1
        with writing(engine) as another:
            add_practice(another, "Other office", now=0)
        assert connection.scalar(counted) == 1
    with reading(engine) as connection:
        assert connection.scalar(counted) == 2


def test_many_rows_are_inserted_in_the_order_of_the_columns(engine):
    rows = [(1, "bo", 7, 3), (1, "an", 2**40, 0)]
    with writing(engine) as connection:
        insert(connection, index_tables.word, rows)
        insert(connection, index_tables.word, [])
    with reading(engine) as connection:
        assert sorted(tuple(row) for row in connection.execute(sa.select(index_tables.word))) == [
            (1, "an", 2**40, 0),
            (1, "bo", 7, 3),
        ]


def test_a_transaction_that_fails_leaves_nothing(engine, practice):
    good = {"practice_id": practice.practice_id, "step": "ready", "total": 0}
    rows = [good, good | {"practice_id": "unknown"}]
    with pytest.raises(sa.exc.IntegrityError), writing(engine) as connection:
        put(connection, tables.migration, rows)
    with reading(engine) as connection:
        assert connection.execute(sa.select(tables.migration)).all() == []


def test_sqlite_keeps_what_it_has_confirmed_and_erases_what_is_deleted(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'cloud.db'}")
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_an_error_of_the_database_hides_the_parameters(engine, practice):
    row = {"practice_id": practice.practice_id, "step": None, "total": 1234567}
    with pytest.raises(sa.exc.IntegrityError, match="hidden") as raised, writing(engine) as one:
        one.execute(sa.insert(tables.migration).values(row))
    if engine.dialect.name == "sqlite":  # PostgreSQL quotes the row: its text is never logged
        assert "1234567" not in str(raised.value)
