"""Gets conditions ready to run: true, false, or unknown where a NULL is in it.

https://learn.microsoft.com/sql/t-sql/language-elements/null-and-unknown-transact-sql
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.sqlserver.engine import SqlError
from tests.sqlserver.model import syntax
from tests.sqlserver.model.bind import Binder
from tests.sqlserver.model.collation import Key, key_of, unchanged
from tests.sqlserver.model.conversion import conversion
from tests.sqlserver.model.refusals import incompatible
from tests.sqlserver.model.scope import NULL, Code, Condition, Frame
from tests.sqlserver.model.types import (
    BINARIES,
    INTEGERS,
    TEXTS,
    check_comparable,
    meeting,
    spelled,
)

OPERATORS: dict[str, tuple[Callable[[Any, Any], bool], str]] = {
    "=": (operator.eq, "equal to"),
    "<>": (operator.ne, "not equal to"),
    "<": (operator.lt, "less than"),
    ">": (operator.gt, "greater than"),
    "<=": (operator.le, "less than or equal to"),
    ">=": (operator.ge, "greater than or equal to"),
}


class Comparable(NamedTuple):
    """Two expressions, each as the key by which the two are compared; None stays None."""

    left: Callable[[Frame], Any]
    right: Callable[[Frame], Any]


def _family(name: str) -> str:
    if name in TEXTS:
        return "text"
    if name in BINARIES:
        return "binary"
    return "exact" if name in INTEGERS or name in ("decimal", "money") else name


def _keyed(code: Code, kind: Any, key: Key) -> Callable[[Frame], Any]:
    convert = None
    if _family(code.type.name) != _family(kind.name):
        convert = conversion(code.type, kind)
    run = code.run
    if convert is None and key is unchanged:
        return run
    change = convert or unchanged

    def keyed(frame: Frame) -> Any:
        value = run(frame)
        return None if value is None else key(change(value))

    return keyed


def comparable(left: Code, right: Code, sign: str, collation: str) -> Comparable:
    """The two as they are compared; raises 206, 402 or 468 when they can't be."""
    if left.run is NULL.run or right.run is NULL.run:
        return Comparable(left.run, right.run)  # one is never known, so they are never compared
    words = OPERATORS[sign][1]
    check_comparable(left.type, right.type, words)
    a, b = left.type.collation, right.type.collation
    if a and b and a.lower() != b.lower():
        raise SqlError(
            468,
            f'Cannot resolve the collation conflict between "{b}" and "{a}" in the {words} '
            "operation.",
            16,
            9,
        )
    kind = meeting(left.type, right.type)
    key = key_of(kind, collation)
    return Comparable(_keyed(left, kind, key), _keyed(right, kind, key))


