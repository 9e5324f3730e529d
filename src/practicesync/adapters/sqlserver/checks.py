"""The checks of a practice database in SQL Server, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from practicesync.adapters.sqlserver.catalog import (
    Server,
    SqlType,
    columns_missing,
    columns_of,
    fork_of,
    is_hidden,
    look_at_server,
)
from practicesync.adapters.sqlserver.connection import Session
from practicesync.adapters.sqlserver.drivers import database_named, is_open, is_trusting
from practicesync.adapters.sqlserver.probe import Wanted, probe
from practicesync.adapters.sqlserver.rights import (
    is_administrator,
    login_of,
    unreadable,
    untracked,
    writable,
)
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.core.check import Check, CheckId, failed, passed, skipped, warned
from practicesync.core.check_words import SNAPSHOT_ON, WAYS
from practicesync.core.errors import Code, Misconfigured, Problem
from practicesync.core.grants import followed_tables
from practicesync.core.profile import Profile, columns_needed
from practicesync.core.words import counted

_YEARS = {12: "2014", 13: "2016", 14: "2017", 15: "2019", 16: "2022", 17: "2025"}
_EDITION = re.compile(r"(?: Edition.*| \(.*)$")

_ALL = (
    CheckId.ENCRYPTION,
    CheckId.TABLES,
    CheckId.COLUMNS,
    CheckId.READING,
    CheckId.RIGHTS,
    CheckId.TRACKING,
    CheckId.CHANGES,
    CheckId.RESTORE,
    CheckId.SNAPSHOT,
)
"""What is looked at once the database answers."""


@dataclass(frozen=True)
class Examined:
    """What is examined: a practice's source, and what its settings say of it."""

    source: SqlServerSource
    profile: Profile
    database: str
    wanted: Wanted


def database_checks(examined: Examined) -> Iterator[Check]:
    """Yield the checks of the database as they are made; a failure leaves out what is behind it."""
    try:
        session = examined.source.session()
    except Problem as problem:
        yield failed(CheckId.DATABASE, _named(problem, examined.database))
        yield from (skipped(one, "database") for one in _ALL)
        return
    with closing(session):
        server = look_at_server(session)
        yield passed(CheckId.DATABASE, server=name_of(server), login=login_of(session))
        yield _encryption(examined.database)
        seen = _seen(session, examined.profile)
        broken = False
        for check in _contents(session, seen):
            broken = broken or check.result in ("fail", "skipped")
            yield check
        if broken:
            yield from (skipped(one, "tables") for one in (CheckId.TRACKING, CheckId.CHANGES))
        else:
            yield from _finding(session, examined)
        yield passed(CheckId.RESTORE) if fork_of(session) else skipped(CheckId.RESTORE, "restore")
        yield passed(CheckId.SNAPSHOT, **({"on": SNAPSHOT_ON} if server.snapshot else {}))


def _named(problem: Problem, database: str) -> Problem:
    """Return the problem with the name of the database, where it isn't there."""
    if problem.code is not Code.DATABASE_NOT_FOUND:
        return problem
    return Misconfigured(problem.code, **{**problem.facts, "path": database_named(database)})


def name_of(server: Server) -> str:
    """Return what the server is: ``SQL Server 2019 Express``."""
    year = _YEARS.get(server.major, f"version {server.major}")
    return f"SQL Server {year} {_EDITION.sub('', server.edition)}".strip()


def _encryption(database: str) -> Check:
    if is_open(database):
        return warned(CheckId.ENCRYPTION, Code.CONNECTION_NOT_PROTECTED, reason="open")
    if is_trusting(database):
        return warned(CheckId.ENCRYPTION, Code.CONNECTION_NOT_PROTECTED, reason="trusting")
    return passed(CheckId.ENCRYPTION)


@dataclass(frozen=True)
class _Seen:
    """The layout's tables with the columns that it needs, as far as the login sees them."""

    needed: Mapping[str, Sequence[str]]
    tables: Mapping[str, Mapping[str, SqlType]]
    hidden: Sequence[str]

    @property
    def missing(self) -> Sequence[str]:
        """The tables that aren't there."""
        return [name for name in self.needed if not self.tables[name] and name not in self.hidden]

    @property
    def there(self) -> Mapping[str, Sequence[str]]:
        """The columns that are needed and there, by the tables that can be seen."""
        return {
            name: [column for column in self.needed[name] if column.casefold() in columns]
            for name, columns in self.tables.items()
            if columns
        }


def _seen(session: Session, profile: Profile) -> _Seen:
    needed = columns_needed(profile)
    tables = {table: columns_of(session, table) for table in needed}
    unseen = [table for table, columns in tables.items() if not columns]
    return _Seen(needed, tables, [table for table in unseen if is_hidden(session, table)])


def _contents(session: Session, seen: _Seen) -> Iterator[Check]:
    """Yield whether everything is there, and what the login may do with it."""
    if seen.missing:
        yield failed(CheckId.TABLES, Misconfigured(Code.TABLE_MISSING, table=_list(seen.missing)))
    else:
        yield passed(CheckId.TABLES, tables=counted(len(seen.needed), "table"))
    columns = columns_missing(seen.needed, seen.tables)
    if columns:
        yield failed(CheckId.COLUMNS, columns)
    elif seen.missing or seen.hidden:
        yield skipped(CheckId.COLUMNS, "tables" if seen.missing else "hidden")
    else:
        yield passed(CheckId.COLUMNS)
    there = {name: columns for name, columns in seen.there.items() if columns}
    if refused := [*seen.hidden, *unreadable(session, there)]:
        problem = Misconfigured(Code.NO_RIGHT_TO_READ, table=_list(refused))
        yield failed(CheckId.READING, problem)
    else:
        yield skipped(CheckId.READING, "tables") if seen.missing else passed(CheckId.READING)
    yield _rights(session, list(there))


def _rights(session: Session, tables: Sequence[str]) -> Check:
    if is_administrator(session):
        return warned(CheckId.RIGHTS, Code.LOGIN_IS_ADMINISTRATOR)
    if may := writable(session, tables):
        return warned(CheckId.RIGHTS, Code.LOGIN_MAY_WRITE, table=_list(may))
    return passed(CheckId.RIGHTS)


def _finding(session: Session, examined: Examined) -> Iterator[Check]:
    """Yield which way of finding changes is taken, and whether the best one can be."""
    if examined.wanted in ("rowversion", "diff"):
        yield skipped(CheckId.TRACKING, "chosen")
    elif why := untracked(session, followed_tables(examined.profile)):
        yield warned(CheckId.TRACKING, why.code, **why.facts)
    else:
        yield passed(CheckId.TRACKING)
    try:
        way = probe(examined.source, examined.wanted)
    except Problem as problem:
        yield failed(CheckId.CHANGES, problem)
    else:
        facts = {"way": WAYS[way.kind], "reason": way.reason, "better": way.better}
        yield passed(CheckId.CHANGES, **facts)


def _list(tables: Sequence[str]) -> str:
    return ", ".join(tables)
