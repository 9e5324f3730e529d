"""When a first upload that somebody watches is over, going by what the status shows."""

from __future__ import annotations

import datetime as dt

from practicesync.core.phase import AT_WORK, Phase
from practicesync.core.snapshot import PracticeStatus, Status

SETTLES = 15.0
"""Seconds after which the status is believed even if it began before the first upload."""


def practice_in(shown: Status | None, practice_id: str) -> PracticeStatus | None:
    """Return how the practice stands, or None where the status doesn't have it."""
    practices = shown.practices if shown else ()
    return next((one for one in practices if one.practice_id == practice_id), None)


def is_over(practice: PracticeStatus, began: dt.datetime, watched: float) -> bool:
    """Tell whether the first upload is through, or can't go on without a person.

    `began` is when it did, `watched` for how many seconds somebody has looked: what the status
    says from before is no news, unless it stays.
    """
    is_news = practice.since >= began or watched > SETTLES
    return is_news and practice.phase not in AT_WORK | {Phase.RETRYING}


def is_through(practice: PracticeStatus) -> bool:
    """Tell whether all that can be sent is online and can be found."""
    return practice.phase in {Phase.IN_SYNC, Phase.ATTENTION, Phase.HELD}
