"""Which server is in charge of a practice, asked beside its work for `doctor`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from practicesync.adapters.cloud_activation import InCharge, in_charge
from practicesync.adapters.local_zone import LOCAL
from practicesync.app.worker.practice_thread import PracticeThread
from practicesync.bootstrap import Shop
from practicesync.core.check import Check, CheckId, passed, skipped
from practicesync.core.errors import Code, Misconfigured, Problem, SignInNeeded, TakenOver
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today, clocked
from practicesync.core.settings import PracticeSettings
from practicesync.engine.trouble import loss


@dataclass(frozen=True)
class ChargeCheck:
    """Asks for the practices of a worker, with the sign-ins that it keeps."""

    shop: Shop
    practices: Sequence[PracticeThread]
    now: Callable[[], dt.datetime]

    def check(self, settings: PracticeSettings) -> Check:
        """Return whether this server is in charge of that practice."""
        practice = next(one for one in self.practices if one.name == settings.name)
        report = practice.report
        if report.code in (Code.ANOTHER_IN_CHARGE, Code.ANOTHER_COPY):
            # A copy of another server must not use the sign-in that it was copied with.
            return self._failed(TakenOver(report.code, **report.facts))
        if not practice.practice_id or report.phase is Phase.STARTING:
            return skipped(CheckId.IN_CHARGE, "not-signed-in")
        try:
            found = in_charge(self.shop.session(settings, practice.practice_id))
            return self._found(found, settings.name)
        except SignInNeeded as needed:
            if needed.code is Code.NEVER_SIGNED_IN:
                return skipped(CheckId.IN_CHARGE, "not-signed-in")
            return self._failed(needed)
        except Problem as problem:
            return self._failed(problem)

    def why_lost(self, settings: PracticeSettings) -> Problem | None:
        """Return why this server is in charge no more; None if it is, or nobody knows."""
        practice = next(one for one in self.practices if one.name == settings.name)
        try:
            found = in_charge(self.shop.session(settings, practice.practice_id))
        except Problem as problem:
            return problem if loss(problem) else None
        return self._refusal(found, settings.name)

    def _found(self, found: InCharge, practice: str) -> Check:
        refusal = self._refusal(found, practice)
        return passed(CheckId.IN_CHARGE) if refusal is None else self._failed(refusal)

    def _refusal(self, found: InCharge, practice: str) -> Problem | None:
        if not found.active:
            return Misconfigured(Code.NOT_ACTIVATED)
        if found.installation == self.shop.installation(practice):
            return None
        facts = {"server": found.server, "since": found.since}
        return TakenOver(Code.ANOTHER_IN_CHARGE, **facts)

    def _failed(self, problem: Problem) -> Check:
        facts = clocked(problem.facts, Today(self.now(), LOCAL))
        return Check(CheckId.IN_CHARGE, "fail", problem.code, facts)
