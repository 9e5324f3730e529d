"""Where a part of a window is drawn, and who performs its clicks."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import ttk
from typing import Any

import msgspec

from practicesync.app.present.shown import Act, Button
from practicesync.app.window.theme import Theme
from practicesync.app.window.widgets import link, main_button, quiet_button

Perform = Callable[[Act], None]
"""Does what a click asks for."""

Change = Callable[[Any], bool]
"""Shows something else in what was drawn; returns False where that has to be drawn anew."""


class Paper(msgspec.Struct, frozen=True):
    """A frame, its look, and who performs its clicks."""

    frame: ttk.Frame
    theme: Theme
    perform: Perform

    def button(self, parent: tk.Misc, button: Button) -> ttk.Button:
        """Return a button of a row of buttons."""
        make = main_button if button.main else quiet_button
        return make(parent, button.label, partial(self.perform, button.act))

    def link(self, parent: tk.Misc, button: Button) -> ttk.Button:
        """Return a button that looks like a link."""
        return link(parent, button.label, partial(self.perform, button.act))
