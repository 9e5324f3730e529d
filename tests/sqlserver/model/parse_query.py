"""Reads SELECT.

https://learn.microsoft.com/sql/t-sql/queries/select-transact-sql
https://learn.microsoft.com/sql/relational-databases/system-functions/changetable-transact-sql
"""

from typing import Any

from tests.sqlserver.engine import SqlError
from tests.sqlserver.model import syntax
from tests.sqlserver.model.parse_expression import Expressions
from tests.sqlserver.model.reader import Reader
from tests.sqlserver.model.refusals import NotModelled
from tests.sqlserver.model.types import INT

HINTS = {"nolock", "readuncommitted", "readcommitted", "readpast", "readcommittedlock"}


def query(reader: Reader) -> syntax.Query:
    """A whole query: SELECTs, UNION, ORDER BY, OFFSET."""
    return _Query(reader).query()


class _Query:
    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._expressions = Expressions(reader, query)

    def query(self) -> syntax.Query:
        reader = self._reader
        selects = [self._select()]
        unions = []
        while reader.accept("union"):
            unions.append(reader.accept("all"))
            selects.append(self._select())
        order = self._order() if reader.accept("order", "by") else ()
        offset, fetch = self._paging() if reader.accept("offset") else (None, None)
        if offset is not None and not order:
            raise reader.error()
        self._options()
        if reader.token.key in ("for", "except", "intersect"):
            raise NotModelled(reader.token.text.upper())
        return syntax.Query(tuple(selects), tuple(unions), order, offset, fetch)

    def _options(self) -> None:
        if not self._reader.accept("option"):
            return
        self._reader.expect("(", "recompile", ")")

    def _paging(self) -> tuple[Any, Any]:
        reader = self._reader
        offset = self._expressions.scalar()
        reader.one_of("row", "rows")
        if not reader.accept("fetch"):
            return offset, None
        reader.one_of("next", "first")
        fetch = self._expressions.scalar()
        reader.one_of("row", "rows")
        reader.expect("only")
        return offset, fetch

    def _order(self) -> tuple[syntax.Ordering, ...]:
        found = []
        while True:
            expression = self._expressions.scalar()
            descending = self._reader.one_of("asc", "desc") == "desc"
            found.append(syntax.Ordering(expression, descending))
            if not self._reader.accept(","):
                return tuple(found)

    def _select(self) -> syntax.Select:
        reader = self._reader
        reader.expect("select")
        distinct = reader.accept("distinct")
        if not distinct:
            reader.accept("all")
        top = self._top() if reader.accept("top") else None
        items = [self._item()]
        while reader.accept(","):
            items.append(self._item())
        if reader.sees("into"):
            raise NotModelled("SELECT INTO")
        joins = self._sources() if reader.accept("from") else ()
        where = self._expressions.condition() if reader.accept("where") else None
        group = self._group() if reader.accept("group", "by") else ()
        having = self._expressions.condition() if reader.accept("having") else None
        return syntax.Select(tuple(items), joins, where, group, having, distinct, top)

    def _group(self) -> tuple[Any, ...]:
        found = [self._expressions.scalar()]
        while self._reader.accept(","):
            found.append(self._expressions.scalar())
        return tuple(found)

    def _top(self) -> Any:
        reader = self._reader
        if reader.accept("("):
            count = self._expressions.scalar()
            reader.expect(")")
        else:
            count = syntax.Literal(INT, reader.integer())
        if reader.sees("percent") or reader.sees("with", "ties"):
            raise NotModelled("TOP PERCENT and WITH TIES")
        return count

    def _item(self) -> syntax.Item:
        reader = self._reader
        if reader.accept("*"):
            return syntax.Item(syntax.Star(None), None)
        if reader.sees_identifier() and reader.ahead(1).key == "." and reader.ahead(2).key == "*":
            source = reader.identifier()
            reader.at += 2
            return syntax.Item(syntax.Star(source), None)
        if reader.sees_identifier() and reader.ahead(1).key == "=":
            alias = reader.identifier()
            reader.expect("=")
            return syntax.Item(self._expressions.scalar(), alias)
        expression = self._expressions.scalar()
        return syntax.Item(expression, self._alias())

    def _alias(self) -> str | None:
        if self._reader.accept("as") or self._reader.sees_identifier():
            return self._reader.identifier()
        return None

    # --- FROM

    def _sources(self) -> tuple[syntax.Join, ...]:
        found = [syntax.Join("from", self._source(), None)]
        while kind := self._join_kind():
            source = self._source()
            on = None
            if kind != "cross":
                self._reader.expect("on")
                on = self._expressions.condition()
            found.append(syntax.Join(kind, source, on))
        return tuple(found)

    def _join_kind(self) -> str | None:
        reader = self._reader
        if reader.accept(",") or reader.accept("cross", "join"):
            return "cross"
        if reader.accept("join") or reader.accept("inner", "join"):
            return "inner"
        if reader.accept("left", "join") or reader.accept("left", "outer", "join"):
            return "left"
        if reader.token.key in ("right", "full", "cross", "outer"):
            raise NotModelled(f"{reader.token.text} {reader.ahead(1).text}")
        return None

    def _source(self) -> syntax.Source:
        reader = self._reader
        if reader.accept("(", "values"):
            return self._values()
        if reader.sees("(", "select"):
            return self._derived()
        if reader.accept("("):
            raise NotModelled("brackets around joins")
        if reader.sees("changetable", "("):
            return self._changes()
        name = reader.name()
        if reader.sees("("):
            arguments: tuple[Any, ...] = ()
            if not reader.accept("(", ")"):
                arguments = self._expressions.arguments()
            return syntax.FunctionSource(name, arguments, self._alias())
        alias = self._alias()
        return syntax.TableSource(name, alias, self._hints())

    def _hints(self) -> tuple[str, ...]:
        if not self._reader.accept("with", "("):
            return ()
        found = []
        while not self._reader.accept(")"):
            hint = self._reader.next().key
            if hint not in HINTS:
                raise SqlError(321, f'"{hint}" is not a recognized table hints option.', 15)
            found.append(hint)
            self._reader.accept(",")
        return tuple(found)

    def _derived(self) -> syntax.DerivedSource:
        self._reader.expect("(")
        inner = query(self._reader)
        if inner.order and inner.offset is None and inner.selects[-1].top is None:
            raise SqlError(
                1033,
                "The ORDER BY clause is invalid in views, inline functions, derived tables, "
                "subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also "
                "specified.",
                15,
            )
        self._reader.expect(")")
        alias = self._alias()
        if alias is None:  # a derived table must have a name
            raise self._reader.error()
        return syntax.DerivedSource(inner, alias, self._columns())

    def _columns(self) -> tuple[str, ...]:
        return self._reader.names() if self._reader.sees("(") else ()

    def _values(self) -> syntax.ValuesSource:
        rows = [self._expressions.arguments()]
        while self._reader.accept(","):
            rows.append(self._expressions.arguments())
        self._reader.expect(")")
        alias = self._alias()
        if alias is None or len({len(row) for row in rows}) != 1:
            raise self._reader.error()
        return syntax.ValuesSource(tuple(rows), alias, self._reader.names())

    def _changes(self) -> syntax.ChangesSource:
        reader = self._reader
        reader.expect("changetable", "(", "changes")
        name = reader.name()
        reader.expect(",")
        if reader.token.kind not in ("parameter", "number") and not reader.sees("null"):
            raise reader.error()  # an expression is a syntax error there
        since = self._expressions.primary()
        reader.expect(")")
        alias = self._alias()
        if alias is None:
            raise reader.error()
        return syntax.ChangesSource(name, since, alias)
