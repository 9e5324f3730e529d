"""CREATE, ALTER, DROP and TRUNCATE, as far as a test's own edits need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.sqlserver.engine import SqlError
from tests.sqlserver.model import syntax
from tests.sqlserver.model.bind import Binder, converted
from tests.sqlserver.model.context import Planning
from tests.sqlserver.model.database import Access, Database
from tests.sqlserver.model.query import plan_query
from tests.sqlserver.model.refusals import NotModelled, no_object
from tests.sqlserver.model.scope import Scope
from tests.sqlserver.model.table import Table, TableColumn

if TYPE_CHECKING:
    from tests.sqlserver.model.server import ModelServer


def define(node: Any, planning: Planning, server: ModelServer) -> None:
    """Carry out a statement that changes tables; raises 262 or 1088 for who may not."""
    if not planning.rights.owner:
        raise SqlError(
            1088,
            "Cannot find the object because it does not exist or you do not have permissions.",
            16,
            13,
        )
    database = planning.database
    match node:
        case syntax.CreateTable():
            _create(node, planning)
        case syntax.DropTable(name, if_exists):
            _drop(database, name, if_exists)
        case syntax.TruncateTable(name):
            truncate(database, database.table(name))
        case syntax.TrackTable(name, enable):
            database.track(".".join(name), enable=enable)
        case syntax.AddColumn(name, column):
            add_column(database, database.table(name), _column(column, planning))
        case syntax.DropColumn(name, column):
            drop_column(database, database.table(name), column)
        case _:
            _define_database(node, server, database)


def _define_database(node: Any, server: ModelServer, current: Database) -> None:
    match node:
        case syntax.CreateDatabase(name):
            if server.find_database(name):
                raise SqlError(1801, f"Database '{name}' already exists. Choose a different name.")
            server.create_database(name)
        case syntax.DropDatabase(name):
            server.drop_database(name)
        case syntax.AlterDatabase():
            _alter_database(node, server, current)
        case _:
            raise NotModelled(type(node).__name__)


def _column(node: syntax.ColumnDefinition, planning: Planning) -> TableColumn:
    if node.default is not None:
        code = Binder(planning, Scope(), plan_query).bind(node.default)
        converted(code, node.type)
    nullable = node.nullable is not False and node.type.name != "rowversion"
    return TableColumn(node.name, node.type, nullable, node.identity, node.default)


def _create(node: syntax.CreateTable, planning: Planning) -> None:
    columns = [_column(column, planning) for column in node.columns]
    name = ".".join(node.table[-2:])
    table = planning.database.create_table(name, columns, node.primary)
    table.constraint = node.constraint or table.constraint


def _drop(database: Database, name: tuple[str, ...], if_exists: bool) -> None:
    table = database.find(name)
    if table is not None:
        database.drop_table(table)
    elif not if_exists:
        raise SqlError(
            3701,
            f"Cannot drop the table '{'.'.join(name)}', because it does not exist or you do not "
            "have permission.",
            11,
            5,
        )


def truncate(database: Database, table: Table) -> None:
    """Allowed on a tracked table; nothing is tracked, and tracking begins anew.

    https://learn.microsoft.com/sql/relational-databases/track-changes/work-with-change-tracking-sql-server
    """
    if database.find((table.schema, table.name)) is not table:
        raise no_object(table.full_name)
    database.wait_while(lambda: next(iter(table.held_rows.values()), None), None)
    table.empty()
    table.next_identity = 0
    if table.tracking is not None:
        table.tracking.restart(database.version)
    database.log_end += 1


def add_column(database: Database, table: Table, column: TableColumn) -> None:
    if table.has(column.name):
        raise SqlError(
            2705,
            "Column names in each table must be unique. Column name "
            f"'{column.name}' in table '{table.full_name}' is specified more than once.",
        )
    held = table.rows.rows
    if not column.nullable and held and column.type.name != "rowversion":
        raise SqlError(4901, "ALTER TABLE only allows columns to be added that can contain nulls.")
    stamped = column.type.name == "rowversion"
    rows = {
        number: (*row, database.next_rowversion().to_bytes(8, "big") if stamped else None)
        for number, row in held.items()
    }
    table.define((*table.columns, column), table.primary)
    table.reshape(rows)
    database.changed_shape()


def drop_column(database: Database, table: Table, name: str) -> None:
    place = table.place(name)
    if place in table.primary:
        raise SqlError(
            5074, f"The object '{table.constraint}' is dependent on column '{name}'.", 16
        )
    rows = {n: (*row[:place], *row[place + 1 :]) for n, row in table.rows.rows.items()}
    columns = (*table.columns[:place], *table.columns[place + 1 :])
    table.define(columns, tuple(i - (i > place) for i in table.primary))
    table.reshape(rows)
    database.changed_shape()


def _alter_database(node: syntax.AlterDatabase, server: ModelServer, current: Database) -> None:
    database = server.find_database(node.database) if node.database else current
    if database is None:
        raise SqlError(
            5011,
            f"User does not have permission to alter database '{node.database}', the database does "
            "not exist, or the database is not in a state that allows access checks.",
            14,
        )
    if node.option == "change_tracking":
        database.track_changes(enable=node.value)
        database.retention = node.retention or database.retention
    elif node.option == "allow_snapshot_isolation":
        database.allow_snapshot = node.value
    elif node.option in ("single_user", "multi_user"):
        database.access = Access[node.option.upper()]
        if database is not current:
            database.end_sessions()  # the only form that is read ends with ROLLBACK IMMEDIATE
    else:
        database.read_committed_snapshot = node.value
    database.changed_shape()
