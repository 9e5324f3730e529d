"""ORDER BY: what is ordered by, and how rows are put in order.

https://learn.microsoft.com/sql/t-sql/queries/select-order-by-clause-transact-sql
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, NamedTuple

from tests.sqlserver.engine import ResultColumn, SqlError
from tests.sqlserver.model import syntax
from tests.sqlserver.model.collation import Key, key_of
from tests.sqlserver.model.context import Planning
from tests.sqlserver.model.scope import Code, Frame
from tests.sqlserver.model.table import Row
from tests.sqlserver.model.types import LOBS

Sorted = tuple[Row, tuple[Any, ...]]  # a row and what it is ordered by


class Ordered(NamedTuple):
    """One item of an ORDER BY."""

    key: Callable[[Frame, Row], Any]
    descending: bool


def selected(node: Any, columns: list[ResultColumn], nodes: list[Any]) -> int | None:
    """The place in the select list that an ORDER BY item means: by number, name or likeness."""
    if isinstance(node, syntax.Literal) and isinstance(node.value, int):
        if not 1 <= node.value <= len(columns):
            raise SqlError(
                108,
                f"The ORDER BY position number {node.value} is out of range of the number of items "
                "in the select list.",
            )
        return node.value - 1
    if node in nodes:
        return nodes.index(node)
    if isinstance(node, syntax.Column) and len(node.name) == 1:
        names = [column.name.lower() for column in columns]
        wanted = node.name[0].lower()
        if names.count(wanted) == 1:
            return names.index(wanted)
    return None


def sorting(code: Code, planning: Planning) -> Key:
    """NULL comes first."""
    if code.type.name in LOBS:
        raise SqlError(
            306,
            "The text, ntext, and image data types cannot be compared or sorted, except when using "
            "IS NULL or LIKE operator.",
        )
    key = key_of(code.type, planning.database.collation)
    return lambda value: (0,) if value is None else (1, key(value))


def in_order(
    found: Iterable[tuple[Frame, Row]], order: list[Ordered], limit: int | None
) -> Iterable[Row]:
    if not order:
        rows = (row for _, row in found)
        return rows if limit is None else islice(rows, limit)
    keyed: Iterable[Sorted] = (
        (row, tuple([one.key(frame, row) for one in order])) for frame, row in found
    )
    if limit is not None and not any(one.descending for one in order):
        return [row for row, _ in heapq.nsmallest(limit, keyed, key=lambda pair: pair[1])]
    pairs = list(keyed)
    for place, one in reversed(list(enumerate(order))):
        pairs.sort(key=lambda pair, at=place: pair[1][at], reverse=one.descending)  # type: ignore[misc]
    return [row for row, _ in pairs[:limit]]
