"""``practicesync status``: how the contacts stand, from what the worker shows."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

from practicesync import __version__
from practicesync.adapters.local_zone import LOCAL
from practicesync.app.asking.ask import open_folder
from practicesync.app.say import say, say_json
from practicesync.core.phase_words import Today
from practicesync.core.snapshot import Worker
from practicesync.core.status import not_running, status_exit, unreadable
from practicesync.core.status_text import status_text


def show_status(state: Path | None, *, as_json: bool) -> int:
    """Print the status and return the exit code; a silent worker is shown as not running."""
    folder = open_folder(state)
    now = dt.datetime.now(dt.UTC)
    today = Today(now, LOCAL)
    shown = folder.shown()
    me = Worker(os.getpid(), __version__, now)
    if folder.is_silent(time.time()):
        shown = not_running(shown, me, today)
    shown = shown or unreadable(me, today)
    if as_json:
        say_json(shown)
    else:
        say(status_text(shown, today))
    return status_exit(shown)
