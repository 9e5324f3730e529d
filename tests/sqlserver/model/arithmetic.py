"""Plus, minus, times, divided by; and plus as what joins texts and bytes.

https://learn.microsoft.com/sql/t-sql/language-elements/add-transact-sql
https://learn.microsoft.com/sql/t-sql/data-types/precision-scale-and-length-transact-sql
"""

import operator
from collections.abc import Callable
from typing import Any

from tests.sqlserver.engine import MAX, SqlError, SqlType
from tests.sqlserver.model import refusals
from tests.sqlserver.model.conversion import conversion
from tests.sqlserver.model.scope import Code, Frame
from tests.sqlserver.model.types import (
    BINARIES,
    INTEGERS,
    LONGEST,
    NUMBERS,
    TEXTS,
    WIDE,
    meeting,
    spelled,
)

NAMES = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo"}


def arithmetic(sign: str, left: Code, right: Code) -> Code:
    """The expression that two others make; raises 402 where they don't go together."""
    a, b = left.type, right.type
    needs = left.needs | right.needs
    if sign == "+" and a.name in TEXTS and b.name in TEXTS:
        return _joined(left, right, "nvarchar" if {a.name, b.name} & WIDE else "varchar", needs)
    if sign == "+" and a.name in BINARIES and b.name in BINARIES:
        return _joined(left, right, "varbinary", needs)
    kind = meeting(a, b)
    if kind.name not in NUMBERS or kind.name == "bit":
        raise refusals.incompatible(spelled(a), spelled(b), NAMES[sign])
    convert = [conversion(a, kind), conversion(b, kind)]
    compute = _computing(sign, kind)
    first, second = left.run, right.run

    def run(frame: Frame) -> Any:
        x, y = first(frame), second(frame)
        if x is None or y is None:
            return None
        x = convert[0](x) if convert[0] else x
        y = convert[1](y) if convert[1] else y
        return compute(x, y)

    return Code(kind, run, True, needs)


def negated(code: Code) -> Code:
    if code.type.name not in NUMBERS:
        raise SqlError(
            8117,
            f"Operand data type {spelled(code.type)} is invalid for minus operator.",
        )
    run = code.run
    return code._replace(run=lambda frame: None if (v := run(frame)) is None else -v)


def _joined(left: Code, right: Code, name: str, needs: frozenset[int]) -> Code:
    """Two texts or bytes in a row; without `max` what is longer than 8,000 bytes is cut off."""
    sizes = (left.type.length, right.type.length)
    length = MAX if MAX in sizes else min(sum(sizes), LONGEST[name])
    kind = SqlType(name, length, collation=left.type.collation or right.type.collation)
    first, second = left.run, right.run

    def run(frame: Frame) -> Any:
        x, y = first(frame), second(frame)
        if x is None or y is None:
            return None
        return x + y if length == MAX else (x + y)[: LONGEST[name]]

    return Code(kind, run, True, needs)


def _divide(left: Any, right: Any) -> Any:
    if right == 0:
        raise refusals.divided_by_zero()
    if isinstance(left, int):
        return _whole(left, right)
    return left / right


def _whole(left: int, right: int) -> int:
    found = abs(left) // abs(right)
    return found if (left < 0) == (right < 0) else -found


def _modulo(left: Any, right: Any) -> Any:
    if right == 0:
        raise refusals.divided_by_zero()
    return left - right * _whole(left, right)


_COMPUTE: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divide,
    "%": _modulo,
}


def _computing(sign: str, kind: SqlType) -> Callable[[Any, Any], Any]:
    compute = _COMPUTE[sign]
    if kind.name in INTEGERS:
        low, high = -(1 << INTEGERS[kind.name]), 1 << INTEGERS[kind.name]
        low = 0 if kind.name == "tinyint" else low

        def whole(x: Any, y: Any) -> Any:
            value = compute(x, y)
            if not low <= value < high:
                raise refusals.overflow(kind.name)
            return value

        return whole
    if kind.name in ("decimal", "money") and sign in ("/", "%"):
        raise refusals.NotModelled(f"{sign} of {kind.name}")
    return compute
