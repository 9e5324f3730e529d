"""pystray's icon on Windows, with what Windows needs beyond it.

The picture is loaded at the very size of the task bar; a place in the task bar is checked; the
menu isn't changed while it is open; and the end of the session and of a sleep are heard.

https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-shell_notifyiconw
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Mapping
from importlib.resources import as_file, files
from typing import Any

from pystray._util import win32
from pystray._win32 import Icon

from practicesync.core.phase import Sign

_WM_QUERYENDSESSION = 0x0011
_WM_ENDSESSION = 0x0016
_WM_SETTINGCHANGE = 0x001A
_WM_POWERBROADCAST = 0x0218
_WM_DPICHANGED = 0x02E0
_RESUMED = 0x0012  # PBT_APMRESUMEAUTOMATIC
_WM_MENU_CHANGED = win32.WM_USER + 20
_BALLOON_CLICKED = win32.WM_USER + 5  # NIN_BALLOONUSERCLICK
_KEPT_QUIET = 0x80  # NIIF_RESPECT_QUIET_TIME
_SMALL_ICON_WIDTH = 49  # SM_CXSMICON
_AGREED = 1


class WindowsIcon(Icon):  # type: ignore[misc]  # pystray has no types
    """An icon whose picture is the name of a sign's drawing."""

    open_window: Callable[[], None]
    add_again: Callable[[], None]
    woken: Callable[[], None]

    def __init__(self) -> None:
        super().__init__("practicesync", title="Practice Sync")
        self._icon_handle: int | None = None
        self._handles: dict[tuple[str, int], int] = {}
        self._looper: int | None = None
        self._is_menu_open = False
        self._is_menu_old = False
        own: Mapping[int, Callable[..., int | None]] = {
            _WM_QUERYENDSESSION: lambda *_: _AGREED,
            _WM_ENDSESSION: lambda *_: 0,  # we are ended like by a power cut
            _WM_POWERBROADCAST: self._on_power,
            _WM_SETTINGCHANGE: self._on_display_change,
            _WM_DPICHANGED: self._on_display_change,
            _WM_MENU_CHANGED: self._on_menu_changed,
        }
        self._message_handlers.update(own)

    def picture(self, sign: Sign) -> str:
        """Return what to show for that sign."""
        return f"{sign.shape.value}.ico"

    def inside(self, do: Callable[[], Any]) -> Any:
        """Do that in the thread that asks for it."""
        return do()

    def end(self) -> None:
        """Take the icon away."""
        self.stop()

    def add(self) -> bool:
        """Get into the task bar, and tell whether that worked.

        At logon Windows may say no because it is slow, and have the icon all the same.
        """
        self._assert_icon_handle()
        told = {"uCallbackMessage": win32.WM_NOTIFY, "hIcon": self._icon_handle}
        flags = win32.NIF_MESSAGE | win32.NIF_ICON | win32.NIF_TIP
        self._visible = self._message(
            win32.NIM_ADD, flags, szTip=self.title, **told
        ) or self._message(win32.NIM_MODIFY, flags, szTip=self.title, **told)
        return bool(self._visible)

    def _message(self, code: int, flags: int, **told: Any) -> bool:
        data = win32.NOTIFYICONDATAW(
            cbSize=ctypes.sizeof(win32.NOTIFYICONDATAW), hWnd=self._hwnd, uFlags=flags, **told
        )
        return bool(win32.Shell_NotifyIcon(code, data))

    def _notify(self, message: str, title: str | None = None) -> None:
        self._message(
            win32.NIM_MODIFY,
            win32.NIF_INFO,
            szInfo=message,
            szInfoTitle=title or "",
            dwInfoFlags=_KEPT_QUIET,
        )

    def _assert_icon_handle(self) -> None:
        """Load the picture for the task bar's size; there are few, and they are kept."""
        key = (self._icon, _small_icon_width())
        if key not in self._handles:
            self._handles[key] = _loaded(*key)
        self._icon_handle = self._handles[key]

    def _release_icon(self) -> None:
        self._icon_handle = None

    def _mark_ready(self) -> None:
        self._looper = threading.get_ident()
        super()._mark_ready()

    def _update_menu(self) -> None:
        """Make the menu anew in the thread that shows it, once it is closed."""
        if threading.get_ident() != self._looper:
            win32.PostMessage(self._hwnd, _WM_MENU_CHANGED, 0, 0)
        elif self._is_menu_open:
            self._is_menu_old = True
        else:
            self._is_menu_old = False
            super()._update_menu()

    def _on_menu_changed(self, *_: int) -> None:
        self._update_menu()

    def _on_notify(self, wparam: int, lparam: int) -> None:
        if lparam == _BALLOON_CLICKED:
            self.open_window()
            return
        if self._is_menu_open:
            return  # a second click while the menu is open closes it
        self._is_menu_open = lparam == win32.WM_RBUTTONUP
        try:
            super()._on_notify(wparam, lparam)
        finally:
            self._is_menu_open = False
            if self._is_menu_old:
                self._update_menu()

    def _on_power(self, what: int, *_: int) -> int:
        if what == _RESUMED:
            self.woken()
        return _AGREED

    def _on_display_change(self, *_: int) -> None:
        if self.visible:
            self.add_again()

    def _on_taskbarcreated(self, *_: int) -> None:
        """Come back after the Explorer was started anew."""
        self.add_again()


def _small_icon_width() -> int:
    """Return how many pixels the task bar gives to an icon."""
    user32 = win32.windll.user32
    user32.FindWindowW.restype = ctypes.c_void_p
    bar = user32.FindWindowW("Shell_TrayWnd", None)
    try:
        dpi = bar and user32.GetDpiForWindow(ctypes.c_void_p(bar))
        width = dpi and user32.GetSystemMetricsForDpi(_SMALL_ICON_WIDTH, dpi)
    except AttributeError:  # older than Windows 10 1607
        width = 0
    return int(width or user32.GetSystemMetrics(_SMALL_ICON_WIDTH))


def _loaded(name: str, width: int) -> int:
    with as_file(files("practicesync.app") / "icons" / name) as path:
        handle = win32.LoadImage(
            None, str(path), win32.IMAGE_ICON, width, width, win32.LR_LOADFROMFILE
        )
    return int(handle or 0)
