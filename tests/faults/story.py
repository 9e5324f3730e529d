"""Plays a fault before a worker and tells what was to be seen of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from practicesync.core.errors import Problem
from practicesync.core.phase import Colour, Phase
from practicesync.core.snapshot import PracticeStatus
from practicesync.core.wish import TryAgain
from tests.faults.fault import Fault
from tests.faults.office import MARK, Moment, Office

LASTS = 150.0
"""Seconds that a fault lasts."""

KNOWN, CHANGED = 20, 12
"""Contacts that are online before, and of these how many change at once."""

LONGEST = 4000.0
"""Seconds within which what heals by itself has healed: an hour is waited for if asked to."""


class Shown(msgspec.Struct, frozen=True):
    """What stood in the status, and from which second after the commit on."""

    seconds: float
    phase: Phase
    colour: Colour
    code: str
    sentence: str


class Story(msgspec.Struct, frozen=True):
    """What was seen of a fault.

    `healed` is how many seconds after its end all was in sync; `person` says that somebody had
    to sign in first.
    """

    shown: Sequence[Shown]
    batches: Sequence[int]
    repeated: int
    healed: float
    person: bool


def tell(office: Office, fault: Fault) -> Story:
    """Play the fault to its end in an office that has just opened."""
    office.bring_online(KNOWN)
    began = office.clock.seconds
    fault.play(office)
    office.rename(range(CHANGED), "Second")
    office.pass_time(LASTS)
    shown = list(_shown(office.moments, began))
    batches = list(office.copy.batches)
    _check_problem(office)
    ended, in_sync = office.clock.seconds, office.phase is Phase.IN_SYNC
    office.mend()
    office.moments.clear()
    if in_sync:
        return Story(shown, batches, office.copy.repeated, 0.0, person=False)
    person = not _heals(office)
    if person:
        ended = office.clock.seconds
        _ask_person(office)
        assert _heals(office), office.phase
    healed = next(one.seconds for one in office.moments if one.status.phase is Phase.IN_SYNC)
    return Story(shown, batches, office.copy.repeated, healed - ended, person)


def _ask_person(office: Office) -> None:
    """Let a person do what the phase asks for."""
    if office.phase is Phase.ATTENTION:
        office.runner.wish(TryAgain())
    else:
        office.person_signs_in()


def _heals(office: Office) -> bool:
    end = office.clock.seconds + LONGEST
    while office.phase is not Phase.IN_SYNC and office.clock.seconds < end:
        office.pass_time(5.0)
    return office.phase is Phase.IN_SYNC


def _check_problem(office: Office) -> None:
    """See that nothing which was answered is in what is remembered of the trouble."""
    error: BaseException | None = office.runner._trouble.problem
    while error is not None:
        assert isinstance(error, Problem)
        assert MARK not in "".join(map(str, (*error.args, error.facts)))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _shown(moments: Sequence[Moment], began: float) -> Iterator[Shown]:
    last = None
    for moment in moments:
        what = _seen(moment.status)
        if what != last:
            last = what
            yield Shown(moment.seconds - began, *what)


def _seen(status: PracticeStatus) -> tuple[Phase, Colour, str, str]:
    return status.phase, status.colour, status.code, status.sentence
