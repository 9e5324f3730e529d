"""What keeps the worker from showing how it stands, as the log tells it."""

from __future__ import annotations

import math

from practicesync.core.errors import Code

SAID_LATELY = 600.0
"""Seconds for which a trouble isn't said again: a disk that is almost full comes and goes."""


class Mute:
    """Remembers what was said: the log gets one line when it breaks and one when it heals."""

    def __init__(self) -> None:
        self._told: list[Code] = []
        self._said_at: dict[Code, float] = {}

    def is_news(self, code: Code, monotonic: float) -> bool:
        """Tell whether the log is to get this trouble, and remember that it does."""
        lately = monotonic - self._said_at.get(code, -math.inf) < SAID_LATELY
        if code in self._told or lately:
            return False
        self._told.append(code)
        self._said_at[code] = monotonic
        return True

    def healed(self) -> Code | None:
        """Return, once, what the log has got and is over now: the first, where it was more."""
        told, self._told = self._told, []
        return told[0] if told else None
