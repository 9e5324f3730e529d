"""The SQL that reads a profile from SQLite, built once for a database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from practicesync.adapters.aggregate import (
    Kinds,
    Plan,
    Query,
    Reading,
    from_tables,
    plan,
    plan_employee,
    select,
)
from practicesync.adapters.sqlite_layout import SqliteSpelling
from practicesync.core.key import Key, key_parts
from practicesync.core.profile import Profile

_SPELLING = SqliteSpelling()


class Statements(NamedTuple):
    """The SQL of one profile, with what its columns mean.

    ``asked`` and ``children`` take a JSON array of keys; ``after`` and ``keys_after`` the parts
    of a key and a limit; ``first`` and ``keys_first`` a limit; ``employee`` an e-mail address.
    """

    plan: Plan
    asked: str
    first: str
    after: str
    children: Sequence[str]
    keys_first: str
    keys_after: str
    counted: str
    employees: Reading | None
    employee: str


def build(profile: Profile, kinds: Kinds) -> Statements:
    """Return the statements for a database with those kinds of keys."""
    planned = plan(profile, kinds)
    contact = planned.contact.query
    alone = contact._replace(picks=(), links=(), order=())
    employees = plan_employee(profile)
    return Statements(
        plan=planned,
        asked=f"{select(contact, _SPELLING)} WHERE {_among(contact)}{_ordered(contact)}",
        first=_paged(contact, after=False),
        after=_paged(contact, after=True),
        children=[_child(reading.query) for reading in planned.children.values()],
        keys_first=_paged(alone, after=False),
        keys_after=_paged(alone, after=True),
        counted=_count(alone),
        employees=employees,
        employee=_employee(employees.query) if employees else "",
    )


def as_json(keys: Sequence[Key]) -> str:
    """Return keys as the JSON array that the statements take."""
    return json.dumps([key_parts(key) for key in keys])


def _keys(query: Query) -> list[str]:
    return [_SPELLING.term(term) for term in query.keys]


def _tuple(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"


def _among(query: Query) -> str:
    # One parameter however many keys: SQLite allows but 999 in old versions.
    parts = ", ".join(f"json_extract(value, '$[{at}]')" for at in range(len(query.keys)))
    # S608: made of quoted names and numbers only; keys are parameters.
    return f"{_tuple(_keys(query))} IN (SELECT {parts} FROM json_each(?))"  # noqa: S608


def _paged(query: Query, *, after: bool) -> str:
    keys = _keys(query)
    condition = " AND ".join(f"{key} IS NOT NULL" for key in keys)
    if after:
        condition += f" AND {_tuple(keys)} > {_tuple(['?'] * len(keys))}"
    return f"{select(query, _SPELLING)} WHERE {condition}{_ordered(query)} LIMIT ?"


def _ordered(query: Query) -> str:
    terms = (*query.keys, *query.order)
    return f" ORDER BY {', '.join(_SPELLING.term(term) for term in terms)}"


def _child(query: Query) -> str:
    # The order within a contact is enough: sorting by contact as well would take longer.
    order = _ordered(query._replace(keys=()))
    return f"{select(query, _SPELLING)} WHERE {_among(query)}{order}"


def _count(query: Query) -> str:
    keys = _keys(query)
    condition = " AND ".join(f"{key} IS NOT NULL" for key in keys)
    tables = from_tables(query, _SPELLING)
    # Keys that are equal in canonical form are one contact.
    distinct = "" if all(term.kind == "int" for term in query.keys) else "DISTINCT"
    # S608: made of quoted names and the administrator's own condition.
    inner = f"SELECT {distinct} {', '.join(keys)} {tables} WHERE {condition}"
    return f"SELECT COUNT(*) FROM ({inner})"  # noqa: S608


def _employee(query: Query) -> str:
    email = _keys(query)[0]
    order = _ordered(query._replace(keys=()))
    return f"{select(query, _SPELLING)} WHERE lower(trim({email})) = lower(?){order}"
