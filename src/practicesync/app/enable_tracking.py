"""``practicesync enable-tracking``: the statements that a database administrator runs."""

from __future__ import annotations

import getpass
import socket
import sys
from pathlib import Path

from practicesync.app.say import say, say_json, tell_mistakes
from practicesync.bootstrap import read_profile
from practicesync.core.error_table import Exit
from practicesync.core.errors import Code
from practicesync.core.grants import tracking_script


def print_script(layout: str, login: str, database: str, *, as_json: bool) -> int:
    """Print the statements, and return the exit code."""
    profile = read_profile(layout, Path.cwd())
    if isinstance(profile, list):
        tell_mistakes(profile, Code.LAYOUT_WRONG)
        return Exit.USAGE
    script = tracking_script(profile, login or own_login(), database)
    if as_json:
        say_json({"script": script})
    else:
        say(script.rstrip())
    return Exit.DONE


def own_login() -> str:
    r"""Return the Windows account that a worker on this computer signs in with: ``NAME\user``."""
    computer = socket.gethostname().partition(".")[0]
    return f"{computer}\\{getpass.getuser()}" if sys.platform == "win32" else "practicesync"
