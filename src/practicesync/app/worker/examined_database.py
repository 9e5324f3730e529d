"""The checks of a practice's database, whichever kind it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from practicesync.adapters.sqlite_source import SqliteSource
from practicesync.bootstrap import Shop
from practicesync.core.check import Check, CheckId, failed, passed, skipped, warned
from practicesync.core.employee_check import employee_check
from practicesync.core.errors import Code, Problem
from practicesync.core.profile import Profile
from practicesync.core.settings import PracticeSettings

if TYPE_CHECKING:
    from practicesync.adapters.sqlserver.source import SqlServerSource

    AnySource = SqliteSource | SqlServerSource

_WHERE: Mapping[Code, CheckId] = {
    Code.TABLE_MISSING: CheckId.TABLES,
    Code.COLUMN_MISSING: CheckId.COLUMNS,
}

_ORDER = (CheckId.DATABASE, CheckId.TABLES, CheckId.COLUMNS)
_NOT_FOR_FILES = (CheckId.ENCRYPTION, CheckId.READING, CheckId.RIGHTS, CheckId.TRACKING)


def checks_of_database(shop: Shop, practice: PracticeSettings, who: str) -> Iterator[Check]:
    """Yield each check; `who` is the e-mail address of whoever activated, or nothing."""
    try:
        profile, opened = shop.profile(practice), shop.source(practice)
    except Problem as problem:
        yield failed(CheckId.DATABASE, problem)
        return
    good = True
    with closing(opened) as source:
        for check in _to_the_end(_checks(source, profile, practice)):
            good = good and check.result != "fail"
            yield check
        yield _employee(source, profile, who) if good else skipped(CheckId.EMPLOYEE, "database")


def _checks(source: AnySource, profile: Profile, practice: PracticeSettings) -> Iterator[Check]:
    if isinstance(source, SqliteSource):
        return _file(source)
    from practicesync.adapters.sqlserver.checks import Examined, database_checks

    return database_checks(Examined(source, profile, practice.database, practice.changes))


def _to_the_end(checks: Iterator[Check]) -> Iterator[Check]:
    """Yield each check, and as the last one what kept the others from being made."""
    try:
        yield from checks
    except Problem as problem:
        yield failed(_WHERE.get(problem.code, CheckId.DATABASE), problem)


def _file(source: SqliteSource) -> Iterator[Check]:
    """Yield the checks of a database file, which has neither server nor login."""
    try:
        source.count()
    except Problem as problem:
        broken = _WHERE.get(problem.code, CheckId.DATABASE)
        for one in _ORDER:
            if one is broken:
                yield failed(one, problem)
                break
            yield passed(one)
    else:
        yield from (passed(one) for one in _ORDER)
    yield from (skipped(one, "file") for one in _NOT_FOR_FILES)


def _employee(source: AnySource, profile: Profile, who: str) -> Check:
    if profile.employee is None:
        return warned(CheckId.EMPLOYEE, Code.EMPLOYEES_UNKNOWN)
    if not who:
        return skipped(CheckId.EMPLOYEE, "not-activated")
    try:
        return employee_check(source.employee(who), who)
    except Problem as problem:
        return failed(CheckId.EMPLOYEE, problem)
