"""What a practice answers that can't heed a wish: what its phase says."""

from __future__ import annotations

from practicesync.app.worker.refusal import Refusal
from practicesync.core.errors import Code, Misconfigured, Problem, SignInNeeded, TakenOver
from practicesync.core.phase import Phase
from practicesync.core.report import Report


def asleep(report: Report) -> Problem | None:
    """Return why a practice with that report can neither look nor pause, or None if it can."""
    match report.phase:
        case Phase.NOT_ACTIVATED | Phase.DEACTIVATED:
            return Misconfigured(Code.NOT_ACTIVATED)
        case Phase.SIGN_IN_NEEDED:
            return SignInNeeded(report.code or Code.SIGN_IN_AGAIN)
        case Phase.TAKEN_OVER:
            facts = {name: fact for name, fact in report.facts.items() if name == "server"}
            return TakenOver(Code.ANOTHER_IN_CHARGE, **facts)
        case Phase.SIGNING_IN:
            return Refusal("somebody is just signing in")
        case Phase.SCHEDULED:
            return Refusal("the first upload has not begun yet")
        case _:
            return None
