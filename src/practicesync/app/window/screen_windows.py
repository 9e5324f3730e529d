"""What Windows says about its screens."""

from __future__ import annotations

import ctypes
import tkinter as tk
from contextlib import suppress
from typing import Any

from practicesync.app.window.area import Area

_PER_MONITOR = 2
_PER_MONITOR_V2 = -4
_DARK_TITLE = 20
"""https://learn.microsoft.com/windows/win32/api/dwmapi/ne-dwmapi-dwmwindowattribute"""

_NEAREST_MONITOR = 2
_THEMES = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"


class Point(ctypes.Structure):
    """A point of the screen."""

    _fields_ = (("x", ctypes.c_long), ("y", ctypes.c_long))


class Rectangle(ctypes.Structure):
    """A part of the screen."""

    _fields_ = (
        ("left", ctypes.c_long),
        ("top", ctypes.c_long),
        ("right", ctypes.c_long),
        ("bottom", ctypes.c_long),
    )


class Monitor(ctypes.Structure):
    """A screen: https://learn.microsoft.com/windows/win32/api/winuser/ns-winuser-monitorinfo."""

    _fields_ = (
        ("size", ctypes.c_ulong),
        ("whole", Rectangle),
        ("free", Rectangle),
        ("flags", ctypes.c_ulong),
    )


class WindowsScreen:
    """The screens of Windows, each with a scale of its own."""

    def __init__(self, windll: Any, winreg: Any) -> None:
        """`windll` and `winreg` are Python's ways to Windows, or doubles of them."""
        self._windll = windll
        self._winreg = winreg

    def prepare(self) -> None:
        """Tell Windows, before the first window, that we draw at every scale ourselves."""
        with suppress(AttributeError):  # older than Windows 10 1703
            aware = self._windll.user32.SetProcessDpiAwarenessContext
            if aware(ctypes.c_void_p(_PER_MONITOR_V2)):
                return
        with suppress(AttributeError, OSError):  # older than Windows 8.1
            self._windll.shcore.SetProcessDpiAwareness(_PER_MONITOR)

    def prefers_dark(self) -> bool:
        """Tell whether the person wants dark windows."""
        winreg = self._winreg
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _THEMES) as key:
                return bool(winreg.QueryValueEx(key, "AppsUseLightTheme")[0] == 0)
        except OSError:
            return False

    def dpi(self, window: tk.Misc) -> float:
        """Return the DPI of the monitor that the window is on."""
        try:
            found = self._windll.user32.GetDpiForWindow(self._handle(window))
        except AttributeError:  # older than Windows 10 1607
            found = 0
        return float(found or window.winfo_fpixels("1i"))

    def darken_title(self, window: tk.Misc, *, dark: bool) -> None:
        """Make the title bar fit the window, where Windows can."""
        value = ctypes.c_int(int(dark))
        with suppress(AttributeError, OSError):
            self._windll.dwmapi.DwmSetWindowAttribute(
                self._handle(window), _DARK_TITLE, ctypes.byref(value), ctypes.sizeof(value)
            )

    def free(self, window: tk.Misc, x: int, y: int) -> Area:
        """Return the part of the nearest monitor that the task bar leaves free."""
        del window
        user32 = self._windll.user32
        user32.MonitorFromPoint.restype = ctypes.c_void_p
        monitor = user32.MonitorFromPoint(Point(x, y), _NEAREST_MONITOR)
        found = Monitor(size=ctypes.sizeof(Monitor))
        user32.GetMonitorInfoW(ctypes.c_void_p(monitor), ctypes.byref(found))
        free = found.free
        return Area(free.left, free.top, free.right - free.left, free.bottom - free.top)

    def _handle(self, window: tk.Misc) -> Any:
        """Return the handle of the window with its frame, which Tk keeps around its own."""
        user32 = self._windll.user32
        user32.GetParent.restype = ctypes.c_void_p
        inner = ctypes.c_void_p(window.winfo_id())
        return ctypes.c_void_p(user32.GetParent(inner) or inner.value)
