"""INSERT, UPDATE, DELETE and what changes tables, as far as a test's own edits need them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.sqlserver.engine import SqlError
from tests.sqlserver.model import syntax
from tests.sqlserver.model.bind import Binder, converted
from tests.sqlserver.model.conditions import Conditions
from tests.sqlserver.model.context import Context, Planning
from tests.sqlserver.model.conversion import conversion
from tests.sqlserver.model.query import plan_query
from tests.sqlserver.model.refusals import no_null
from tests.sqlserver.model.scope import Code, Frame, Named, Scope
from tests.sqlserver.model.sources import collated, require
from tests.sqlserver.model.table import Row, Table
from tests.sqlserver.model.transaction import Transaction
from tests.sqlserver.model.types import type_of

Edit = Callable[[Context, Transaction], int]
UNSET = object()


def plan_insert(node: syntax.Insert, planning: Planning) -> Edit:
    table = planning.database.table(node.table)
    require(planning, "INSERT", table)
    places = _places(node, table)
    binder, _ = _binder(planning, None)
    rows: list[list[Any]] = [
        [None if value is None else binder.bind(value) for value in row] for row in node.rows
    ]
    query = plan_query(node.query, planning) if node.query else None
    kinds = [column.type for column in query.columns] if query else []
    targets = [table.columns[place].type for place in places]
    if any(len(row) not in (0, len(places)) for row in rows):
        raise SqlError(
            213, "Column name or number of supplied values does not match table definition."
        )
    ready = [
        [None if c is None else converted(c, t).run for c, t in zip(row, targets, strict=False)]
        for row in rows
    ]

    def given(context: Context) -> Iterator[dict[int, Any]]:
        frame = Frame(context, [])
        for row in ready:
            values = (UNSET if run is None else run(frame) for run in row)
            yield dict(zip(places, values, strict=False))
        for selected in list(query.run(context, None)) if query else []:
            frame = Frame(context, [selected])
            yield {
                place: converted(Code(kind, lambda f, at=at: f.rows[0][at]), target).run(frame)  # type: ignore[misc]
                for at, (place, kind, target) in enumerate(zip(places, kinds, targets, strict=True))
            }

    def run(context: Context, transaction: Transaction) -> int:
        count = 0
        for values in given(context):
            transaction.insert(table, complete(table, values, context))
            count += 1
        return count

    return run


def _places(node: syntax.Insert, table: Table) -> list[int]:
    if node.columns:
        places = [table.place(column) for column in node.columns]
    else:
        places = [i for i, c in enumerate(table.columns) if c.identity is None]
    for place in places:
        if table.columns[place].identity is not None:
            raise SqlError(
                544,
                f"Cannot insert explicit value for identity column in table '{table.name}' when "
                "IDENTITY_INSERT is set to OFF.",
            )
        if table.columns[place].type.name == "rowversion" and node.columns:
            raise SqlError(
                273,
                "Cannot insert an explicit value into a timestamp column. Use INSERT with a column "
                "list to exclude the timestamp column, or insert a DEFAULT into the timestamp "
                "column.",
            )
    if not node.columns and node.rows and len(node.rows[0]) < len(places):
        return places[: len(node.rows[0])]
    return places


def complete(table: Table, values: dict[int, Any], context: Context | None = None) -> Row:
    """A whole row: identity, defaults and NULL for what isn't given; raises 515 and 8152."""
    row = []
    for place, column in enumerate(table.columns):
        value = values.get(place, UNSET)
        if value is UNSET and column.identity is not None:
            seed, step = column.identity
            table.next_identity += 1
            value = seed + (table.next_identity - 1) * step
        elif value is UNSET and column.default is not None and context is not None:
            binder, _ = _binder(context.planning, None)
            value = converted(binder.bind(column.default), column.type).run(Frame(context, []))
        row.append(None if value is UNSET else value)
    check(table, tuple(row), "INSERT")
    return tuple(row)


def check(table: Table, row: Row, verb: str) -> None:
    for column, value in zip(table.columns, row, strict=True):
        if value is None and not column.nullable and column.type.name != "rowversion":
            raise no_null(column.name, table.full_name, verb)


def of_python(table: Table, values: dict[str, Any]) -> dict[int, Any]:
    """Values by the name of their column, as values of the column's type."""
    found = {}
    for name, value in values.items():
        place = table.place(name)
        target = table.columns[place].type
        convert = conversion(type_of(value), target) if value is not None else None
        found[place] = convert(value) if convert else value
    return found


def plan_update(node: syntax.Update, planning: Planning) -> Edit:
    table = planning.database.table(node.table)
    require(planning, "UPDATE", table)
    binder, conditions = _binder(planning, table)
    test = conditions.test(node.where).run if node.where else None
    changes = []
    for name, value in node.changes:
        place = table.place(name)
        kind = table.columns[place].type
        if kind.name == "rowversion":
            raise SqlError(272, "Cannot update a timestamp column.")
        if table.columns[place].identity is not None:
            raise SqlError(8102, f"Cannot update identity column '{name}'.")
        changes.append((place, converted(binder.bind(value), kind).run))

    def run(context: Context, transaction: Transaction) -> int:
        matches = list(_matching(context, transaction, table, test))
        for number, row in matches:
            frame = Frame(context, [row])
            changed = list(row)
            for place, value in changes:
                changed[place] = value(frame)
            check(table, tuple(changed), "UPDATE")
            transaction.update(table, number, tuple(changed))
        return len(matches)

    return run


def plan_delete(node: syntax.Delete, planning: Planning) -> Edit:
    table = planning.database.table(node.table)
    require(planning, "DELETE", table)
    _, conditions = _binder(planning, table)
    test = conditions.test(node.where).run if node.where else None

    def run(context: Context, transaction: Transaction) -> int:
        matches = list(_matching(context, transaction, table, test))
        for number, _ in matches:
            transaction.delete(table, number)
        return len(matches)

    return run


def _binder(planning: Planning, table: Table | None) -> tuple[Binder, Conditions]:
    scope = Scope()
    if table is not None:
        scope.sources.append(Named(table.name, table.schema, collated(table, planning)))
    binder = Binder(planning, scope, plan_query)
    return binder, Conditions(binder)


def _matching(
    context: Context,
    transaction: Transaction,
    table: Table,
    test: Callable[[Frame], bool | None] | None,
) -> Iterator[tuple[int, Row]]:
    """The rows that an edit is about, which the transaction holds from then on.

    Only rows that match are waited for: as if an index led to them.
    """
    frame = Frame(context, [None])

    def matches(row: Row | None) -> bool:
        frame.rows[0] = row
        return row is not None and (test is None or bool(test(frame)))

    seen = dict(context.read().scan(table, unlocked=True))
    committed = dict(table.rows.rows)
    for number in {**committed, **seen}:
        if matches(seen.get(number)) or matches(committed.get(number)):
            current = transaction.current(table, number)
            if current is not None and matches(current):
                yield number, current
