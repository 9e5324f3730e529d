"""The T-SQL that reads a profile, as text that a database administrator can read.

Keys are parameters, cast to the column's own type: a comparison with another type would read the
whole table. No hint changes how SQL Server locks (`docs/decisions`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from practicesync.adapters.aggregate import (
    Plan,
    Query,
    Reading,
    Record,
    Term,
    from_tables,
    plan,
    plan_employee,
    select,
)
from practicesync.adapters.sqlserver.catalog import Catalog, SqlType, quoted, quoted_table
from practicesync.adapters.sqlserver.referring import ordered_alike, sought_as
from practicesync.adapters.sqlserver.values import converter, row_text
from practicesync.core.profile import Profile

MOST_KEYS = 500
_CHUNKS = (1, 10, 100, MOST_KEYS)
_MOST_PARAMETERS = 2_000
"""SQL Server takes 2,100, some of which the driver may need."""


class TSql:
    """SQL Server's names and comparisons; collations compare keys as the database does."""

    def table(self, name: str) -> str:
        return quoted_table(name)

    def term(self, term: Term) -> str:
        return f"{term.alias}.{quoted(term.column)}"

    def equal(self, left: Term, right: Term) -> str:
        return f"{self.term(left)} = {self.term(right)}"


_T_SQL = TSql()
Convert = Callable[[Record], Record]
_UNSORTABLE = {"text", "ntext", "image", "xml"}


class Part(NamedTuple):
    """A table whose rows make up a contact, and where in a record their primary key stands."""

    table: str
    start: int
    types: Sequence[SqlType]

    def row(self, record: Record) -> str | None:
        """Return the key of the row that the record was made of; None if there is none."""
        own = record[self.start : self.start + len(self.types)]
        return None if None in own else row_text(own, self.types)


class Statement(NamedTuple):
    """A query in both its forms, and what converts its records.

    `full` reads the columns and the keys of the `parts`, `brief` the keys and a hash of the
    columns. The hash, if there is one, is the last column. Keys are cast to the `types`;
    with `ordered` a range of the contact's keys is a range here, too.
    """

    query: Query
    types: Sequence[SqlType]
    ordered: bool
    full: str
    brief: str
    convert: Convert
    convert_brief: Convert
    parts: Sequence[Part]

    @property
    def width(self) -> int:
        """How many key columns come first."""
        return len(self.query.keys)


class Statements(NamedTuple):
    """Everything that is asked for one profile; `key` has the types of the contact's key."""

    plan: Plan
    key: Sequence[SqlType]
    contact: Statement
    children: Sequence[Statement]
    keys: Statement
    counted: str
    employees: Reading | None
    employee: str


def build(
    profile: Profile, catalog: Catalog, *, hashed: bool, parts: Mapping[str, Sequence[str]]
) -> Statements:
    """Return the statements for a database.

    `hashed` adds the server's own hash to each row.
    `parts` are the tables whose primary keys are to be read as well.
    """
    planned = plan(profile, catalog.kind)
    contact = planned.contact.query
    alone = contact._replace(picks=(), links=(), order=())
    employees = plan_employee(profile)
    key = [catalog.type_of(profile.table, name) for name in profile.key]
    return Statements(
        plan=planned,
        key=key,
        contact=_statement(contact, catalog, hashed, parts),
        children=[
            _referring(_statement(reading.query, catalog, hashed, parts), key)
            for reading in planned.children.values()
        ],
        keys=_statement(alone, catalog, hashed=False, parts={}),
        counted=f"SELECT COUNT_BIG(*) {from_tables(alone, _T_SQL)} WHERE {_not_null(alone)}",
        employees=employees,
        employee=_employee(employees.query) if employees else "",
    )


def _statement(
    query: Query, catalog: Catalog, hashed: bool, parts: Mapping[str, Sequence[str]]
) -> Statement:
    tables = {query.alias: query.table} | {link.alias: link.table for link in query.links}
    columns = [*query.keys, *query.picks]
    sortable = [
        term
        for term in query.order
        if catalog.type_of(tables[term.alias], term.column).name not in _UNSORTABLE
    ]
    query = query._replace(order=sortable)
    types = [catalog.type_of(tables[term.alias], term.column) for term in columns]
    kinds = [term.kind for term in columns]
    width = len(query.keys)
    full, brief = select(query, _T_SQL), select(query._replace(picks=()), _T_SQL)
    kept: list[Part] = []
    for alias, table in tables.items():
        if alias != "c" and table in parts:
            own = [catalog.type_of(table, name) for name in parts[table]]
            kept.append(Part(table, len(columns) + sum(len(one.types) for one in kept), own))
            for name in parts[table]:
                full = _with_column(full, _T_SQL.term(Term(alias, name)))
    convert = converter(list(zip(types, kinds, strict=True)))
    convert_brief = converter(list(zip(types[:width], kinds[:width], strict=True)))
    if hashed:
        hash_ = row_hash(query.picks, types[width:])
        full, brief = (_with_column(text, hash_) for text in (full, brief))
    return Statement(query, types[:width], True, full, brief, convert, convert_brief, kept)


def _referring(child: Statement, key: Sequence[SqlType]) -> Statement:
    """Return a child's statement as one that is asked by the contact's key."""
    pairs = list(zip(child.types, key, strict=True))
    return child._replace(
        types=[sought_as(column, its) for column, its in pairs],
        ordered=all(ordered_alike(column, its) for column, its in pairs),
    )


