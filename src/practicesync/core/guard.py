"""The guard: deletions that look like an accident wait for an administrator."""

from __future__ import annotations

import msgspec

REASON_MANY = "many-deletions"


class GuardLimits(msgspec.Struct, frozen=True):
    """Deletions within 24 hours are held above `count` *and* above `percent` of the contacts."""

    count: int = 10
    percent: float = 5.0


class Deletions(msgspec.Struct, frozen=True):
    """What the guard judges: `due` now, `recent` sent within 24 hours, `waiting` on hold.

    None of them were confirmed by a person. `contacts` is how many there are, these included.
    """

    due: int
    recent: int
    waiting: int
    contacts: int


def reason_to_hold(deletions: Deletions, limits: GuardLimits) -> str | None:
    """Return why the deletions that are due are to be held, or None if they may be sent.

    Counting what was sent and what waits catches a mass deletion that comes in a dribble.
    """
    total = deletions.due + deletions.recent + deletions.waiting
    contacts = deletions.contacts + deletions.recent
    if total > limits.count and total * 100 > contacts * limits.percent:
        return REASON_MANY
    return None
