"""Opens the database: SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from practicecloud.store.versions import NEWEST, bring_up_to_date, version_of

DATABASE_VARIABLE = "PRACTICECLOUD_DATABASE"
"""The environment variable that may name the database."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=20000",
    "foreign_keys=ON",
    "mmap_size=1073741824",  # so much is read where the operating system keeps it, and not copied
    "secure_delete=ON",  # what is deleted is overwritten: the rows are about people
)

_WRITES = "practicecloud_writes"


def open_database(url: str) -> sa.Engine:
    """Open the database and make its tables, or change those of an earlier version.

    Raises `versions.NewerDatabase`.
    """
    # As many connections as the server has threads, so that no request waits for one.
    engine = sa.create_engine(url, hide_parameters=True, pool_size=20, max_overflow=20)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    try:
        with reading(engine) as connection:
            found = version_of(connection)
        if found != NEWEST:
            with writing(engine) as connection:
                bring_up_to_date(connection)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give one transaction that may write; in SQLite it waits its turn before it reads."""
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give one transaction that only reads, sees one moment and waits for nobody."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":  # which would see another moment in each statement
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    with connection, connection.begin():
        yield connection


def put(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows, or replace what is there under the same primary key."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        into: Any = postgresql.insert(table)
    else:
        into = sqlite.insert(table)
    key = [column.name for column in table.primary_key.columns]
    changed = {name: into.excluded[name] for name in rows[0] if name not in key}
    connection.execute(
        into.on_conflict_do_update(index_elements=key, set_=changed), [dict(row) for row in rows]
    )


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Sequence[object]]) -> None:
    """Insert many rows of numbers and texts at once, each in the order of the columns."""
    if not rows:
        return
    columns = ", ".join(column.name for column in table.columns)
    into = f"INSERT INTO {table.name} ({columns}) "
    if connection.dialect.name == "postgresql":  # by columns: row by row it takes twice as long
        kinds = ("bigint" if isinstance(one.type, sa.Integer) else "text" for one in table.columns)
        arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
        values = tuple(list(column) for column in zip(*rows, strict=True))
        statement = f"{into}SELECT * FROM unnest({arrays})"  # noqa: S608  # only names of ours
        connection.exec_driver_sql(statement, values)
    else:
        marks = ", ".join("?" for _ in table.columns)
        statement = f"{into}VALUES ({marks})"
        connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions by itself, too late for "begin immediate".
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
