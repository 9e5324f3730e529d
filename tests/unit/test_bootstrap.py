import datetime as dt
import threading

import pytest

from practicesync.bootstrap import JITTER, nightly, read_ahead, read_settings
from practicesync.core.errors import Code, Misconfigured, Unavailable
from practicesync.core.mistake import Mistake, place_of
from practicesync.core.row import Page
from practicesync.core.settings import Settings

TWO = dt.time(2, 0)
NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)

GOOD = """
[[practice]]
name = "Main office"
database = "sqlite:///practice.db"
profile = "demo"
cloud = "https://contacts.example"
"""


def test_the_next_full_check_is_tomorrow_night_and_then_the_night_after():
    next_check = nightly(TWO, "id-1")

    first = next_check(NOON)
    second = next_check(first)

    assert dt.timedelta(0) < first - NOON <= dt.timedelta(days=1, seconds=JITTER)
    assert second - first == dt.timedelta(days=1)
    assert first.utcoffset() == dt.timedelta(0)


def test_practices_do_not_all_begin_at_once():
    minutes = {nightly(TWO, f"id-{number}")(NOON) for number in range(20)}

    assert len(minutes) > 10


def test_a_page_is_read_in_another_thread():
    page = Page((), None)
    threads = []

    def read() -> Page:
        threads.append(threading.current_thread())
        return page

    assert read_ahead(read)() is page
    assert threads[0] is not threading.current_thread()
    assert threads[0].daemon


def test_what_goes_wrong_in_the_other_thread_is_raised_where_the_page_is_waited_for():
    def read() -> Page:
        raise Unavailable(Code.DATABASE_BUSY)

    wait = read_ahead(read)

    with pytest.raises(Unavailable):
        wait()


def test_good_settings_are_read_a_byte_order_mark_aside(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text("\ufeff" + GOOD, encoding="utf-8")

    assert isinstance(read_settings(path), Settings)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, Code.SETTINGS_MISSING),
        (b"\xff\xfe\x00", Code.SETTINGS_UNREADABLE),
    ],
)
def test_settings_that_cannot_be_read_are_told(tmp_path, content, code):
    path = tmp_path / "config.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(Misconfigured) as told:
        read_settings(path)

    assert told.value.code is code


FIVE = """
[agent]
poll_interval = 0.1
full_check_at = "25:00"

[[practice]]
name = "Main office"
database = "Driver={x};Database=z"
profile = "nosuch"
cloud = "http://contacts.example"
"""


def mistakes_in(tmp_path, content: str) -> list[Mistake]:
    path = tmp_path / "config.toml"
    path.write_text(content, encoding="utf-8")
    found = read_settings(path)
    return [] if isinstance(found, Settings) else list(found)


def test_every_mistake_is_told_at_once_whoever_finds_it(tmp_path):
    found = mistakes_in(tmp_path, FIVE)

    assert {mistake.key for mistake in found} == {
        "agent.poll_interval",
        "agent.full_check_at",
        "practice[0].cloud",
        "practice[0].database",
        "practice[0].profile",
    }
    assert len(found) == 5
    assert all(f"config.toml: {place_of(mistake.key)} " in mistake.sentence for mistake in found)
    assert all(mistake.remedy for mistake in found)


@pytest.mark.parametrize("layout", ["nosuch", "../private/other.toml", "a\\u0000b"])
def test_a_layout_that_is_not_there_is_a_mistake(tmp_path, layout):
    (mistake, *_) = mistakes_in(tmp_path, GOOD.replace('"demo"', f'"{layout}"'))

    assert mistake.key == "practice[0].profile"


def test_a_setting_is_wrong_once(tmp_path):
    wrong = GOOD.replace("sqlite:///practice.db", "nonsense")

    assert [mistake.key for mistake in mistakes_in(tmp_path, wrong)] == ["practice[0].database"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [("auto", 0), ("diff", 0), ("change-tracking", 1), ("rowversion", 1)],
)
def test_a_file_is_not_asked_for_what_only_a_server_can(tmp_path, changes, wrong):
    found = mistakes_in(tmp_path, f'{GOOD}changes = "{changes}"\n')

    assert [mistake.key for mistake in found] == ["practice[0].changes"] * wrong


def test_a_layout_of_ones_own_stands_beside_the_settings(tmp_path):
    (tmp_path / "own.toml").write_text('name = "own"\n', encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(GOOD.replace('"demo"', '"own.toml"'), encoding="utf-8")

    mistakes = read_settings(path)

    assert not isinstance(mistakes, Settings)
    assert any("own.toml" in mistake.sentence for mistake in mistakes)
