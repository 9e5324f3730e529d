"""Setting a practice up as the worker does it: real files, a real database, a real vault."""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from practicesync.adapters.sealing import new_seal_key, sealed_for
from practicesync.adapters.system_clock import SystemClock
from practicesync.app.asking.reply import Answer
from practicesync.app.asking.setup import SEALED_FOR
from practicesync.app.worker.diary import Diary
from practicesync.app.worker.register import Register, Registered
from practicesync.app.worker.setting_up import SettingUp, Site, Written
from practicesync.bootstrap import Shop, read_settings
from practicesync.core.check import Check, CheckId, passed
from practicesync.core.command import Command
from practicesync.core.errors import Code, Problem
from practicesync.core.settings import Agent, PracticeSettings, Settings

LAYOUT = """
name = "mine"
status = "starting point"
[contact]
table = "Client"
key = ["ClientNo"]
fields = { name = "FullName" }
"""
PASSWORD = "correct-Horse-7"


class Desk:
    """Where somebody sets practices up, and what has come of it."""

    def __init__(self, folder: Path) -> None:
        self.private = folder / "private"
        self.private.mkdir(mode=0o700)
        self.config = self.private / "config.toml"
        self.database = folder / "practice.db"
        with sqlite3.connect(self.database) as made:
            made.execute("CREATE TABLE Client (ClientNo INTEGER PRIMARY KEY, FullName TEXT)")
            made.execute("INSERT INTO Client VALUES (1, 'Ada Example')")
        self.register = Register(self.private / "practices.json")
        self.register.open()
        self.taken: list[Settings] = []
        self.bugs: list[BaseException] = []
        self.tried: list[tuple[str | None, PracticeSettings]] = []
        self.key = new_seal_key()
        self.diary = Diary(self.private / "commands.json")
        clock = SystemClock()
        self.shop = Shop(self.private, Agent(), "", clock)
        site = Site(self.config, self.register, self._checks, self.shop.keep_secret, clock)
        told = Written(self.taken.append, self.bugs.append)
        self._setting_up = SettingUp(site, self.key, self.diary, told)

    def _checks(self, shop: Shop, practice: PracticeSettings) -> Iterator[Check]:
        self.tried.append((shop.secret(f"database-password:{practice.name}"), practice))
        yield passed(CheckId.DATABASE)

    def said(self, **more: Any) -> dict[str, Any]:
        """Return everything that a practice needs."""
        return {
            "name": "Main office",
            "file": str(self.database),
            "layout": "mine.toml",
            "layout_text": LAYOUT,
            "cloud": "https://contacts.example",
        } | more

    def sealed(self, password: str) -> str:
        return sealed_for(self.key.public, password, SEALED_FOR)

    def ask(self, step: str, **arguments: Any) -> Answer:
        now = dt.datetime.now(dt.UTC)
        command = Command(str(uuid.uuid4()), "setup", None, now, {"step": step, **arguments})
        return self._setting_up.carry_out(command)

    def plan(self, **said: Any) -> dict[str, Any]:
        return dict(self.ask("plan", **said).detail)

    def look(self, question: str, **said: Any) -> list[Any]:
        """Return everything that is found."""
        id_ = self.ask("begin", question=question, **said).detail["id"]
        limit = time.monotonic() + 30
        found: list[Any] = []
        while time.monotonic() < limit:
            answer = self.ask("look", id=id_, seen=len(found))
            more = answer.detail["found"]
            assert isinstance(more, list)
            found += more
            if answer.outcome == "done":
                return found
            time.sleep(0.01)
        raise AssertionError("it never ends")

    def write(self, **said: Any) -> Answer:
        password = said.pop("password", None)
        basis = self.plan(**said)["basis"]
        sealed = {} if password is None else {"password": self.sealed(password)}
        return self.ask("write", **said, **sealed, basis=basis)

    def settings(self) -> Settings:
        found = read_settings(self.config)
        assert isinstance(found, Settings), found
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def refusal(desk: Desk, step: str, **arguments: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        desk.ask(step, **arguments)
    return caught.value


def test_what_is_missing_is_told(desk: Desk) -> None:
    assert desk.plan()["missing"] == ["database", "profile", "cloud", "name"]
    assert desk.plan(server="DB01", name="X")["missing"] == ["database", "profile", "cloud"]
    assert desk.plan(**desk.said())["missing"] == []


def test_mistakes_are_told_without_a_word_of_files_that_nobody_has_seen(desk: Desk) -> None:
    found = desk.plan(**desk.said(cloud="http://contacts.example"))["mistakes"]

    assert [one["sentence"] for one in found] == [
        "The address of the online copy begins with http://, and so protects nothing on its way."
    ]
    assert found[0]["remedy"] == "Write https:// in place of http://."


def test_a_proxy_is_planned_and_written_for_every_practice_here(desk: Desk) -> None:
    assert desk.write(**desk.said(proxy=" http://proxy:8080")).outcome == "done"
    assert desk.settings().agent.proxy == "http://proxy:8080"

    (change,) = desk.plan(name="Main office", proxy="")["changes"]
    assert change == {"entry": "proxy server", "before": "http://proxy:8080", "after": ""}
    assert desk.plan(name="Main office", proxy="http://proxy:8080")["changes"] == []
    assert desk.plan(name="Main office")["changes"] == []


def test_a_proxy_that_is_none_is_told(desk: Desk) -> None:
    (found,) = desk.plan(**desk.said(proxy="proxy"))["mistakes"]

    assert found["sentence"] == "The proxy server isn't the address of a proxy server."


def test_a_layout_that_is_not_there_is_told(desk: Desk) -> None:
    (found,) = desk.plan(**desk.said(layout="nosuch", layout_text=None))["mistakes"]

    assert found["sentence"] == "There is no database layout nosuch."


def test_a_layout_with_a_mistake_is_told_with_all_of_them(desk: Desk) -> None:
    text = LAYOUT.replace("key =", "kei =").replace('"mine"', "1")
    found = desk.plan(**desk.said(layout_text=text))["mistakes"]

    assert len(found) >= 2
    assert not desk.config.exists()


def test_the_first_practice_is_written_and_taken_at_once(desk: Desk) -> None:
    assert desk.write(**desk.said()).outcome == "done"

    (practice,) = desk.settings().practices
    assert practice.profile == "layouts/mine.toml"
    assert (desk.private / practice.profile).read_text() == LAYOUT
    assert desk.taken == [desk.settings()]
    assert desk.config.stat().st_mode & 0o777 == 0o600
    assert (desk.private / "layouts").stat().st_mode & 0o777 == 0o700


def test_a_password_is_kept_in_the_vault_and_nowhere_else(desk: Desk) -> None:
    said = {"server": "DB01", "database": "AE", "user": "reader", "layout": "ae"}
    said |= {"name": "Main office", "cloud": "https://contacts.example"}
    desk.write(**said, password=PASSWORD)

    assert desk.shop.secret("database-password:Main office") == PASSWORD
    for file in desk.private.rglob("*"):
        assert file.is_dir() or PASSWORD.encode() not in file.read_bytes()


def test_a_password_that_was_just_given_is_the_one_that_is_tried(desk: Desk) -> None:
    desk.shop.keep_secret("database-password:Main office", "old")
    desk.look("checks", **OF_A_SERVER, password=desk.sealed("new"))

    assert [password for password, _ in desk.tried] == ["new"]
    assert desk.shop.secret("database-password:Main office") == "old"
    assert not desk.config.exists()


OF_A_SERVER = {
    "name": "Main office",
    "server": "DB01",
    "database": "AE",
    "user": "reader",
    "layout": "demo",
    "cloud": "https://contacts.example",
}
ELSEWHERE = [
    {"server": "EVIL"},
    {"trust": True},
    {"user": "another"},
    {"odbc": "Server=EVIL"},
    {"odbc": "Encrypt=no"},
]


@pytest.mark.parametrize("change", ELSEWHERE)
def test_a_password_that_was_given_for_one_server_is_told_no_other(
    desk: Desk, change: dict[str, Any]
) -> None:
    desk.write(**OF_A_SERVER, password=PASSWORD)
    before = desk.config.read_text()
    said = {"name": "Main office", **change}
    desk.look("checks", **said)

    assert [password for password, _ in desk.tried] == [None]
    with pytest.raises(Problem) as caught:
        desk.write(**said)
    assert caught.value.code is Code.SECRET_MISSING
    assert desk.config.read_text() == before

    desk.write(**said, password="new")

    assert desk.shop.secret("database-password:Main office") == "new"


def test_another_database_of_the_same_server_needs_no_password_anew(desk: Desk) -> None:
    desk.write(**OF_A_SERVER, password=PASSWORD)
    said = {"name": "Main office", "database": "AE2", "ca_file": "/x.pem"}
    desk.look("checks", **said)
    desk.write(**said)

    assert [password for password, _ in desk.tried] == [PASSWORD]
    assert "Database=AE2" in desk.config.read_text()


@pytest.mark.parametrize("name", ["/etc/hostname", "../x.toml", "layouts/../../x.toml", "a/b"])
def test_no_other_file_is_read_as_a_layout(desk: Desk, name: str) -> None:
    (desk.private.parent / "x.toml").write_text(LAYOUT, encoding="utf-8")
    (found,) = desk.plan(**desk.said(layout=name, layout_text=None))["mistakes"]

    assert found["sentence"] == f"There is no database layout {name}."


def test_a_password_that_was_sealed_for_another_is_refused(desk: Desk) -> None:
    other = sealed_for(new_seal_key().public, PASSWORD, SEALED_FOR)
    elsewhere = sealed_for(desk.key.public, PASSWORD, "database-password:Main office")

    for sealed in (other, elsewhere, "", 7):
        assert (
            refusal(desk, "begin", question="checks", **desk.said(), password=sealed).code
            is Code.COMMAND_REFUSED
        )


def test_a_second_practice_stands_beside_the_first_only_where_that_is_said(desk: Desk) -> None:
    desk.write(**desk.said())
    before = desk.config.read_text()

    assert refusal(desk, "plan", **desk.said(name="North")).code is Code.PRACTICE_SET_UP
    assert refusal(desk, "plan", **desk.said(name="")).code is Code.PRACTICE_SET_UP
    assert refusal(desk, "plan", **desk.said(name="main OFFICE"), add=True).facts == {
        "practice": "Main office"
    }
    assert desk.config.read_text() == before

    desk.write(**desk.said(name="North"), add=True)

    assert [one.name for one in desk.settings().practices] == ["Main office", "North"]
    assert (desk.private / "config.toml.before").read_text() == before


def test_a_change_says_what_becomes_of_what_and_keeps_the_rest(desk: Desk) -> None:
    desk.write(**desk.said())
    desk.config.write_text(desk.config.read_text() + "# ours\nguard = { count = 3 }\n")
    plan = desk.plan(name="main office", cloud="https://other.example")

    assert [(one["entry"], one["before"], one["after"]) for one in plan["changes"]] == [
        ("address of the online copy", "https://contacts.example", "https://other.example")
    ]
    assert not plan["new"]

    desk.write(name="main office", cloud="https://other.example")

    (practice,) = desk.settings().practices
    assert (practice.cloud, practice.guard.count) == ("https://other.example", 3)
    assert practice.name == "Main office"
    assert "# ours" in desk.config.read_text()


def test_settings_that_were_edited_since_are_looked_at_once_more(desk: Desk) -> None:
    desk.write(**desk.said())
    basis = desk.plan(name="Main office", ca_file="/x.pem")["basis"]
    edited = desk.config.read_text() + "changes = 'diff'\n"
    desk.config.write_text(edited)

    refused = refusal(desk, "write", name="Main office", ca_file="/x.pem", basis=basis)

    assert refused.code is Code.COMMAND_REFUSED
    assert desk.config.read_text() == edited


def test_what_changes_nothing_keeps_the_settings_before(desk: Desk) -> None:
    desk.write(**desk.said())
    desk.write(name="Main office", cloud="https://other.example")
    before = (desk.private / "config.toml.before").read_text()
    desk.write(name="Main office", cloud="https://other.example")

    assert (desk.private / "config.toml.before").read_text() == before
    assert len(desk.taken) == 3


def test_contacts_that_are_online_are_not_left_behind(desk: Desk) -> None:
    desk.write(**desk.said())
    now = dt.datetime.now(dt.UTC)
    desk.register.put("Main office", Registered("p1", "Main office", now, "a@example.com"))
    moved = {"name": "Main office", "cloud": "https://other.example"}

    assert refusal(desk, "plan", **moved).code is Code.CLOUD_IN_USE
    assert desk.plan(name="Main office", cloud="https://contacts.example/")["active"]

    desk.register.leave("Main office", now)

    assert desk.plan(**moved)["changes"]


def test_settings_with_a_mistake_are_left_as_they_are(desk: Desk) -> None:
    for text in ("[agent]\npoll_interval = 0\n", "[[practice\n"):
        desk.config.write_text(text)

        assert refusal(desk, "plan", **desk.said()).code is Code.SETTING_WRONG
        assert desk.config.read_text() == text


def test_nothing_half_is_written(desk: Desk) -> None:
    missing = desk.said()
    del missing["cloud"]

    assert desk.write(**missing).outcome == "failed"
    assert desk.write(**desk.said(cloud="http://x")).outcome == "failed"
    assert not desk.config.exists()
    assert not (desk.private / "layouts").exists()


@pytest.mark.parametrize(
    "name",
    ["../config.toml", "config", "/etc/x.toml", "a/b.toml", ".toml", "a\x00.toml", "a\\b.toml", ""],
)
def test_a_layout_is_kept_under_no_name_but_a_file_s(desk: Desk, name: str) -> None:
    assert refusal(desk, "plan", **desk.said(layout=name)).code is Code.COMMAND_REFUSED


@pytest.mark.parametrize("said", [{"server": 7}, {"trust": "yes"}, {"layout": ["ae"]}])
def test_what_can_not_be_read_is_refused(desk: Desk, said: dict[str, Any]) -> None:
    assert refusal(desk, "plan", **desk.said(**said)).code is Code.COMMAND_REFUSED


def test_steps_and_questions_that_are_none_are_refused(desk: Desk) -> None:
    assert refusal(desk, "nosuch").code is Code.COMMAND_REFUSED
    assert refusal(desk, "begin", question="nosuch", **desk.said()).code is Code.COMMAND_REFUSED
    assert refusal(desk, "look", id="nosuch", seen=0).code is Code.COMMAND_REFUSED
    assert refusal(desk, "look", seen=0).code is Code.COMMAND_REFUSED


def test_layouts_are_held_against_a_database_file(desk: Desk) -> None:
    found = {one["layout"]: one for one in desk.look("layouts", **desk.said())}

    assert found["layouts/mine.toml"]["contacts"] == 1
    assert found["demo"]["there"] == 0
    assert set(found) >= {"ae", "ao", "demo", "adventureworks"}


def test_a_column_that_is_not_there_is_told_with_what_is_near(desk: Desk) -> None:
    text = LAYOUT.replace("FullName", "FullNam")
    found = desk.look("layouts", **desk.said(layout_text=text))
    (mine,) = [one for one in found if one["layout"] == "layouts/mine.toml"]

    assert [one["sentence"] for one in mine["wrong"]] == [
        "Client has no column FullNam; FullName is there."
    ]


@pytest.mark.parametrize(
    ("content", "code"), [(None, Code.DATABASE_NOT_FOUND), (b"x" * 4096, Code.DATABASE_UNREADABLE)]
)
def test_a_file_that_is_no_database_is_told(desk: Desk, content: bytes | None, code: Code) -> None:
    other = desk.database.with_name("other.db")
    if content is not None:
        other.write_bytes(content)

    with pytest.raises(Problem) as caught:
        desk.look("layouts", **desk.said(file=str(other)))
    assert caught.value.code is code
    assert not (content is None and other.exists())


def test_each_practice_is_listed(desk: Desk) -> None:
    assert desk.ask("list").detail == {"practices": []}
    desk.write(**desk.said())
    assert desk.ask("list").detail == {"practices": ["Main office"]}
