"""When a first upload that somebody watches is over."""

import datetime as dt

import pytest

from practicesync.core.first_upload import SETTLES, is_over, is_through, practice_in
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today
from practicesync.core.report import Report
from practicesync.core.snapshot import PracticeStatus, Worker
from practicesync.core.status import Reported, status

BEGAN = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
BEFORE = BEGAN - dt.timedelta(seconds=1)
GOES_ON = {
    Phase.STARTING,
    Phase.SIGNING_IN,
    Phase.UPLOADING,
    Phase.PROCESSING,
    Phase.SYNCING,
    Phase.RETRYING,
}


def shown(phase: Phase, since: dt.datetime) -> PracticeStatus:
    reported = [Reported("Main", "id-1", Report(phase, since))]
    practice = practice_in(status(reported, Worker(1, "0", BEGAN), Today(BEGAN, dt.UTC)), "id-1")
    assert practice is not None
    return practice


@pytest.mark.parametrize("phase", [one for one in Phase if one is not Phase.NOT_RUNNING])
def test_it_is_over_when_nothing_more_happens_by_itself(phase):
    assert is_over(shown(phase, BEGAN), BEGAN, 0.0) is (phase not in GOES_ON)


def test_how_the_practice_stood_before_is_believed_once_it_stays():
    before = shown(Phase.IN_SYNC, BEFORE)

    assert not is_over(before, BEGAN, SETTLES)
    assert is_over(before, BEGAN, SETTLES + 0.1)


def test_what_is_refused_or_held_keeps_the_others_from_nothing():
    through = {phase for phase in GOES_ON | {*Phase} if is_through(shown(phase, BEGAN))}

    assert through == {Phase.IN_SYNC, Phase.ATTENTION, Phase.HELD}


def test_a_practice_that_the_status_lacks_is_none():
    assert practice_in(None, "id-1") is None
    assert practice_in(status([], Worker(1, "0", BEGAN), Today(BEGAN, dt.UTC)), "id-1") is None
