"""Every statement that is run for a layout, as text that a database administrator can read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple, get_args

from practicesync.adapters.sqlserver.catalog import Catalog, Server, SqlType, quoted, quoted_table
from practicesync.adapters.sqlserver.probe import Kind, not_versions
from practicesync.adapters.sqlserver.rowversion_feed import VersionedTable
from practicesync.adapters.sqlserver.statements import (
    Statement,
    Statements,
    asked,
    between,
    build,
    compared,
    paged,
)
from practicesync.adapters.sqlserver.tracking_feed import TrackedTable, standing_sql
from practicesync.adapters.sqlserver.watched import Unfollowable, Watched, watched_tables
from practicesync.core.profile import Profile, columns_needed

WAYS: Sequence[Kind] = get_args(Kind)

Part = Literal["look", "read", "check"]

_ASSUMED = Server(major=16, edition="", database="", level=160, snapshot=True, gated=True)
_BREAK = re.compile(
    r"('(?:[^']|'')*'|\[(?:[^\]]|\]\])*\])|\s+((?:LEFT )?JOIN|FROM|WHERE|ORDER BY)\b"
)
_MANY = "up to 500 at once: one row of VALUES each"


class Explained(NamedTuple):
    """One statement: what it is for, and its text with a mark for each value."""

    purpose: str
    sql: str


def assumed(profile: Profile) -> tuple[Catalog, dict[str, Sequence[str]]]:
    """Return column types and primary keys for a database that can't be asked.

    Keys are whole numbers, and every table's primary key is what the layout says.
    """
    keys: dict[str, Sequence[str]] = {profile.table: profile.key}
    versions = {(profile.table, profile.version)}
    for join in profile.joins:
        keys[join.table] = join.key
        versions.add((join.table, join.version))
    for child in profile.children:
        keys[child.table] = child.key
        versions.add((child.table, child.version))
        if child.via:
            keys[child.via.table] = (*child.via.parent, *child.via.child)
            versions.add((child.via.table, child.via.version))
    types = {
        table: {
            name.casefold(): _TYPE_OF_VERSION if (table, name) in versions else _TYPE_OF_KEY
            for name in columns
        }
        for table, columns in columns_needed(profile).items()
    }
    return Catalog(_ASSUMED, types), keys


_TYPE_OF_KEY = SqlType("int", 4, 10, 0, "")
_TYPE_OF_VERSION = SqlType("timestamp", 8, 0, 0, "")


def explained(
    profile: Profile, catalog: Catalog, keys: dict[str, Sequence[str]], way: Kind
) -> Iterator[Explained]:
    """Return what is run while changes are found that way; nothing where they can't be."""
    watched = watched_tables(profile, catalog, keys)
    if isinstance(watched, Unfollowable):
        if way != "diff":
            return
        watched = ()
    if way == "rowversion" and not_possible(profile, catalog, keys, way):
        return
    kept = {
        one.table: one.key
        for one in watched
        if way == "rowversion" or (way == "change-tracking" and one.kept)
    }
    statements = build(profile, catalog, hashed=way == "diff", parts=kept)
    yield from _looks(way, watched, statements)
    yield from _reads(statements)
    yield from _checks(statements)


def not_possible(
    profile: Profile, catalog: Catalog, keys: dict[str, Sequence[str]], way: Kind
) -> str:
    """Return why changes can't be found that way, as a sentence; empty if they can."""
    watched = watched_tables(profile, catalog, keys)
    if way == "diff":
        return ""
    if isinstance(watched, Unfollowable):
        return f"{watched.table} {watched.why}."
    without = [one.table for one in watched if not one.version]
    if way == "rowversion" and without:
        return f"The layout names no rowversion column of {', '.join(without)}."
    other = not_versions(watched, catalog) if way == "rowversion" else ()
    return f"SQL Server doesn't count in {', '.join(other)}: not rowversion." if other else ""


