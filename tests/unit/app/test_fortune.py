import datetime as dt

import pytest

from practicesync.app.worker.fortune import Fortune
from practicesync.core.action import Counts
from practicesync.core.errors import Code
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today
from practicesync.core.report import Report
from practicesync.core.status import Reported, practice_status

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


def lines(*states: tuple[Phase, Code | None]) -> list[str]:
    """Return level and code of each line that these states are worth, one after another."""
    fortune = Fortune()
    said = []
    for phase, code in states:
        report = Report(phase, NOON, code, counts=Counts(not_sent=3))
        shown = practice_status(Reported("Main", "id", report), Today(NOON, dt.UTC))
        if (line := fortune.line(shown, report.facts)) is not None:
            assert line.sentence.endswith(".")
            said.append(f"{line.level} {line.code or line.facts.get('was', '-')}")
    return said


DOWN = Code.CLOUD_UNREACHABLE


def test_a_long_outage_is_two_lines_one_when_it_breaks_and_one_when_it_heals():
    assert lines(
        (Phase.IN_SYNC, None),
        (Phase.RETRYING, DOWN),
        (Phase.RETRYING, DOWN),
        (Phase.UNAVAILABLE, DOWN),
        (Phase.SYNCING, None),
        (Phase.IN_SYNC, None),
        (Phase.IN_SYNC, None),
    ) == ["INFO -", "WARNING PS-CLD-01", "INFO PS-CLD-01"]


def test_work_that_comes_and_goes_is_no_line():
    assert lines(*[(Phase.SYNCING, None), (Phase.IN_SYNC, None)] * 5) == ["INFO -"]


def test_another_trouble_is_another_line():
    states = ((Phase.UNAVAILABLE, DOWN), (Phase.UNAVAILABLE, Code.DATABASE_BUSY))

    assert lines(*states) == ["WARNING PS-CLD-01", "WARNING PS-SRC-05"]


def test_each_step_of_the_first_upload_is_a_line():
    upload = [(Phase.UPLOADING, None)] * 3 + [(Phase.PROCESSING, None)] * 3

    assert lines((Phase.STARTING, None), *upload, (Phase.IN_SYNC, None)) == ["INFO -"] * 3


def test_contacts_that_were_not_sent_are_a_line():
    assert lines((Phase.ATTENTION, None), (Phase.ATTENTION, None)) == ["WARNING PS-SYS-11"]


@pytest.mark.parametrize("phase", [Phase.PAUSED, Phase.NOT_ACTIVATED])
def test_what_was_asked_for_is_no_warning(phase):
    assert [line.split()[0] for line in lines((phase, None))] == ["INFO"]
