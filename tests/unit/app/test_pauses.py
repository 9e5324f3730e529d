"""A pause that something else than `resume` ends, in the diary and in the practice."""

import datetime as dt

import pytest

from practicesync.app.worker.diary import Diary
from practicesync.app.worker.pauses import Pauses
from practicesync.core.wish import Resume
from tests.unit.app.test_commands import HOUR, NOON, Office


@pytest.fixture
def diary(tmp_path):
    diary = Diary(tmp_path / "commands.json")
    diary.open()
    return diary


def reread(tmp_path) -> Diary:
    diary = Diary(tmp_path / "commands.json")
    diary.open()
    return diary


@pytest.mark.parametrize(
    ("until", "lasted"), [(None, True), (NOON + HOUR, True), (NOON - HOUR, False)]
)
def test_it_ends_durably_for_that_practice_alone(diary, tmp_path, until, lasted):
    main, other = Office("Main office", "id-1"), Office("Other office", "id-2")
    diary.note("one", NOON, {"Main office": until, "Other office": None})

    ended = Pauses([main, other], diary, lambda: NOON).end("two", "Main office")

    assert ended is lasted
    assert reread(tmp_path).paused == {"Other office": None}
    assert (main.wishes, other.wishes) == ([Resume()], [])


def test_where_there_is_none_nothing_is_written(diary, tmp_path):
    main = Office("Main office", "id-1")

    assert not Pauses([main], diary, lambda: NOON).end("two", "Main office")

    assert not (tmp_path / "commands.json").exists()


def test_the_clock_is_asked_when_it_ends(diary):
    main = Office("Main office", "id-1")
    diary.note("one", NOON, {"Main office": NOON + HOUR})
    times = iter([NOON + dt.timedelta(minutes=61)])

    assert not Pauses([main], diary, lambda: next(times)).end("two", "Main office")
