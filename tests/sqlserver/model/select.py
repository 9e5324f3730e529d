"""Plans a SELECT: which source is read in which order, where each condition is looked at.

A table is sought by its primary key where equality gives the key, joined by a hash where equality
gives something else, and gone through otherwise: so a read waits for the locks that it meets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.sqlserver.model import syntax
from tests.sqlserver.model.bind import Binder
from tests.sqlserver.model.conditions import Conditions, comparable
from tests.sqlserver.model.context import Planning
from tests.sqlserver.model.scope import Condition, Frame, Scope
from tests.sqlserver.model.sources import Access, Sources

Runs = list[Callable[[Frame], bool | None]]


@dataclass
class Equality:
    """`source.column = something`: the place of the column, and what it has to be."""

    source: int
    place: int
    column: Callable[[Frame], Any]
    value: Callable[[Frame], Any]
    needs: frozenset[int]


@dataclass
class Step:
    """One source of the query, and how its rows are found and judged."""

    place: int
    access: Access
    outer: bool
    first: bool = False  # read once, so nothing is kept
    on: Runs = field(default_factory=list)
    where: Runs = field(default_factory=list)
    key: list[Equality] = field(default_factory=list)  # covers the primary key: a seek
    keys: Callable[[Frame], Iterable[Any]] | None = None  # an IN list over the key: many seeks
    hash: list[Equality] = field(default_factory=list)

    def follow(self, frame: Frame, before: Iterator[None]) -> Iterator[None]:
        """For each combination of rows so far, those with a row of this source."""
        missing = (None,) * len(self.access.named.columns)
        find = self._finder(frame)
        rows, place, on, where = frame.rows, self.place, self.on, self.where
        for _ in before:
            matched = False
            for row in find():
                rows[place] = row
                if on and not all(test(frame) for test in on):
                    continue
                matched = True
                if not where or all(test(frame) for test in where):
                    yield
            if self.outer and not matched:
                rows[place] = missing
                if all(test(frame) for test in where):
                    yield

    def _finder(self, frame: Frame) -> Callable[[], Iterable[Any]]:
        access = self.access
        seek = access.seek
        if seek is not None and self.key:
            return lambda: self._sought(frame, tuple(e.value(frame) for e in self.key))
        if seek is not None and self.keys is not None:
            wanted = self.keys
            return lambda: (
                row
                for key in dict.fromkeys(wanted(frame))
                if key is not None
                for row in seek(frame, (key,))
            )
        if self.hash:
            return self._hashed(frame)
        return self._gone_through(frame)

    def _gone_through(self, frame: Frame) -> Callable[[], Iterable[Any]]:
        """The rows as they come the first time, kept for the next."""
        kept: list[Any] = []
        once = self.first or self.access.few

        def rows() -> Iterable[Any]:
            if once:
                return self.access.rows(frame)
            if not kept:
                kept.append(list(self.access.rows(frame)))
            return kept[0]  # type: ignore[no-any-return]

        return rows

    def _sought(self, frame: Frame, key: tuple[Any, ...]) -> Iterable[Any]:
        if None in key or self.access.seek is None:
            return ()
        return self.access.seek(frame, key)

    def _hashed(self, frame: Frame) -> Callable[[], Iterable[Any]]:
        table: dict[Any, list[Any]] | None = None
        columns = [e.column for e in self.hash]
        values = [e.value for e in self.hash]

        def rows() -> Iterable[Any]:
            nonlocal table
            if table is None:
                table = {}
                for row in self.access.rows(frame):
                    frame.rows[self.place] = row
                    table.setdefault(tuple([c(frame) for c in columns]), []).append(row)
            wanted = tuple([value(frame) for value in values])
            return () if None in wanted else table.get(wanted, ())

        return rows


class FromClause:
    """The sources of one SELECT with all conditions on them."""

    def __init__(self, planning: Planning, outer: Scope | None, plan: Callable[..., Any]) -> None:
        self.scope = Scope(outer)
        self.binder = Binder(planning, self.scope, plan)
        self.conditions = Conditions(self.binder)
        self.accesses: list[Access] = []
        self._sources = Sources(planning, self.binder.bind, plan)
        self._collation = planning.database.collation
        self._steps: list[Step] = []
        self._rest: Runs = []

    def plan(self, joins: Iterable[syntax.Join], where: Any | None) -> None:
        """Find the sources, and give each condition to the step where it can be judged first."""
        pool: list[Any] = []
        steps: list[Step] = []
        for join in joins:
            access = self._sources.open(join.source)
            self.accesses.append(access)
            named = access.named
            self.scope.sources.append(named.with_nulls if join.kind == "left" else named)
            step = Step(len(steps), access, join.kind == "left")
            steps.append(step)
            parts = _conjuncts(join.on)
            if step.outer:
                self._outer_join(step, parts)
            else:
                pool += parts
            for part in parts:  # names have to be found where they stand
                self.conditions.test(part)
        pool += _conjuncts(where)
        self._steps = _ordered(steps)
        self._share_out([(part, self.conditions.test(part)) for part in pool])

    def _outer_join(self, step: Step, parts: list[Any]) -> None:
        bound = frozenset(range(step.place))
        for part in parts:
            equality = self._equality(part, step.place, bound)
            if equality is not None:
                step.hash.append(equality)
            else:
                step.on.append(self.conditions.test(part).run)
        self._use_key(step)

    def _share_out(self, pool: list[tuple[Any, Condition]]) -> None:
        bound: frozenset[int] = frozenset()
        for step in self._steps:
            step.first = not bound
            ready = [(p, t) for p, t in pool if t.needs <= bound | {step.place}]
            pool = [(p, t) for p, t in pool if not t.needs <= bound | {step.place}]
            for part, test in ready:
                equality = None if step.outer else self._equality(part, step.place, bound)
                if equality is not None and (bound or step.access.seek):
                    step.hash.append(equality)
                else:
                    step.where.append(test.run)
            if not step.outer:
                self._use_key(step)
                self._use_list(step, ready)
            bound |= {step.place}
        self._rest = [test.run for _, test in pool]

    def _equality(self, part: Any, place: int, bound: frozenset[int]) -> Equality | None:
        if not isinstance(part, syntax.Compare) or part.operator != "=":
            return None
        for column, value in ((part.left, part.right), (part.right, part.left)):
            if not isinstance(column, syntax.Column):
                continue
            found = self.scope.find(column.name)
            if found.depth or found.source != place:
                continue
            other = self.binder.bind(value)
            if not other.needs <= bound:
                continue
            pair = comparable(self.binder.bind(column), other, "=", self._collation)
            return Equality(place, found.place, pair.left, pair.right, other.needs)
        return None

    def _use_key(self, step: Step) -> None:
        """Seek by the primary key if equalities cover it; what they say beyond that is tested."""
        table = step.access.table
        if table is None or not table.primary or step.access.seek is None:
            self._no_hash_first(step)
            return
        by_place = {equality.place: equality for equality in step.hash}
        if all(place in by_place for place in table.primary):
            step.key = [by_place[place] for place in table.primary]
            rest = [e for e in step.hash if e not in step.key]
            target = step.on if step.outer else step.where
            target += [_equal(e) for e in rest]
            step.hash = []
        else:
            self._no_hash_first(step)

    @staticmethod
    def _no_hash_first(step: Step) -> None:
        """A hash over a source that is read once is dearer than going through it."""
        if not step.outer and step.hash and all(not e.needs for e in step.hash):
            step.where += [_equal(e) for e in step.hash]
            step.hash = []

    def _use_list(self, step: Step, ready: list[tuple[Any, Condition]]) -> None:
        table = step.access.table
        if table is None or step.key or len(table.primary) != 1:
            return
        for part, _ in ready:
            if not isinstance(part, syntax.InList) or part.negated:
                continue
            alike = (syntax.Compare("=", part.operand, item) for item in part.items)
            found = [self._equality(one, step.place, frozenset()) for one in alike]
            if all(e is not None and e.place == table.primary[0] for e in found):
                step.keys = _values([e.value for e in found if e is not None])
                return

    def rows(self, frame: Frame) -> Iterator[None]:
        """Put each combination of rows into the frame, one after the other."""
        found: Iterator[None] = iter((None,))
        for step in self._steps:
            found = step.follow(frame, found)
        if not self._rest:
            return found
        return (None for _ in found if all(test(frame) for test in self._rest))


def _conjuncts(condition: Any | None) -> list[Any]:
    if condition is None:
        return []
    if isinstance(condition, syntax.Both):
        return [part for one in condition.conditions for part in _conjuncts(one)]
    return [condition]


def _ordered(steps: list[Step]) -> list[Step]:
    """A list of values goes first, as long as no LEFT JOIN stands before it."""
    outer = next((i for i, step in enumerate(steps) if step.outer), len(steps))
    few = [step for step in steps[:outer] if step.access.few]
    return few + [step for step in steps if step not in few]


def _equal(equality: Equality) -> Callable[[Frame], bool | None]:
    column, value = equality.column, equality.value

    def run(frame: Frame) -> bool | None:
        x, y = column(frame), value(frame)
        return None if x is None or y is None else x == y

    return run


def _values(runs: Runs) -> Callable[[Frame], Iterable[Any]]:
    return lambda frame: (run(frame) for run in runs)
