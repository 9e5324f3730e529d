"""Ends the requests that are under way when the process is to end."""

from __future__ import annotations

import asyncio
from typing import Any

GRACE = 3.0
"""Seconds in which a request is answered once the process is to end."""


class Ending:
    """Knows which requests have no answer yet; for the thread of the event loop alone."""

    def __init__(self) -> None:
        self._unanswered: set[asyncio.Task[Any] | None] = set()
        self._begun = False

    def mind(self, task: asyncio.Task[Any] | None) -> None:
        """Note that this task is to answer a request."""
        self._unanswered.add(task)

    def forget(self, task: asyncio.Task[Any] | None) -> None:
        """Note that its answer is on its way, or that it has ended."""
        self._unanswered.discard(task)

    def begin(self) -> None:
        """Cancel what has no answer when the grace is over."""
        if self._begun:
            return
        self._begun = True
        asyncio.get_running_loop().call_later(GRACE, self._cancel)

    def _cancel(self) -> None:
        for task in filter(None, self._unanswered):
            task.cancel()
