"""Today's changes as bars, an hour each."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from practicesync.app.present.shown import Bar
from practicesync.app.window.theme import Theme
from practicesync.core.words import counted

_HOURS = 24
_HEIGHT = 40
_LABELLED = 6
"""Every so many hours the axis has a label."""


class Chart(tk.Canvas):
    """Bars from midnight on; the hour under the mouse is told in a text of its own."""

    def __init__(self, parent: tk.Misc, theme: Theme, told: ttk.Label) -> None:
        self._theme = theme
        self._told = told
        self._bars: tuple[Bar, ...] = ()
        self._foot = theme.fonts.small.metrics("linespace") + theme.px(2)
        super().__init__(
            parent,
            width=theme.card_width,
            height=theme.px(_HEIGHT) + self._foot,
            background=theme.colours.card,
            borderwidth=0,
            highlightthickness=0,
        )
        self.bind("<Motion>", lambda event: self._tell(event.x))
        self.bind("<Leave>", lambda _: self._tell(None))

    def show(self, bars: tuple[Bar, ...]) -> None:
        """Draw these bars."""
        self._bars = bars
        self.delete("all")
        most = max((bar.changes for bar in bars), default=0)
        floor, colours = self._theme.px(_HEIGHT), self._theme.colours
        line = max(self._theme.px(1), 1)
        self._box((0, floor - line, self._theme.card_width, floor), colours.line, "floor")
        for number, bar in enumerate(bars):
            if bar.changes:
                height = max(round(bar.changes / most * (floor - line)), self._theme.px(3))
                left, right = self._slot(number)
                self._box((left, floor - height, right, floor), colours.bars, "bar")
        for number in range(0, self._slots, _LABELLED):
            self._label(number, floor)
        self._tell(None)

    @property
    def _slots(self) -> int:
        return max(_HOURS, len(self._bars))

    def _slot(self, number: int) -> tuple[int, int]:
        """Return where the bar of an hour begins and ends."""
        whole, gap = self._theme.card_width, max(self._theme.px(2), 1)
        left, right = (round(one * whole / self._slots) for one in (number, number + 1))
        return left, right - gap

    def _label(self, number: int, floor: int) -> None:
        hour = self._bars[number].label if number < len(self._bars) else f"{number}:00"
        fonts, colours = self._theme.fonts, self._theme.colours
        self.create_text(
            self._slot(number)[0],
            floor + self._theme.px(2),
            text=hour,
            anchor="nw",
            font=fonts.small,
            fill=colours.quiet,
        )

    def _box(self, box: tuple[int, int, int, int], colour: str, tag: str) -> None:
        self.create_rectangle(*box, fill=colour, width=0, tags=tag)

    def _tell(self, x: int | None) -> None:
        number = -1 if x is None else x * self._slots // self._theme.card_width
        if 0 <= number < len(self._bars):
            bar = self._bars[number]
            self._told.configure(text=f"from {bar.label}: {counted(bar.changes, 'change')}")
        else:
            all_ = sum(bar.changes for bar in self._bars)
            self._told.configure(text=counted(all_, "change"))
