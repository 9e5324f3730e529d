"""Reads expressions and conditions; the two are kept apart, as T-SQL keeps them.

https://learn.microsoft.com/sql/t-sql/language-elements/expressions-transact-sql
https://learn.microsoft.com/sql/t-sql/queries/search-condition-transact-sql
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.sqlserver.engine import SqlError, SqlType
from tests.sqlserver.model import syntax
from tests.sqlserver.model.lexer import RESERVED
from tests.sqlserver.model.reader import Reader
from tests.sqlserver.model.refusals import NotModelled, not_a_condition
from tests.sqlserver.model.types import FLOAT, INT, decimal_of, varbinary

COMPARISONS = ("=", "<>", "!=", "<", ">", "<=", ">=")
# Functions whose names are reserved words.
WORDY = {"coalesce", "nullif", "left", "right"}

ParseQuery = Callable[[Reader], syntax.Query]


class Expressions:
    """Reads expressions; the way to read a query inside them is passed in."""

    def __init__(self, reader: Reader, query: ParseQuery) -> None:
        self._reader = reader
        self._query = query

    # --- conditions

    def condition(self) -> Any:
        return self._chain(self._conjunction, "or", syntax.Either)

    def _conjunction(self) -> Any:
        return self._chain(self._negation, "and", syntax.Both)

    def _chain(
        self, part: Callable[[], Any], word: str, make: Callable[[tuple[Any, ...]], Any]
    ) -> Any:
        parts = [part()]
        while self._reader.accept(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else make(tuple(parts))

    def _negation(self) -> Any:
        if self._reader.accept("not"):
            return syntax.Not(self._negation())
        if self._reader.sees("exists"):
            self._reader.next()
            return syntax.Exists(self._bracketed_query())
        if not self._reader.sees("(") or self._reader.sees("(", "select"):
            return self._comparison()
        return self._bracketed()

    def _bracketed(self) -> Any:
        """A condition in brackets, or a comparison that begins with a bracket."""
        start = self._reader.at
        try:
            self._reader.expect("(")
            inside = self.condition()
            self._reader.expect(")")
            return inside
        except SqlError as no_condition:
            self._reader.at = start
            try:
                return self._comparison()
            except SqlError:
                raise no_condition from None

    def _comparison(self) -> Any:
        reader = self._reader
        left = self.scalar()
        if operator := reader.one_of(*COMPARISONS):
            return syntax.Compare("<>" if operator == "!=" else operator, left, self.scalar())
        if reader.accept("is"):
            negated = reader.accept("not")
            reader.expect("null")
            return syntax.IsNull(left, negated)
        negated = reader.accept("not")
        if reader.accept("in"):
            return self._membership(left, negated)
        if reader.accept("like"):
            return syntax.Like(left, self.scalar(), negated)
        if reader.accept("between"):
            return self._between(left, negated)
        raise not_a_condition(reader.token.text or reader.ahead(-1).text)

    def _membership(self, left: Any, negated: bool) -> Any:
        if self._reader.sees("(", "select"):
            return syntax.InQuery(left, self._bracketed_query(), negated)
        return syntax.InList(left, self.arguments(), negated)

    def _between(self, left: Any, negated: bool) -> Any:
        low = self.scalar()
        self._reader.expect("and")
        found = syntax.Both(
            (syntax.Compare(">=", left, low), syntax.Compare("<=", left, self.scalar()))
        )
        return syntax.Not(found) if negated else found

    def _bracketed_query(self) -> syntax.Query:
        self._reader.expect("(")
        query = self._query(self._reader)
        self._reader.expect(")")
        return query

    # --- expressions

    def scalar(self) -> Any:
        left = self._product()
        while operator := self._reader.one_of("+", "-"):
            left = syntax.Arithmetic(operator, left, self._product())
        return left

    def _product(self) -> Any:
        left = self._signed()
        while operator := self._reader.one_of("*", "/", "%"):
            left = syntax.Arithmetic(operator, left, self._signed())
        return left

    def _signed(self) -> Any:
        if self._reader.accept("-"):
            return syntax.Negative(self._signed())
        self._reader.accept("+")
        operand = self.primary()
        while self._reader.accept("collate"):
            operand = syntax.Collate(operand, self._reader.identifier())
        return operand

    def primary(self) -> Any:
        reader = self._reader
        kind, _, key = reader.token
        if kind in ("string", "binary", "number"):
            return _literal(kind, reader.next().text)
        if kind == "parameter":
            return syntax.Variable(reader.next().key)
        if kind == "global":
            return syntax.Global(reader.next().key)
        if key == "(":
            return self._brackets()
        if key == "null":
            reader.next()
            return syntax.Literal(INT, None)
        if key == "case":
            return self._case()
        if key in ("cast", "try_cast", "convert", "try_convert") and reader.ahead(1).key == "(":
            return self._cast(reader.next().key)
        if reader.ahead(1).key == "(" and (key not in RESERVED or key in WORDY):
            return self._call(reader.next().text)
        if key == "current_timestamp":
            reader.next()
            return syntax.Call("getdate", ())
        return syntax.Column(reader.name())

    def _brackets(self) -> Any:
        if self._reader.sees("(", "select"):
            return syntax.Subquery(self._bracketed_query())
        self._reader.expect("(")
        inside = self.scalar()
        self._reader.expect(")")
        return inside

    def arguments(self) -> tuple[Any, ...]:
        self._reader.expect("(")
        found = [self.scalar()]
        while self._reader.accept(","):
            found.append(self.scalar())
        self._reader.expect(")")
        return tuple(found)

    def _call(self, name: str) -> Any:
        reader = self._reader
        if reader.accept("(", ")"):
            call = syntax.Call(name, ())
        elif reader.accept("(", "*", ")"):
            call = syntax.Call(name, (), star=True)
        elif reader.sees("(", "distinct"):
            reader.at += 2
            call = syntax.Call(name, (self.scalar(),), distinct=True)
            reader.expect(")")
        else:
            call = syntax.Call(name, self.arguments())
        if reader.sees("over"):
            raise NotModelled("window functions")
        return call

    def _cast(self, word: str) -> Any:
        reader = self._reader
        reader.expect("(")
        style = None
        if word.endswith("cast"):
            operand = self.scalar()
            reader.expect("as")
            kind = reader.type(casting=True)
        else:
            kind = reader.type(casting=True)
            reader.expect(",")
            operand = self.scalar()
            style = reader.integer() if reader.accept(",") else None
        reader.expect(")")
        return syntax.Cast(operand, kind, style, word.startswith("try"))

    def _case(self) -> Any:
        reader = self._reader
        reader.expect("case")
        operand = None if reader.sees("when") else self.scalar()
        branches = []
        while reader.accept("when"):
            when = self.condition() if operand is None else self.scalar()
            reader.expect("then")
            branches.append((when, self.scalar()))
        otherwise = self.scalar() if reader.accept("else") else None
        reader.expect("end")
        if not branches:
            raise reader.error()
        return syntax.Case(operand, tuple(branches), otherwise)


def _literal(kind: str, text: str) -> syntax.Literal:
    """https://learn.microsoft.com/sql/t-sql/data-types/constants-transact-sql ."""
    if kind == "string":
        value = text[text.index("'") + 1 : -1].replace("''", "'")
        name = "nvarchar" if text[0] in "nN" else "varchar"
        return syntax.Literal(SqlType(name, max(1, len(value))), value)
    if kind == "binary":
        digits = text[2:]
        raw = bytes.fromhex(digits if len(digits) % 2 == 0 else "0" + digits)
        return syntax.Literal(varbinary(max(1, len(raw))), raw)
    if "e" in text.lower():
        return syntax.Literal(FLOAT, float(text))
    if text.isdigit() and int(text) < 2**31:
        return syntax.Literal(INT, int(text))
    number = Decimal(text)
    return syntax.Literal(decimal_of(number), number)
