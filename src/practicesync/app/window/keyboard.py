"""Where the keyboard is: seen from the first key that moves it until the next click."""

from __future__ import annotations

import tkinter as tk

SEEN = "user1"
"""The state of what has the keyboard while that is to be seen."""

_MOVES = ("<<NextWindow>>", "<<PrevWindow>>", "<Up>", "<Down>", "<Left>", "<Right>")
_CLICKED = ("TButton", "TCheckbutton", "TRadiobutton")


class Keyboard:
    """Knows of all windows of a program whether a person moves with the keyboard."""

    def __init__(self, root: tk.Tk) -> None:
        self._root = root
        self._moves = False
        for key in _MOVES:
            root.bind_all(key, lambda _: self._turn(moves=True), add=True)
        root.bind_all("<ButtonPress>", lambda _: self._turn(moves=False), add=True)
        root.bind_all("<FocusIn>", lambda event: self._show(str(event.widget)), add=True)

    def _turn(self, *, moves: bool) -> None:
        self._moves = moves
        if focus := str(self._root.tk.call("focus")):
            self._show(focus)

    def _show(self, path: str) -> None:
        """Show, or don't, that it is there: in a line to type in the caret tells that anyway."""
        call = self._root.tk.call
        if call("winfo", "exists", path) and call("winfo", "class", path) in _CLICKED:
            call(path, "state", SEEN if self._moves else f"!{SEEN}")
