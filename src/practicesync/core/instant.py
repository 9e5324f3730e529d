"""A moment by both clocks: the one on the wall, which is set, and the one that only counts on."""

from __future__ import annotations

import datetime as dt

import msgspec

SLEPT = 15.0
"""Seconds that a wait may be late, and that the two clocks may differ over it."""


class Instant(msgspec.Struct, frozen=True):
    """What the clock on the wall and the monotonic clock say at one moment."""

    wall: dt.datetime
    monotonic: float


def overslept(before: Instant, after: Instant, meant: float, slack: float = SLEPT) -> bool:
    """Tell whether far more seconds were counted than were meant to pass.

    Windows counts on while it sleeps, so this is how a sleep shows there.
    """
    return after.monotonic - before.monotonic > meant + slack


def was_set(before: Instant, after: Instant, slack: float = SLEPT) -> bool:
    """Tell whether the clock on the wall went another way than the one that only counts.

    Somebody has set it, or the computer has slept: Linux does not count on meanwhile.
    """
    went = (after.wall - before.wall).total_seconds()
    return abs(went - (after.monotonic - before.monotonic)) > slack


class Deadline(msgspec.Struct, frozen=True):
    """A time of day that has come when its seconds are over, too, wherever the clock was set."""

    wall: dt.datetime
    monotonic: float

    def left(self, now: Instant) -> float:
        """Return the seconds until then by whichever clock comes to it first."""
        return min((self.wall - now.wall).total_seconds(), self.monotonic - now.monotonic)

    def is_put_off(self, now: Instant) -> bool:
        """Tell whether the time of day would come late by now: the clock was set back."""
        return (self.wall - now.wall).total_seconds() > self.monotonic - now.monotonic + SLEPT


def deadline(until: dt.datetime, now: Instant) -> Deadline:
    """Return that time of day with the seconds until then."""
    return Deadline(until, now.monotonic + (until - now.wall).total_seconds())
