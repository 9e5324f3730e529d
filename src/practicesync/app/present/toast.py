"""When a message appears beside the task bar, and what it says.

Only for a change for the worse that has lasted a minute, and once when it has healed; an icon that
was started anew doesn't tell again what the one before has told.
"""

from __future__ import annotations

import datetime as dt

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

NEEDS_YOU = "Practice Sync needs you"
NEEDS_OTHERS = "Practice Sync needs an administrator"
WELL_AGAIN = "Practice Sync is well again"

TELL_THEM = "Tell a member of the group Practice Sync Administrators."
"""What to do where a person may only look."""


class Told(msgspec.Struct, frozen=True):
    """The code of trouble that was told, and whether it heals by itself.

    `earlier`: by an icon before this one, which may have missed what came after it.
    """

    code: str
    by_itself: bool
    earlier: bool = False


class Story(msgspec.Struct, frozen=True):
    """What was told so far. `since` is when red began (monotonic) that isn't told yet."""

    since: float | None = None
    told: Told | None = None


def toast(
    story: Story, face: Status, today: Today, monotonic: float, *, may_ask: bool
) -> tuple[Story, Toast | None]:
    """Return how the story goes on, and what to tell now; `may_ask`: to who can do something."""
    told = story.told
    if not _is_trouble(face):
        if face.colour is Colour.BLUE:
            return story, None  # on its way: neither worse nor well again
        return _healed(told, face, today)
    by_itself = face.phase in HEALS_BY_ITSELF
    if told and not _is_worse(told, face, by_itself=by_itself):
        return Story(told=msgspec.structs.replace(told, earlier=False)), None
    since = monotonic if story.since is None else story.since
    if monotonic - since < LASTED or (by_itself and _is_quiet(today)):
        return Story(since, told), None
    text = in_window(" ".join(filter(None, (face.sentence, face.remedy if may_ask else TELL_THEM))))
    title = NEEDS_YOU if may_ask else NEEDS_OTHERS
    return Story(told=Told(face.code, by_itself)), Toast(title, cut(text, LONGEST))


def _is_worse(told: Told, face: Status, *, by_itself: bool) -> bool:
    """Tell whether other trouble is news: it needs somebody, or an earlier icon told the old."""
    return face.code != told.code and (told.earlier or (told.by_itself and not by_itself))


def _healed(told: Told | None, face: Status, today: Today) -> tuple[Story, Toast | None]:
    """Return what is told once trouble is over, in the morning where it went by itself."""
    if told is None or face.colour is not Colour.GREEN:
        return Story(), None
    if told.by_itself and _is_quiet(today):
        return Story(told=told), None
    return Story(), Toast(WELL_AGAIN, cut(face.sentence, LONGEST))


def _is_trouble(face: Status) -> bool:
    return face.colour is Colour.RED and face.phase not in ASKED_FOR


def _is_quiet(today: Today) -> bool:
    now = today.now.astimezone(today.zone).time()
    return now >= QUIET_FROM or now < QUIET_TO
