"""``practicesync tray``: from the state folder to an icon, and to its end."""

from __future__ import annotations

import os
import tkinter as tk
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from practicesync.adapters.state_folder import NAME, StateFolder, default_root
from practicesync.app.present.shown import Act, ActKind
from practicesync.app.tray.clicks import Clicks
from practicesync.app.tray.desktop import Desktop
from practicesync.app.tray.ending import hear_requests_to_end
from practicesync.app.tray.keeping import keeper_of
from practicesync.app.tray.own_worker import program
from practicesync.app.tray.parts import Startup
from practicesync.app.tray.pystray_icon import PystrayIcon
from practicesync.app.tray.session import Session, short, this_session
from practicesync.app.tray.startup import NoStartup, this_startup
from practicesync.app.tray.tk_loop import TkLoop
from practicesync.app.tray.told import ToldFile
from practicesync.app.tray.viewer import Around, Viewer
from practicesync.app.tray.watch import FolderWatch
from practicesync.app.window.screen import this_screen
from practicesync.core.error_table import Exit
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.permission import ADMINISTRATORS


def run_tray(
    state: Path | None, *, for_now: bool = False, administrators: str = ADMINISTRATORS
) -> int:
    """Show the icon until a person closes it; a second one only opens the first one's window.

    One `for_now` isn't offered to start with Windows.
    """
    folder = StateFolder(default_root(str(state) if state else None, os.environ), administrators)
    session = this_session(str(folder.root))
    if not session.is_first():
        session.knock()
        return Exit.DONE
    try:
        _show(folder, session, NoStartup() if for_now else this_startup(tray_command(state)))
    finally:
        session.leave()
    return Exit.DONE


def tray_command(state: Path | None) -> Sequence[str]:
    """Return what shows the icon for that state folder; without one for the usual one."""
    chosen = ("--state", str(state.absolute())) if state else ()
    return (*program(), *chosen, "tray")


def _show(folder: StateFolder, session: Session, startup: Startup) -> None:
    screen = this_screen()
    root = _root()
    loop = TkLoop(root)
    keeper = keeper_of(folder, loop)
    watch = FolderWatch(folder.status_file, folder.heartbeat_file)
    clicks = Clicks(loop, keeper, startup)
    desktop = Desktop(root, screen, folder, clicks.click)
    icon = PystrayIcon(clicks.click, lambda: loop.soon(viewer.look))
    viewer = Viewer(Around(folder, loop, icon, desktop, keeper, startup, watch, _told(folder)))
    clicks.lead_to(desktop, viewer.changed)
    hear_requests_to_end(loop.end)
    icon.open()
    try:
        session.listen(lambda: clicks.click(Act(ActKind.OPEN)))
        keeper.begin()
        loop.soon(viewer.tick)
        loop.run()
    finally:
        icon.close()
        watch.end()
        desktop.close()
        root.destroy()


def _told(folder: StateFolder) -> ToldFile:
    """Return where this person's icons of that folder keep what they have told."""
    ours = platformdirs.user_state_path(NAME, appauthor=False)
    return ToldFile(ours / f"told-{short(str(folder.root))}.json")


def _root() -> tk.Tk:
    """Return Tk's first window, which nobody sees."""
    try:
        root = tk.Tk(className="PracticeSync")
    except tk.TclError as wrong:
        raise Misconfigured(Code.NO_SCREEN, kind=type(wrong).__name__) from None
    root.withdraw()
    return root
