"""Whether practices that rest have lost their place online, asked beside the worker's loop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.core.command import Command
from practicesync.core.errors import Problem

LIMIT = 8.0
"""Seconds that the online side gets; who asked waits for ten."""

WhyLost = Callable[[str], Problem | None]
"""Asks online why the practice of that name has lost its place; None: it hasn't, or who knows."""


@dataclass
class _Look:
    asked: Command
    practice: PracticeThread
    until: float
    lost: bool = False
    over: threading.Event = field(default_factory=threading.Event)


class PlaceLooks:
    """The questions of one worker that are open; one thread uses it."""

    def __init__(self, why_lost: WhyLost, on_bug: Callable[[str, BaseException], None]) -> None:
        self._why_lost = why_lost
        self._on_bug = on_bug
        self._open: list[_Look] = []

    def begin(self, asked: Command, practice: PracticeThread) -> None:
        """Ask for that practice."""
        look = _Look(asked, practice, time.monotonic() + LIMIT)
        self._open.append(look)
        threading.Thread(target=self._work, args=(look,), name="place", daemon=True).start()

    def over(self) -> Sequence[tuple[Command, PracticeThread, bool]]:
        """Return of whom it is known by now whether they have lost it; no answer is a no."""
        now = time.monotonic()
        over = [look for look in self._open if look.over.is_set() or now >= look.until]
        self._open = [look for look in self._open if look not in over]
        return [(look.asked, look.practice, look.lost) for look in over]

    def _work(self, look: _Look) -> None:
        since = look.practice.report.since
        try:
            problem = self._why_lost(look.practice.name)
            if problem is not None:
                look.practice.lose(problem, since)
                look.lost = True
        except Exception as bug:  # noqa: BLE001  # the top of a thread: a bug is told and survived
            self._on_bug(look.practice.name, bug)
        finally:
            look.over.set()
