"""The status window: opens at once, and follows how things stand."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import ttk
from typing import Any

from practicesync.app.present.shown import Act, Seen, Window
from practicesync.app.present.window import window
from practicesync.app.window import parts
from practicesync.app.window.area import remember, remembered
from practicesync.app.window.paper import Paper, Perform
from practicesync.app.window.part import Draw, Part
from practicesync.app.window.parts import Due, Note, today_of
from practicesync.app.window.screen import Screen
from practicesync.app.window.shell import Shell
from practicesync.app.window.theme import GAP, LINK_PADDING, MARGIN, Theme

_NOTE_STAYS = 20.0
"""Seconds for which it is told what came of a click."""

_DRAWN: tuple[tuple[Draw, Callable[[Window], Any]], ...] = (
    (parts.headline, lambda shown: shown.headline),
    (parts.steps, lambda shown: shown.steps),
    (parts.call, lambda shown: shown.call and Due(shown.call, shown.headline.sign.colour)),
    (parts.whom_to_ask, lambda shown: shown.whom_to_ask),
    (parts.attention, lambda shown: shown.attention),
    (parts.practices, lambda shown: shown.practices),
    (parts.today, today_of),
    (parts.buttons, lambda shown: shown.buttons),
    (parts.legend, lambda shown: shown.legend),
    (parts.links, lambda shown: shown.links),
)
"""The parts from top to bottom, and what of the window each shows; nothing where it is empty."""

_BEFORE_NOTE = 8
"""What came of a click is told below so many parts: the buttons are the last of them."""


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

    @property
    def is_open(self) -> bool:
        """Whether the window is there to be looked at."""
        return self._open is not None

    def follow(self, seen: Seen) -> None:
        """Show from now on how things stand."""
        self._seen = seen
        if self._open:
            self._open.show(window(seen))

    def open(self) -> None:
        """Bring the window to the front, where it was last."""
        if self._open:
            self._open.shell.to_front()
        elif self._seen is not None:
            self._open = _Open(self._root, self._screen, self._perform, self.close)
            self._open.show(window(self._seen))
            self._open.shell.appear(remembered(self._place_file))

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """Say what came of a click, for a while and until the next one."""
        if self._open:
            self._open.tell(Note(sentence, wrong))

    def close(self) -> None:
        """Take the window away; sync goes on."""
        if self._open:
            remember(self._place_file, self._open.shell.place())
            self._open.destroy()
            self._open = None


class _Open:
    """The window while it is open."""

    def __init__(
        self, root: tk.Tk, screen: Screen, perform: Perform, close: Callable[[], None]
    ) -> None:
        self._perform = perform
        self._shown: Window | None = None
        self._note: Note | None = None
        self._parts: list[Part] = []
        self.shell = Shell(root, screen, self._build, close)

    def show(self, shown: Window) -> None:
        """Show this: only what has changed is drawn."""
        self._shown = shown
        self.shell.look_again()
        if self._draw():
            self.shell.entitle(_title(shown), shown.headline.sign)
            self.shell.fit()

    def tell(self, note: Note | None) -> None:
        """Say this below the buttons."""
        self._note = note
        if self._draw():
            self.shell.fit()
        if note:
            window_ = self.shell.window
            window_.after(round(_NOTE_STAYS * 1000), lambda: self._forget(note))

    def destroy(self) -> None:
        """Take the window away."""
        self._note = None
        self.shell.destroy()

    def _forget(self, note: Note) -> None:
        if self._note is note:  # neither replaced nor gone with the window
            self.tell(None)

    def _clicked(self, act: Act) -> None:
        self.tell(None)
        self._perform(act)

    def _draw(self) -> bool:
        """Draw what has changed; returns whether anything has."""
        if self._shown is None:
            return False
        wanted = [what(self._shown) for _, what in _DRAWN]
        wanted.insert(_BEFORE_NOTE, self._note)
        changed = [part.show(one) for part, one in zip(self._parts, wanted, strict=True)]
        return any(changed)

    def _build(self, inside: ttk.Frame, theme: Theme) -> None:
        inside.columnconfigure(0, weight=1)
        draws = [draw for draw, _ in _DRAWN]
        draws.insert(_BEFORE_NOTE, parts.note)
        self._parts = [
            Part(draw, Paper(_frame(inside, theme, row, draw), theme, self._clicked))
            for row, draw in enumerate(draws)
        ]
        self._draw()


def _frame(inside: ttk.Frame, theme: Theme, row: int, draw: Draw) -> ttk.Frame:
    frame = ttk.Frame(inside)
    is_last = draw is parts.links
    left = theme.px(MARGIN) - (theme.px(LINK_PADDING) if is_last else 0)
    top = theme.px(MARGIN if row == 0 else GAP)
    frame.grid(row=row, sticky="we", padx=left, pady=(top, theme.px(GAP) if is_last else 0))
    return frame


def _title(shown: Window) -> str:
    """Return what the task bar shows, and a screen reader says when the window opens."""
    sentence = shown.headline.sentence
    return sentence if sentence.startswith("Practice Sync") else f"Practice Sync: {sentence}"
