"""Which lines the log gets from a practice's reports: one when it breaks, one when it heals."""

from __future__ import annotations

from practicesync.adapters.log_file import Line
from practicesync.core.error_table import explain
from practicesync.core.errors import Code
from practicesync.core.phase import SIGNS, Colour, Phase
from practicesync.core.report import Report

_SAID_ONCE = {
    Phase.UPLOADING: "The first upload has begun.",
    Phase.PROCESSING: "The contacts are uploaded and are being prepared online.",
}


class Fortune:
    """What was said of one practice, so that it isn't said again."""

    def __init__(self, practice: str) -> None:
        self._practice = practice
        self._told: Code | None = None
        self._phase: Phase | None = None

    def line(self, report: Report) -> Line | None:
        """Return the line that this report is worth, or None."""
        before, self._phase = self._phase, report.phase
        if report.code is not None:
            return self._broken(report, report.code)
        if self._told is not None and SIGNS[report.phase].colour is Colour.GREEN:
            self._told = None
            return self._said("It works again.")
        if report.phase in _SAID_ONCE and report.phase is not before:
            return self._said(_SAID_ONCE[report.phase])
        if report.phase is Phase.IN_SYNC and before in (Phase.STARTING, *_SAID_ONCE):
            return self._said("The contacts are in sync.")
        return None

    def _broken(self, report: Report, code: Code) -> Line | None:
        if code is self._told:
            return None
        self._told = code
        sentence = explain(code, report.facts).sentence
        return Line("WARNING", sentence, self._practice, code, report.facts)

    def _said(self, sentence: str) -> Line:
        return Line("INFO", sentence, self._practice)
