"""Watches the threads: a driver that hangs must not look healthy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec


class Watched(Protocol):
    """A thread that tells how long it has been silent."""

    @property
    def name(self) -> str:
        """The practice's name."""

    def overdue(self, monotonic: float) -> float:
        """Return for how many seconds the thread has been silent beyond its own wait."""


class Patience(msgspec.Struct, frozen=True):
    """Seconds of silence until a practice shows red, and until the worker gives itself up."""

    red: float = 60.0
    give_up: float = 300.0


class Verdict(msgspec.Struct, frozen=True):
    """Which practices are stuck, and whether the worker has to be restarted.

    `woken`: the computer has slept since the last look, or its clock was set.
    """

    stuck: frozenset[str]
    give_up: bool
    woken: bool = False


def judge(watched: Sequence[Watched], monotonic: float, patience: Patience) -> Verdict:
    """Return how the threads are at this moment.

    A thread inside a driver can't be ended from outside: only a new process helps.
    """
    silence = {one.name: one.overdue(monotonic) for one in watched}
    return Verdict(
        frozenset(name for name, seconds in silence.items() if seconds >= patience.red),
        any(seconds >= patience.give_up for seconds in silence.values()),
    )
