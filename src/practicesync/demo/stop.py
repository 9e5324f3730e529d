"""The wish to end the demo, and the ways in which it fails.

A signal only leaves a mark. It is looked at while waiting, so it never interrupts a clean-up.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Stopped(Exception):
    """Somebody asked the demo to end."""


class DemoFailed(Exception):
    """The demo can't go on; its text is the sentence to show, `log` the file that tells more."""

    def __init__(self, sentence: str, log: Path | None = None) -> None:
        super().__init__(sentence)
        self.log = log


class Stop:
    """Everything that waits, waits here."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def listen(self) -> None:
        """Take Ctrl+C and the system's requests to end as a wish from now on."""
        for name in _SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: self._asked.set())

    def wait(self, seconds: float) -> None:
        """Wait; raises `Stopped` as soon as somebody asks."""
        if self._asked.wait(seconds):
            raise Stopped

    def ticks(self, every: float, within: float, otherwise: Callable[[], str]) -> Iterator[None]:
        """Yield now and every so often; raises `DemoFailed` when the time is over."""
        until = time.monotonic() + within
        while True:
            yield
            if time.monotonic() > until:
                raise DemoFailed(otherwise())
            self.wait(every)
