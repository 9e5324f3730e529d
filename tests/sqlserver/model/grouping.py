"""Groups rows and counts, adds up, and finds the least and the greatest of each group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.sqlserver.engine import SqlError
from tests.sqlserver.model.bind import Aggregate
from tests.sqlserver.model.collation import DEFAULT, key_of
from tests.sqlserver.model.scope import Code, Frame
from tests.sqlserver.model.types import LOBS


def grouped_rows(
    frame: Frame,
    rows: Iterator[None],
    groups: list[Code],
    aggregates: list[Aggregate],
    having: Callable[[Frame], bool | None] | None,
) -> Iterator[Frame]:
    """A frame for each group, with one of its rows and its aggregates.

    Without GROUP BY there is exactly one group, also where there are no rows.
    """
    keys = [key_of(code.type) for code in groups]
    found: dict[tuple[Any, ...], tuple[list[Any], list[list[Any]]]] = {}
    if not groups:
        found[()] = (list(frame.rows), [[] for _ in aggregates])
    for _ in rows:
        values = [code.run(frame) for code in groups]
        same = tuple([None if v is None else k(v) for k, v in zip(keys, values, strict=True)])
        if same not in found:
            found[same] = (list(frame.rows), [[] for _ in aggregates])
        for aggregate, seen in zip(aggregates, found[same][1], strict=True):
            _note(aggregate, seen, frame)
    for kept, seen in found.values():
        frame.rows[:] = kept
        frame.group = tuple(_result(a, values) for a, values in zip(aggregates, seen, strict=True))
        if having is None or having(frame):
            yield frame


def _note(aggregate: Aggregate, seen: list[Any], frame: Frame) -> None:
    """Take a row into account; a count needs a number, everything else the values."""
    operand = aggregate.operand
    value = None if operand is None else operand.run(frame)
    if operand is not None and value is None:
        return
    if aggregate.name.startswith("count") and not aggregate.distinct:
        seen[:] = [seen[0] + 1] if seen else [1]
        return
    seen.append(value)


def _result(aggregate: Aggregate, seen: list[Any]) -> Any:
    if aggregate.name.startswith("count"):
        return _count(aggregate, seen)
    if not seen or aggregate.operand is None:
        return None
    if aggregate.operand.type.name in LOBS:
        raise SqlError(8117, "Operand data type is invalid for this operator.")
    if aggregate.name == "sum":
        return sum(seen)
    pick = min if aggregate.name == "min" else max
    return pick(seen, key=key_of(aggregate.operand.type, DEFAULT))


def _count(aggregate: Aggregate, seen: list[Any]) -> int:
    if not aggregate.distinct or aggregate.operand is None:
        return seen[0] if seen else 0
    key = key_of(aggregate.operand.type, DEFAULT)
    return len({key(value) for value in seen})
