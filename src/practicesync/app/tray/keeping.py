"""Who keeps the worker of a state folder running."""

from __future__ import annotations

import sys
import time
from contextlib import suppress

from practicesync.adapters.accounts import own_id
from practicesync.adapters.state_folder import StateFolder
from practicesync.app.present.shown import Service
from practicesync.app.tray.own_worker import OwnWorker, launch
from practicesync.app.tray.parts import Keeper, Loop
from practicesync.app.tray.service import service_of
from practicesync.core.errors import Problem


class Nobody:
    """Keeps nothing running: the folder is another account's, whose worker it is."""

    def state(self) -> Service:
        return "none"

    def may_start(self) -> bool:
        return False

    def begin(self) -> None:
        """Do nothing."""

    def start(self) -> None:
        """Do nothing."""

    def missed(self) -> None:
        """Do nothing."""


def keeper_of(folder: StateFolder, loop: Loop) -> Keeper:
    """Return the service whose folder it is; without one, this program, if the folder is ours."""
    if service := service_of(folder.root):
        return service
    if not _is_ours(folder):
        return Nobody()
    with suppress(Problem):  # the worker can't either, and that is what the icon is there to show
        folder.create()  # so that there is something to watch before the worker is up
    return OwnWorker(
        loop,
        lambda: launch(folder.root),
        folder.heartbeat_file,
        lambda: folder.is_silent(time.time()),
    )


def _is_ours(folder: StateFolder) -> bool:
    """Tell whether the folder is this account's, or isn't there yet."""
    try:
        owner = folder.root.stat().st_uid
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return sys.platform == "win32" or owner == own_id()
