"""What windows are made of: texts that wrap, cards, buttons, links, bars."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Literal

from practicesync.app.window.drawn import Layer, Shape, Stripe, png
from practicesync.app.window.theme import INSIDE, Theme
from practicesync.core.phase import Colour, Sign

Look = Literal["", "Title", "Strong", "Quiet", "Small", "Caption", "Wrong"]
"""How a text looks; empty for the usual."""

CARD = "Card."


def place_of(parent: tk.Misc) -> str:
    """Return what styles of widgets begin with that stand in there."""
    return CARD if isinstance(parent, ttk.Frame) and str(parent["style"]).startswith(CARD) else ""


def text(parent: tk.Misc, words: str, width: int, look: Look = "") -> ttk.Label:
    """Return a text that wraps at that width in real pixels."""
    style = f"{place_of(parent)}{look}.TLabel" if look else f"{place_of(parent)}TLabel"
    return ttk.Label(parent, text=words, wraplength=width, style=style)


def picture(parent: tk.Misc, theme: Theme, sign: Sign, size: int) -> ttk.Label:
    """Return a sign, `size` high and wide at 100 %."""
    return ttk.Label(parent, image=theme.icon(sign, size), style=f"{place_of(parent)}TLabel")


def group(parent: tk.Misc) -> ttk.Frame:
    """Return an invisible frame that looks like what it stands in."""
    return ttk.Frame(parent, style=f"{place_of(parent)}TFrame")


def card(parent: tk.Misc, theme: Theme, colour: Colour | None = None, beyond: int = 0) -> ttk.Frame:
    """Return the inside of a card, packed over the width of `parent`.

    `colour` is the one of its stripe; it goes so many pixels `beyond` its usual width at the right.
    """
    style = f"{colour.value.capitalize()}.Edge.TFrame" if colour else "Edge.TFrame"
    edge = ttk.Frame(parent, style=style)
    edge.pack(fill="x")
    inside = ttk.Frame(edge, style="Card.TFrame")
    left = theme.px(INSIDE)
    inside.pack(fill="x", padx=(left, left - beyond), pady=theme.px(14))
    return inside


def main_button(parent: tk.Misc, label: str, clicked: Callable[[], None]) -> ttk.Button:
    """Return the button for what a person most likely wants."""
    return _button(parent, label, clicked, "Main")


def quiet_button(parent: tk.Misc, label: str, clicked: Callable[[], None]) -> ttk.Button:
    """Return a button for what else can be done."""
    return _button(parent, label, clicked, "Quiet")


def link(parent: tk.Misc, label: str, clicked: Callable[[], None]) -> ttk.Button:
    """Return a button that looks like a link."""
    return _button(parent, label, clicked, "Link")


def _button(parent: tk.Misc, label: str, clicked: Callable[[], None], kind: str) -> ttk.Button:
    style = f"{place_of(parent)}{kind}.TButton"
    made = ttk.Button(parent, text=label, command=clicked, style=style, cursor="hand2")
    made.bind("<Return>", lambda _: made.invoke())
    made.bind("<KP_Enter>", lambda _: made.invoke())
    return made


def flow(parent: tk.Misc, widgets: list[ttk.Button], width: int, gap: int) -> None:
    """Place widgets side by side, and those that find no room in further rows."""
    row, left = group(parent), width
    row.pack(anchor="w")
    for widget in widgets:
        needed = widget.winfo_reqwidth()
        if left < needed and left < width:
            row, left = group(parent), width
            row.pack(anchor="w", pady=(gap, 0))
        widget.pack(in_=row, side="left", padx=(gap if left < width else 0, 0))
        widget.lift()  # after its row, and so in order for the Tab key
        left -= needed + gap


class ProgressBar(ttk.Label):
    """A thin bar, drawn anew for each fraction."""

    def __init__(self, parent: tk.Misc, theme: Theme, width: int) -> None:
        super().__init__(parent, style=f"{place_of(parent)}TLabel")
        self._theme = theme
        self._width = width
        self._filled = -1
        self.show(0.0)

    def show(self, fraction: float) -> None:
        """Fill that part of it."""
        filled = round(min(max(fraction, 0.0), 1.0) * self._width)
        if filled == self._filled:
            return
        self._filled = filled
        colours, height = self._theme.colours, self._theme.px(4)
        layers = (Layer(colours.track),)
        stripe = Stripe(colours.accent, filled) if filled else None
        drawn = png(Shape(colours.card, height // 2, layers, stripe), self._width, height)
        self._image = tk.PhotoImage(master=self, data=drawn, format="png")
        self.configure(image=self._image)
