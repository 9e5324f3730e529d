"""A window of ours: dressed in the look, as tall as what is in it, and true to its monitor."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from practicesync.app.window.area import Place, in_sight
from practicesync.app.window.screen import Screen, scale_of
from practicesync.app.window.scrolled import Scrolled
from practicesync.app.window.styles import dressed
from practicesync.app.window.theme import WIDTH, Theme
from practicesync.core.phase import Sign

_TITLE_BAR = 40
_EDGE = 12
_ICON_SIZES = (16, 32, 48)

Build = Callable[[ttk.Frame, Theme], None]
"""Puts into an empty frame what a window shows."""


class Shell:
    """A window without what is in it: `build` puts that there, and anew where the look changes."""

    def __init__(
        self, root: tk.Tk, screen: Screen, build: Build, close: Callable[[], None]
    ) -> None:
        """`close` is called when a person wants the window gone: by its button, or by Escape."""
        self._root = root
        self._screen = screen
        self._build = build
        self._icon: tuple[Sign, str] | None = None
        self._size = (0, 0)
        self.window = tk.Toplevel(root, class_="PracticeSync")
        self.window.withdraw()
        self.window.resizable(width=False, height=False)
        self.window.protocol("WM_DELETE_WINDOW", close)
        self.window.bind("<Escape>", lambda _: close())
        self._dress(scale_of(screen, self.window), dark=screen.prefers_dark())
        self.window.bind("<Configure>", self._moved, add=True)
        self.window.bind("<FocusIn>", lambda _: self.look_again(), add=True)

    def entitle(self, title: str, sign: Sign) -> None:
        """Let title bar and task bar show this."""
        if self.window.title() != title:
            self.window.title(title)
        if self._icon != (sign, self._theme.name):
            self._icon = (sign, self._theme.name)
            self.window.iconphoto(False, *(self._theme.icon(sign, one) for one in _ICON_SIZES))

    def fit(self) -> None:
        """Make the window as tall as what is in it, as far as the screen allows."""
        place = self.place()
        free = self._screen.free(self.window, place.x, place.y)
        most = free.height - self._theme.px(_TITLE_BAR)
        size = self._body.fit(self._theme.px(WIDTH), most)
        if size != self._size:
            self._size = size
            if self.window.winfo_viewable():
                self._move(place)

    def appear(self, last: Place | None) -> None:
        """Show the window at that place, or beside the icon, ready for the keyboard."""
        self._move(last)
        self.to_front()

    def to_front(self) -> None:
        """Bring it before all others, the keyboard where it was in it."""
        self.window.deiconify()
        self.window.lift()
        if not str(self.window.tk.call("focus")).startswith(str(self.window)):
            (self.window.focus_lastfor() or self.window).focus_force()

    def place(self) -> Place:
        """Return where it is."""
        _, x, y = self.window.geometry().split("+")
        return Place(int(x), int(y))

    def look_again(self) -> None:
        """Dress anew where the monitor's scale, or light and dark, have changed."""
        scale, dark = scale_of(self._screen, self.window), self._screen.prefers_dark()
        if (scale, dark) != (self._theme.scale, self._theme.colours.is_dark):
            self._dress(scale, dark=dark)
            self.fit()

    def destroy(self) -> None:
        """Take the window away."""
        self.window.destroy()

    def _dress(self, scale: float, *, dark: bool) -> None:
        """Build everything anew in this look."""
        self._theme = theme = dressed(self._root, scale, dark=dark)
        for child in self.window.winfo_children():
            child.destroy()
        self.window.configure(background=theme.colours.ground)
        self._screen.darken_title(self.window, dark=dark)
        self._body = Scrolled(self.window, theme)
        self._body.pack(fill="both", expand=True)
        self._build(self._body.inside, theme)

    def _move(self, wanted: Place | None) -> None:
        width, height = self._size
        x, y = (wanted.x, wanted.y) if wanted else (0, 0)
        outside = (width, height + self._theme.px(_TITLE_BAR))
        free = self._screen.free(self.window, x, y)
        place = in_sight(wanted, outside, free, self._theme.px(_EDGE))
        self.window.geometry(f"{width}x{height}+{place.x}+{place.y}")

    def _moved(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self.window and scale_of(self._screen, self.window) != self._theme.scale:
            self.window.after_idle(self.look_again)
