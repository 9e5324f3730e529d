"""The windows of the icon, and what its menu opens beyond them."""

from __future__ import annotations

import datetime as dt
import tkinter as tk
import webbrowser
from contextlib import suppress

import platformdirs

from practicesync.adapters.state_folder import NAME, StateFolder
from practicesync.app.present.shown import Act, ActKind, Seen
from practicesync.app.window.paper import Perform
from practicesync.app.window.screen import Screen
from practicesync.app.window.status_window import StatusWindow
from practicesync.core.command import Argument
from practicesync.core.errors import Problem

ASKED: frozenset[ActKind] = frozenset({ActKind.SYNC_NOW, ActKind.PAUSE, ActKind.RESUME})
"""What needs no conversation: its outcome is seen in the state."""


class Desktop:
    """The status window, and who holds the conversations: both are shown in Tk's thread."""

    def __init__(self, root: tk.Tk, screen: Screen, folder: StateFolder, perform: Perform) -> None:
        """`perform` does what a click in a window asks for."""
        place = platformdirs.user_state_path(NAME, appauthor=False) / "window.json"
        self._folder = folder
        self._status = StatusWindow(root, screen, perform, place)

    def follow(self, seen: Seen) -> None:
        self._status.follow(seen)

    def open(self) -> None:
        self._status.open()

    def close(self) -> None:
        """Take all windows away."""
        self._status.close()

    def perform(self, act: Act) -> None:
        if act.kind in ASKED:
            self._ask(act)
        elif act.kind is ActKind.OPEN_LOG:
            webbrowser.open(self._folder.log_file.as_uri())

    def _ask(self, act: Act) -> None:
        arguments: dict[str, Argument] = {}
        if act.kind is ActKind.PAUSE:
            arguments["minutes"] = int(act.argument) if act.argument else None
        with suppress(Problem):  # who may not ask isn't offered it, and the state says the rest
            self._folder.inbox.ask(
                act.kind.value, act.practice or None, arguments, dt.datetime.now(dt.UTC)
            )
