"""Tk's loop: it keeps the main thread, and other threads wake it."""

from __future__ import annotations

import threading
import time
import tkinter as tk
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

_WOKEN = "<<PracticeSyncWoken>>"


class TkLoop:
    """Everything in it is called in the thread that runs it, but for `soon` and `end`."""

    def __init__(self, root: tk.Tk) -> None:
        self._root = root
        self._waiting: deque[Callable[[], None]] = deque()
        self._bell: SimpleQueue[bool] = SimpleQueue()
        root.bind(_WOKEN, self._woken)

    def monotonic(self) -> float:
        return time.monotonic()

    def later(self, seconds: float, do: Callable[[], None]) -> None:
        self._root.after(max(int(seconds * 1000), 1), do)

    def soon(self, do: Callable[[], None]) -> None:
        self._waiting.append(do)
        self._bell.put(True)

    def end(self) -> None:
        self.soon(self._root.quit)

    def run(self) -> None:
        """Stay in the loop until it ends."""
        # Waking Tk from another thread waits for Tk: this one has nothing else to do, and nobody
        # waits for it.
        ringer = threading.Thread(target=self._ring, name="ringer", daemon=True)
        self._root.after_idle(ringer.start)
        self._root.mainloop()
        self._bell.put(False)

    def _ring(self) -> None:
        while self._bell.get():
            try:
                self._root.event_generate(_WOKEN, when="tail")
            except (tk.TclError, RuntimeError):  # the window is gone, or its loop has ended
                return

    def _woken(self, event: tk.Event[tk.Misc]) -> None:
        del event
        while self._waiting:
            self._waiting.popleft()()
