"""Takes pictures of the real windows, on a display that nobody else sees."""

from __future__ import annotations

import tempfile
import time
import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageGrab

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.present.menu import menu
from practicesync.app.present.shown import Divider, Item, Seen, Submenu
from practicesync.app.window.area import Area
from practicesync.app.window.page import Page
from practicesync.app.window.page_window import PageWindow
from practicesync.app.window.status_window import StatusWindow
from practicesync.app.window.talk import Surroundings, Talk
from practicesync.app.window.theme import Fonts
from tests.desktop.display import USUAL_DPI, display
from tests.desktop.looking import AnyScreen
from tests.gallery.looks import Look

PATIENCE = 30.0
"""Seconds after which something hangs."""

_ROOM = "2600x3200"
_AT = 100
_OPENS_MORE = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"


class Studio:
    """Shows one window at a time and takes its picture."""

    def __init__(self, root: tk.Tk, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._screen = AnyScreen()
        self._screen.room = Area(_AT, _AT, 2400, 3000)

    def dress(self, look: Look) -> None:
        """Show everything in that look from now on."""
        self._look = look
        self._screen.dark = look.dark
        self._screen.inch = look.scale * USUAL_DPI

    def status(self, seen: Seen) -> Image.Image:
        """Return the status window."""
        place = self._folder / "window.json"
        shown = StatusWindow(self._root, self._screen, _nothing, place)
        shown.follow(seen)
        shown.open()
        picture = self._taken()
        shown.close()
        return picture

    def page(self, page: Page) -> Image.Image:
        """Return the window of a conversation at that page."""
        gone: list[bool] = []
        talk = Talk(Surroundings(StateFolder(self._folder)), lambda talk: _ask(talk, page))
        shown = PageWindow(self._root, self._screen, talk, _nothing, lambda: gone.append(True))
        talk.start()
        shown.follow()
        self._until(lambda: bool(self._windows()))
        picture = self._taken()
        talk.leave()
        self._until(lambda: bool(gone))
        return picture

    def menu(self, seen: Seen) -> Image.Image:
        """Return the menu of the icon, drawn by Tk."""
        drawn = self._menu(seen)
        drawn.post(_AT, _AT)
        self._until(lambda: bool(drawn.winfo_viewable()))
        picture = self._grabbed(drawn)
        drawn.unpost()
        drawn.destroy()
        self._root.update()
        return picture

    def _menu(self, seen: Seen) -> tk.Menu:
        colours, scale = self._look.colours, self._look.scale
        fonts = Fonts(self._root, scale)
        made = tk.Menu(
            self._root,
            tearoff=False,
            font=fonts.text,
            background=colours.card,
            foreground=colours.text,
            selectcolor=colours.text,
            borderwidth=round(6 * scale),
            activeborderwidth=round(3 * scale),
            relief="flat",
        )
        made.fonts = fonts  # type: ignore[attr-defined]  # a font that nobody holds is gone
        for entry in menu(seen):
            match entry:
                case Divider():
                    made.add_separator()
                case Item(label=label, checked=None, default=default):
                    made.add_command(label=label, font=fonts.strong if default else fonts.text)
                case Item(label=label, checked=checked):
                    ticked = tk.BooleanVar(made, bool(checked))
                    made.add_checkbutton(label=label, variable=ticked)
                    made.ticked = ticked  # type: ignore[attr-defined]  # as with fonts
                case Submenu(label=label):
                    made.add_command(label=label, accelerator=_OPENS_MORE)
        return made

    def _taken(self) -> Image.Image:
        [window] = self._windows()
        self._until(lambda: bool(window.winfo_viewable()))
        self._root.update()
        return self._grabbed(window)

    def _grabbed(self, window: tk.Misc) -> Image.Image:
        left, top = window.winfo_rootx(), window.winfo_rooty()
        box = (left, top, left + window.winfo_width(), top + window.winfo_height())
        return ImageGrab.grab(bbox=box, xdisplay=self._root.winfo_screen()).convert("RGB")

    def _windows(self) -> list[tk.Toplevel]:
        return [one for one in self._root.winfo_children() if isinstance(one, tk.Toplevel)]

    def _until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            self._root.update()
            if true():
                return
            assert time.monotonic() < end
            time.sleep(0.01)


@contextmanager
def studio() -> Iterator[Studio]:
    """Give a place where pictures are taken."""
    with tempfile.TemporaryDirectory() as folder, display(size=_ROOM) as name:
        root = tk.Tk(screenName=name)
        root.withdraw()
        try:
            yield Studio(root, Path(folder))
        finally:
            root.destroy()


def _ask(talk: Talk, page: Page) -> None:
    talk.answer(page)


def _nothing(_: object) -> None:
    """Nobody clicks here."""
