from __future__ import annotations

import ctypes
from types import SimpleNamespace
from typing import Any

import pytest

from practicesync.app.window.area import Area
from practicesync.app.window.screen_windows import WindowsScreen

WINDOW: Any = SimpleNamespace(winfo_id=lambda: 7, winfo_fpixels=lambda _: 120.0)
FRAME = 70
"""The handle of the frame around that window."""

MONITORS = {1: (0, 0, 1920, 1040), 2: (-2560, -200, 0, 1200)}


def user32(told):
    """Return a double of the part of Windows that has to do with windows and monitors."""

    def aware(context):
        told.append(ctypes.c_ssize_t(context.value).value)
        return 1

    def parent(handle):
        return {7: FRAME}[handle.value]

    def dpi(handle):
        return {FRAME: 144}[handle.value]

    def monitor_at(point, default):
        assert default == 2  # the nearest one, where there is none at the point
        return 2 if point.x < 0 else 1

    def monitor(handle, found):
        info = found._obj
        assert info.size == ctypes.sizeof(info)
        free = info.free
        free.left, free.top, free.right, free.bottom = MONITORS[handle.value]

    return SimpleNamespace(
        SetProcessDpiAwarenessContext=aware,
        GetParent=parent,
        GetDpiForWindow=dpi,
        MonitorFromPoint=monitor_at,
        GetMonitorInfoW=monitor,
    )


class Registry:
    """A double of Python's registry that has one value, or none."""

    HKEY_CURRENT_USER = "HKCU"

    def __init__(self, light):
        self.light = light

    def OpenKey(self, _root, _path):  # noqa: N802  # as Python names it
        if self.light is None:
            raise FileNotFoundError
        return self

    def QueryValueEx(self, _key, name):  # noqa: N802  # as Python names it
        assert name == "AppsUseLightTheme"
        return self.light, 4

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


@pytest.mark.parametrize(("light", "dark"), [(0, True), (1, False), (None, False)])
def test_windows_are_dark_where_the_person_wants_them_so(light, dark):
    assert WindowsScreen(None, Registry(light)).prefers_dark() is dark


def test_each_monitor_has_its_own_scale():
    windll = SimpleNamespace(user32=user32([]))
    assert WindowsScreen(windll, None).dpi(WINDOW) == 144.0


def test_an_older_windows_has_one_scale():
    old = user32([])
    del old.GetDpiForWindow
    assert WindowsScreen(SimpleNamespace(user32=old), None).dpi(WINDOW) == 120.0


def test_windows_is_told_that_we_scale_ourselves():
    told: list[int] = []
    WindowsScreen(SimpleNamespace(user32=user32(told)), None).prepare()
    assert told == [-4]


def test_an_older_windows_is_told_so_in_its_own_way():
    told: list[int] = []
    old = user32([])
    del old.SetProcessDpiAwarenessContext
    shcore = SimpleNamespace(SetProcessDpiAwareness=told.append)
    WindowsScreen(SimpleNamespace(user32=old, shcore=shcore), None).prepare()
    assert told == [2]


def test_the_task_bar_is_left_free_on_the_monitor_of_the_window():
    screen = WindowsScreen(SimpleNamespace(user32=user32([])), None)
    assert screen.free(WINDOW, 100, 100) == Area(0, 0, 1920, 1040)
    assert screen.free(WINDOW, -5, 100) == Area(-2560, -200, 2560, 1400)


@pytest.mark.parametrize("dark", [True, False])
def test_the_title_bar_goes_with_the_window(dark):
    told = []

    def attribute(handle, kind, value, size):
        told.append((handle.value, kind, value._obj.value, size))

    dwmapi = SimpleNamespace(DwmSetWindowAttribute=attribute)
    screen = WindowsScreen(SimpleNamespace(user32=user32([]), dwmapi=dwmapi), None)
    screen.darken_title(WINDOW, dark=dark)
    assert told == [(FRAME, 20, int(dark), 4)]
