"""Names and places: what a column name means in a query, and where its value is at run time."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.sqlserver.engine import SqlType
from tests.sqlserver.model.refusals import ambiguous, no_column, unbound
from tests.sqlserver.model.syntax import Name
from tests.sqlserver.model.types import INT, meeting

if TYPE_CHECKING:
    from tests.sqlserver.model.context import Context


class Frame:
    """The rows that an expression looks at: one for each source, and those of the query around."""

    __slots__ = ("context", "group", "outer", "rows")

    def __init__(self, context: Context, rows: list[Any], outer: Frame | None = None) -> None:
        self.context = context
        self.rows = rows
        self.outer = outer
        self.group: tuple[Any, ...] = ()  # the aggregates of the group


class Code(NamedTuple):
    """An expression that is ready to run: its type, and how to get its value.

    `needs` are the sources of its own query that it looks at; None when that isn't known.
    """

    type: SqlType
    run: Callable[[Frame], Any]
    nullable: bool = True
    needs: frozenset[int] = frozenset()


# NULL as it is written: an int if it must be something, with no say where types meet.
NULL = Code(INT, lambda _: None)


def common_type(codes: list[Code]) -> SqlType:
    """The type that all of them meet in."""
    kinds = [code.type for code in codes if code.run is not NULL.run]
    return reduce(meeting, kinds) if kinds else INT


class Condition(NamedTuple):
    """A condition that is ready to run: True, False, or None for unknown."""

    run: Callable[[Frame], bool | None]
    needs: frozenset[int] = frozenset()


class SourceColumn(NamedTuple):
    name: str
    type: SqlType
    nullable: bool = True


class Named(NamedTuple):
    """A source as names find it: its alias, or its table's name, and its columns."""

    alias: str
    schema: str
    columns: tuple[SourceColumn, ...]

    @property
    def with_nulls(self) -> Named:
        """As the right side of a LEFT JOIN: every column may be NULL."""
        return self._replace(columns=tuple(c._replace(nullable=True) for c in self.columns))

    def answers_to(self, qualifier: Name) -> bool:
        if qualifier[-1].lower() != self.alias.lower():
            return False
        return len(qualifier) == 1 or qualifier[-2].lower() == self.schema.lower()


class Found(NamedTuple):
    depth: int
    source: int
    place: int
    column: SourceColumn


class Scope:
    """The sources of a query, inside those of the query around it."""

    def __init__(self, outer: Scope | None = None) -> None:
        self.sources: list[Named] = []
        self._outer = outer

    def find(self, name: Name) -> Found:
        """The column of this name; raises 207, 209 or 4104."""
        scope: Scope | None = self
        depth = 0
        while scope is not None:
            found = scope._here(name, depth)
            if found is not None:
                return found
            scope, depth = scope._outer, depth + 1
        if len(name) == 1 or self.knows(name[:-1]):
            raise no_column(name[-1])
        raise unbound(".".join(name))

    def knows(self, qualifier: Name) -> bool:
        here = any(source.answers_to(qualifier) for source in self.sources)
        return here or bool(self._outer and self._outer.knows(qualifier))

    def source(self, alias: str) -> int:
        """The place of a source; raises 107."""
        for place, source in enumerate(self.sources):
            if source.answers_to((alias,)):
                return place
        raise unbound(f"{alias}.*")

    def _here(self, name: Name, depth: int) -> Found | None:
        matches = []
        for place, source in enumerate(self.sources):
            if len(name) > 1 and not source.answers_to(name[:-1]):
                continue
            for at, column in enumerate(source.columns):
                if column.name.lower() == name[-1].lower():
                    matches.append(Found(depth, place, at, column))
        if len(matches) > 1:
            raise ambiguous(name[-1])
        return matches[0] if matches else None
