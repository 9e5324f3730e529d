import os
from collections.abc import Sequence

import pytest

from practicesync.adapters.log_file import Line
from practicesync.app.worker.settings_watch import SETTLED, SettingsWatch, settings_lines
from practicesync.bootstrap import read_settings
from practicesync.core.error_table import explain
from practicesync.core.errors import Code
from practicesync.core.settings import NONE_YET, Settings

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


def test_the_status_names_the_first_mistake_and_what_to_do(desk):
    desk.write(GOOD.replace("https://", "http://") + "colour = 'red'\ntaste = 'sweet'\n")
    assert desk.settled()

    told = explain(desk.watch.trouble.code, desk.watch.trouble.facts)
    assert told.sentence == (
        'The settings were changed, and something in them is wrong: "cloud" of the first practice'
        " begins with http://, and so protects nothing on its way, and 2 more mistakes. Practice"
        " Sync goes on with the ones before, but couldn't start again."
    )
    assert told.remedy == (
        "Write https:// in place of http://. Practice Sync then takes them by itself."
    )


def test_settings_that_went_away_are_told(desk):
    desk.path.unlink()

    assert desk.settled()
    assert desk.watch.trouble.code is Code.SETTINGS_KEPT
    assert desk.watch.trouble.facts == {"reason": "gone"}
    told = explain(desk.watch.trouble.code, desk.watch.trouble.facts)
    assert told.sentence.startswith("The settings file isn't there any more. Practice Sync goes on")
    assert told.remedy.startswith("Put the settings file back where it was.")


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


def lines(desk: Desk) -> Sequence[Line]:
    """Return what the log gets of the file as it is now."""
    before = desk.watch.trouble
    assert desk.settled()
    return settings_lines(before, desk.watch.trouble, desk.watch.mistakes)


def test_the_log_has_settings_that_break_once_and_once_that_they_healed(desk):
    desk.write(GOOD + "colour = 'red'\n")
    broken = lines(desk)
    desk.write(GOOD + "colour = 'red'\n# the same mistake")
    still = lines(desk)
    desk.path.unlink()
    gone = lines(desk)
    desk.write(GOOD)
    healed = lines(desk)
    desk.write(GOOD + "# a comment")

    assert [line.code for line in broken] == [Code.SETTINGS_KEPT, Code.SETTING_WRONG]
    assert broken[0].facts == {"key": "practice[0].colour"}
    assert still == []
    assert [(line.code, line.facts) for line in gone] == [(Code.SETTINGS_KEPT, {"reason": "gone"})]
    assert [(line.level, line.sentence, line.facts) for line in healed] == [
        ("INFO", "The settings can be used again.", {"was": Code.SETTINGS_KEPT})
    ]
    assert lines(desk) == []


@pytest.fixture
def fresh(tmp_path):
    """A watch over a folder in which nothing was set up yet, and a clock that can be moved."""
    watching = Desk(tmp_path / "config.toml")
    watching.path.unlink()
    watching.watch = SettingsWatch(watching.path, NONE_YET, lambda: watching.time)
    watching.watch.begin()
    return watching


def told(watching: Desk) -> Code | None:
    """Return the code of what is said to be wrong."""
    return watching.watch.trouble.code if watching.watch.trouble else None


def test_settings_that_are_not_there_yet_are_told_as_that(fresh):
    assert told(fresh) == Code.SETTINGS_MISSING
    assert not fresh.settled()


def test_the_first_settings_are_taken(fresh):
    fresh.write(GOOD)

    assert fresh.settled()
    assert fresh.watch.next.practices[0].name == "Main office"
    assert fresh.watch.trouble is None


def test_mistakes_in_the_first_settings_promise_none_before_them(fresh):
    fresh.write(GOOD + "poll = 1\n")

    assert fresh.settled()
    assert told(fresh) == Code.SETTING_WRONG
    assert len(fresh.watch.mistakes) == 1

    fresh.path.unlink()

    assert fresh.settled()
    assert told(fresh) == Code.SETTINGS_MISSING


def test_settings_just_written_are_taken_at_once_even_where_they_read_the_same(desk):
    same = read_settings(desk.path)
    desk.watch.take(same)

    assert desk.watch.next is same
