"""pystray's icon on systems that have pictures of one size."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pystray
from PIL import Image

from practicesync.app.window.drawn import icon
from practicesync.core.phase import Sign

_SIZE = 64


class OtherIcon(pystray.Icon):  # type: ignore[misc]  # pystray has no types
    """An icon as pystray makes it; what it calls is for systems that tell more."""

    open_window: Callable[[], None]
    add_again: Callable[[], None]
    woken: Callable[[], None]

    def __init__(self) -> None:
        super().__init__("practicesync", title="Practice Sync")

    def picture(self, sign: Sign) -> Image.Image:
        """Return what to show for that sign."""
        return Image.open(io.BytesIO(icon(sign, _SIZE, dark=False)))

    def inside(self, do: Callable[[], Any]) -> Any:
        """Do that in the thread that asks for it."""
        return do()

    def end(self) -> None:
        """Take the icon away."""
        self.stop()

    def add(self) -> bool:
        """Get into the task bar, and tell whether that worked."""
        self.visible = True
        return True
