"""Erases in the background what was noted longer ago than it is kept."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from practicecloud.audit import audit
from practicecloud.background import Background
from practicecloud.store.storage import writing

LOOK_EVERY = 3600.0
"""Seconds between two looks."""

PORTION = 500
"""Notes of one transaction: short enough that nobody need wait for it."""


class Erasing:
    """What is done in the background: by several processes at once it does no harm."""

    def __init__(self, engine: sa.Engine, now: Callable[[], float], kept: float) -> None:
        self._engine = engine
        self._now = now
        self._kept = kept
        self.background = Background("erasing", self.erase, LOOK_EVERY)

    def erase(self) -> int:
        """Erase all that is too old, and return how many notes that were."""
        erased = 0
        while not self.background.is_ending:
            with writing(self._engine) as connection:
                number = audit.erase_older(connection, self._now() - self._kept, PORTION)
            erased += number
            if number < PORTION:
                break
        return erased