def _with_column(text: str, column: str) -> str:
    head, _, tail = text.partition(" FROM ")
    return f"{head}, {column} FROM {tail}"


def row_hash(terms: Sequence[Term], types: Sequence[SqlType]) -> str:
    """Return SHA-256 over the columns, each with its length before it, and a mark for NULL.

    https://learn.microsoft.com/sql/t-sql/functions/hashbytes-transact-sql
    """
    parts = [
        f"ISNULL(CAST(DATALENGTH({column}) AS binary(4)) + CAST({_castable(column, type_)}"
        " AS varbinary(max)), 0xFFFFFFFF)"
        for column, type_ in zip(map(_T_SQL.term, terms), types, strict=True)
    ]
    return f"HASHBYTES('SHA2_256', {' + '.join(parts) or '0x'})"


def _castable(column: str, type_: SqlType) -> str:
    """Return the column as what casts to binary: the old large types don't, by themselves."""
    match type_.name:
        case "text":
            return f"CAST({column} AS varchar(max))"
        case "ntext":
            return f"CAST({column} AS nvarchar(max))"
        case _:
            return column


def asked(statement: Statement, keys: int, brief: bool = False) -> str:
    """Return the statement for so many keys, which are its parameters one after the other."""
    names = [f"k{place}" for place in range(statement.width)]
    row = f"({', '.join(f'CAST(? AS {type_.declared})' for type_ in statement.types)})"
    terms = [_T_SQL.term(term) for term in statement.query.keys]
    equal = " AND ".join(f"{term} = k.{name}" for term, name in zip(terms, names, strict=True))
    text = statement.brief if brief else statement.full
    values = f"(VALUES {', '.join([row] * keys)}) AS k({', '.join(names)})"
    order = _ordered(statement.query._replace(keys=()))
    return f"{text} JOIN {values} ON {equal}{order}"


def chunk_size(keys: int, width: int) -> int:
    """Return how many keys a statement is made for: few sizes, so that the server knows them."""
    fitting = [size for size in _CHUNKS if size * width <= _MOST_PARAMETERS]
    return next((size for size in fitting if size >= keys), fitting[-1])


def paged(statement: Statement, after: bool, brief: bool = False) -> str:
    """Return the statement for the rows behind a key: a limit, then the parameters of `behind`."""
    text = (statement.brief if brief else statement.full).replace("SELECT ", "SELECT TOP (?) ", 1)
    condition = _not_null(statement.query)
    if after:
        condition += f" AND {behind(statement)}"
    return f"{text} WHERE {condition}{_ordered(statement.query)}"


def between(statement: Statement, brief: bool = False) -> str:
    """Return the statement for a page's range of keys: parameters of `from_`, then of `up_to`."""
    text = statement.brief if brief else statement.full
    order = _ordered(statement.query._replace(keys=()))
    range_ = f"{_compared(statement, '>', '>=')} AND {_compared(statement, '<', '<=')}"
    return f"{text} WHERE {range_}{order}"


def behind(statement: Statement) -> str:
    """Return the condition that a row comes behind a key."""
    return _compared(statement, ">", ">")


def _compared(statement: Statement, strict: str, last: str) -> str:
    terms = [_T_SQL.term(term) for term in statement.query.keys]
    return compared(terms, [type_.declared for type_ in statement.types], strict, last)


def compared(terms: Sequence[str], types: Sequence[str], strict: str, last: str) -> str:
    """Return ``(a > ? OR (a = ? AND b > ?))``: T-SQL doesn't compare rows.

    ``a >= ?`` before it lets SQL Server find the place in its index.
    The parameters are those of `compared_with`.
    """
    marks = [f"CAST(? AS {type_})" for type_ in types]
    if len(terms) == 1:
        return f"{terms[0]} {last} {marks[0]}"
    cases = []
    for place, (term, mark) in enumerate(zip(terms, marks, strict=True)):
        equal = [f"{one} = {its}" for one, its in zip(terms[:place], marks[:place], strict=True)]
        sign = last if place == len(terms) - 1 else strict
        cases.append(" AND ".join([*equal, f"{term} {sign} {mark}"]))
    return f"({terms[0]} {strict}= {marks[0]} AND ({' OR '.join(f'({case})' for case in cases)}))"


def compared_with(parts: Sequence[object]) -> list[object]:
    """Return the parameters of a comparison with a key."""
    if len(parts) == 1:
        return list(parts)
    return [parts[0], *(part for end in range(len(parts)) for part in parts[: end + 1])]


def _not_null(query: Query) -> str:
    return " AND ".join(f"{_T_SQL.term(term)} IS NOT NULL" for term in query.keys)


def _ordered(query: Query) -> str:
    names = list(dict.fromkeys(_T_SQL.term(term) for term in (*query.keys, *query.order)))
    return f" ORDER BY {', '.join(names)}" if names else ""


def _employee(query: Query) -> str:
    email = _T_SQL.term(query.keys[0])
    order = _ordered(query._replace(keys=()))
    return f"{select(query, _T_SQL)} WHERE LOWER(LTRIM(RTRIM({email}))) = LOWER(?){order}"
