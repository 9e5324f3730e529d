"""What is looked at on this computer: settings, disk, secrets and services."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from practicesync.adapters.system_clock import SystemClock
from practicesync.app.worker.examination import ROOM, Examination
from practicesync.app.worker.refusal import Refusal
from practicesync.bootstrap import Shop, read_settings
from practicesync.core.check_words import Told
from practicesync.core.errors import Code
from practicesync.core.settings import Settings
from practicesync.ports.computer import ServiceState

NOWHERE = "https://127.0.0.1:1"
PRACTICE = f"""
[[practice]]
name = "{{name}}"
database = "sqlite:///{{folder}}/practice.db"
profile = "demo"
cloud = "{NOWHERE}"
required_services = ["First Service", "Second Service", "Third Service"]
"""


class Services:
    """The services of a computer that runs Windows."""

    def __init__(self, **states: ServiceState) -> None:
        self._states: Mapping[str, ServiceState] = states

    def state(self, name: str) -> ServiceState:
        return self._states[name.partition(" ")[0].lower()]


@pytest.fixture
def examination(tmp_path: Path) -> Examination:
    config = tmp_path / "config.toml"
    config.write_text(PRACTICE.format(name="Main office", folder=tmp_path))
    return Examination(
        config,
        lambda settings: Shop(tmp_path, settings.agent, "", SystemClock()),
        lambda _: "",
        lambda: dt.datetime.now(dt.UTC),
        free=lambda _: ROOM,
    )


def of(checks: list[Told], id_: str) -> list[tuple[str, str]]:
    return [(one.result, one.sentence) for one in checks if one.id == id_]


def test_a_disk_with_room_is_in_order(examination):
    [(result, sentence)] = of(list(examination.checks()), "disk")

    assert (result, "0.5 GB are free" in sentence) == ("pass", True)


def test_a_disk_that_is_nearly_full_is_a_warning(examination):
    full = replace(examination, free=lambda _: ROOM - 1)

    assert of(list(full.checks()), "disk")[0][0] == "warn"


def test_each_service_of_the_settings_is_looked_up(examination):
    here = Services(first="running", second="stopped", third="missing")

    found = of(list(replace(examination, services=lambda: here).checks()), "service")

    assert [result for result, _ in found] == ["pass", "warn", "skipped"]
    assert found[0][1] == "The service First Service is running."
    assert "Second Service" in found[1][1]
    assert found[2][1] == "Third Service not found: not needed by Practice Sync."


def test_while_the_file_has_mistakes_the_running_settings_are_examined(examination):
    running = read_settings(examination.config)
    assert isinstance(running, Settings)
    examination.config.write_text("[agent]\n")

    alone = [one.id for one in examination.checks()]
    with_running = [one.id for one in replace(examination, running=running).checks()]

    assert alone == ["settings", "disk"]
    assert with_running[:2] == ["settings", "disk"]
    assert "database" in with_running


def test_a_layout_that_has_become_wrong_is_told_and_ends_nothing(examination):
    folder = examination.config.parent
    text = examination.config.read_text().replace('profile = "demo"', 'profile = "own.toml"')
    layout = folder / "own.toml"
    layout.write_text(files("practicesync.profiles").joinpath("demo.toml").read_text())
    examination.config.write_text(text)
    running = read_settings(examination.config)
    assert isinstance(running, Settings)
    layout.write_text("name = 7")

    checks = list(replace(examination, running=running).checks())

    assert [one.code for one in checks if one.id == "database"] == [Code.LAYOUT_WRONG]
    assert of(checks, "cloud")[0][0] == "fail"


@pytest.mark.parametrize(
    ("schema", "wrong", "code"),
    [
        ("", "tables", Code.TABLE_MISSING),
        ("CREATE TABLE Contact (ContactID int)", "tables", Code.TABLE_MISSING),
    ],
)
def test_what_a_database_file_lacks_is_told_where_it_belongs(examination, schema, wrong, code):
    with closing(sqlite3.connect(examination.config.parent / "practice.db")) as database:
        database.executescript(schema)

    checks = list(examination.checks())

    assert [(one.id, one.code) for one in checks if one.result == "fail"][:1] == [(wrong, code)]
    assert [one.result for one in checks if one.id in ("rights", "employee")] == ["skipped"] * 2


def test_several_practices_are_told_apart_and_one_can_be_chosen(examination):
    folder = examination.config.parent
    both = [PRACTICE.format(name=name, folder=folder) for name in ("Main office", "Branch")]
    examination.config.write_text("\n".join(both))

    everybody = {one.practice for one in examination.checks()}
    branch = {one.practice for one in examination.checks("Branch")}

    assert everybody == {"", "Main office", "Branch"}
    assert branch == {"", "Branch"}


def test_a_practice_that_is_not_there_is_refused(examination):
    with pytest.raises(Refusal):
        list(examination.checks("Branch"))
