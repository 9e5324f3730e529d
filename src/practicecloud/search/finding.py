"""Finds the contacts that have what a question asks for, in the order of their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from practicecloud.search.directory import Directory
from practicecloud.search.search import Term, sieve
from practicecloud.store.index_tables import entry, word

FEW = 50_000
"""Fewer entries than that are looked up and sorted; where more have a word, it is not rare."""

MANY = 250_000
"""The same for an entry that must have several words: most are sorted out by their sieve."""

STRETCH = 4_000
"""So many entries of the list are read along first where each word is common."""

JUDGED = 4
"""Of so many terms it is counted how rare they are."""

_LAST = "\U0010ffff"
"""Behind every sign that a word can have."""


_place = sa.tuple_(entry.c.sort_text, entry.c.contact_id)


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A contact's place in the list."""

    sort_text: str
    contact_id: str


def places(
    connection: sa.Connection,
    directory: Directory,
    terms: Sequence[Term],
    after: Place | None,
    limit: int,
    *,
    few: int = 0,
    stretch: int = STRETCH,
) -> list[Place]:
    """Return the first contacts behind `after` that have every term.

    Where fewer than `few` entries have the rarest term they are looked up and sorted, unless the
    next `stretch` of the list has enough; otherwise the list is read along.
    """
    if () in terms:
        return []
    few = few or (MANY if len(terms) > 1 else FEW)
    asked = [
        entry.c.directory == directory.number,
        *([_place > _here(after)] if after is not None else []),
    ]
    has = [_has(connection, term) for term in terms]
    rarest, number = _rarest(connection, directory, terms, few)
    if rarest is None:
        return _listed(connection, [*asked, *has], limit)
    if number >= stretch:
        end = _listed(connection, asked, 1, stretch)
        near = [_place <= _here(end[0])] if end else []
        listed = _listed(connection, [*asked, *near, *has], limit)
        if len(listed) == limit or not end:
            return listed
    needed = sieve(term[0] for term in terms if len(term) == 1 and term != rarest)
    asked.append(entry.c.number.in_(_entries(directory, rarest, needed)))
    _look_up_one_by_one(connection)
    return _listed(connection, [*asked, *has], limit, look_up=True)


def _here(place: Place) -> sa.ColumnElement[Any]:
    return sa.tuple_(sa.literal(place.sort_text), sa.literal(place.contact_id))


def _listed(
    connection: sa.Connection,
    asked: Sequence[sa.ColumnElement[bool]],
    limit: int,
    skipped: int = 0,
    *,
    look_up: bool = False,
) -> list[Place]:
    """Return the first of those entries; with `look_up` they are sorted, and not read along."""
    order: sa.ColumnElement[str] = entry.c.sort_text
    if look_up:
        order = order.concat("")  # an order that no index has
    query = sa.select(entry.c.sort_text, entry.c.contact_id).where(*asked)
    query = query.order_by(order, entry.c.contact_id).limit(limit).offset(skipped)
    return [Place(*row) for row in connection.execute(query)]


def _rarest(
    connection: sa.Connection, directory: Directory, terms: Sequence[Term], few: int
) -> tuple[Term | None, int]:
    """Return the term that the fewest entries have, and how many, or None if many have each."""
    fewest, found = few, None
    if not directory.edition:
        return None, few  # there are no words yet, or not all of them
    for term in sorted(terms, key=lambda term: -len(term[0]))[:JUDGED]:
        some = _entries(directory, term).limit(fewest).subquery()
        number = connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0
        if number < fewest:
            fewest, found = number, term
    return found, fewest


def _look_up_one_by_one(connection: sa.Connection) -> None:
    """Keep PostgreSQL from reading all entries where some are asked for by their numbers.

    It reckons with a disk that turns, and would even compile the query for it. What it is told
    holds for this transaction.
    """
    if connection.dialect.name == "postgresql":
        ways = ("enable_hashjoin", "enable_mergejoin", "jit")
        connection.execute(sa.select(*(sa.func.set_config(way, "off", True) for way in ways)))


def _entries(directory: Directory, term: Term, needed: int = 0) -> Any:
    """Return the query for the numbers of the entries that have the term, some more than once.

    Those are left out whose sieve has not all the bits that are needed.
    """
    mine = [word.c.directory == directory.number]
    if needed:
        mine.append(word.c.beside.op("&")(sa.literal(needed, sa.BigInteger)) == needed)
    ranges = [
        sa.select(word.c.entry).where(*mine, word.c.word >= start, word.c.word < start + _LAST)
        for start in term
    ]
    return sa.union_all(*ranges) if len(ranges) > 1 else ranges[0]


def _has(connection: sa.Connection, term: Term) -> sa.ColumnElement[bool]:
    """Return the condition that an entry has the term."""
    place = sa.func.instr if connection.dialect.name == "sqlite" else sa.func.strpos
    return sa.or_(*(place(entry.c.find_text, f" {start}") > 0 for start in term))
