"""When a message appears beside the task bar, and what it says.

Only for a change for the worse that has lasted a minute, and once when it has healed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from practicesync.app.present.icon import cut
from practicesync.app.present.shown import Toast
from practicesync.app.present.wording import in_window
from practicesync.core.phase import Colour, Phase
from practicesync.core.phase_words import Today
from practicesync.core.snapshot import Status

LASTED = 60.0
"""Seconds that red has to last before it is told."""

QUIET_FROM, QUIET_TO = dt.time(19, 0), dt.time(7, 0)
"""Local time between which nothing is told that heals by itself."""

LONGEST = 255
"""UTF-16 units of a message on Windows."""

HEALS_BY_ITSELF = frozenset({Phase.UNAVAILABLE, Phase.NOT_RUNNING, Phase.EMPLOYEE_NOT_ACTIVE})
"""Red phases that may pass without anybody."""

ASKED_FOR = frozenset({Phase.PAUSED, Phase.SCHEDULED, Phase.DEACTIVATED, Phase.NOT_ACTIVATED})
"""Red phases that somebody has chosen, or has not begun yet: nobody has to be told."""

TITLES: Mapping[bool, str] = {True: "Practice Sync needs you", False: "Practice Sync is well again"}


class Story(msgspec.Struct, frozen=True):
    """What was told so far. `since` is when red began (monotonic), None while it isn't red."""

    since: float | None = None
    told: bool = False


def toast(story: Story, face: Status, today: Today, monotonic: float) -> tuple[Story, Toast | None]:
    """Return how the story goes on, and what to tell now."""
    if not _is_trouble(face):
        if face.colour is Colour.BLUE:
            return story, None  # on its way: neither worse nor well again
        healed = Toast(TITLES[False], cut(face.sentence, LONGEST)) if story.told else None
        return Story(), healed if face.colour is Colour.GREEN else None
    if story.told:
        return story, None
    since = monotonic if story.since is None else story.since
    if monotonic - since < LASTED or (face.phase in HEALS_BY_ITSELF and _is_quiet(today)):
        return Story(since), None
    text = " ".join(filter(None, (face.sentence, face.remedy)))
    text = in_window(text)
    return Story(since, told=True), Toast(TITLES[True], cut(text, LONGEST))


def _is_trouble(face: Status) -> bool:
    return face.colour is Colour.RED and face.phase not in ASKED_FOR


def _is_quiet(today: Today) -> bool:
    now = today.now.astimezone(today.zone).time()
    return now >= QUIET_FROM or now < QUIET_TO
