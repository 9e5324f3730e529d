"""pystray's icon on X11, drawn for the size of its place and on the colour of the task bar.

https://specifications.freedesktop.org/systemtray-spec/latest/
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PIL import Image
from pystray._xorg import Icon
from Xlib import X
from Xlib.error import BadDrawable, BadMatch, CatchError, XError

from practicesync.app.window.drawn import icon
from practicesync.core.phase import Sign

_SIZES = (16, 20, 24, 32, 40, 48, 64, 96)
"""What signs are drawn for; another size would be blurred."""


class X11Icon(Icon):  # type: ignore[misc]  # pystray has no types
    """An icon whose picture is a sign: it is drawn at the size that the task bar gives it."""

    open_window: Callable[[], None]
    add_again: Callable[[], None]
    woken: Callable[[], None]

    def __init__(self) -> None:
        super().__init__("practicesync", title="Practice Sync")
        with suppress(XError):
            see_through = CatchError(BadMatch)  # a task bar of another depth
            self._window.change_attributes(background_pixmap=X.ParentRelative, onerror=see_through)

        self._message_handlers[X.MapNotify] = self._on_expose
        self._display.set_error_handler(lambda *_: None)  # of a task bar that has just gone

    def picture(self, sign: Sign) -> Sign:
        """Return what to show for that sign."""
        return sign

    def add(self) -> bool:
        """Get into the task bar, and tell whether that worked."""
        if not self._visible:
            self._update_title()
            self.visible = True
        elif not self._systray_manager:
            self._show()
        return self._systray_manager is not None

    def _mark_ready(self) -> None:
        self._thread = threading.current_thread()  # pystray says so too late for who waits for it
        super()._mark_ready()

    def _mainloop(self) -> None:
        try:
            super()._mainloop()
        finally:
            self._queue.put(True)  # nobody waits any more for what isn't done

    def _dock_window(self) -> None:
        """Ask for a place once: each time more would take the icon out and put it in again."""
        if self._systray_manager is None:
            super()._dock_window()

    def _on_destroy_notify(self, event: Any) -> None:
        super()._on_destroy_notify(event)
        if not self._systray_manager:
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
