"""Changing what holds for every practice here, as the worker does it: real files."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import msgspec
import pytest

from practicesync.app.asking.own_settings import OwnSettings
from practicesync.app.asking.reply import Answer
from practicesync.app.worker.adjusting import Adjusting
from practicesync.app.worker.diary import Diary
from practicesync.core.change import Change
from practicesync.core.command import Command
from practicesync.core.errors import Code, Problem
from practicesync.core.settings import Settings, parse_settings

WRITTEN = """\
# ours
[agent]
poll_interval = 2.0   # quick

[[practice]]
name = "North"   # the branch
database = 'Server=S;Database=AE'
cloud = "https://contacts.example"
"""


class Desk:
    """Where somebody changes settings, and what has come of it."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config.toml"
        self.config.write_text(WRITTEN, encoding="utf-8")
        self.taken: list[Settings] = []
        self.diary = Diary(folder / "commands.json")
        used = parse_settings(WRITTEN, "config.toml")
        assert isinstance(used, Settings)
        self._adjusting = Adjusting(self.config, used, self.diary, _now, self.taken.append)

    def ask(self, **arguments: Any) -> Answer:
        now = _now()
        named = {name.replace("__", "."): value for name, value in arguments.items()}
        self.last = Command(str(uuid.uuid4()), "settings", None, now, named)
        return self._adjusting.carry_out(self.last)

    def look(self) -> OwnSettings:
        return msgspec.convert(self.ask(step="look").detail, OwnSettings)

    def change(self, **entries: Any) -> OwnSettings:
        return msgspec.convert(self.ask(step="change", **entries).detail, OwnSettings)

    @property
    def text(self) -> str:
        return self.config.read_text(encoding="utf-8")

    @property
    def before(self) -> Path:
        return self.config.with_name("config.toml.before")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def refused(desk: Desk, **arguments: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        desk.ask(**arguments)
    return caught.value


def test_without_a_step_the_settings_in_force_are_told(desk):
    desk.config.write_text("", encoding="utf-8")
    answer = desk.ask()

    assert answer.detail["agent"] == {
        "poll_interval": 2.0,
        "full_check_at": "02:00:00",
        "log_level": "INFO",
        "proxy": "",
        "links": {"guide": "", "support": "", "privacy": ""},
    }


def test_a_look_tells_what_is_written(desk):
    desk.config.write_text(WRITTEN.replace("2.0", "7.5"), encoding="utf-8")

    assert desk.look().values["poll_interval"] == "7.5"


def test_a_change_is_written_taken_and_told(desk):
    told = desk.change(poll_interval="30", links__support="help@example.com")

    assert told.changes == [
        Change("poll_interval", "2", "30"),
        Change("links.support", "", "mailto:help@example.com"),
    ]
    assert told.values["poll_interval"] == "30"
    [taken] = desk.taken
    assert taken.agent.poll_interval == 30
    assert taken.agent.links.support == "mailto:help@example.com"
    assert desk.diary.has(desk.last.id)
    for line in WRITTEN.replace("2.0 ", "30.0 ").splitlines():
        assert line in desk.text


def test_the_settings_before_are_kept(desk):
    desk.change(poll_interval="30")

    assert desk.before.read_text(encoding="utf-8") == WRITTEN


def test_all_mistakes_are_told_and_nothing_is_written(desk):
    answer = desk.ask(step="change", poll_interval="0", full_check_at="late", proxy="http://p:1")
    told = msgspec.convert(answer.detail, OwnSettings)

    assert (answer.outcome, answer.code) == ("refused", Code.COMMAND_REFUSED)
    assert answer.facts["reason"] == "the time between two looks is too small"
    assert [one.key for one in told.mistakes] == ["poll_interval", "full_check_at"]
    assert (desk.text, desk.taken, told.changes) == (WRITTEN, [], [])


def test_what_is_so_already_is_not_written_again(desk):
    told = desk.change(poll_interval="2", full_check_at="2:00")

    assert told.changes == []
    assert desk.taken == []
    assert not desk.before.exists()


def test_what_is_left_as_it_is_need_not_be_written(desk):
    desk.change(poll_interval="30", full_check_at="02:00")

    assert "full_check_at" not in desk.text


def test_settings_that_were_changed_since_are_looked_at_once_more(desk):
    seen = desk.look()
    desk.config.write_text(WRITTEN.replace("quick", "slow"), encoding="utf-8")

    problem = refused(desk, step="change", poll_interval="30", basis=seen.basis)

    assert "changed meanwhile" in problem.facts["reason"]
    assert "2.0   # slow" in desk.text
    assert desk.change(poll_interval="30", basis=desk.look().basis).changes


def test_two_who_change_different_things_both_have_their_way(desk):
    desk.change(poll_interval="30")
    desk.change(full_check_at="03:00")

    assert desk.look().values | {"basis": ""} == {
        **desk.look().values,
        "poll_interval": "30",
        "full_check_at": "03:00",
        "basis": "",
    }


def test_a_change_that_was_made_before_a_crash_is_no_mistake_afterwards(desk):
    seen = desk.look()
    desk.change(poll_interval="30", basis=seen.basis)

    assert desk.ask(step="change", poll_interval="30", basis=seen.basis).outcome == "done"


@pytest.mark.parametrize(
    "arguments",
    [
        {"step": "wait"},
        {"step": "change", "database": "Server=S"},
        {"step": "change", "practice": "x"},
        {"step": "change", "links": "x"},
        {"step": "change", "poll_interval": 30},
        {"step": "change", "poll_interval": None},
    ],
    ids=str,
)
def test_nothing_else_is_changed_here(desk, arguments):
    assert refused(desk, **arguments).code is Code.COMMAND_REFUSED
    assert desk.text == WRITTEN


def test_before_a_practice_is_set_up_there_is_nothing_to_change(desk):
    desk.config.unlink()

    assert refused(desk, step="look").code is Code.SETTINGS_MISSING
    assert refused(desk, step="change", poll_interval="30").code is Code.SETTINGS_MISSING
    assert not desk.config.exists()


def test_settings_with_a_mistake_are_put_right_first(desk):
    broken = WRITTEN.replace("https:", "http:")
    desk.config.write_text(broken, encoding="utf-8")

    problem = refused(desk, step="change", poll_interval="30")

    assert (problem.code, problem.facts["key"]) == (Code.SETTING_WRONG, "practice[0].cloud")
    assert desk.text == broken
