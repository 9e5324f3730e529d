import os

import pytest

from practicesync.app.settings_watch import SETTLED, SettingsWatch
from practicesync.bootstrap import read_settings
from practicesync.core.error_table import explain
from practicesync.core.errors import Code
from practicesync.core.settings import Settings

GOOD = """
[[practice]]
name = "Main office"
database = "sqlite:///practice.db"
profile = "demo"
cloud = "https://contacts.example"
"""


class Desk:
    """A settings file, a watch over it, and a clock that stands still by itself."""

    def __init__(self, path) -> None:
        self.path = path
        self.time = 100.0
        path.write_text(GOOD, encoding="utf-8")
        used = read_settings(path)
        assert isinstance(used, Settings)
        self.watch = SettingsWatch(path, used, lambda: self.time)
        self.watch.begin()

    def write(self, text: str) -> None:
        """Write the file at a time of its own, whatever the file system's clock."""
        self.path.write_text(text, encoding="utf-8")
        moment = self.path.stat().st_mtime_ns + 1_000_000 * len(text)
        os.utime(self.path, ns=(moment, moment))

    def settled(self) -> bool:
        self.watch.look()
        self.time += SETTLED
        return self.watch.look()


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "config.toml")


def test_a_file_that_stays_as_it_is_is_no_news(desk):
    assert not desk.settled()
    assert desk.watch.next is None


def test_changed_settings_are_taken(desk):
    desk.write(GOOD + "database_user = 'reader'\n")

    assert desk.settled()
    assert desk.watch.next.practices[0].database_user == "reader"
    assert desk.watch.trouble is None


def test_a_file_that_is_still_being_written_is_left_alone(desk):
    desk.write("[[practice]]")
    assert not desk.watch.look()
    desk.time += SETTLED / 2
    desk.write(GOOD + "# more")
    assert not desk.watch.look()
    desk.time += SETTLED / 2

    assert not desk.watch.look()
    assert desk.watch.trouble is None


def test_a_comment_changes_nothing(desk):
    desk.write(GOOD + "# a comment")

    assert desk.settled()
    assert desk.watch.next is None


def test_wrong_settings_are_told_once_and_not_taken(desk):
    desk.write(GOOD + "colour = 'red'\n")

    assert desk.settled()
    assert desk.watch.next is None
    assert desk.watch.trouble.code is Code.SETTINGS_KEPT
    assert [mistake.key for mistake in desk.watch.mistakes] == ["practice[0].colour"]
    assert not desk.settled()


def test_settings_that_went_away_are_told(desk):
    desk.path.unlink()

    assert desk.settled()
    assert desk.watch.trouble.code is Code.SETTINGS_KEPT
    assert desk.watch.trouble.facts == {"reason": "gone"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff", "unreadable"),
    ],
)
def test_it_is_told_why_settings_are_not_taken(desk, content, reason):
    desk.path.write_bytes(content)

    assert desk.settled()
    assert desk.watch.trouble.facts == {"reason": reason}
    assert explain(desk.watch.trouble.code, desk.watch.trouble.facts).sentence != (
        explain(desk.watch.trouble.code).sentence
    )


def test_corrected_settings_heal_it(desk):
    desk.write("[")
    desk.settled()

    desk.write(GOOD)

    assert desk.settled()
    assert desk.watch.trouble is None
    assert desk.watch.next is None
