"""The windows of the icon, and what its menu opens beyond them."""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable

import platformdirs

from practicesync.adapters.state_folder import NAME, StateFolder
from practicesync.app.help_place import address
from practicesync.app.present.shown import Act, ActKind, Seen
from practicesync.app.tray.own_worker import program
from practicesync.app.window.browser import in_browser
from practicesync.app.window.desk import LED, Desk
from practicesync.app.window.paper import Perform
from practicesync.app.window.screen import Screen
from practicesync.app.window.status_window import StatusWindow
from practicesync.app.window.talk import Surroundings
from practicesync.core.snapshot import Links

READ: frozenset[ActKind] = frozenset({ActKind.HELP, ActKind.SUPPORT, ActKind.PRIVACY})
"""What opens a page in the browser."""

TASK_BAR = "ms-settings:taskbar"
"""What Windows opens the settings of its task bar for."""


class Desktop:
    """The status window, and who holds the conversations: both are shown in Tk's thread."""

    def __init__(
        self,
        root: tk.Tk,
        screen: Screen,
        folder: StateFolder,
        perform: Perform,
        browse: Callable[[str], object] = in_browser,
    ) -> None:
        """`perform` does what a click in a window asks for.

        `browse` opens an address, and says False where nothing opens it.
        """
        place = platformdirs.user_state_path(NAME, appauthor=False) / "window.json"
        self._folder = folder
        self._browse = browse
        self._links = Links()
        self._status = StatusWindow(root, screen, perform, place)
        hides_icons = sys.platform == "win32"
        around = Surroundings(folder, browse=browse, program=program(), hides_icons=hides_icons)
        self._desk = Desk(root, screen, around, perform, self._status.tell)

    def follow(self, seen: Seen) -> None:
        self._links = seen.status.links if seen.status else Links()
        self._status.follow(seen)

    def open(self) -> None:
        self._status.open()

    def close(self) -> None:
        """Take all windows away."""
        self._desk.close()
        self._status.close()

    def perform(self, act: Act) -> None:
        if act.kind in LED:
            self._desk.perform(act)
        elif act.kind is ActKind.OPEN_LOG:
            self._show(self._folder.log_file.as_uri())
        elif act.kind is ActKind.TASK_BAR:
            self._show(TASK_BAR)
        elif act.kind in READ:
            self._show(address(act, self._links))

    def _show(self, address: str) -> None:
        if self._browse(address) is False:
            self._status.tell(f"This computer has no browser that opens {address}", wrong=True)
