"""Threads that work beside the requests until the process ends; each process has its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)


class Background:
    """A thread that does one thing again and again, whatever came of it the last time."""

    def __init__(
        self,
        name: str,
        do: Callable[[], object],
        every: float,
        patience: float | None = None,
    ) -> None:
        """`do` is done at once, and again so many seconds after it has ended.

        `patience` is how many seconds `stop` waits for it (None: as long as it takes).
        """
        self._name = name
        self._do = do
        self._every = every
        self._patience = patience
        self._complaints = Complaints(name)
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def is_ending(self) -> bool:
        """Whether what is being done should come to its end."""
        return self._stop.is_set()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Do it at once."""
        self._wake.set()

    def breathe(self, seconds: float) -> None:
        """Wait a moment in what is being done, but not where it should come to its end."""
        self._stop.wait(seconds)

    def stop(self) -> None:
        """End it."""
        self._stop.set()
        self._wake.set()
        self._thread.join(self._patience)

    def _run(self) -> None:
        while not self.is_ending:
            try:
                self._do()
            except Exception as error:  # noqa: BLE001  # the thread's outermost place
                self._complaints.failed(error)
            else:
                self._complaints.worked()
            self._wake.wait(self._every)
            self._wake.clear()


class Complaints:
    """A line in the log for each change of fortune, and not for each failure."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._failing: dict[str, str] = {}

    def failed(self, error: Exception, practice_id: str = "") -> None:
        """Log by its type, which tells nothing of anybody, what has just failed, if that is new."""
        kind = type(error).__name__
        if self._failing.get(practice_id) != kind:
            of = f" practice={practice_id}" if practice_id else ""
            log.warning("It is tried again: what=%s%s error=%s", self._name, of, kind)
        self._failing[practice_id] = kind

    def worked(self, practice_id: str = "") -> None:
        """Note that it has worked."""
        self._failing.pop(practice_id, None)
