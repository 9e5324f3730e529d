"""Erases in the background what was noted longer ago than it is kept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import sqlalchemy as sa

from practicecloud.audit import audit
from practicecloud.store.storage import writing

log = logging.getLogger(__name__)

LOOK_EVERY = 3600.0
"""Seconds between two looks."""

PORTION = 500
"""Notes of one transaction: short enough that nobody need wait for it."""


class Erasing:
    """The background thread: one in each process, together they do no harm."""

    def __init__(self, engine: sa.Engine, now: Callable[[], float], kept: float) -> None:
        self._engine = engine
        self._now = now
        self._kept = kept
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="erasing", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the current portion."""
        self._stop.set()
        self._thread.join()

    def erase(self) -> int:
        """Erase all that is too old, and return how many notes that were."""
        erased = 0
        while not self._stop.is_set():
            with writing(self._engine) as connection:
                number = audit.erase_older(connection, self._now() - self._kept, PORTION)
            erased += number
            if number < PORTION:
                break
        return erased

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.erase()
            except Exception as error:  # noqa: BLE001  # the thread's outermost place
                log.warning("Nothing is erased: error=%s", type(error).__name__)
            self._stop.wait(LOOK_EVERY)
