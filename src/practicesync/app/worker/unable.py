"""The last word of a worker that can't start: the status says why, and not only that none runs."""

from __future__ import annotations

import contextlib
import datetime as dt
import os

from practicesync import __version__
from practicesync.adapters.local_zone import LOCAL
from practicesync.adapters.state_folder import StateFolder
from practicesync.core.errors import Problem
from practicesync.core.phase_words import Said, Today
from practicesync.core.snapshot import Worker
from practicesync.core.status import unable


def tell_why(folder: StateFolder, said: Said) -> None:
    """Show why nothing runs, over what was shown last."""
    now = dt.datetime.now(dt.UTC)
    today = Today(now, LOCAL)
    shown = unable(folder.shown(), Worker(os.getpid(), __version__, now), today, said)
    with contextlib.suppress(Problem):  # what can't be shown is printed and logged
        folder.show(shown)
