"""``practicesync profile explain``: the statements that run, as its administrator reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from practicesync.adapters.sqlserver.catalog import Catalog, look_at_catalog
from practicesync.adapters.sqlserver.connection import Session
from practicesync.adapters.sqlserver.explained import (
    WAYS,
    assumed,
    explained,
    in_lines,
    not_possible,
)
from practicesync.adapters.sqlserver.probe import Kind
from practicesync.adapters.sqlserver.watched import primary_keys
from practicesync.app.say import say, say_json
from practicesync.app.worker.refusal import Refusal
from practicesync.core.error_table import Exit
from practicesync.core.profile import Profile

_TITLES: Mapping[Kind, str] = {
    "change-tracking": "Finding changes by SQL Server's change tracking",
    "rowversion": "Finding changes by rowversion columns",
    "diff": "Finding changes by comparing",
}
_HEAD = (
    "? stands for a value that is given beside the statement, and never written into it.",
    "Each statement reads. Where the database allows it, those of one look run in a transaction",
    "of isolation level SNAPSHOT, elsewhere under READ COMMITTED; no statement carries a hint.",
    "Each connection begins with SET LOCK_TIMEOUT and SET DEADLOCK_PRIORITY LOW.",
)
_ASSUMED = (
    "Assumed: every key is int, and primary keys are those of the database layout.",
    "With --database the types and keys are those of your database.",
)


def ways_named(way: str) -> Sequence[Kind]:
    """Return that way of finding changes, or all. Raises `Refusal` for a word that is none."""
    found = [one for one in WAYS if way in ("", one)]
    if not found:
        raise Refusal(f"the ways of finding changes are {', '.join(WAYS)}")
    return found


def explain_layout(
    profile: Profile,
    sessions: Callable[[], Session] | None,
    ways: Sequence[Kind] = WAYS,
    *,
    as_json: bool,
) -> int:
    """Print every statement, and return the exit code."""
    catalog, keys = _seen(profile, sessions) if sessions else assumed(profile)
    if as_json:
        for way in ways:
            statements = [
                {"for": one.purpose, "sql": one.sql}
                for one in explained(profile, catalog, keys, way)
            ]
            why_not = not_possible(profile, catalog, keys, way)
            assumption = sessions is None
            say_json(
                {"way": way, "assumed": assumption, "why_not": why_not, "statements": statements}
            )
    else:
        head = _HEAD if sessions else (*_HEAD, *_ASSUMED)
        say("\n".join(_lines(profile, catalog, keys, ways, head)))
    return Exit.DONE


def _seen(
    profile: Profile, sessions: Callable[[], Session]
) -> tuple[Catalog, dict[str, Sequence[str]]]:
    session = sessions()
    try:
        catalog = look_at_catalog(session, profile)
        return catalog, dict(primary_keys(session, list(catalog.types)))
    finally:
        session.close()


def _lines(
    profile: Profile,
    catalog: Catalog,
    keys: dict[str, Sequence[str]],
    ways: Sequence[Kind],
    head: Sequence[str],
) -> Iterator[str]:
    yield f"-- Practice Sync, database layout {profile.name}: the statements that run."
    yield from (f"-- {line}" for line in head)
    for way in ways:
        yield f"\n\n-- {_TITLES[way]}\n-- {'=' * len(_TITLES[way])}"
        if why_not := not_possible(profile, catalog, keys, way):
            yield f"\n-- Not possible: {why_not}"
        for one in explained(profile, catalog, keys, way):
            yield f"\n-- {one.purpose}.\n{in_lines(one.sql)};"
