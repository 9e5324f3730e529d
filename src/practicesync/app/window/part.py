"""One part of a window, drawn anew only when what it shows has changed."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
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
    """Return the label of what has the keyboard in there, if it has one; None if nothing has."""
    focus = str(frame.tk.call("focus"))
    return _label(frame.nametowidget(focus)) if focus.startswith(f"{frame}.") else None


def _focus(frame: tk.Misc, label: str) -> None:
    """Give the keyboard to what has that label there, else to the window."""
    for widget in _all(frame):
        if label and _label(widget) == label:
            widget.focus_set()
            return
    frame.winfo_toplevel().focus_set()


def _label(widget: tk.Misc) -> str:
    clicked = isinstance(widget, ttk.Button | ttk.Checkbutton | ttk.Radiobutton)
    return str(widget.cget("text")) if clicked else ""


def _all(widget: tk.Misc) -> list[tk.Misc]:
    return [one for child in widget.winfo_children() for one in (child, *_all(child))]
