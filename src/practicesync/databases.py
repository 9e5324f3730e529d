"""The practice database of the settings: which adapter reads it, and how changes are found.

What SQL Server needs is imported only where a practice has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.adapters.sqlite_source import SCHEME, SqliteSource
from practicesync.core.instant import Instant
from practicesync.core.mistake import Mistake, place_of
from practicesync.core.profile import Profile
from practicesync.core.settings import PracticeSettings
from practicesync.ports import Clock, Feed

if TYPE_CHECKING:
    from practicesync.adapters.sqlserver.source import SqlServerSource

LOOKING_AT_A_FILE = 0.25
"""The part of the time that looks at a file may take: there is no server to slow down."""

LOOKING_AT_A_SERVER = 0.1
"""The part of the time that looks at a server may take, which has others to serve."""

Secret = Callable[[], str | None]
"""Returns the password of the database's user, or None if nobody has given it yet."""


def open_source(
    practice: PracticeSettings, profile: Profile, password: Secret, clock: Clock
) -> SqliteSource | SqlServerSource:
    """Return the practice database; nothing is opened before it is read."""
    if practice.database.startswith(SCHEME):
        return SqliteSource(practice.database, profile)
    from practicesync.adapters.sqlserver.entrance import enter
    from practicesync.adapters.sqlserver.presence import Presence

    presence = Presence(lambda: Instant(clock.now(), clock.monotonic()))
    return enter(practice.database, practice.database_user, password, profile, presence)


def open_feed(
    source: SqliteSource | SqlServerSource,
    practice: PracticeSettings,
    monotonic: Callable[[], float],
) -> Feed:
    """Return the way of finding changes that the settings ask for."""
    if isinstance(source, SqliteSource):
        return DiffFeed(source)
    from practicesync.adapters.sqlserver.chosen import ChosenFeed

    return ChosenFeed(source, practice.changes, monotonic)


def looking_at(source: SqliteSource | SqlServerSource) -> float:
    """Return the part of the time that looks at that database may take."""
    return LOOKING_AT_A_FILE if isinstance(source, SqliteSource) else LOOKING_AT_A_SERVER


def mistakes_in_database(practice: Mapping[str, str], place: str, file: str) -> list[Mistake]:
    """Return the mistakes in the database's settings that `parse_settings` doesn't look for."""
    database, changes = practice.get("database", SCHEME), practice.get("changes", "auto")
    if database.startswith(SCHEME):
        return _mistakes_about_a_file(changes, place, file)
    from practicesync.adapters.sqlserver.drivers import names_a_server

    if names_a_server(database):
        return []
    key = f"{place}.database"
    return [
        Mistake(
            key,
            f"{file}: {place_of(key)} doesn't name the server that the database is on.",
            "Add Server= and the name of the server, as in Server=SERVER1;Database=Practice.",
        )
    ]


def _mistakes_about_a_file(changes: str, place: str, file: str) -> list[Mistake]:
    if changes not in ("change-tracking", "rowversion"):
        return []
    key = f"{place}.changes"
    return [
        Mistake(
            key,
            f"{file}: {place_of(key)} is a way of finding changes that a SQLite database"
            " doesn't have.",
            'Choose "auto" or "diff".',
        )
    ]
