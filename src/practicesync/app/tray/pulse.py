"""Whether the worker lives, by our own time: a clock that is set changes nothing."""

from __future__ import annotations

import math

from practicesync.adapters.state_folder import SILENT_AFTER

LONGEST_STEP = 15.0
"""Seconds that count at most between two looks: after more than that we were asleep, too."""


class Pulse:
    """Notes at each look when the heart last beat, and counts how long it hasn't."""

    def __init__(self) -> None:
        self._beat: float | None = None
        self._looked = -math.inf
        self._quiet = math.inf

    def is_silent(self, beat: float | None, wall: float, monotonic: float) -> bool:
        """Tell whether there was no beat for half a minute in which we have looked.

        `beat` is the time of the last one, as a file has it; None says that the worker has ended.
        Only at the first look is it held against `wall`, the clock on the wall.
        """
        step = min(monotonic - self._looked, LONGEST_STEP)
        first = self._looked == -math.inf
        self._looked = monotonic
        if beat is None:
            self._quiet = math.inf
        elif first:
            self._quiet = abs(wall - beat)
        elif beat != self._beat:
            self._quiet = 0.0
        else:
            self._quiet += step
        self._beat = beat
        return self._quiet > SILENT_AFTER
