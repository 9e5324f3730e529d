"""Plans and runs whole queries: what is selected, grouped, put together, ordered, cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from tests.sqlserver.engine import ResultColumn, SqlError
from tests.sqlserver.model import syntax
from tests.sqlserver.model.bind import AGGREGATES, Aggregate, converted
from tests.sqlserver.model.collation import key_of
from tests.sqlserver.model.context import Context, Planning
from tests.sqlserver.model.grouping import grouped_rows
from tests.sqlserver.model.ordering import Ordered, in_order, selected, sorting
from tests.sqlserver.model.scope import Code, Frame, Scope
from tests.sqlserver.model.select import FromClause
from tests.sqlserver.model.table import Row, Table
from tests.sqlserver.model.types import BIGINT, LOBS
from tests.sqlserver.model.union import union


class Plan(NamedTuple):
    """A query that is ready to run; with a `table`, its rows are those of the table, filtered."""

    columns: list[ResultColumn]
    run: Callable[[Context, Frame | None], Iterable[Row]]
    table: Table | None = None
    seek: Callable[[Context, tuple[Any, ...]], Iterator[Row]] | None = None


def plan_query(query: syntax.Query, planning: Planning, outer: Scope | None = None) -> Plan:
    """Get a query ready; raises what is wrong with it."""
    if len(query.selects) == 1:
        return _Select(query, planning, outer).plan()
    parts = [plan_query(syntax.Query((part,)), planning, outer) for part in query.selects]
    columns, run = union(query, [(part.columns, part.run) for part in parts], planning)
    return Plan(columns, run)


class _Select:
    """One SELECT with its ORDER BY."""

    def __init__(self, query: syntax.Query, planning: Planning, outer: Scope | None) -> None:
        self._query = query
        self._select = query.selects[0]
        self._planning = planning
        self._from = FromClause(planning, outer, plan_query)
        self._binder = self._from.binder
        self._columns: list[ResultColumn] = []
        self._codes: list[Code] = []
        self._nodes: list[Any] = []

    def plan(self) -> Plan:
        select, clause, binder = self._select, self._from, self._binder
        clause.plan(select.joins, select.where)
        aggregates: list[Aggregate] = []
        groups = [binder.bind(node) for node in select.group]
        binder.aggregates = aggregates
        self._check_grouping()
        self._items()
        having = clause.conditions.test(select.having).run if select.having else None
        order = [self._ordering(ordering) for ordering in self._query.order]
        top = self._count(select.top) if select.top is not None else None
        values = [code.run for code in self._codes]

        def frames(context: Context, around: Frame | None) -> Iterator[Frame]:
            frame = Frame(context, [None] * len(clause.accesses), around)
            rows = clause.rows(frame)
            if aggregates or groups:
                return grouped_rows(frame, rows, groups, aggregates, having)
            return (frame for _ in rows)

        def run(context: Context, around: Frame | None) -> Iterable[Row]:
            found: Iterable[tuple[Frame, Row]] = (
                (frame, tuple([v(frame) for v in values])) for frame in frames(context, around)
            )
            if select.distinct:
                found = self._distinct(found)
            limit = top(Frame(context, [], around)) if top else None
            return self._cut(found, order, limit, context)

        return self._simple(Plan(self._columns, run))

    # --- what is selected

    def _check_grouping(self) -> None:
        """Columns that aren't grouped by may only stand inside aggregates."""
        select = self._select
        written = [item.expression for item in select.items] + [select.having]
        if select.group or any(_aggregates(node) for node in written):
            self._binder.grouped = select.group

    def _items(self) -> None:
        for item in self._select.items:
            if isinstance(item.expression, syntax.Star):
                self._star(item.expression)
                continue
            code = self._binder.bind(item.expression)
            name = item.alias or ""
            if not name and isinstance(item.expression, syntax.Column):
                name = item.expression.name[-1]
            self._add(name, code, item.expression)
        if self._select.distinct and any(code.type.name in LOBS for code in self._codes):
            raise SqlError(421, "The data type cannot be selected as DISTINCT because it is not "
                           "comparable.")  # fmt: skip

    def _star(self, star: syntax.Star) -> None:
        sources = self._binder.scope.sources
        if not sources:
            raise SqlError(263, "Must specify table to select from.")
        wanted = range(len(sources))
        if star.source is not None:
            place = self._binder.scope.source(star.source)
            wanted = range(place, place + 1)
        for place in wanted:
            for column in sources[place].columns:
                node = syntax.Column((sources[place].alias, column.name))
                self._add(column.name, self._binder.bind(node), node)

    def _add(self, name: str, code: Code, node: Any) -> None:
        self._columns.append(ResultColumn(name, code.type, code.nullable))
        self._codes.append(code)
        self._nodes.append(node)

    def _distinct(self, found: Iterable[tuple[Frame, Row]]) -> Iterator[tuple[Frame, Row]]:
        keys = [key_of(code.type, self._planning.database.collation) for code in self._codes]
        seen = set()
        for frame, row in found:
            same = tuple([None if v is None else k(v) for k, v in zip(keys, row, strict=True)])
            if same not in seen:
                seen.add(same)
                yield frame, row

    # --- how it is ordered

    def _ordering(self, ordering: syntax.Ordering) -> Ordered:
        place = selected(ordering.expression, self._columns, self._nodes)
        if place is not None:
            code, at = self._codes[place], place
            key = sorting(code, self._planning)
            return Ordered(lambda _, row: key(row[at]), ordering.descending)
        if self._select.distinct:
            raise SqlError(
                145,
                "ORDER BY items must appear in the select list if SELECT DISTINCT is specified.",
            )
        code = self._binder.bind(ordering.expression)
        key, run = sorting(code, self._planning), code.run
        return Ordered(lambda frame, _: key(run(frame)), ordering.descending)

    def _count(self, node: Any) -> Callable[[Frame], int]:
        """TOP, OFFSET and FETCH take a whole number."""
        code = converted(self._binder.bind(node), BIGINT)

        def run(frame: Frame) -> int:
            value = code.run(frame)
            if value is None or value < 0:
                raise SqlError(
                    1060,
                    "The number of rows provided for a TOP or FETCH clauses row count parameter "
                    "must be an integer.",
                )
            return int(value)

        return run

    def _cut(
        self,
        found: Iterable[tuple[Frame, Row]],
        order: list[Ordered],
        limit: int | None,
        context: Context,
    ) -> Iterable[Row]:
        query = self._query
        if query.offset is not None:
            frame = Frame(context, [])
            skip = self._count(query.offset)(frame)
            take = self._count(query.fetch)(frame) if query.fetch is not None else None
            rows = in_order(found, order, None if take is None else skip + take)
            return islice(rows, skip, None)
        return in_order(found, order, limit)

    def _simple(self, plan: Plan) -> Plan:
        """SELECT * FROM one table WHERE ...: the table itself, as far as seeking goes."""
        select, accesses = self._select, self._from.accesses
        plain = [item.expression for item in select.items] == [syntax.Star(None)]
        cut = select.top is not None or self._query.offset is not None
        if not plain or select.distinct or select.group or cut or len(accesses) != 1:
            return plan
        access = accesses[0]
        if access.seek is None or access.table is None:
            return plan
        tests = [self._from.conditions.test(select.where).run] if select.where else []
        find = access.seek

        def seek(context: Context, key: tuple[Any, ...]) -> Iterator[Row]:
            frame = Frame(context, [None])
            for row in find(frame, key):
                frame.rows[0] = row
                if all(test(frame) for test in tests):
                    yield row

        return plan._replace(table=access.table, seek=seek)


def _aggregates(node: Any) -> bool:
    """Say whether there is an aggregate in an expression, those of queries inside aside."""
    if isinstance(node, syntax.Call) and node.name.lower() in AGGREGATES:
        return True
    if isinstance(node, syntax.Query) or not isinstance(node, tuple):
        return False
    return any(_aggregates(part) for part in node)
