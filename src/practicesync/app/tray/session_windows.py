"""One icon a session on Windows: an event that is gone with the last process that has it.

https://learn.microsoft.com/windows/win32/sync/event-objects
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

_EXISTS = 183
_FOR_EVER = 0xFFFFFFFF
_SIGNALLED = 0
_ANY_PROCESS = 0xFFFFFFFF


class WindowsSession:
    """An event of this session's own: whoever made it is the first.

    `ctypes` is Python's module, or a double.
    """

    def __init__(self, ctypes: Any, unique: str) -> None:
        self._ctypes = ctypes
        self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        self._kernel.CreateEventW.restype = ctypes.c_void_p
        self._name = f"Local\\PracticeSync-{unique}"
        self._event: Any = None

    def is_first(self) -> bool:
        self._ctypes.set_last_error(0)
        self._event = self._ctypes.c_void_p(
            self._kernel.CreateEventW(None, False, False, self._name)
        )
        return bool(self._ctypes.get_last_error() != _EXISTS)

    def listen(self, knocked: Callable[[], None]) -> None:
        def hear() -> None:
            while self._kernel.WaitForSingleObject(self._event, _FOR_EVER) == _SIGNALLED:
                knocked()

        threading.Thread(target=hear, name="knocks", daemon=True).start()

    def knock(self) -> None:
        # We were started by a click, so we may come to the front: the first one may do so for us.
        self._ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
        self._kernel.SetEvent(self._event)

    def leave(self) -> None:
        """Leave it to Windows: the event goes with the process."""
