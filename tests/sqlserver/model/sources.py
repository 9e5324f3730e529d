"""What stands in FROM: tables, catalogs, CHANGETABLE, VALUES, queries; and where its rows are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from tests.sqlserver.engine import SqlError
from tests.sqlserver.model import syntax
from tests.sqlserver.model.bind import converted
from tests.sqlserver.model.catalog import CATALOGS, Catalog
from tests.sqlserver.model.context import Planning
from tests.sqlserver.model.refusals import (
    denied,
    no_object,
)
from tests.sqlserver.model.scope import Code, Frame, Named, SourceColumn, common_type
from tests.sqlserver.model.table import Row, Table
from tests.sqlserver.model.tracking import COLUMNS
from tests.sqlserver.model.types import BIGINT, TEXTS

DIRTY_HINTS = {"nolock", "readuncommitted"}


class Access(NamedTuple):
    """A source and its rows; a table's can be found by primary key, too."""

    named: Named
    rows: Callable[[Frame], Iterable[Row]]
    table: Table | None = None
    seek: Callable[[Frame, tuple[Any, ...]], Iterator[Row]] | None = None
    few: bool = False  # a list of values: other sources are sought by it


def collated(table: Table, planning: Planning) -> tuple[SourceColumn, ...]:
    """The columns of a table; each text with its collation."""
    found = []
    for column in table.columns:
        kind = column.type
        if kind.name in TEXTS and kind.collation is None:
            kind = kind._replace(collation=planning.database.collation)
        found.append(SourceColumn(column.name, kind, column.nullable))
    return tuple(found)


def require(planning: Planning, permission: str, table: Table) -> None:
    """Refuse with 229 who may not do this."""
    if not planning.rights.on_object(permission, table.object_id):
        raise denied(permission, table.name, planning.database.name, table.schema)


class Sources:
    """Finds the sources of a query; how to plan a query inside is passed in."""

    def __init__(
        self, planning: Planning, bind: Callable[[Any], Code], plan: Callable[..., Any]
    ) -> None:
        self._planning = planning
        self._bind = bind
        self._plan = plan

    def open(self, source: syntax.Source) -> Access:
        match source:
            case syntax.TableSource():
                return self._table(source)
            case syntax.ValuesSource():
                return self._values(source)
            case syntax.ChangesSource():
                return self._changes(source)
            case syntax.FunctionSource():
                return self._function(source)
            case syntax.DerivedSource():
                return self._derived(source)

    # --- tables

    def _table(self, source: syntax.TableSource) -> Access:
        name = source.name
        if len(name) > 1 and name[-2].lower() in ("sys", "information_schema"):
            return self._catalog(source)
        table = self._planning.database.table(name)
        require(self._planning, "SELECT", table)
        named = Named(source.alias or table.name, table.schema, collated(table, self._planning))
        dirty = bool(DIRTY_HINTS & set(source.hints))

        def rows(frame: Frame) -> Iterator[Row]:
            return (row for _, row in frame.context.read().scan(table, dirty))

        def seek(frame: Frame, key: tuple[Any, ...]) -> Iterator[Row]:
            return (row for _, row in frame.context.read().seek(table, key, dirty))

        return Access(named, rows, table, seek if table.primary else None)

    def _catalog(self, source: syntax.TableSource) -> Access:
        name = ".".join(source.name[-2:]).lower()
        catalog = CATALOGS.get(name)
        if catalog is None or (len(source.name) == 3 and not self._here(source.name[0])):
            raise no_object(".".join(source.name))
        return self._catalog_access(catalog, source.alias or source.name[-1], source.name[-2])

    def _catalog_access(self, catalog: Catalog, alias: str, schema: str) -> Access:
        major = self._planning.server.major
        kept = [i for i, column in enumerate(catalog.columns) if column.since <= major]
        columns = tuple(
            SourceColumn(catalog.columns[i].name, catalog.columns[i].type) for i in kept
        )

        def rows(frame: Frame) -> Iterator[Row]:
            return (tuple(row[i] for i in kept) for row in catalog.rows(frame.context))

        def kept_rows(frame: Frame) -> Iterator[Row]:
            context = frame.context
            key = (catalog.rows, context.rights.account.name)
            found = context.database.plans.get(key)
            if found is None:
                found = context.database.plans[key] = list(rows(frame))
            return iter(found)

        return Access(Named(alias, schema, columns), kept_rows if catalog.of_shape else rows)

    def _here(self, database: str) -> bool:
        return database.lower() == self._planning.database.name.lower()

    def _function(self, source: syntax.FunctionSource) -> Access:
        name = ".".join(source.name[-2:]).lower() + "()"
        catalog = CATALOGS.get(name)
        if catalog is None or catalog.since > self._planning.server.major:
            raise no_object(".".join(source.name))
        for argument in source.arguments:
            self._bind(argument)
        return self._catalog_access(catalog, source.alias or source.name[-1], source.name[-2])

    def _changes(self, source: syntax.ChangesSource) -> Access:
        planning = self._planning
        table = planning.database.table(source.name)
        require(planning, "VIEW CHANGE TRACKING", table)
        require(planning, "SELECT", table)
        since = converted(self._bind(source.since), BIGINT).run
        columns = collated(table, planning)
        keys = tuple(columns[i]._replace(nullable=False) for i in table.primary)
        own = tuple(SourceColumn(name, kind) for name, kind in COLUMNS)

        def rows(frame: Frame) -> Iterator[Row]:
            return frame.context.read().tracked(table).since(since(frame))

        return Access(Named(source.alias, "", (*own, *keys)), rows)

    # --- lists and queries

    def _values(self, source: syntax.ValuesSource) -> Access:
        table = [[self._bind(value) for value in row] for row in source.rows]
        if len(source.columns) != len(table[0]):
            few = len(source.columns) < len(table[0])
            raise SqlError(
                8158 if few else 8159,
                f"'{source.alias}' has {'more' if few else 'fewer'} columns than were specified in "
                "the column list.",
            )
        kinds = [common_type(list(column)) for column in zip(*table, strict=True)]
        ready = [
            [converted(code, kind).run for code, kind in zip(row, kinds, strict=True)]
            for row in table
        ]
        columns = (SourceColumn(n, k) for n, k in zip(source.columns, kinds, strict=True))

        def rows(frame: Frame) -> Iterator[Row]:
            return (tuple(value(frame) for value in row) for row in ready)

        return Access(Named(source.alias, "", tuple(columns)), rows, few=True)

    def _derived(self, source: syntax.DerivedSource) -> Access:
        plan = self._plan(source.query, self._planning, None)
        names = source.columns or tuple(column.name for column in plan.columns)
        if not all(names):
            raise SqlError(
                8155,
                f"No column name was specified for column {names.index('') + 1} of "
                f"'{source.alias}'.",
            )
        lower = [name.lower() for name in names]
        for name in names:
            if lower.count(name.lower()) > 1:
                raise SqlError(
                    8156,
                    f"The column '{name}' was specified multiple times for '{source.alias}'.",
                )
        columns = tuple(
            SourceColumn(name, column.type, column.nullable)
            for name, column in zip(names, plan.columns, strict=True)
        )
        named = Named(source.alias, "", columns)
        if plan.table is None:
            return Access(named, lambda frame: plan.run(frame.context, frame))

        def seek(frame: Frame, key: tuple[Any, ...]) -> Iterator[Row]:
            return plan.seek(frame.context, key)  # type: ignore[no-any-return]

        return Access(named, lambda frame: plan.run(frame.context, frame), plan.table, seek)
