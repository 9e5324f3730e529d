"""The clock of this computer."""

from __future__ import annotations

import datetime as dt
import threading
import time


class SystemClock:
    """Time, and the signal to stop, for one thread.

    Other threads `wake` it before its wait is over, or `stop` it for good.
    """

    def __init__(self) -> None:
        self._signal = threading.Event()
        self._stopped = False

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def wait(self, seconds: float) -> bool:
        if not self._stopped:
            self._signal.wait(min(max(seconds, 0.0), threading.TIMEOUT_MAX))
        # Whoever wakes us has said before why: what comes between is seen after this.
        self._signal.clear()
        return self._stopped

    def wake(self) -> None:
        """End the wait that is on its way, or the next one."""
        self._signal.set()

    def stop(self) -> None:
        """End this wait and every later one with the signal to stop."""
        self._stopped = True
        self._signal.set()
