"""What the system says about the screen: how large things are, light or dark, where room is."""

from __future__ import annotations

import os
import sys
import tkinter as tk
from collections.abc import Mapping
from importlib import import_module
from typing import Protocol

from practicesync.app.window.area import Area
from practicesync.app.window.screen_windows import WindowsScreen

DARK = "PRACTICESYNC_DARK"
"""An environment variable: ``1`` for dark windows where the system doesn't say."""

_USUAL_DPI = 96


class Screen(Protocol):
    """What a window has to know of where it is shown."""

    def prefers_dark(self) -> bool:
        """Tell whether windows are to be dark."""

    def dpi(self, window: tk.Misc) -> float:
        """Return how many pixels make an inch, as people see it, where this window is."""

    def darken_title(self, window: tk.Misc, *, dark: bool) -> None:
        """Make the title bar fit the window."""

    def free(self, window: tk.Misc, x: int, y: int) -> Area:
        """Return the part of the screen around a point that windows may use."""


class PlainScreen:
    """A screen as X shows it: one area, and the rest is up to the window manager."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def prefers_dark(self) -> bool:
        """Tell whether the environment says so."""
        return self._environ.get(DARK) == "1"

    def dpi(self, window: tk.Misc) -> float:
        """Return what the X server says."""
        return float(window.winfo_fpixels("1i"))

    def darken_title(self, window: tk.Misc, *, dark: bool) -> None:
        """Leave the title bar to the window manager."""

    def free(self, window: tk.Misc, x: int, y: int) -> Area:
        """Return the whole screen."""
        del x, y
        return Area(0, 0, window.winfo_screenwidth(), window.winfo_screenheight())


def this_screen() -> Screen:
    """Return this computer's; on Windows it has to be asked for before the first window."""
    windows = sys.platform == "win32"
    if not windows:
        return PlainScreen(os.environ)
    screen = WindowsScreen(import_module("ctypes").windll, import_module("winreg"))
    screen.prepare()
    return screen


def scale_of(screen: Screen, window: tk.Misc) -> float:
    """Return how large things are: 1.0 for 100 %, in steps of a twentieth."""
    return max(round(screen.dpi(window) / _USUAL_DPI * 20) / 20, 1.0)
