"""Judges the practices' threads, but not by the hours that the computer has slept."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from practicesync.core.instant import Instant, overslept, was_set
from practicesync.engine.supervisor import Patience, Verdict, Watched, judge

A_QUARTER = 0.25
"""The part of the patience after which, between two looks, the worker itself has not run."""

NOBODY = Verdict(frozenset(), give_up=False)


class Supervision:
    """Looks at the threads again and again; one thread uses it."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._slack = patience.red * A_QUARTER
        self._looked: Instant | None = None
        self._judges_from = 0.0

    def look(self, watched: Sequence[Watched], instant: Instant) -> Verdict:
        """Return how the threads are at this moment.

        Who has just been woken gets time to show life; a clock that was set is no such excuse.
        """
        looked, self._looked = self._looked or instant, instant
        slept = overslept(looked, instant, 0.0, self._slack)
        if slept:
            self._judges_from = instant.monotonic + self._patience.red
        woken = slept or was_set(looked, instant, self._slack)
        if instant.monotonic < self._judges_from:
            return msgspec.structs.replace(NOBODY, woken=woken)
        verdict = judge(watched, instant.monotonic, self._patience)
        return msgspec.structs.replace(verdict, woken=woken)
