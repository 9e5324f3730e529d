"""Which lines the log gets of a practice: one when it breaks, one when it heals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from practicesync.adapters.log_file import Level, Line
from practicesync.core.phase import Colour, Phase
from practicesync.core.snapshot import PracticeStatus

_WORTH_A_LINE = {
    Phase.UPLOADING: "The first upload has begun.",
    Phase.PROCESSING: "The contacts are uploaded and are being prepared online.",
}

_AS_ASKED = {Phase.PAUSED, Phase.NOT_ACTIVATED, Phase.DEACTIVATED, Phase.SCHEDULED}

_AT_REST = {Phase.ATTENTION, Phase.HELD}

SAID_LATELY = dt.timedelta(minutes=10)
"""How long a trouble that comes and goes isn't said again."""


class Fortune:
    """What was said of one practice, so that it isn't said again."""

    def __init__(self) -> None:
        self._told = ""
        self._last: dict[str, dt.datetime] = {}
        self._phase: Phase | None = None
        self._green = False

    def line(self, practice: PracticeStatus, facts: Mapping[str, str]) -> Line | None:
        """Return the line that this state is worth, or None."""
        before, self._phase = self._phase, practice.phase
        if practice.code:
            return self._broken(practice, facts)
        if practice.colour is Colour.GREEN:
            return self._green_again(practice)
        if practice.phase in _WORTH_A_LINE and practice.phase is not before:
            return Line("INFO", _WORTH_A_LINE[practice.phase], practice.name)
        return None

    def _broken(self, practice: PracticeStatus, facts: Mapping[str, str]) -> Line | None:
        if practice.code == self._told or self._said_lately(practice):
            return None
        self._told = practice.code
        self._last[practice.code] = practice.since
        self._green = False
        level: Level = "INFO" if practice.phase in _AS_ASKED else "WARNING"
        return Line(level, practice.sentence, practice.name, practice.code, facts)

    def _said_lately(self, practice: PracticeStatus) -> bool:
        """Tell whether this is the trouble of a moment ago, which the log has already."""
        if practice.phase in _AT_REST or practice.code not in self._last:
            return False
        if practice.colour is not Colour.BLUE and not self._told:
            return False
        return abs(practice.since - self._last[practice.code]) < SAID_LATELY

    def _green_again(self, practice: PracticeStatus) -> Line | None:
        healed, self._told = self._told, ""
        if not healed and self._green:
            return None
        self._green = True
        return Line(
            "INFO", practice.sentence, practice.name, facts={"was": healed} if healed else {}
        )