class Conditions:
    """Gets the conditions of one query ready."""

    def __init__(self, binder: Binder) -> None:
        self._binder = binder
        binder.conditions = self

    def test(self, node: Any) -> Condition:
        return _TESTS[type(node)](self, node)

    def _compare(self, node: syntax.Compare) -> Condition:
        left, right = self._binder.bind(node.left), self._binder.bind(node.right)
        return self._compared(left, right, node.operator)

    def _compared(self, left: Code, right: Code, sign: str) -> Condition:
        collation = self._binder.planning.database.collation
        first, second = comparable(left, right, sign, collation)
        compare = OPERATORS[sign][0]

        def run(frame: Frame) -> bool | None:
            x = first(frame)
            if x is None:
                return None
            y = second(frame)
            return None if y is None else compare(x, y)

        return Condition(run, left.needs | right.needs)

    def _is_null(self, node: syntax.IsNull) -> Condition:
        code = self._binder.bind(node.operand)
        run = code.run
        if node.negated:
            return Condition(lambda frame: run(frame) is not None, code.needs)
        return Condition(lambda frame: run(frame) is None, code.needs)

    def _in_list(self, node: syntax.InList) -> Condition:
        alike = (syntax.Compare("=", node.operand, item) for item in node.items)
        return self._maybe_not(self._either(syntax.Either(tuple(alike))), node.negated)

    def _in_query(self, node: syntax.InQuery) -> Condition:
        plan = self._binder.plan_query(node.query, self._binder.planning, self._binder.scope)
        operand = self._binder.bind(node.operand)
        collation = self._binder.planning.database.collation
        item = Code(plan.columns[0].type, lambda frame: frame.rows[0])
        first, second = comparable(operand, item, "=", collation)

        def run(frame: Frame) -> bool | None:
            wanted = first(frame)
            unknown = False
            for row in plan.run(frame.context, frame):
                value = second(Frame(frame.context, [row[0]]))
                if wanted is not None and value == wanted:
                    return True
                unknown = unknown or value is None or wanted is None
            return None if unknown else False

        return self._maybe_not(Condition(run, self._everything()), node.negated)

    def _exists(self, node: syntax.Exists) -> Condition:
        plan = self._binder.plan_query(node.query, self._binder.planning, self._binder.scope)
        nothing = object()

        def run(frame: Frame) -> bool:
            return next(iter(plan.run(frame.context, frame)), nothing) is not nothing

        return Condition(run, self._everything())

    def _like(self, node: syntax.Like) -> Condition:
        left, right = self._binder.bind(node.operand), self._binder.bind(node.pattern)
        for code in (left, right):
            if code.type.name not in TEXTS:
                raise incompatible(spelled(left.type), spelled(right.type), "like")
        collation = left.type.collation or self._binder.planning.database.collation
        flags = re.DOTALL | (re.IGNORECASE if "_CI" in collation.upper() else 0)
        text, pattern = left.run, right.run

        def run(frame: Frame) -> bool | None:
            x, y = text(frame), pattern(frame)
            if x is None or y is None:
                return None
            return re.fullmatch(_regular(y), x, flags) is not None

        return self._maybe_not(Condition(run, left.needs | right.needs), node.negated)

    def _not(self, node: syntax.Not) -> Condition:
        return self._maybe_not(self.test(node.condition), True)

    def _both(self, node: syntax.Both) -> Condition:
        tests = [self.test(condition) for condition in node.conditions]
        runs = [test.run for test in tests]

        def run(frame: Frame) -> bool | None:
            unknown = False
            for test in runs:
                result = test(frame)
                if result is False:
                    return False
                unknown = unknown or result is None
            return None if unknown else True

        return Condition(run, frozenset().union(*(test.needs for test in tests)))

    def _either(self, node: syntax.Either) -> Condition:
        tests = [self.test(condition) for condition in node.conditions]
        runs = [test.run for test in tests]

        def run(frame: Frame) -> bool | None:
            unknown = False
            for test in runs:
                result = test(frame)
                if result:
                    return True
                unknown = unknown or result is None
            return None if unknown else False

        return Condition(run, frozenset().union(*(test.needs for test in tests)))

    @staticmethod
    def _maybe_not(test: Condition, negated: bool) -> Condition:
        if not negated:
            return test
        run = test.run
        return Condition(lambda frame: None if (r := run(frame)) is None else not r, test.needs)

    def _everything(self) -> frozenset[int]:
        return frozenset(range(len(self._binder.scope.sources)))


def _regular(pattern: str) -> str:
    """The regular expression of a LIKE pattern.

    https://learn.microsoft.com/sql/t-sql/language-elements/like-transact-sql
    """
    found = []
    for piece in re.findall(r"\[\^?[^\]]*\]|.", pattern, re.DOTALL):
        if len(piece) > 1:
            found.append("[" + piece[1:-1].replace("\\", "\\\\").replace("[", "\\[") + "]")
        else:
            found.append({"%": ".*", "_": "."}.get(piece) or re.escape(piece))
    return "".join(found)


_TESTS: dict[type, Callable[[Conditions, Any], Condition]] = {
    syntax.Compare: Conditions._compare,
    syntax.IsNull: Conditions._is_null,
    syntax.InList: Conditions._in_list,
    syntax.InQuery: Conditions._in_query,
    syntax.Exists: Conditions._exists,
    syntax.Like: Conditions._like,
    syntax.Not: Conditions._not,
    syntax.Both: Conditions._both,
    syntax.Either: Conditions._either,
}
