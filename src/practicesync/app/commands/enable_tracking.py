"""``practicesync enable-tracking``: the statements that a database administrator runs."""

from __future__ import annotations

import getpass
import socket
import sys
from pathlib import Path
from typing import NamedTuple

from practicesync.adapters.sqlserver.drivers import database_named, user_named
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.commands.layouts import opened_layout
from practicesync.app.say import say, say_json, tell_mistakes
from practicesync.app.worker.refusal import Refusal, WhichPractice
from practicesync.bootstrap import read_settings
from practicesync.core.error_table import Exit
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.grants import tracking_script
from practicesync.core.settings import PracticeSettings, Settings


class Meant(NamedTuple):
    """What the options say; what is empty is taken from the settings."""

    layout: str = ""
    login: str = ""
    database: str = ""


def print_script(folder: StateFolder, practice: str | None, meant: Meant, *, as_json: bool) -> int:
    """Print the statements, and return the exit code."""
    one = _practice(folder, practice) if not meant.layout else _known(folder, practice)
    here = bool(meant.layout) and (one is None or Path(meant.layout).is_file())
    beside = Path.cwd() if here else folder.private
    profile = opened_layout(meant.layout or (one.profile if one else ""), beside)
    login = meant.login or (_login_of(one) if one else "") or own_login()
    database = meant.database or (database_named(one.database) if one else "")
    script = tracking_script(profile, login, database)
    if as_json:
        say_json({"script": script})
    else:
        say(script.rstrip())
    return Exit.DONE


def own_login() -> str:
    r"""Return the Windows account that a worker on this computer signs in with: ``NAME\user``."""
    computer = socket.gethostname().partition(".")[0]
    return f"{computer}\\{getpass.getuser()}" if sys.platform == "win32" else "practicesync"


def _practice(folder: StateFolder, practice: str | None) -> PracticeSettings:
    """Return the practice of the settings that the statements are for."""
    settings = read_settings(folder.config_file)
    if not isinstance(settings, Settings):
        tell_mistakes(settings, Code.SETTING_WRONG)
        raise SystemExit(Exit.USAGE)
    chosen = _chosen(settings, practice)
    if not chosen:
        raise Refusal("no such practice")
    if len(chosen) > 1:
        raise WhichPractice([one.name for one in chosen])
    return chosen[0]


def _known(folder: StateFolder, practice: str | None) -> PracticeSettings | None:
    """Return the practice, where the settings can be read and it is clear which one is meant."""
    try:
        settings = read_settings(folder.config_file)
    except Misconfigured:
        return None
    chosen = _chosen(settings, practice) if isinstance(settings, Settings) else []
    return chosen[0] if len(chosen) == 1 else None


def _chosen(settings: Settings, practice: str | None) -> list[PracticeSettings]:
    return [one for one in settings.practices if practice in (None, "", one.name, one.practice_id)]


def _login_of(practice: PracticeSettings) -> str:
    return practice.database_user or user_named(practice.database)
