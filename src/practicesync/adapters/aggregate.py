"""What to read for a profile, whatever the database is.

A contact is an aggregate: its row with joined rows is one query, each child another.
An adapter spells the queries in its SQL, adds which keys it asks for, and hands the rows back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Literal, NamedTuple, Protocol

from practicesync.core.key import Key, key_text
from practicesync.core.profile import (
    Child,
    Column,
    Columns,
    KeyOf,
    Mapped,
    Origin,
    Profile,
    origin_columns,
)

KeyKind = Literal["int", "guid", "nocase", "text"]
"""How a key column compares: ``nocase`` is text under a case-insensitive collation."""

Kinds = Callable[[str, str], KeyKind]
"""Tells the kind of a table's column."""

Record = tuple[Any, ...]
"""A row as the driver gives it."""


class Term(NamedTuple):
    """A column in a query. With a kind it is read and compared in its canonical form."""

    alias: str
    column: str
    kind: KeyKind | None = None


class Link(NamedTuple):
    """A table beside the query's first one; an outer one may have no row."""

    table: str
    alias: str
    outer: bool
    equal: Sequence[tuple[Term, Term]]


class Query(NamedTuple):
    """Columns to read: the contact's key first, then `picks`.

    `order` is that of a contact's children, or says which of several rows for a contact is first.
    """

    table: str
    alias: str
    links: Sequence[Link]
    keys: Sequence[Term]
    picks: Sequence[Term]
    order: Sequence[Term] = ()
    where: str = ""


class Spelling(Protocol):
    """How a database writes names and comparisons."""

    def table(self, name: str) -> str:
        """Return a table's name, quoted."""

    def term(self, term: Term) -> str:
        """Return a column, in its canonical form where it has a kind."""

    def equal(self, left: Term, right: Term) -> str:
        """Return the condition that two key columns are equal."""


class Reading(NamedTuple):
    """A query and what its columns mean: `shape` makes the values of `names` from a record."""

    query: Query
    names: Sequence[str]
    shape: Callable[[Record], Record]


class Plan(NamedTuple):
    """Everything to read for a contact."""

    contact: Reading
    children: Mapping[str, Reading]
    key_columns: int


def plan(profile: Profile, kinds: Kinds) -> Plan:
    """Return what to read for a profile on a database with those kinds of keys."""
    key_kinds = [kinds(profile.table, name) for name in profile.key]
    children = {child.name: _child(child, key_kinds, kinds) for child in profile.children}
    return Plan(_contact(profile, kinds), children, len(profile.key))


def plan_employee(profile: Profile) -> Reading | None:
    """Return how employees are read; the query's only key column is that of the e-mail address."""
    table = profile.employee
    email = table.fields["email"] if table else None
    if table is None or not isinstance(email, Column):
        return None
    fields = [(name, origin, "e") for name, origin in table.fields.items()]
    picks, shape = _shape(fields, 1, ())
    order = [Term("e", name) for name in table.key]
    query = Query(table.table, "e", (), (Term("e", email.name),), picks, order)
    return Reading(query, [*table.fields], shape)


def select(query: Query, spelling: Spelling) -> str:
    """Return ``SELECT ... FROM ... JOIN ...``; the adapter adds which keys, and the order."""
    columns = ", ".join(spelling.term(term) for term in (*query.keys, *query.picks))
    return f"SELECT {columns} {from_tables(query, spelling)}"


def from_tables(query: Query, spelling: Spelling) -> str:
    """Return ``FROM ... JOIN ...``, with the profile's own condition where it has one."""
    table = spelling.table(query.table)
    if query.where:
        # Inside a table of its own the condition can't clash with the columns of a join.
        # S608: the condition is the administrator's own SQL, names are quoted.
        table = f"(SELECT * FROM {table} WHERE {query.where})"  # noqa: S608
    text = f"FROM {table} AS {query.alias}"
    for link in query.links:
        equal = " AND ".join(spelling.equal(left, right) for left, right in link.equal)
        join = "LEFT JOIN" if link.outer else "JOIN"
        text += f" {join} {spelling.table(link.table)} AS {link.alias} ON {equal}"
    return text


