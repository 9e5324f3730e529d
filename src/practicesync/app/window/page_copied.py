"""A text that is read and passed on: it scrolls where it is long, and is copied with a click."""

from __future__ import annotations

import itertools
import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import font as tkfont
from tkinter import ttk

from practicesync.app.window.page import Copied
from practicesync.app.window.paper import Paper
from practicesync.app.window.theme import Theme
from practicesync.app.window.widgets import card, group, place_of, quiet_button

_APART = 4
"""Space between paragraphs."""


def copied(paper: Paper, shown: Copied) -> None:
    """Draw the text, as high as it is, but at most so many rows."""
    theme = paper.theme
    inside = card(paper.frame, theme)
    held = group(inside)
    held.pack(fill="x")
    box = _box(held, theme, shown)
    high, scrolls = _height(box, theme.card_width, shown.rows)
    held.configure(height=high)
    held.pack_propagate(False)
    if scrolls:
        style = f"{place_of(held)}Vertical.TScrollbar"
        bar = ttk.Scrollbar(held, command=box.yview, takefocus=False, style=style)
        bar.pack(side="right", fill="y", padx=(theme.px(8), 0))
        box.configure(yscrollcommand=bar.set, takefocus=True)
        _let_it_scroll(box, bar)
    box.pack(side="left", fill="both", expand=True)
    if shown.copy:
        copy = quiet_button(inside, shown.copy, lambda: _copy(box, shown.text))
        copy.pack(anchor="w", pady=(theme.px(12), 0))


def _box(inside: tk.Misc, theme: Theme, shown: Copied) -> tk.Text:
    colours = theme.colours
    font = _fixed(inside, theme) if shown.fixed else theme.fonts.text
    box = tk.Text(
        inside,
        width=1,
        wrap="word",
        font=font,
        background=colours.card,
        foreground=colours.text,
        selectbackground=colours.accent,
        selectforeground=colours.on_accent,
        borderwidth=0,
        highlightthickness=0,
        takefocus=False,
        padx=0,
        pady=0,
    )
    box.font = font  # type: ignore[attr-defined]  # a font that nobody holds is gone
    box.insert("1.0", shown.text.strip())
    if not shown.fixed:
        _set_apart(box, theme)
    box.configure(state="disabled")
    return box


def _set_apart(box: tk.Text, theme: Theme) -> None:
    """Let paragraphs stand apart where no empty line does that."""
    lines = box.get("1.0", "end").splitlines()
    box.tag_configure("apart", spacing1=theme.px(_APART))
    for number, (above, line) in enumerate(itertools.pairwise(lines), 2):
        if above and line:
            box.tag_add("apart", f"{number}.0")


def _height(box: tk.Text, width: int, most: int) -> tuple[int, bool]:
    """Return how high at most so many whole lines are at that width, and whether there are more."""
    box.place(x=0, y=0, width=width, height=1)
    box.update_idletasks()
    count = partial(box.tk.call, box, "count", "-update")
    lines = int(count("-displaylines", "1.0", "end"))
    shown = min(lines, most)
    high = int(count("-ypixels", "1.0", f"1.0 + {shown} display lines" if shown < lines else "end"))
    box.place_forget()
    return high, shown < lines


def _fixed(parent: tk.Misc, theme: Theme) -> tkfont.Font:
    family = tkfont.nametofont("TkFixedFont", parent).actual("family")
    return tkfont.Font(parent, family=family, size=-theme.px(12))


def _let_it_scroll(box: tk.Text, bar: ttk.Scrollbar) -> None:
    """Let the wheel and the keys move the text and not the window around it.

    The bar shows when the keyboard is there.
    """

    def scroll(units: int) -> str:
        box.yview_scroll(units, "units")
        return "break"

    def bound(units: int) -> Callable[[object], str]:
        return lambda _: scroll(units)

    for event, units in (("<Button-4>", -3), ("<Button-5>", 3), ("<Up>", -1), ("<Down>", 1)):
        box.bind(event, bound(units))
    box.bind("<Prior>", bound(-8))
    box.bind("<Next>", bound(8))
    box.bind("<FocusIn>", lambda _: bar.state(["focus"]))
    box.bind("<FocusOut>", lambda _: bar.state(["!focus"]))
    box.bind("<MouseWheel>", lambda event: scroll(-round(event.delta / 40)))


def _copy(widget: tk.Misc, content: str) -> None:
    widget.clipboard_clear()
    widget.clipboard_append(content)
