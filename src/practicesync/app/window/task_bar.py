"""A picture of a task bar: how an icon is brought out from behind the arrow."""

from __future__ import annotations

import tkinter as tk

from practicesync.app.window.theme import Theme
from practicesync.core.phase import SIGNS, Phase

_SIGN = SIGNS[Phase.IN_SYNC]


class TaskBar(tk.Canvas):
    """A task bar with its arrow, what is hidden behind it, and the icon on its way out."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        colours, px = theme.colours, theme.px
        wide, high = theme.card_width, px(108)
        super().__init__(parent, width=wide, height=high, background=colours.card)
        self.configure(borderwidth=0, highlightthickness=0)
        bar = high - px(40)
        middle = bar + px(20)
        self.create_rectangle(0, bar, wide, high, fill=colours.track, width=0)
        clock = (wide - px(34), middle)
        self.create_text(clock, text="9:41", fill=colours.text, font=theme.fonts.small)
        arrow = wide - px(170)
        self._box(theme, arrow - px(44), px(4))
        low, top = middle + px(3), middle - px(3)
        tip = [(arrow - px(5), low), (arrow, top), (arrow + px(5), low)]
        self.create_line(tip, fill=colours.text, width=px(2), capstyle="round")
        hidden, out = (arrow, px(28)), (wide - px(88), middle)
        for place in (hidden, out):
            self.create_image(place, image=theme.icon(_SIGN, 20))
        start, corner = (hidden[0] + px(18), hidden[1]), (out[0], hidden[1])
        way = [start, corner, (out[0], out[1] - px(16))]
        head = (px(8), px(9), px(4))
        self.create_line(
            way, fill=colours.accent, width=px(2), smooth=True, arrow="last", arrowshape=head
        )

    def _box(self, theme: Theme, left: int, top: int) -> None:
        """Draw the box of hidden icons."""
        ends = (left, top, left + theme.px(88), top + theme.px(48))
        self.create_rectangle(ends, fill=theme.colours.ground, outline=theme.colours.quiet)
