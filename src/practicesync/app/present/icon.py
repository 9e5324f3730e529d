"""The icon: its sign, its tooltip, and how long a sign stays at least."""

from __future__ import annotations

import msgspec

from practicesync.app.present.wording import first_and_rest, in_window
from practicesync.core.phase import Phase, Sign
from practicesync.core.snapshot import Status

LONGEST_TOOLTIP = 127
"""UTF-16 units that Windows shows of a tooltip."""

LATCH = 2.0
"""Seconds that "syncing" stays in sight at least: a shorter one would only flicker."""

_TITLE = "Practice Sync: "


def sign(face: Status) -> Sign:
    """Return what the icon shows."""
    return Sign(face.colour, face.shape)


def tooltip(face: Status) -> str:
    """Return the sentence beside the icon, cut at a word where it is too long."""
    first, rest = first_and_rest(in_window(face.sentence))
    title = "" if first.startswith("Practice Sync") else _TITLE
    whole = f"{title}{first} {rest}".rstrip()
    return whole if _units(whole) <= LONGEST_TOOLTIP else cut(title + first, LONGEST_TOOLTIP)


def cut(text: str, units: int) -> str:
    """Return the text, or its first words with an ellipsis, in at most so many UTF-16 units."""
    if _units(text) <= units:
        return text
    kept = text
    while _units(kept) > units - 1:
        kept = kept[: kept.rfind(" ")] if " " in kept else kept[:-1]
    return kept.rstrip(" ,.:") + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Latched(msgspec.Struct, frozen=True):
    """What the icon has shown since when; times are monotonic seconds."""

    sign: Sign
    syncing: bool
    since: float


class Latch:
    """Keeps "syncing" in sight for a moment: the other signs show at once."""

    def __init__(self) -> None:
        self._last: Latched | None = None

    def shown(self, face: Status, monotonic: float) -> tuple[Sign, float | None]:
        """Return what to show now, and in how many seconds to ask again (None: need not)."""
        last = self._last
        wanted = sign(face)
        calm = face.phase is Phase.IN_SYNC
        if last is not None and last.syncing and calm:
            left = last.since + LATCH - monotonic
            if left > 0:
                return last.sign, left
        if last is None or last.sign != wanted or last.syncing != _syncing(face):
            self._last = Latched(wanted, _syncing(face), monotonic)
        return wanted, None


def _syncing(face: Status) -> bool:
    return face.phase is Phase.SYNCING
