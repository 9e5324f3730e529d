"""The status window: opens at once, and follows how things stand."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk
from typing import Any

from practicesync.app.present.shown import Seen, Window
from practicesync.app.present.window import window
from practicesync.app.window import parts
from practicesync.app.window.area import Place, in_sight, remember, remembered
from practicesync.app.window.paper import Paper, Perform
from practicesync.app.window.part import Draw, Part
from practicesync.app.window.parts import Due, today_of
from practicesync.app.window.screen import Screen, scale_of
from practicesync.app.window.scrolled import Scrolled
from practicesync.app.window.styles import dressed
from practicesync.app.window.theme import GAP, LINK_PADDING, MARGIN, WIDTH, Theme
from practicesync.core.phase import Sign

_TITLE_BAR = 40
_EDGE = 12
_ICON_SIZES = (16, 32, 48)

_DRAWN: tuple[tuple[Draw, Callable[[Window], Any]], ...] = (
    (parts.headline, lambda shown: shown.headline),
    (parts.steps, lambda shown: shown.steps),
    (parts.call, lambda shown: shown.call and Due(shown.call, shown.headline.sign.colour)),
    (parts.attention, lambda shown: shown.attention),
    (parts.practices, lambda shown: shown.practices),
    (parts.today, today_of),
    (parts.buttons, lambda shown: shown.buttons),
    (parts.legend, lambda shown: shown.legend),
    (parts.links, lambda shown: shown.links),
)
"""The parts from top to bottom, and what of the window each shows; nothing where it is empty."""


class StatusWindow:
    """The window of one viewer: nothing is drawn while it is closed."""

    def __init__(self, root: tk.Tk, screen: Screen, perform: Perform, place_file: Path) -> None:
        """`perform` does what a click asks for; `place_file` remembers where the window was."""
        self._root = root
        self._screen = screen
        self._perform = perform
        self._place_file = place_file
        self._seen: Seen | None = None
        self._open: _Open | None = None

    def follow(self, seen: Seen) -> None:
        """Show from now on how things stand."""
        self._seen = seen
        if self._open:
            self._open.show(window(seen))

    def open(self) -> None:
        """Bring the window to the front, where it was last."""
        if self._open is None and self._seen is not None:
            self._open = _Open(self._root, self._screen, self._perform, self.close)
            self._open.show(window(self._seen))
            self._open.appear(remembered(self._place_file))
        elif self._open:
            self._open.to_front()

    def close(self) -> None:
        """Take the window away; sync goes on."""
        if self._open:
            remember(self._place_file, self._open.place())
            self._open.window.destroy()
            self._open = None


class _Open:
    """The window while it is open."""

    def __init__(
        self, root: tk.Tk, screen: Screen, perform: Perform, close: Callable[[], None]
    ) -> None:
        self._root = root
        self._screen = screen
        self._perform = perform
        self._shown: Window | None = None
        self._sign: Sign | None = None
        self.window = tk.Toplevel(root, class_="PracticeSync")
        self.window.withdraw()
        self.window.resizable(width=False, height=False)
        self.window.protocol("WM_DELETE_WINDOW", close)
        self.window.bind("<Escape>", lambda _: close())
        self._dress(scale_of(self._screen, self.window), dark=self._screen.prefers_dark())
        self.window.bind("<Configure>", self._moved)
        self.window.bind("<FocusIn>", lambda _: self._look_again(), add=True)

    def show(self, shown: Window) -> None:
        """Show this: only what has changed is drawn."""
        self._shown = shown
        changed = [
            part.show(what(shown)) for part, (_, what) in zip(self._parts, _DRAWN, strict=True)
        ]
        if any(changed):
            self.window.title(_title(shown))
            self._sign_task_bar(shown.headline.sign)
            self._fit()

    def appear(self, last: Place | None) -> None:
        """Show the window at that place, or beside the icon."""
        self._move(last)
        self.window.deiconify()
        self.to_front()

    def to_front(self) -> None:
        """Bring it before all others, ready for the keyboard."""
        self.window.deiconify()
        self.window.lift()
        self.window.focus_force()

    def place(self) -> Place:
        """Return where it is."""
        _, x, y = self.window.geometry().replace("+-", "+~").split("+")
        return Place(*(int(one.replace("~", "-")) for one in (x, y)))

    def _dress(self, scale: float, *, dark: bool) -> None:
        """Build everything anew in this look."""
        self._theme = theme = dressed(self._root, scale, dark=dark)
        for child in self.window.winfo_children():
            child.destroy()
        self.window.configure(background=theme.colours.ground)
        self._screen.darken_title(self.window, dark=dark)
        self._body = Scrolled(self.window, theme)
        self._body.pack(fill="both", expand=True)
        self._sign = None
        self._parts = [
            Part(draw, Paper(frame, theme, self._perform))
            for row, (draw, _) in enumerate(_DRAWN)
            for frame in [self._frame(row, theme, draw)]
        ]

    def _frame(self, row: int, theme: Theme, draw: Draw) -> ttk.Frame:
        frame = ttk.Frame(self._body.inside)
        last = row == len(_DRAWN) - 1
        left = theme.px(MARGIN) - (theme.px(LINK_PADDING) if draw is parts.links else 0)
        top = theme.px(MARGIN if row == 0 else GAP)
        frame.grid(row=row, sticky="we", padx=left, pady=(top, theme.px(GAP) if last else 0))
        self._body.inside.columnconfigure(0, weight=1)
        return frame

    def _fit(self) -> None:
        """Make the window as tall as what is in it, where the screen is."""
        theme = self._theme
        free = self._screen.free(self.window, self.place().x, self.place().y)
        most = free.height - theme.px(_TITLE_BAR)
        width, height = self._body.fit(theme.px(WIDTH), most)
        self._size = (width, height)
        if self.window.winfo_viewable():
            self._move(self.place())

    def _move(self, wanted: Place | None) -> None:
        width, height = self._size
        x, y = (wanted.x, wanted.y) if wanted else (0, 0)
        outside = (width, height + self._theme.px(_TITLE_BAR))
        place = in_sight(
            wanted, outside, self._screen.free(self.window, x, y), self._theme.px(_EDGE)
        )
        self.window.geometry(f"{width}x{height}+{place.x}+{place.y}")

    def _moved(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self.window and scale_of(self._screen, self.window) != self._theme.scale:
            self.window.after_idle(self._look_again)

    def _look_again(self) -> None:
        """Dress anew where the monitor's scale, or light and dark, have changed."""
        scale, dark = scale_of(self._screen, self.window), self._screen.prefers_dark()
        if (scale, dark) != (self._theme.scale, self._theme.colours.is_dark):
            self._dress(scale, dark=dark)
            if self._shown:
                self.show(self._shown)

    def _sign_task_bar(self, sign: Sign) -> None:
        """Let the task bar show the state, too."""
        if sign != self._sign:
            self._sign = sign
            self.window.iconphoto(False, *(self._theme.icon(sign, one) for one in _ICON_SIZES))


def _title(shown: Window) -> str:
    """Return what the task bar shows, and a screen reader says when the window opens."""
    sentence = shown.headline.sentence
    return sentence if sentence.startswith("Practice Sync") else f"Practice Sync: {sentence}"
