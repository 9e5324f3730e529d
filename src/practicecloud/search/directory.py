"""What is known of a practice's index as a whole; changed under the lock of the practice."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from practicecloud.search.search import EDITION
from practicecloud.store import index_tables


class Directory(msgspec.Struct, frozen=True):
    """How many contacts are online, how many can be found, and how far the preparation is."""

    number: int
    practice_id: str
    stored: int = 0
    findable: int = 0
    next_entry: int = 1
    edition: int = EDITION
    preparing: int = EDITION
    position: str = ""


def directory_of(connection: sa.Connection, practice_id: str) -> Directory | None:
    """Return the practice's directory, or None where no contact ever came."""
    table = index_tables.directory
    row = connection.execute(
        sa.select(table).where(table.c.practice_id == practice_id)
    ).one_or_none()
    return Directory(*row) if row is not None else None


def open_directory(connection: sa.Connection, practice_id: str) -> Directory:
    """Return the practice's directory, made where there is none."""
    found = directory_of(connection, practice_id)
    if found is not None:
        return found
    fresh = Directory(0, practice_id)
    values = {name: getattr(fresh, name) for name in Directory.__struct_fields__[1:]}
    table = index_tables.directory
    added = connection.execute(sa.insert(table).values(values).returning(table.c.number))
    return msgspec.structs.replace(fresh, number=added.scalar_one())


def keep(connection: sa.Connection, directory: Directory) -> None:
    """Store what has become of it."""
    table = index_tables.directory
    values = {name: getattr(directory, name) for name in Directory.__struct_fields__[2:]}
    connection.execute(sa.update(table).where(table.c.number == directory.number).values(values))
