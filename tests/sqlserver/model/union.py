"""UNION: the rows of several SELECTs, with or without doubles.

https://learn.microsoft.com/sql/t-sql/language-elements/set-operators-union-transact-sql
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from tests.sqlserver.engine import ResultColumn, SqlError
from tests.sqlserver.model import syntax
from tests.sqlserver.model.bind import converted
from tests.sqlserver.model.collation import Key, key_of
from tests.sqlserver.model.context import Context, Planning
from tests.sqlserver.model.ordering import Ordered, in_order, selected, sorting
from tests.sqlserver.model.scope import Code, Frame
from tests.sqlserver.model.table import Row
from tests.sqlserver.model.types import meeting

Rows: TypeAlias = Callable[[Context, Frame | None], Iterable[Row]]
Part: TypeAlias = tuple[list[ResultColumn], Rows]


def union(query: syntax.Query, parts: list[Part], planning: Planning) -> Part:
    """The columns and rows of several SELECTs put together."""
    if len({len(given) for given, _ in parts}) != 1:
        raise SqlError(
            205,
            "All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal "
            "number of expressions in their target lists.",
        )
    if query.offset is not None:
        raise SqlError(102, "Incorrect syntax near 'OFFSET'.", 15)
    columns = []
    for versions in zip(*(given for given, _ in parts), strict=True):
        kind = versions[0].type
        for other in versions[1:]:
            kind = meeting(kind, other.type)
        columns.append(ResultColumn(versions[0].name, kind, any(v.nullable for v in versions)))
    makers = [_shaping(given, columns) for given, _ in parts]
    order = [_by_name(ordering, columns, planning) for ordering in query.order]
    keys = [key_of(column.type, planning.database.collation) for column in columns]

    def run(context: Context, around: Frame | None) -> Iterable[Row]:
        found: Iterable[Row] = ()
        for at, ((_, rows), shape) in enumerate(zip(parts, makers, strict=True)):
            more = map(shape, rows(context, around))
            found = _chained(found, more)
            if at and not query.unions[at - 1]:
                found = _without_doubles(found, keys)
        frame = Frame(context, [])
        return in_order(((frame, row) for row in found), order, None)

    return columns, run


def _chained(first: Iterable[Row], second: Iterable[Row]) -> Iterator[Row]:
    yield from first
    yield from second


def _without_doubles(rows: Iterable[Row], keys: list[Key]) -> Iterator[Row]:
    seen = set()
    for row in rows:
        same = tuple([None if v is None else k(v) for k, v in zip(keys, row, strict=True)])
        if same not in seen:
            seen.add(same)
            yield row


def _shaping(given: list[ResultColumn], wanted: list[ResultColumn]) -> Callable[[Row], Row]:
    runs = []
    for at, (have, want) in enumerate(zip(given, wanted, strict=True)):
        code = Code(have.type, lambda frame, at=at: frame.rows[at])  # type: ignore[misc]
        runs.append(converted(code, want.type).run)
    return lambda row: tuple([run(_RowFrame(row)) for run in runs])


class _RowFrame(Frame):
    """A frame of one row's values."""

    __slots__ = ()

    def __init__(self, row: Row) -> None:
        self.rows = row  # type: ignore[assignment]


def _by_name(ordering: syntax.Ordering, columns: list[ResultColumn], planning: Planning) -> Ordered:
    place = selected(ordering.expression, columns, [])
    if place is None:
        raise SqlError(
            104,
            "ORDER BY items must appear in the select list if the statement contains a UNION, "
            "INTERSECT or EXCEPT operator.",
        )
    at = place
    key = sorting(Code(columns[at].type, lambda _: None), planning)
    return Ordered(lambda _, row: key(row[at]), ordering.descending)
