"""Who asked without the right to: each is told of now and then, however often they ask."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Sequence

from practicesync.app.worker.sparing import AN_HOUR
from practicesync.core.command import Dropped
from practicesync.core.error_table import explain
from practicesync.core.errors import Code
from practicesync.core.snapshot import CommandOutcome

MOST_SHOWN = 3
"""Refusals of outsiders among the last commands: they can't push out what others asked."""

MOST_NAMED = 1_000
"""Accounts that are told of in one hour."""


class Outsiders:
    """Remembers who was told of in the last hour."""

    def __init__(self) -> None:
        self._told: dict[str, dt.datetime] = {}
        self._shown: deque[CommandOutcome] = deque(maxlen=MOST_SHOWN)

    @property
    def shown(self) -> Sequence[CommandOutcome]:
        """What is shown of them among the last commands."""
        return tuple(self._shown)

    def is_news(self, dropped: Dropped, now: dt.datetime) -> bool:
        """Tell whether this refusal is the first of its account for an hour, and remember it."""
        # A clock that was set back must not keep anybody silent for days.
        self._told = {by: at for by, at in self._told.items() if abs(now - at) < AN_HOUR}
        if dropped.owner in self._told or len(self._told) >= MOST_NAMED:
            return False
        self._told[dropped.owner] = now
        if dropped.id:
            sentence = explain(Code.COMMAND_REFUSED, {"reason": dropped.reason}).sentence
            self._shown.append(CommandOutcome(dropped.id, "", "refused", sentence, dropped.owner))
        return True