def _contact(profile: Profile, kinds: Kinds) -> Reading:
    keys = tuple(Term("c", name, kinds(profile.table, name)) for name in profile.key)
    fields = [(name, origin, "c") for name, origin in profile.fields.items()]
    links = []
    for number, join in enumerate(profile.joins):
        alias = f"j{number}"
        fields.extend((name, origin, alias) for name, origin in join.fields.items())
        equal = [
            (Term("c", on, kinds(profile.table, on)), Term(alias, key, kinds(join.table, key)))
            for on, key in zip(join.on, join.key, strict=True)
        ]
        links.append(Link(join.table, alias, outer=True, equal=equal))
    picks, shape = _shape(fields, len(keys), ())
    # Two rows may have keys that compare equal, or be joined: it is always the same that counts.
    order = [term._replace(kind=None) for term in keys if term.kind in {"guid", "nocase"}]
    order += [pick for pick in picks if pick.alias != "c"]
    query = Query(profile.table, "c", links, keys, picks, order, profile.where)
    return Reading(query, [name for name, _, _ in fields], shape)


def _child(child: Child, key_kinds: Sequence[KeyKind], kinds: Kinds) -> Reading:
    via = child.via
    first, alias, parent = (via.table, "v", via.parent) if via else (child.table, "t", child.parent)
    keys = tuple(Term(alias, name, kind) for name, kind in zip(parent, key_kinds, strict=True))
    own_key = [Term("t", name) for name in child.key]
    fields = [(name, origin, "t") for name, origin in child.fields.items()]
    picks, shape = _shape(fields, len(keys), key_kinds)
    links = []
    order = list(own_key)
    if via:
        equal = [
            (Term("v", linked, kinds(via.table, linked)), Term("t", key, kinds(child.table, key)))
            for linked, key in zip(via.child, child.key, strict=True)
        ]
        links.append(Link(child.table, "t", outer=False, equal=equal))
        # One address may be linked twice, as postal and as street address.
        order += [pick for pick in picks if pick.alias == "v"]
    return Reading(Query(first, alias, links, keys, picks, order), [*child.fields], shape)


def _shape(
    fields: Sequence[tuple[str, Origin, str]], start: int, key_kinds: Sequence[KeyKind]
) -> tuple[list[Term], Callable[[Record], Record]]:
    """Return the columns to pick and what makes the fields' values from a record.

    The picks stand behind the `start` key columns.
    """
    picks: list[Term] = []
    places: list[int] = []
    makers: list[tuple[int, Callable[[Record], object]]] = []
    for at, (_, origin, alias) in enumerate(fields):
        place = start + len(picks)
        places.append(place)
        picks.extend(_terms(origin, alias, key_kinds))
        maker = _maker(origin, place)
        if maker:
            makers.append((at, maker))
    return picks, _shaper(places, makers)


def _terms(origin: Origin, alias: str, key_kinds: Sequence[KeyKind]) -> Iterable[Term]:
    if isinstance(origin, KeyOf):
        return [Term(alias, name, k) for name, k in zip(origin.columns, key_kinds, strict=True)]
    return [Term("v" if column.via else alias, column.name) for column in origin_columns(origin)]


def _maker(origin: Origin, place: int) -> Callable[[Record], object] | None:
    match origin:
        case Column():
            return None
        case Mapped():
            meaning = origin.meaning
            return lambda record: meaning(record[place])
        case Columns(columns=columns):
            end = place + len(columns)
            return lambda record: record[place:end]
        case KeyOf(columns=names):
            end = place + len(names)
            return lambda record: key_of(record[place:end])


def _shaper(
    places: Sequence[int], makers: Sequence[tuple[int, Callable[[Record], object]]]
) -> Callable[[Record], Record]:
    if not places:
        return lambda _: ()
    if len(places) == 1:
        (only,) = places
        if makers:
            make = makers[0][1]
            return lambda record: (make(record),)
        return lambda record: (record[only],)
    pick = itemgetter(*places)
    if not makers:
        return pick

    def shape(record: Record) -> Record:
        values = list(pick(record))
        for at, make in makers:
            values[at] = make(record)
        return tuple(values)

    return shape


def key_of(parts: Record) -> Key | None:
    """Return the canonical key text of key columns read in canonical form; None if one is NULL."""
    if len(parts) == 1 and type(parts[0]) is int:
        return Key(f'["{parts[0]}"]')
    if None in parts:
        return None
    return key_text([str(part) for part in parts])
