"""The catalogs of SQL Server, as far as the agent asks them; each shows what the login may see.

https://learn.microsoft.com/sql/relational-databases/system-catalog-views/catalog-views-transact-sql
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from tests.sqlserver.engine import MAX, SqlType
from tests.sqlserver.model.context import Context
from tests.sqlserver.model.refusals import denied_in_database
from tests.sqlserver.model.table import Table
from tests.sqlserver.model.type_numbers import DIGITS, TYPES
from tests.sqlserver.model.types import BIGINT, BIT, GUID, INT, SMALLINT, TEXTS, TINYINT, WIDE

NAME, KIND = SqlType("nvarchar", 128), SqlType("char", 2)
WORDS = SqlType("nvarchar", 60)


class CatalogColumn(NamedTuple):
    name: str
    type: SqlType
    since: int = 0


class Catalog(NamedTuple):
    columns: tuple[CatalogColumn, ...]
    rows: Callable[[Context], Iterable[tuple[Any, ...]]]
    since: int = 0
    of_shape: bool = False  # the same until tables or rights change


def _columns(**columns: SqlType) -> tuple[CatalogColumn, ...]:
    return tuple(CatalogColumn(name, kind) for name, kind in columns.items())


def _seen(context: Context) -> list[Table]:
    return [t for t in context.database.tables if context.rights.sees(t.object_id)]


# --- objects


def _tables(context: Context) -> Iterator[tuple[Any, ...]]:
    for table in _seen(context):
        schema = context.database.schemas[table.schema]
        yield (table.name, table.object_id, schema, 0, "U ", "USER_TABLE", False)


def _schemas(context: Context) -> Iterator[tuple[Any, ...]]:
    return ((name, identity, 1) for name, identity in context.database.schemas.items())


def _type_name(kind: SqlType) -> str:
    return "timestamp" if kind.name == "rowversion" else kind.name


def _max_length(kind: SqlType) -> int:
    if kind.length == MAX:
        return -1
    if kind.length:
        return kind.length * (2 if kind.name in WIDE else 1)
    return TYPES[_type_name(kind)][1]


def _table_columns(context: Context) -> Iterator[tuple[Any, ...]]:
    for table in _seen(context):
        for place, column in enumerate(table.columns):
            kind = column.type
            number = TYPES[_type_name(kind)][0]
            collation = kind.collation or context.database.collation
            yield (
                *(table.object_id, column.name, place + 1, number, number, _max_length(kind)),
                *(kind.precision or DIGITS.get(kind.name, 0), kind.scale),
                collation if kind.name in TEXTS else None,
                *(column.nullable, column.identity is not None, False, False),
            )


def _types(_: Context) -> Iterator[tuple[Any, ...]]:
    for name, (number, length) in TYPES.items():
        yield (name, number, number, 4, length, DIGITS.get(name, 0), 0, False)
    yield ("sysname", 231, 256, 4, 256, 0, 0, False)


def _indexes(context: Context) -> Iterator[tuple[Any, ...]]:
    for table in _seen(context):
        if table.primary:
            name = table.constraint
            yield (table.object_id, name, 1, 1, "CLUSTERED", True, True, False, False, False)
        else:
            yield (table.object_id, None, 0, 0, "HEAP", False, False, False, False, False)


def _index_columns(context: Context) -> Iterator[tuple[Any, ...]]:
    for table in _seen(context):
        for ordinal, place in enumerate(table.primary, 1):
            yield (table.object_id, 1, ordinal, place + 1, ordinal, False, False)


# --- databases


def _databases(context: Context) -> Iterator[tuple[Any, ...]]:
    for database in context.server.databases:
        yield (
            *(database.name, database.database_id, database.compatibility_level),
            *(database.collation, int(database.access), database.access.name),
            *(False, int(database.state), database.state.name),
            *(int(database.allow_snapshot), "ON" if database.allow_snapshot else "OFF"),
            *(database.read_committed_snapshot, 1, "FULL"),
        )


def _tracked_databases(context: Context) -> Iterator[tuple[Any, ...]]:
    units = {"minutes": 1, "hours": 2, "days": 3}
    for database in context.server.databases:
        if database.tracked:
            period, unit = database.retention
            number = units[unit.lower()]
            yield (database.database_id, True, period, number, unit.upper())


def _tracked_tables(context: Context) -> Iterator[tuple[Any, ...]]:
    for table in _seen(context):
        if table.tracking is not None:
            now = table.tracking.now
            yield (table.object_id, False, now.min_valid, now.begun, now.min_valid)


def _recovery(context: Context) -> Iterator[tuple[Any, ...]]:
    """Shown to whoever may see every database, and each owner's own.

    https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-database-recovery-status-transact-sql
    """
    seen = context.rights.owner or context.rights.on_server("VIEW ANY DATABASE")
    for database in context.server.databases if seen else ():
        family = uuid.uuid5(uuid.NAMESPACE_URL, database.name)
        yield (database.database_id, family, family, database.recovery_fork, None)


def _log_stats(context: Context) -> Iterator[tuple[Any, ...]]:
    """The end of the log rises with all that is written, and falls when a backup is restored."""
    database = context.database
    if not context.rights.on_database("VIEW DATABASE STATE"):
        raise denied_in_database("VIEW DATABASE STATE", database.name)
    end = f"00000025:{database.log_end:08x}:0001"
    yield (database.database_id, "FULL", "00000025:00000001:0001", end)


_OBJECTS = _columns(
    name=NAME,
    object_id=INT,
    schema_id=INT,
    parent_object_id=INT,
    type=KIND,
    type_desc=WORDS,
    is_ms_shipped=BIT,
)

CATALOGS: dict[str, Catalog] = {
    "sys.tables": Catalog(_OBJECTS, _tables),
    "sys.objects": Catalog(_OBJECTS, _tables),
    "sys.schemas": Catalog(_columns(name=NAME, schema_id=INT, principal_id=INT), _schemas),
    "sys.columns": Catalog(
        _columns(
            object_id=INT,
            name=NAME,
            column_id=INT,
            system_type_id=TINYINT,
            user_type_id=INT,
            max_length=SMALLINT,
            precision=TINYINT,
            scale=TINYINT,
            collation_name=NAME,
            is_nullable=BIT,
            is_identity=BIT,
            is_computed=BIT,
            is_rowguidcol=BIT,
        ),
        _table_columns,
        of_shape=True,
    ),
    "sys.types": Catalog(
        _columns(
            name=NAME,
            system_type_id=TINYINT,
            user_type_id=INT,
            schema_id=INT,
            max_length=SMALLINT,
            precision=TINYINT,
            scale=TINYINT,
            is_user_defined=BIT,
        ),
        _types,
        of_shape=True,
    ),
    "sys.indexes": Catalog(
        _columns(
            object_id=INT,
            name=NAME,
            index_id=INT,
            type=TINYINT,
            type_desc=WORDS,
            is_unique=BIT,
            is_primary_key=BIT,
            is_unique_constraint=BIT,
            is_disabled=BIT,
            has_filter=BIT,
        ),
        _indexes,
        of_shape=True,
    ),
    "sys.index_columns": Catalog(
        _columns(
            object_id=INT,
            index_id=INT,
            index_column_id=INT,
            column_id=INT,
            key_ordinal=TINYINT,
            is_descending_key=BIT,
            is_included_column=BIT,
        ),
        _index_columns,
        of_shape=True,
    ),
    "sys.databases": Catalog(
        _columns(
            name=NAME,
            database_id=INT,
            compatibility_level=TINYINT,
            collation_name=NAME,
            user_access=TINYINT,
            user_access_desc=WORDS,
            is_read_only=BIT,
            state=TINYINT,
            state_desc=WORDS,
            snapshot_isolation_state=TINYINT,
            snapshot_isolation_state_desc=WORDS,
            is_read_committed_snapshot_on=BIT,
            recovery_model=TINYINT,
            recovery_model_desc=WORDS,
        ),
        _databases,
    ),
    "sys.change_tracking_databases": Catalog(
        _columns(
            database_id=INT,
            is_auto_cleanup_on=BIT,
            retention_period=INT,
            retention_period_units=TINYINT,
            retention_period_units_desc=WORDS,
        ),
        _tracked_databases,
    ),
    "sys.change_tracking_tables": Catalog(
        _columns(
            object_id=INT,
            is_track_columns_updated_on=BIT,
            min_valid_version=BIGINT,
            begin_version=BIGINT,
            cleanup_version=BIGINT,
        ),
        _tracked_tables,
    ),
    "sys.database_recovery_status": Catalog(
        _columns(
            database_id=INT,
            database_guid=GUID,
            family_guid=GUID,
            recovery_fork_guid=GUID,
            first_recovery_fork_guid=GUID,
        ),
        _recovery,
    ),
    "sys.dm_db_log_stats()": Catalog(
        _columns(
            database_id=INT,
            recovery_model=WORDS,
            log_min_lsn=SqlType("nvarchar", 24),
            log_end_lsn=SqlType("nvarchar", 24),
        ),
        _log_stats,
        since=13,
    ),
}
