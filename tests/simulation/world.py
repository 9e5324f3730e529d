"""The simulated world: time, chance, and what happens between two effects."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)


class Crash(BaseException):
    """The worker is killed here: nothing below may catch it."""


class Broken(BaseException):
    """Something that must never be was; like a crash, nothing below may catch it."""


class VirtualClock:
    """Time that passes only when somebody says so; `set_by` is how wrong the clock on the wall is.

    A sleep that is counted adds to `seconds`, one that is not to `set_by`.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.set_by = 0.0

    def now(self) -> dt.datetime:
        return NOON + dt.timedelta(seconds=self.seconds + self.set_by)

    def monotonic(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> bool:
        self.seconds += seconds
        return False


@dataclass
class World:
    """What every part of the simulation shares.

    `between` is called at every effect, before the chance of a crash.
    """

    seed: int
    clock: VirtualClock = field(default_factory=VirtualClock)
    calm: bool = False
    crash_chance: float = 0.0
    faults: int = 0
    effects: int = 0
    between: list[Callable[[], None]] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)

    def effect(self, name: str) -> None:
        """Something that another process could see is about to happen, or has just happened."""
        self.effects += 1
        self.clock.seconds += self.rng.random() * 0.05
        self.trace.append(name)
        for happen in self.between:
            happen()
        if not self.calm and self.rng.random() < self.crash_chance:
            self.faults += 1
            self.trace.append("CRASH")
            raise Crash

    def chance(self, probability: float) -> bool:
        """Return True with that probability, never once the world is calm."""
        return not self.calm and self.rng.random() < probability
