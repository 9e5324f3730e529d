"""Commands that wait for their practices: asked in each practice's thread, answered here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass

import msgspec

from practicesync.app.asking.reply import Answer
from practicesync.core.command import Command
from practicesync.core.errors import Code, Problem, Unavailable
from practicesync.core.granted import Granted, Standing
from practicesync.core.wish import Answered
from practicesync.engine.ask import Ask

LIMIT = 8.0
"""Seconds that a practice gets; who asked waits for ten."""


_NOT_MEANT = {Code.COMMAND_REFUSED, Code.NOT_ACTIVATED}
"""What a practice says that wasn't meant, where another has done what was asked."""


@dataclass(frozen=True)
class Asked:
    """One practice that was asked."""

    name: str
    practice_id: str
    ask: Ask


@dataclass(frozen=True)
class _Open:
    command: Command
    asked: Sequence[Asked]
    until: float


class Asks:
    """What was asked of practices and not answered yet; one thread uses it."""

    def __init__(self, on_bug: Callable[[str, BaseException], None]) -> None:
        self._on_bug = on_bug
        self._open: list[_Open] = []

    def put(self, command: Command, asked: Sequence[Asked], monotonic: float) -> None:
        """Note what was asked just now."""
        self._open.append(_Open(command, asked, monotonic + LIMIT))

    def answered(self, monotonic: float) -> list[tuple[Command, Answer]]:
        """Return the answers that have come, and those that have come to nothing in time."""
        ready = [one for one in self._open if monotonic >= one.until or _all_done(one.asked)]
        self._open = [one for one in self._open if one not in ready]
        return [(one.command, self._answer(one.asked)) for one in ready]

    def _answer(self, asked: Sequence[Asked]) -> Answer:
        granted: list[Mapping[str, object]] = []
        problem: Problem | None = None
        waiting = False
        for one in asked:
            try:
                found = _taken(one.ask)
            except Problem as wrong:
                problem = problem or wrong
            except Exception as bug:  # noqa: BLE001  # a bug is told, and ends one command
                self._on_bug(one.name, bug)
                problem = problem or Unavailable(Code.UNEXPECTED)
            else:
                waiting = waiting or (isinstance(found, Standing) and found.running)
                granted.append(_part(one, found))
        detail = {"practices": granted} if any("answer" in part for part in granted) else {}
        if problem is not None and not (granted and problem.code in _NOT_MEANT):
            refused = problem.code is Code.COMMAND_REFUSED
            return Answer("refused" if refused else "failed", problem.code, problem.facts, detail)
        return Answer("waiting" if waiting else "done", detail=detail)


def _all_done(asked: Sequence[Asked]) -> bool:
    return all(one.ask.answer.done() for one in asked)


def _taken(ask: Ask) -> Granted:
    """Return what came of it; where nothing came, take a wish back that can be taken back."""
    if not ask.answer.done() and isinstance(ask.wish, Answered):
        ask.answer.cancel()
    try:
        return ask.answer.result(0)
    except CancelledError:
        raise Unavailable(Code.PRACTICE_BUSY) from None
    except TimeoutError:
        raise Unavailable(Code.WORKER_DOES_NOT_ANSWER, seconds=f"{LIMIT:.0f}") from None


def _part(one: Asked, granted: Granted) -> Mapping[str, object]:
    part: dict[str, object] = {"name": one.name, "practice_id": one.practice_id}
    if granted is not None:
        part["answer"] = msgspec.to_builtins(granted)
    return part
