"""The database that a layout is held against, opened by the person who asks."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from practicesync.adapters.sqlite_source import SCHEME
from practicesync.adapters.sqlserver.connection import Bounds, Session
from practicesync.adapters.sqlserver.drivers import Login, user_named
from practicesync.adapters.sqlserver.entrance import Entrance
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.commands.layouts import opened_layout
from practicesync.app.say import tell_mistakes
from practicesync.app.worker.refusal import Refusal, WhichPractice
from practicesync.bootstrap import kept_password, read_settings
from practicesync.core.error_table import Exit
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.profile import Profile
from practicesync.core.secret_names import LONGEST
from practicesync.core.settings import PracticeSettings, Settings

LONG = 600
"""Seconds that counting in a large table may take, when somebody waits for it."""


@dataclass(frozen=True)
class Named:
    """A database of SQL Server as the command line names it.

    Without a user, here or there, the person's own Windows account signs in.
    """

    database: str
    user: str = ""
    password: Callable[[str], str] = lambda user: getpass.getpass(f"Password of {user}: ")

    @property
    def is_file(self) -> bool:
        """Tell whether it is a file of SQLite, which no layout is held against."""
        return self.database.startswith(SCHEME)

    def sessions(self) -> Callable[[], Session]:
        """Return what opens sessions; a password is asked for once, now."""
        login = self._login()
        bounds = Bounds(query=LONG)
        entrance = Entrance(self.database, lambda: login, bounds)
        return lambda: Session(entrance.usual, bounds)

    def _login(self) -> Login:
        user = self.user or user_named(self.database)
        return Login(user, self.password(user)[:LONGEST]) if user else Login()


def from_input(_user: str) -> str:
    """Return the password that comes as a line from standard input."""
    return sys.stdin.readline().rstrip("\r\n")


def of_practice(folder: StateFolder, practice: str | None) -> tuple[PracticeSettings, Named]:
    """Return the practice of the settings, and its database with the login that is kept for it."""
    settings = read_settings(folder.config_file)
    if not isinstance(settings, Settings):
        tell_mistakes(settings, Code.SETTING_WRONG)
        raise SystemExit(Exit.USAGE)
    chosen = [
        one for one in settings.practices if practice in (None, "", one.name, one.practice_id)
    ]
    if not chosen:
        raise Refusal("no such practice")
    if len(chosen) > 1:
        raise WhichPractice([one.name for one in chosen])
    (one,) = chosen

    def kept(_user: str) -> str:
        word = kept_password(folder.private, one)
        if word is None:
            raise Misconfigured(Code.SECRET_MISSING)
        return word

    return one, Named(one.database, one.database_user, kept)


def opened(
    folder: StateFolder, practice: str | None, layout: str | None, named: Named | None
) -> tuple[Profile, Callable[[], Session]]:
    """Return the layout, and what opens the database: the one named, or else the practice's."""
    if named is None:
        settings, named = of_practice(folder, practice)
        profile = opened_layout(layout or settings.profile, _beside(layout, folder))
    elif layout:
        profile = opened_layout(layout, Path.cwd())
    else:
        raise Refusal("name the database layout that is to be compared with that database")
    if named.is_file:
        raise Refusal("a database layout is compared with SQL Server alone, and this is a file")
    return profile, named.sessions()


def layout_and_sessions(
    folder: StateFolder, layout: str, named: Named | None
) -> tuple[Profile, Callable[[], Session] | None]:
    """Return the layout, and what opens the database if one is named."""
    if named:
        return opened(folder, None, layout, named)
    return opened_layout(layout, _beside(layout, folder)), None


def _beside(layout: str | None, folder: StateFolder) -> Path:
    """Return where a layout's file is looked for: here if it is here, or beside the settings."""
    return Path.cwd() if layout and Path(layout).is_file() else folder.private
