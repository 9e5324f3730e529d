"""The menu of a line to type in, as every text has it elsewhere: it pastes without a keyboard."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from practicesync.app.window.theme import Theme

_LINES = (("Cut", "<<Cut>>"), ("Copy", "<<Copy>>"), ("Paste", "<<Paste>>"))
_ALL = ("Select all", "<<SelectAll>>")


def with_edit_menu(typed: ttk.Entry, theme: Theme) -> None:
    """Let the right button offer to cut, copy and paste; a password is never copied out."""
    colours = theme.colours
    menu = tk.Menu(
        typed,
        tearoff=False,
        font=theme.fonts.text,
        background=colours.card,
        foreground=colours.text,
        activebackground=colours.accent,
        activeforeground=colours.on_accent,
        borderwidth=1,
    )
    lines = _LINES[2:] if str(typed["show"]) else _LINES
    for label, event in (*lines, _ALL):
        menu.add_command(label=label, command=_sender(typed, event))

    def offer(event: tk.Event[tk.Misc]) -> None:
        typed.focus_set()
        menu.tk_popup(event.x_root, event.y_root)

    typed.bind("<Button-3>", offer)


def _sender(typed: ttk.Entry, event: str) -> Callable[[], None]:
    return lambda: typed.event_generate(event)
