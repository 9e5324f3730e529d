"""Finds the contacts that have what a question asks for, in the order of their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from practicecloud.directory import Directory
from practicecloud.index_tables import entry, word
from practicecloud.search import Term, sieve

FEW = 20_000
"""Fewer entries than that are looked up and sorted; where more have a word, it is not rare."""

MANY = 100_000
"""The same for an entry that must have several words: most are sorted out by their sieve."""

JUDGED = 4
"""Of so many terms it is counted how rare they are."""

_LAST = "\U0010ffff"
"""Behind every sign that a word can have."""


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
) -> list[Place]:
    """Return the first contacts behind `after` that have every term.

    Where fewer than `few` entries have the rarest term they are looked up and sorted; otherwise
    the list is read along, for then it is not far from one that is asked for to the next.
    """
    if () in terms:
        return []
    query = sa.select(entry.c.sort_text, entry.c.contact_id).where(
        entry.c.directory == directory.number, *(_has(connection, term) for term in terms)
    )
    if after is not None:
        here = sa.tuple_(sa.literal(after.sort_text), sa.literal(after.contact_id))
        query = query.where(sa.tuple_(entry.c.sort_text, entry.c.contact_id) > here)
    few = few or (MANY if len(terms) > 1 else FEW)
    rarest = _rarest(connection, directory, terms, few)
    order: list[sa.ColumnElement[str]] = [entry.c.sort_text, entry.c.contact_id]
    if rarest is not None:
        needed = sieve(term[0] for term in terms if len(term) == 1 and term != rarest)
        query = query.where(entry.c.number.in_(_entries(directory, rarest, needed)))
        # As no index has this order, what is asked for is looked up, and not looked for.
        order[0] = entry.c.sort_text.concat("")
        _look_up_one_by_one(connection)
    query = query.order_by(*order).limit(limit)
    return [Place(*row) for row in connection.execute(query)]


def _rarest(
    connection: sa.Connection, directory: Directory, terms: Sequence[Term], few: int
) -> Term | None:
    """Return the term that the fewest contacts have, or None if many have each."""
    if not directory.edition:
        return None  # there are no words yet, or not all of them
    fewest, found = few, None
    for term in sorted(terms, key=lambda term: -len(term[0]))[:JUDGED]:
        some = _entries(directory, term).limit(fewest).subquery()
        number = connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0
        if number < fewest:
            fewest, found = number, term
    return found


def _look_up_one_by_one(connection: sa.Connection) -> None:
    """Keep PostgreSQL from reading all entries where some are asked for by their numbers.

    It reckons with a disk that turns. What it is told holds for this transaction.
    """
    if connection.dialect.name == "postgresql":
        ways = ("enable_hashjoin", "enable_mergejoin")
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
