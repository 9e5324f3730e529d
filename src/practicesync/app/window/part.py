"""One part of a window, drawn anew only when what it shows has changed."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from practicesync.app.window.paper import Change, Paper

Draw = Callable[[Paper, Any], Change | None]
"""Draws a part, and may return how it is changed without being drawn anew."""


class Part:
    """Draws one thing, changes it in place where it can, and keeps the keyboard where it was."""

    def __init__(self, draw: Draw, paper: Paper) -> None:
        self._draw = draw
        self._paper = paper
        self._shown: object = ()
        self._change: Change | None = None
        paper.frame.grid_remove()

    def show(self, shown: object) -> bool:
        """Show this, or nothing where it is empty; returns whether anything was changed."""
        if shown == self._shown:
            return False
        in_place = shown and self._shown and self._change
        if not (in_place and self._change and self._change(shown)):
            self._anew(shown)
        self._shown = shown
        return True

    def _anew(self, shown: object) -> None:
        frame = self._paper.frame
        had_keyboard = _focused(frame)
        for child in frame.winfo_children():
            child.destroy()
        self._change = None
        if shown:
            frame.grid()
            self._change = self._draw(self._paper, shown)
        else:
            frame.grid_remove()
        if had_keyboard is not None:
            _focus(frame, had_keyboard)


def _focused(frame: tk.Misc) -> str | None:
    """Return the label of what has the keyboard in there; None if nothing has."""
    focus = frame.tk.call("focus")
    if not str(focus).startswith(f"{frame}."):
        return None
    return str(frame.nametowidget(str(focus)).cget("text"))


def _focus(frame: tk.Misc, label: str) -> None:
    """Give the keyboard to what has that label there, else to the window."""
    for widget in _all(frame):
        if "text" in widget.keys() and widget.cget("text") == label:  # noqa: SIM118  # options
            widget.focus_set()
            return
    frame.winfo_toplevel().focus_set()


def _all(widget: tk.Misc) -> list[tk.Misc]:
    return [one for child in widget.winfo_children() for one in (child, *_all(child))]
