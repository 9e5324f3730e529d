"""The heartbeat of each practice: a thread that tells the online side how it stands.

It beats beside the work, never in it: a practice that hangs or tries again still says so. What
fails is dropped and told anew with the next beat; that the online side is away, the work tells.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence

from practicesync.core.beat import Beat, Rhythm, Tempo
from practicesync.core.errors import Code, Problem, Unavailable
from practicesync.core.snapshot import PracticeStatus

USUAL = Tempo()

Tell = Callable[[Beat], None]
"""Tells the online side. Raises `Problem`."""


class Heart:
    """One practice's heart. `hear`, `rouse` and `end` are for other threads."""

    def __init__(
        self,
        beat_of: Callable[[PracticeStatus], Beat | None],
        open_line: Callable[[str], Tell],
        on_bug: Callable[[BaseException], None],
        tempo: Tempo = USUAL,
        fraction: Callable[[], float] = random.random,
        refused: Callable[[PracticeStatus, Problem], None] = lambda _one, _problem: None,
    ) -> None:
        """`refused` is told why the online side took no beat of the practice as it was then."""
        self._refused = refused
        self._beat_of = beat_of
        self._open_line = open_line
        self._on_bug = on_bug
        self._fraction = fraction
        self._stale = tempo.stale
        self._rhythm = Rhythm(tempo)
        self._line: tuple[str, Tell] | None = None
        self._heard: PracticeStatus | None = None
        self._heard_at = 0.0
        self._news = threading.Event()
        self._last: PracticeStatus | None = None
        self._ends = False
        self._roused = False
        self._thread: threading.Thread | None = None

    def hear(self, practice: PracticeStatus) -> None:
        """Take note of how the practice stands by now."""
        before, self._heard = self._heard, practice
        self._heard_at = time.monotonic()
        if before is not practice:
            self._news.set()
        if self._thread is None:
            name = f"heart of {practice.practice_id}"
            self._thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._thread.start()

    def rouse(self) -> None:
        """Beat at once: the computer has slept, and nobody knows for how long."""
        self._roused = True
        self._news.set()

    def end(self, last: PracticeStatus | None) -> None:
        """Beat no more, but for that last time."""
        self._last = last
        self._ends = True
        self._news.set()

    def join(self, seconds: float) -> bool:
        """Wait for the thread's end; return whether it has ended."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def _work(self) -> None:
        while not self._ends:
            self._news.wait(self._pause())
            self._news.clear()
        # Nobody waits for what was never told, or had nothing to tell in the end.
        tells = self._heard is not None and self._beat_of(self._heard) is not None
        if self._last is not None and tells and self._rhythm.told:
            self._beat(self._last)

    def _pause(self) -> float | None:
        """Beat if it is time; return the seconds to wait, or None to wait for news."""
        practice = self._heard
        beat = None if practice is None else self._beat_of(practice)
        if practice is None or beat is None:
            return None
        now = time.monotonic()
        if self._roused:
            self._roused = False
            self._rhythm.woken()
        wait = self._rhythm.due_at(beat, now) - now
        if wait > 0:
            return wait
        if now - self._heard_at > self._stale:
            return self._stale
        self._beat(practice)
        return 0.0

    def _beat(self, practice: PracticeStatus) -> None:
        beat = self._beat_of(practice)
        if beat is None:
            return
        try:
            self._tell_of(practice.practice_id)(beat)
        except Problem as problem:
            self._rhythm.failed(problem, time.monotonic(), self._fraction())
            self._refused(practice, problem)
        except Exception as bug:  # noqa: BLE001  # the top of a thread: a bug is told and survived
            self._on_bug(bug)
            self._rhythm.failed(Unavailable(Code.UNEXPECTED), time.monotonic(), self._fraction())
        else:
            self._rhythm.sent(beat, time.monotonic(), self._fraction())

    def _tell_of(self, practice_id: str) -> Tell:
        """Return the line of that practice; another activation may have brought another id."""
        if self._line is None or self._line[0] != practice_id:
            self._line = (practice_id, self._open_line(practice_id))
        return self._line[1]


class Hearts:
    """The hearts of a worker, by the practices' names."""

    def __init__(self, make: Callable[[str], Heart]) -> None:
        self._make = make
        self._hearts: dict[str, Heart] = {}

    def hear(self, practices: Sequence[PracticeStatus]) -> None:
        """Take note of how the practices stand by now."""
        for practice in practices:
            if practice.name not in self._hearts:
                self._hearts[practice.name] = self._make(practice.name)
            self._hearts[practice.name].hear(practice)

    def rouse(self) -> None:
        """Let all of them beat at once: the computer has slept."""
        for heart in self._hearts.values():
            heart.rouse()

    def end(self, last: Sequence[PracticeStatus], seconds: float) -> None:
        """Beat for a last time, of the practices that are named, and no more."""
        lasts = {practice.name: practice for practice in last}
        for name, heart in self._hearts.items():
            heart.end(lasts.get(name))
        until = time.monotonic() + seconds
        for heart in self._hearts.values():
            heart.join(max(0.0, until - time.monotonic()))
