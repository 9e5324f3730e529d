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


HOURS = (1, 1, 30, 365 * 24)
"""By how much the clock is set, and how long the computer sleeps."""

A_WHILE = 20.0
"""Hours after which nothing is said any more about what was sent within the last day."""


class Time:
    """Sleeps, and sets the clock; knows when a worker may have forgotten the last day by that."""

    def __init__(self, clock: VirtualClock, rng: random.Random) -> None:
        self._clock = clock
        self._rng = rng
        self._slept = 0.0
        self._put_forward = 0.0

    def goes_wrong(self) -> str:
        """Do one of it and return what."""
        hours = self._rng.choice(HOURS)
        what = self._rng.choice(("SLEPT", "SLEPT UNCOUNTED", "CLOCK SET FORWARD", "CLOCK SET BACK"))
        match what:
            case "SLEPT":
                self._clock.seconds += hours * 3600
                self._slept += hours
            case "CLOCK SET BACK":
                self._clock.set_by -= hours * 3600
            case _:
                self._clock.set_by += hours * 3600
                self._put_forward += hours
        return f"{what} BY {hours} HOURS"

    def day_is_over(self) -> bool:
        """Tell, once, whether so much was slept that the last day is another one."""
        over, self._slept = self._slept > A_WHILE, self._slept if self._slept <= A_WHILE else 0.0
        return over

    def day_is_forgotten(self) -> bool:
        """Tell, once, whether a new worker can't know that the last day is not over."""
        forgotten = self._put_forward > A_WHILE
        self._put_forward = 0.0 if forgotten else self._put_forward
        return forgotten


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
