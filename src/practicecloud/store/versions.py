"""Brings a database to the tables of this program: makes them, or changes those of an earlier one.

Several processes may try at once: one does it, and the others find it done.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from practicecloud.store import (
    index_tables,  # noqa: F401  # importing it enters its tables into `metadata`
    tables,  # noqa: F401  # as above
)
from practicecloud.store.schema import metadata

FIRST = "0001"
"""The version of a database that was made before versions were kept."""

NEWEST = "0002"
"""The version that this program makes: that of the last step in `migrations/versions`."""

_TURN = 4_718_232_046
"""Whoever holds PostgreSQL's advisory lock of this number changes tables."""

_kept = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


class NewerDatabase(Exception):
    """The tables were changed by a newer program, and this one does not know how to use them."""


def version_of(connection: sa.Connection) -> str | None:
    """Return the version of the tables, or None where there are none."""
    inspector = sa.inspect(connection)
    if inspector.has_table(_kept.name):
        return connection.scalar(sa.select(_kept.c.version_num))
    return FIRST if inspector.has_table("practice") else None


def bring_up_to_date(connection: sa.Connection) -> None:
    """Make or change the tables in this transaction, which writes. Raises `NewerDatabase`."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TURN)))
    found = version_of(connection)
    if found is None:
        metadata.create_all(connection)
        _keep(connection, NEWEST)
    elif found > NEWEST:
        raise NewerDatabase
    elif found < NEWEST:
        if not sa.inspect(connection).has_table(_kept.name):
            _keep(connection, found)
        _take_steps(connection)


def _keep(connection: sa.Connection, version: str) -> None:
    _kept.create(connection)
    connection.execute(sa.insert(_kept).values(version_num=version))


def _take_steps(connection: sa.Connection) -> None:
    # Takes a quarter of a second to import, and is needed once in the life of a release.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
