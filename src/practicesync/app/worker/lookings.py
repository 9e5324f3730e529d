"""Looks that somebody asked for, each in a thread of its own, told bit by bit while they go on."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import msgspec

from practicesync.app.asking.reply import Answer
from practicesync.app.worker.refusal import Refusal
from practicesync.core.command import Command
from practicesync.core.errors import Code, Problem, Unavailable

T = TypeVar("T")

MOST_KEPT = 5
"""Looks whose findings can still be asked for."""

HANGS_AFTER = 120.0
"""Seconds without a finding after which a look keeps nobody from another: what it looks at may
never answer."""


class Looking(Generic[T]):
    """One look that is on its way, or over."""

    def __init__(
        self,
        findings: Iterator[T],
        on_bug: Callable[[BaseException], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._findings = findings
        self._on_bug = on_bug
        self._monotonic = monotonic
        self._found_at = monotonic()
        self._found: list[T] = []
        self._problem: Problem | None = None
        self._thread = threading.Thread(target=self._work, name="look", daemon=True)
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
            for finding in self._findings:
                self._found.append(finding)
                self._found_at = self._monotonic()
        except Problem as problem:
            self._problem = problem
        except Exception as bug:  # noqa: BLE001  # the top of a thread: a bug is told and survived
            self._on_bug(bug)
            self._problem = Unavailable(Code.UNEXPECTED)


class Lookings(Generic[T]):
    """The last looks of one worker, `at_once` of them at a time."""

    def __init__(
        self,
        at_once: int,
        on_bug: Callable[[BaseException], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._at_once = at_once
        self._on_bug = on_bug
        self._monotonic = monotonic
        self._kept: dict[str, Looking[T]] = {}

    def begin(self, findings: Iterator[T]) -> Answer:
        """Begin to look, and answer with the id by which to ask for what is found."""
        if sum(not (one.over or one.hangs) for one in self._kept.values()) >= self._at_once:
            raise Refusal("Practice Sync is looking just now, for somebody else")
        for oldest in list(self._kept)[: -MOST_KEPT + 1]:
            del self._kept[oldest]
        id_ = uuid.uuid4().hex
        self._kept[id_] = Looking(findings, self._on_bug, self._monotonic)
        return Answer("waiting", detail={"id": id_})

    def look(self, asked: Command, called: str) -> Answer:
        """Answer with what was found beyond what the asker has seen, `called` so."""
        id_, seen = asked.arguments.get("id"), asked.arguments.get("seen")
        looking = self._kept.get(id_) if isinstance(id_, str) else None
        if looking is None or type(seen) is not int or seen < 0:
            raise Refusal("Practice Sync was restarted meanwhile, so ask once more")
        over = looking.over  # before it is asked for: what comes in between isn't left out
        found = msgspec.to_builtins(looking.found(seen))
        return Answer("done" if over else "waiting", detail={called: found})

    def last(self) -> list[T]:
        """Return what whoever began last was told, as far as it is found."""
        return list(self._kept.values())[-1].all if self._kept else []
