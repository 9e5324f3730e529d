"""How far a first upload is: its two steps, and how long it still takes."""

from __future__ import annotations

from collections.abc import Sequence

from practicesync.app.present.shown import Step
from practicesync.core.phase import Phase
from practicesync.core.report import Progress
from practicesync.core.snapshot import Status
from practicesync.core.words import at_rate, count, duration

_LABELS = ("Uploading", "Being prepared online")


def going_in(shown: Status) -> Sequence[Progress]:
    """Return how far those practices are that are at the step which is shown; none: no upload."""
    if shown.phase not in (Phase.UPLOADING, Phase.PROCESSING):
        return ()
    return [one.progress for one in shown.practices if one.phase is shown.phase and one.progress]


def steps(going: Sequence[Progress]) -> tuple[Step, Step]:
    """Return how far each of the two steps is; nothing that goes on is about to begin."""
    number = max((one.step for one in going), default=1)
    done, total = sum(one.done for one in going), sum(one.total for one in going)
    told = f"{count(done)} of {count(total)}" if total else "starts"
    now = Step(number, _LABELS[number - 1], told, min(done / total, 1.0) if total else 0.0)
    if number == 1:
        return now, Step(2, _LABELS[1], "waits for step 1", None)
    return Step(1, _LABELS[0], "done", 1.0), now


def said_of(going: Sequence[Progress]) -> str:
    """Return how long it still takes, how fast it goes, and that nobody has to wait for it."""
    known = [(one.eta_s, one.rate or 0.0) for one in going if one.eta_s is not None]
    told = ""
    if known:
        longest = max(seconds for seconds, _ in known)
        rate = sum(rate for _, rate in known) or None
        told = f"{duration(longest).capitalize()} left{at_rate(rate)}. "
    return f"{told}You can keep working in AE/AO."
