"""The icon beside the clock, drawn by pystray; every change is made by the one thread that owns it.

pystray runs the system's loop in one thread and calls us in another: that one owns the icon, and
takes one wish after the other.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

from practicesync.app.present.icon import LONGEST_TOOLTIP, cut
from practicesync.app.present.shown import Act, ActKind, Divider, Entry, Item, Submenu, Toast
from practicesync.app.present.toast import LONGEST
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.phase import Sign

LONGEST_TITLE = 63
"""UTF-16 units of a message's title on Windows."""

LONGEST_WAIT = 60.0
"""Seconds between two tries to get into a task bar that isn't there yet."""

_AGAIN = 1.0
"""Seconds until what failed is tried again."""

Wish = Callable[[Any], None]
"""Something to do with pystray's icon."""


class _End(Enum):
    """What the owner hears last: that the icon is closed, or that its task bar is gone."""

    CLOSED = auto()
    LOST = auto()


class PystrayIcon:
    """An icon from `open` to `close`; `act` hears of clicks, `woken` of the end of a sleep.

    Both are called in a thread of the icon's.
    """

    def __init__(self, act: Callable[[Act], None], woken: Callable[[], None]) -> None:
        self._act = act
        self._woken = woken
        self._wishes: SimpleQueue[Wish | _End] = SimpleQueue()
        self._look: tuple[Sign, str] | None = None
        self._entries: tuple[Entry, ...] = ()
        self._closed = False
        self._wait: float | None = None

    def open(self) -> None:
        """Begin. Raises `Misconfigured` where there is no place for an icon."""
        native = self._native()
        threading.Thread(target=self._run, args=(native,), name="icon").start()

    def show(self, sign: Sign, tooltip: str) -> None:
        self._wishes.put(partial(self._show, (sign, cut(tooltip, LONGEST_TOOLTIP))))

    def offer(self, entries: tuple[Entry, ...]) -> None:
        self._wishes.put(partial(self._offer, entries))

    def tell(self, toast: Toast) -> None:
        self._wishes.put(partial(self._tell, toast))

    def close(self) -> None:
        self._closed = True
        self._wishes.put(_End.CLOSED)

    def _native(self) -> Any:
        try:
            native = _made()
        except Exception as wrong:  # noqa: BLE001  # each system has errors of its own for it
            raise Misconfigured(Code.NO_SCREEN, kind=type(wrong).__name__) from None
        native.open_window = lambda: self._act(Act(ActKind.OPEN))
        native.add_again = lambda: self._wishes.put(self._begin_adding)
        native.woken = self._woken
        return native

    def _run(self, native: Any) -> None:
        while True:
            native.run(self._own)
            if self._closed:
                return
            # On X11 an icon ends with the task bar that it is in.
            self._wishes.put(_End.LOST)
            native._setup_thread.join()  # noqa: SLF001  # pystray has no other way
            native = self._native()

    def _own(self, native: Any) -> None:
        """Grant wishes until the end; what failed, as getting a place may, is tried again."""
        failures = 0
        self._wait = None
        if self._look is not None:
            _tried(native, partial(self._offer, self._entries))
            self._wait = 0.0
        while True:
            try:
                wish = self._wishes.get(timeout=self._wait)
            except Empty:
                added = _tried(native, self._add)
                self._wait = None if added else min(2.0**failures, LONGEST_WAIT)
                failures = 0 if added else failures + 1
                continue
            if isinstance(wish, _End):
                if self._closed:
                    native.end()
                return
            if not _tried(native, wish):
                self._wait = _AGAIN

    def _show(self, look: tuple[Sign, str], native: Any) -> None:
        before, self._look = self._look, look
        sign, title = look
        if before is None:
            self._begin_adding(native)
        if before is None or not native.icon or sign != before[0]:
            native.icon = native.picture(sign)
        native.title = title

    def _add(self, native: Any) -> bool:
        """Get into the task bar with what was last to be shown, and tell whether that worked."""
        if self._look is not None:
            native.icon, native.title = native.picture(self._look[0]), self._look[1]
        return bool(native.add())

    def _offer(self, entries: tuple[Entry, ...], native: Any) -> None:
        self._entries = entries
        native.menu = _menu(entries, self._act)

    def _tell(self, toast: Toast, native: Any) -> None:
        if native.HAS_NOTIFICATION and native.visible:
            native.notify(cut(toast.text, LONGEST), cut(toast.title, LONGEST_TITLE))

    def _begin_adding(self, native: Any) -> None:
        del native
        self._wait = 0.0


def _tried(native: Any, do: Callable[[Any], object]) -> bool:
    """Do that where the icon wants it done, and tell whether it worked."""

    def attempt() -> bool:
        try:
            return do(native) is not False
        except Exception:  # noqa: BLE001  # whatever it is: an icon that stands still is untrue
            return False

    return bool(native.inside(attempt))


def _made() -> Any:
    """Return an icon of this system's kind."""
    # What goes wrong in it is handled here, and its lines would go to whoever started us.
    logging.getLogger("pystray").addHandler(logging.NullHandler())
    logging.getLogger("pystray").propagate = False
    if sys.platform == "win32":
        from practicesync.app.tray.native_windows import WindowsIcon

        return WindowsIcon()
    import pystray

    if pystray.Icon.__module__ == "pystray._xorg":
        from practicesync.app.tray.native_x11 import X11Icon

        return X11Icon()
    from practicesync.app.tray.native_other import OtherIcon

    return OtherIcon()


def _menu(entries: tuple[Entry, ...], act: Callable[[Act], None]) -> Any:
    import pystray

    return pystray.Menu(*(_line(entry, act) for entry in entries))


def _line(entry: Entry, act: Callable[[Act], None]) -> Any:
    import pystray

    match entry:
        case Item(label, wanted, default, checked):
            tick = None if checked is None else lambda _: checked
            return pystray.MenuItem(label, lambda: act(wanted), checked=tick, default=default)
        case Submenu(label, entries):
            return pystray.MenuItem(label, _menu(entries, act))
        case Divider():
            return pystray.Menu.SEPARATOR
