"""Judges the practices' threads, but not by the hours that the computer has slept."""

from __future__ import annotations

from collections.abc import Sequence

from practicesync.engine.supervisor import Patience, Verdict, Watched, judge

SLEPT = 15.0
"""Seconds between two looks after which the worker itself has not run meanwhile."""

WAKING = 60.0
"""Seconds that the threads get to show life after that."""

NOBODY = Verdict(frozenset(), give_up=False)


class Supervision:
    """Looks at the threads again and again; one thread uses it."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._looked_at: float | None = None
        self._judges_from = 0.0

    def look(self, watched: Sequence[Watched], monotonic: float) -> Verdict:
        """Return how the threads are at this moment; nobody is stuck who has just been woken."""
        if self._looked_at is not None and monotonic - self._looked_at > SLEPT:
            self._judges_from = monotonic + WAKING
        self._looked_at = monotonic
        if monotonic < self._judges_from:
            return NOBODY
        return judge(watched, monotonic, self._patience)
