"""The command ``doctor``, one step a command: begin, look; and last, for support.

It looks in a thread of its own, over connections of its own: what it is asked for most is a
practice's thread that hangs (decision 0022).
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import msgspec

from practicesync.app.asking.reply import Answer
from practicesync.app.worker.refusal import Refusal
from practicesync.core.check_words import Told
from practicesync.core.command import Command
from practicesync.core.errors import Code, Problem, Unavailable

T = TypeVar("T")

Checks = Callable[[str | None], Iterator[Told]]
"""Makes the checks of all practices, or of the one with that name or id."""

MOST_KEPT = 5
"""Examinations whose findings can still be asked for."""

HANGS_AFTER = 120.0
"""Seconds without a finding after which an examination keeps nobody from another: what it looks
at may never answer."""


class Running(Generic[T]):
    """One examination that is on its way, or over."""

    def __init__(
        self,
        checks: Iterator[T],
        on_bug: Callable[[BaseException], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._checks = checks
        self._on_bug = on_bug
        self._monotonic = monotonic
        self._found_at = monotonic()
        self._found: list[T] = []
        self._problem: Problem | None = None
        self._thread = threading.Thread(target=self._work, name="doctor", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Nothing more will be found."""
        return not self._thread.is_alive()

    @property
    def all(self) -> list[T]:
        """Everything that was found so far."""
        return list(self._found)

    @property
    def hangs(self) -> bool:
        """Nothing was found for so long that nothing may ever be."""
        return self._monotonic() - self._found_at >= HANGS_AFTER

    def found(self, seen: int) -> list[T]:
        """Return what was found beyond the first so many; raises what has ended it."""
        found = self._found[seen:]
        if not found and self.over and self._problem is not None:
            raise self._problem
        return found

    def _work(self) -> None:
        try:
            for check in self._checks:
                self._found.append(check)
                self._found_at = self._monotonic()
        except Problem as problem:
            self._problem = problem
        except Exception as bug:  # noqa: BLE001  # the top of a thread: a bug is told and survived
            self._on_bug(bug)
            self._problem = Unavailable(Code.UNEXPECTED)


class Examinations:
    """The examinations of one worker, one at a time."""

    def __init__(
        self,
        checks: Checks,
        on_bug: Callable[[str, BaseException], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._checks = checks
        self._on_bug = on_bug
        self._monotonic = monotonic
        self._running: dict[str, Running[Told]] = {}

    def carry_out(self, asked: Command) -> Answer:
        """Begin to look, tell what was found since, or what whoever asked last was told."""
        match asked.arguments.get("step"):
            case "begin":
                return Answer("waiting", detail={"id": self._begin(asked.practice)})
            case "look":
                return self._look(asked.arguments.get("id"), asked.arguments.get("seen", 0))
            case "last":
                return Answer(detail={"checks": msgspec.to_builtins(self._last())})
            case _:
                raise Refusal("unknown step")

    def _last(self) -> list[Told]:
        """Return what whoever asked last was told, as far as it is found."""
        return list(self._running.values())[-1].all if self._running else []

    def _begin(self, practice: str | None) -> str:
        if any(not (one.over or one.hangs) for one in self._running.values()):
            raise Refusal("Practice Sync is looking just now, for somebody else")
        for oldest in list(self._running)[: -MOST_KEPT + 1]:
            del self._running[oldest]
        id_ = uuid.uuid4().hex
        self._running[id_] = Running(
            self._checks(practice), lambda bug: self._on_bug("", bug), self._monotonic
        )
        return id_

    def _look(self, id_: object, seen: object) -> Answer:
        running = self._running.get(id_) if isinstance(id_, str) else None
        if running is None or type(seen) is not int or seen < 0:
            raise Refusal("Practice Sync has started anew meanwhile, so ask once more")
        over = running.over  # before it is asked for: what comes in between isn't left out
        found = msgspec.to_builtins(running.found(seen))
        return Answer("done" if over else "waiting", detail={"checks": found})
