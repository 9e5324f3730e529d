"""Gets expressions ready to run: names found, types known, conversions in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.sqlserver.engine import SqlError, SqlType
from tests.sqlserver.model import functions, refusals, server_functions, syntax
from tests.sqlserver.model.arithmetic import arithmetic, negated
from tests.sqlserver.model.context import Planning
from tests.sqlserver.model.conversion import conversion
from tests.sqlserver.model.scope import NULL, Code, Frame, Scope, common_type
from tests.sqlserver.model.types import BIGINT, INT, TEXTS

if TYPE_CHECKING:
    from tests.sqlserver.model.conditions import Conditions

AGGREGATES = {"count", "count_big", "min", "max", "sum"}
NOTHING = object()
NULL_LITERAL = syntax.Literal(INT, None)


class Aggregate(NamedTuple):
    name: str
    operand: Code | None
    distinct: bool


def converted(code: Code, target: SqlType, explicit: bool = False) -> Code:
    """The expression as a value of another type; raises 206, 257 or 529."""
    if code.run is NULL.run:
        return Code(target, lambda _: None)
    convert = conversion(code.type, target, explicit)
    if convert is None:
        return code._replace(type=target)
    run = code.run
    return code._replace(type=target, run=lambda frame: convert(run(frame)))


class Binder:
    """Gets the expressions of one query ready; `aggregates` is a list where they are allowed."""

    def __init__(self, planning: Planning, scope: Scope, plan_query: Callable[..., Any]) -> None:
        self.planning = planning
        self.scope = scope
        self.plan_query = plan_query
        self.aggregates: list[Aggregate] | None = None
        self.grouped: tuple[Any, ...] | None = None  # what is grouped by, once it matters
        self.conditions: Conditions | None = None

    def bind(self, node: Any) -> Code:
        """Get an expression ready."""
        if self.grouped is not None and node in self.grouped:
            self.grouped, kept = None, self.grouped
            code = self.bind(node)
            self.grouped = kept
            return code
        return _BINDERS[type(node)](self, node)

    def test(self, node: Any) -> Callable[[Frame], bool | None]:
        if self.conditions is None:
            raise AssertionError("a binder without conditions")
        return self.conditions.test(node).run

    # --- leaves

    def _literal(self, node: syntax.Literal) -> Code:
        value = node.value
        return NULL if value is None else Code(node.type, lambda _: value, nullable=False)

    def _variable(self, node: syntax.Variable) -> Code:
        kind = self.planning.parameters.get(node.name)
        if kind is None:
            raise SqlError(137, f'Must declare the scalar variable "{node.name}".', 15, 2)
        name = node.name
        return Code(kind, lambda frame: frame.context.values[name])

    def _global(self, node: syntax.Global) -> Code:
        return server_functions.global_variable(node.name)

    def _column(self, node: syntax.Column) -> Code:
        depth, source, place, column = self.scope.find(node.name)
        if self.grouped is not None and depth == 0:
            raise SqlError(
                8120,
                f"Column '{'.'.join(node.name)}' is invalid in the select list because it is not "
                "contained in either an aggregate function or the GROUP BY clause.",
            )
        if depth == 0:
            needs = frozenset((source,))
            run: Callable[[Frame], Any] = lambda f: f.rows[source][place]  # noqa: E731
            return Code(column.type, run, column.nullable, needs)
        if depth == 1:
            return Code(column.type, lambda f: f.outer.rows[source][place], column.nullable)  # type: ignore[union-attr]

        def run_out(frame: Frame) -> Any:
            for _ in range(depth):
                frame = frame.outer  # type: ignore[assignment]
            return frame.rows[source][place]

        return Code(column.type, run_out, column.nullable)

    # --- what is made of others

    def _arithmetic(self, node: syntax.Arithmetic) -> Code:
        return arithmetic(node.operator, self.bind(node.left), self.bind(node.right))

    def _negative(self, node: syntax.Negative) -> Code:
        return negated(self.bind(node.operand))

    def _collate(self, node: syntax.Collate) -> Code:
        code = self.bind(node.operand)
        if code.type.name not in TEXTS:
            raise SqlError(447, f"Expression type {code.type.name} is invalid for COLLATE clause.")
        return code._replace(type=code.type._replace(collation=node.collation))

    def _cast(self, node: syntax.Cast) -> Code:
        if node.style not in (None, 0):
            raise refusals.NotModelled(f"CONVERT with style {node.style}")
        operand = self.bind(node.operand)
        target = node.type
        if target.name in TEXTS and operand.type.collation:
            target = target._replace(collation=operand.type.collation)
        code = converted(operand, target, explicit=True)
        if not node.lenient:
            return code
        return code._replace(run=partial(_or_null, code.run), nullable=True)

    def _case(self, node: syntax.Case) -> Code:
        branches = []
        for when, then in node.branches:
            simple = node.operand is not None
            test = syntax.Compare("=", node.operand, when) if simple else when
            branches.append((self.test(test), self.bind(then)))
        otherwise = self.bind(node.otherwise) if node.otherwise is not None else NULL
        kind = common_type([code for _, code in branches] + [otherwise])
        ready = [(test, converted(code, kind).run) for test, code in branches]
        default = converted(otherwise, kind).run

        def run(frame: Frame) -> Any:
            for test, value in ready:
                if test(frame):
                    return value(frame)
            return default(frame)

        return Code(kind, run, True, self._all_sources())

    def _subquery(self, node: syntax.Subquery) -> Code:
        plan = self.plan_query(node.query, self.planning, self.scope)
        if len(plan.columns) != 1:
            raise SqlError(
                116,
                "Only one expression can be specified in the select list when the subquery is not "
                "introduced with EXISTS.",
            )

        def run(frame: Frame) -> Any:
            rows = iter(plan.run(frame.context, frame))
            first = next(rows, None)
            if first is None:
                return None
            if next(rows, NOTHING) is not NOTHING:
                raise refusals.more_than_one()
            return first[0]

        return Code(plan.columns[0].type, run, True, self._all_sources())

    def _call(self, node: syntax.Call) -> Code:
        name = node.name.lower()
        if name in AGGREGATES:
            return self._aggregate(name, node)
        if name == "nullif":
            first, second = node.arguments
            same = syntax.Compare("=", first, second)
            return self._case(syntax.Case(None, ((same, NULL_LITERAL),), first))
        if node.star or node.distinct:
            raise refusals.near("*" if node.star else "DISTINCT")
        arguments = [self.bind(argument) for argument in node.arguments]
        needs = frozenset().union(*(a.needs for a in arguments))
        if name in functions.FUNCTIONS:
            return functions.call(name, arguments, self.planning)._replace(needs=needs)
        if name in server_functions.FUNCTIONS:
            code = server_functions.call(name, arguments, node.arguments)
            return code._replace(needs=needs)
        raise refusals.no_function(node.name)

    def _aggregate(self, name: str, node: syntax.Call) -> Code:
        if self.aggregates is None:
            raise SqlError(
                147,
                "An aggregate may not appear in the WHERE clause unless it is in a subquery "
                "contained in a HAVING clause or a select list, and the column being aggregated is "
                "an outer reference.",
                15,
            )
        kept = self.aggregates, self.grouped
        self.aggregates, self.grouped = None, None
        operand = None if node.star else self.bind(node.arguments[0])
        self.aggregates, self.grouped = kept
        place = len(kept[0] or [])
        self.aggregates.append(Aggregate(name, operand, node.distinct))
        if name.startswith("count"):
            kind = BIGINT if name == "count_big" else INT
        else:
            kind = operand.type if operand else INT
        return Code(kind, lambda frame: frame.group[place], not name.startswith("count"))

    def _all_sources(self) -> frozenset[int]:
        """The expression may look at any source: it is run when all are there."""
        return frozenset(range(len(self.scope.sources)))


def _or_null(run: Callable[[Frame], Any], frame: Frame) -> Any:
    """TRY_CAST: what can't be converted is NULL."""
    try:
        return run(frame)
    except SqlError:
        return None


_BINDERS: dict[type, Callable[[Binder, Any], Code]] = {
    syntax.Literal: Binder._literal,
    syntax.Variable: Binder._variable,
    syntax.Global: Binder._global,
    syntax.Column: Binder._column,
    syntax.Arithmetic: Binder._arithmetic,
    syntax.Negative: Binder._negative,
    syntax.Collate: Binder._collate,
    syntax.Cast: Binder._cast,
    syntax.Case: Binder._case,
    syntax.Subquery: Binder._subquery,
    syntax.Call: Binder._call,
}