def _looks(way: Kind, watched: Sequence[Watched], statements: Statements) -> Iterator[Explained]:
    looks: dict[Kind, Callable[[], Iterator[Explained]]] = {
        "change-tracking": lambda: _by_tracking(watched, statements),
        "rowversion": lambda: _by_rowversion(watched, statements),
        "diff": lambda: _by_comparing(statements),
    }
    yield from looks[way]()


def _by_tracking(watched: Sequence[Watched], statements: Statements) -> Iterator[Explained]:
    yield Explained(
        "At each look, before and after: the version of now, and since when changes are known",
        standing_sql(len(watched)),
    )
    for one in watched:
        table = TrackedTable(one, statements.key)
        yield Explained(
            f"When the version has moved: what changed in {one.table}", table.sql(False)
        )
        yield Explained(
            f"... and what comes behind the first portion of {one.table}", table.sql(True)
        )


def _by_rowversion(watched: Sequence[Watched], statements: Statements) -> Iterator[Explained]:
    yield Explained(
        "At each look: below which rowversion nothing can commit any more",
        "SELECT CAST(MIN_ACTIVE_ROWVERSION() AS bigint), CAST(@@DBTS AS bigint)",
    )
    for one in watched:
        table = VersionedTable(one, statements.key)
        yield Explained(f"At each look: what changed in {one.table}", table.sql(False))
        yield Explained(
            f"... and what comes behind the first portion of {one.table}", table.sql(True)
        )
    yield from _keys(statements.keys, "Once a minute: which contacts are there, to find deletions")
    for one in watched[1:]:
        yield from _row_keys(one)


def _row_keys(watched: Watched) -> Iterator[Explained]:
    names = [f"t.{quoted(name)}" for name in watched.key]
    types = [type_.declared for type_ in watched.types]
    listed = ", ".join(names)
    for purpose, behind in (
        (f"Once a minute: which rows of {watched.table} are there", ""),
        ("... and the next ones", f" WHERE {compared(names, types, '>', '>')}"),
    ):
        # S608: made of quoted names and numbers only.
        table = quoted_table(watched.table)
        sql = f"SELECT TOP (?) {listed} FROM {table} AS t{behind} ORDER BY {listed}"  # noqa: S608
        yield Explained(purpose, sql)


def _by_comparing(statements: Statements) -> Iterator[Explained]:
    yield Explained(
        "At each look, where the login may ask it: whether anything has committed at all",
        "SELECT s.log_end_lsn FROM sys.dm_db_log_stats(DB_ID()) AS s",
    )
    yield from _pages(statements, "If so: a hash of every contact", brief=True)
    yield from _keys(statements.keys, "When a contact is missed: which ones are there")


def _keys(statement: Statement, purpose: str) -> Iterator[Explained]:
    yield Explained(purpose, paged(statement, False))
    yield Explained("... and the next ones", paged(statement, True))


def _reads(statements: Statements) -> Iterator[Explained]:
    yield Explained(f"To read contacts that changed, {_MANY}", asked(statements.contact, 1))
    for child in statements.children:
        yield Explained(f"... with their rows of {_table(child)}", asked(child, 1))


def _checks(statements: Statements) -> Iterator[Explained]:
    yield from _pages(statements, "In a full check: every contact", brief=False)
    yield Explained("Before a full check: how many there are", statements.counted)
    if statements.employee:
        yield Explained("Every 10 minutes: the employee who activated", statements.employee)


def _pages(statements: Statements, purpose: str, *, brief: bool) -> Iterator[Explained]:
    yield Explained(f"{purpose}, page by page", paged(statements.contact, False, brief))
    yield Explained("... and the next page", paged(statements.contact, True, brief))
    for child in statements.children:
        sql = between(child, brief) if child.ordered else asked(child, 1, brief)
        many = "" if child.ordered else f", {_MANY}"
        yield Explained(f"... with the rows of {_table(child)}{many}", sql)


def _table(statement: Statement) -> str:
    return " and ".join([statement.query.table, *(link.table for link in statement.query.links)])


def in_lines(sql: str) -> str:
    """Return a statement with a line for each of its parts; names and texts stay as they are."""
    return _BREAK.sub(lambda found: found[1] or f"\n{found[2]}", sql)
