"""Which lines the log gets of a practice: one when it breaks, one when it heals."""

from __future__ import annotations

from collections.abc import Mapping

from practicesync.adapters.log_file import Level, Line
from practicesync.core.phase import Colour, Phase
from practicesync.core.snapshot import PracticeStatus

_WORTH_A_LINE = {
    Phase.UPLOADING: "The first upload has begun.",
    Phase.PROCESSING: "The contacts are uploaded and are being prepared online.",
}

_AS_ASKED = {Phase.PAUSED, Phase.NOT_ACTIVATED, Phase.DEACTIVATED, Phase.SCHEDULED}


class Fortune:
    """What was said of one practice, so that it isn't said again."""

    def __init__(self) -> None:
        self._told = ""
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
        if practice.code == self._told:
            return None
        self._told = practice.code
        self._green = False
        level: Level = "INFO" if practice.phase in _AS_ASKED else "WARNING"
        return Line(level, practice.sentence, practice.name, practice.code, facts)

    def _green_again(self, practice: PracticeStatus) -> Line | None:
        healed, self._told = self._told, ""
        if not healed and self._green:
            return None
        self._green = True
        return Line(
            "INFO", practice.sentence, practice.name, facts={"was": healed} if healed else {}
        )
