"""pystray's icon on X11, drawn for the size of its place and on the colour of the task bar.

https://specifications.freedesktop.org/systemtray-spec/latest/
"""

from __future__ import annotations

import io
import select
import socket
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

from PIL import Image
from pystray._xorg import Icon
from Xlib import X
from Xlib.error import BadDrawable, BadMatch, CatchError, ConnectionClosedError, XError

from practicesync.app.window.drawn import icon
from practicesync.core.phase import Sign

_SIZES = (16, 20, 24, 32, 40, 48, 64, 96)
"""What signs are drawn for; another size would be blurred."""

Asked = tuple[Callable[[], Any], SimpleQueue[Any]]
"""What to do, and where what came of it is waited for."""


class X11Icon(Icon):  # type: ignore[misc]  # pystray has no types
    """An icon whose picture is a sign: it is drawn at the size that the task bar gives it.

    Its loop's thread alone talks to the X server: of two, one may take the answer that the other
    waits for.
    """

    open_window: Callable[[], None]
    add_again: Callable[[], None]
    woken: Callable[[], None]
    _visible: bool

    def __init__(self) -> None:
        super().__init__("practicesync", title="Practice Sync")
        self._asked: deque[Asked] | None = deque()
        self._guard = threading.Lock()
        self._ear, self._bell = socket.socketpair()
        self._ear.setblocking(False)
        heard = X.ExposureMask | X.StructureNotifyMask | X.ButtonPressMask
        self._window.change_attributes(event_mask=heard)
        see_through = CatchError(BadMatch)  # a task bar of another depth
        self._window.change_attributes(background_pixmap=X.ParentRelative, onerror=see_through)
        self._message_handlers[X.MapNotify] = self._on_expose
        self._display.set_error_handler(lambda *_: None)  # of a task bar that has just gone

    def __del__(self) -> None:
        """Do nothing: the loop's end has closed everything."""

    def picture(self, sign: Sign) -> Sign:
        """Return what to show for that sign."""
        return sign

    def inside(self, do: Callable[[], Any]) -> Any:
        """Do that in the loop's thread and return what came of it; None once the loop has ended."""
        answer: SimpleQueue[Any] = SimpleQueue()
        with self._guard:
            if self._asked is None:
                return None
            self._asked.append((do, answer))
            self._bell.send(b"!")
        return answer.get()

    def add(self) -> bool:
        """Get into the task bar, and tell whether that worked."""
        if not self._visible:
            self._visible = True
            self._update_title()
            self._update_icon()
        elif self._systray_manager is None:
            self._show()
        return self._systray_manager is not None

    def end(self) -> None:
        """Take the icon away."""
        self.inside(self._stop)
        self._running = False

    def _update_title(self) -> None:
        """Name the window of the icon: whole, and in Latin letters for who knows no others."""
        utf8, name = map(self._display.intern_atom, ("UTF8_STRING", "_NET_WM_NAME"))
        self._window.set_wm_name(self.title.encode("latin-1", "replace"))
        self._window.change_text_property(name, utf8, self.title)

    def _mark_ready(self) -> None:
        self._thread = threading.current_thread()  # pystray says so too late for who waits for it
        super()._mark_ready()

    def _mainloop(self) -> None:
        try:
            while True:
                self._do_what_is_asked()
                if not self._take_events():
                    return
                select.select([self._display, self._ear], [], [])
        except (ConnectionClosedError, OSError):
            return  # the X server is gone
        finally:
            self._turn_away()

    def _do_what_is_asked(self) -> None:
        with suppress(BlockingIOError):
            self._ear.recv(4096)
        while self._asked:
            do, answer = self._asked.popleft()
            came = None
            try:
                with suppress(XError):  # of a task bar that has just gone
                    came = do()
            finally:
                answer.put(came)  # whatever happens, nobody waits for ever

    def _take_events(self) -> bool:
        """Handle what has happened; return False when the icon's window is gone."""
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.DestroyNotify and event.window == self._window:
                return False
            if handle := self._message_handlers.get(event.type):
                with suppress(XError):
                    handle(event)
        return True

    def _turn_away(self) -> None:
        """Leave nobody waiting, and nothing open."""
        with self._guard:
            asked, self._asked = self._asked or deque(), None
            self._ear.close()
            self._bell.close()
        with suppress(ConnectionClosedError, OSError):
            self._display.close()
        for _, answer in asked:
            answer.put(None)

    def _dock_window(self) -> None:
        """Ask for a place once: each time more would take the icon out and put it in again."""
        if self._systray_manager is None:
            super()._dock_window()

    def _get_systray_manager(self) -> Any:
        """Return the task bar, without holding the whole server up: that may last for ever."""
        manager = self._display.get_selection_owner(self._net_system_tray_sx)
        if manager == X.NONE:
            return None
        return self._display.create_resource_object("window", manager.id)

    def _on_destroy_notify(self, event: Any) -> None:
        if self._systray_manager is not None:
            super()._on_destroy_notify(event)
            if self._systray_manager is None:
                self.add_again()

    def _draw(self) -> None:
        with suppress(BadDrawable, BadMatch):  # it is gone, or isn't to be seen yet
            place = self._window.get_geometry()
            width, height = place.width, place.height
            self._window.clear_area()
            under = self._window.get_image(0, 0, width, height, X.ZPixmap, 0xFFFFFFFF)
            picture = Image.frombytes("RGB", (width, height), under.data, "raw", "BGRX")
            room = min(width, height)
            size = max((one for one in _SIZES if one <= room), default=room)
            sign = Image.open(io.BytesIO(icon(self._icon, size, dark=False))).convert("RGBA")
            picture.paste(sign, ((width - size) // 2, (height - size) // 2), sign)
            self._window.put_pil_image(self._gc, 0, 0, picture)
