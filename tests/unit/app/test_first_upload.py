"""Watching a first upload to its end: what is shown, and what the command ends with."""

import datetime as dt
import json
import os

import msgspec
import pytest

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.commands.first_upload import how_far, watch
from practicesync.core.action import Counts
from practicesync.core.errors import Code
from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today
from practicesync.core.report import Progress, Refusals, Report
from practicesync.core.snapshot import Worker
from practicesync.core.status import Reported, status

BEGUN = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)
LATER = BEGUN + dt.timedelta(seconds=5)
ME = Worker(1, "0", BEGUN)
STEP = Progress(1, 4_000, 10_000, BEGUN, 400.0, 15.0)


@pytest.fixture
def folder(tmp_path) -> StateFolder:
    made = StateFolder(tmp_path)
    made.create()
    made.beat()
    return made


def show(folder: StateFolder, phase: Phase, since: dt.datetime = LATER, **more) -> None:
    report = msgspec.structs.replace(Report(phase, since), **more)
    reported = [Reported("Other", "id-2", Report(Phase.MISCONFIGURED, LATER))]
    reported += [Reported("Main", "id-1", report)]
    folder.show(status(reported, ME, Today(LATER, dt.UTC)))


@pytest.mark.parametrize(
    ("phase", "more", "code"),
    [
        (Phase.IN_SYNC, {}, 0),
        (Phase.ATTENTION, {"refusals": [Refusals(Code.NAME_MISSING, 3)]}, 6),
        (Phase.UNAVAILABLE, {}, 5),
        (Phase.UNAVAILABLE, {"code": Code.DATABASE_UNREACHABLE}, 4),
        (Phase.SIGN_IN_NEEDED, {}, 3),
        (Phase.TAKEN_OVER, {}, 3),
    ],
)
def test_it_ends_with_how_the_practice_stands(folder, capsys, phase, more, code):
    show(folder, phase, counts=Counts(10, 10, 0, 0, 0, 0), **more)

    assert watch(folder, "id-1", BEGUN, as_json=False) == code

    printed = capsys.readouterr()
    assert bool(printed.err) is (code not in (0, 5) or (phase is not Phase.IN_SYNC and bool(more)))


def test_how_the_practice_stood_before_is_no_news(folder):
    show(folder, Phase.SIGN_IN_NEEDED, BEGUN - dt.timedelta(seconds=1))
    looks: list[float] = []

    def goes_on(seconds: float) -> None:
        looks.append(seconds)
        show(folder, Phase.IN_SYNC)

    code = watch(folder, "id-1", BEGUN, as_json=True, pause=goes_on)

    assert (code, len(looks)) == (0, 1)


def test_a_worker_that_ends_ends_it(folder, capsys):
    os.utime(folder.heartbeat_file, (0, 0))

    assert watch(folder, "id-1", BEGUN, as_json=False) == 8
    assert "PS-SYS-09" in capsys.readouterr().err


def test_a_script_is_told_each_step_once_and_the_end(folder, capsys):
    show(folder, Phase.UPLOADING, progress=STEP)
    looks: list[float] = []

    def goes_on(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            show(folder, Phase.IN_SYNC)

    watch(folder, "id-1", BEGUN, as_json=True, pause=goes_on)

    first, last = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["progress"]["done"] == 4_000
    assert last["stands"]["phase"] == "in_sync"


def test_a_step_is_told_in_a_line():
    line = "Step 1 of 2, sending: 4,000 of 10,000 contacts, about 20 seconds left"

    assert how_far(STEP) == f"{line}, at 400 contacts a second."
    assert how_far(Progress(2, 1, 1, BEGUN)) == "Step 2 of 2, preparing online: 1 of 1 contact."
