import datetime as dt

import pytest

from practicesync.app.worker.diary import KEEP, Diary

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


def opened(path) -> Diary:
    diary = Diary(path / "commands.json")
    diary.open()
    return diary


def test_a_command_is_known_after_a_restart(tmp_path):
    opened(tmp_path).note("one", NOON)

    again = opened(tmp_path)

    assert again.has("one")
    assert not again.has("two")


def test_a_pause_is_kept_until_another_note_takes_it_away(tmp_path):
    opened(tmp_path).note("one", NOON, {"Main office": NOON})
    opened(tmp_path).note("two", NOON)
    assert opened(tmp_path).paused == {"Main office": NOON}

    opened(tmp_path).note("three", NOON, {})

    assert opened(tmp_path).paused == {}


def test_old_ids_are_forgotten_long_after_a_command_has_expired(tmp_path):
    diary = opened(tmp_path)
    diary.note("old", NOON)
    diary.note("recent", NOON + KEEP / 2)
    diary.note("new", NOON + KEEP)

    assert not diary.has("old")
    assert diary.has("recent")
    assert diary.has("new")


def test_ids_of_a_clock_that_was_ahead_are_forgotten_too(tmp_path):
    diary = opened(tmp_path)
    diary.note("ahead", NOON + dt.timedelta(days=365))
    diary.note("now", NOON)

    assert not diary.has("ahead")


@pytest.mark.parametrize("content", [b"", b'{"done": [', b'{"done": 1}', b'{"paused": "\xff"}'])
def test_a_damaged_diary_counts_as_empty(tmp_path, content):
    (tmp_path / "commands.json").write_bytes(content)

    diary = opened(tmp_path)

    assert diary.paused == {}
    diary.note("one", NOON)
    assert opened(tmp_path).has("one")
