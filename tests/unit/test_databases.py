"""Which adapter reads the practice database of the settings."""

from __future__ import annotations

import subprocess
import sys

import pytest

from practicesync.adapters.diff_feed import DiffFeed
from practicesync.adapters.sqlite_source import SqliteSource
from practicesync.adapters.sqlserver.chosen import ChosenFeed
from practicesync.adapters.sqlserver.source import SqlServerSource
from practicesync.adapters.system_clock import SystemClock
from practicesync.bootstrap import read_profile
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.profile import Profile
from practicesync.core.settings import PracticeSettings
from practicesync.databases import looking_at, mistakes_in_database, open_feed, open_source
from tests.sqlserver.drivers import microsoft_driver

SERVER = f"Driver={microsoft_driver().file};Server=tcp:127.0.0.1,9;Database=Practice"


def practice(database: str, **more: str) -> PracticeSettings:
    said = {"name": "Main", "database": database, "cloud": "https://contacts.example"}
    return PracticeSettings.model_validate(said | more)


def profile(tmp_path) -> Profile:
    found = read_profile("demo", tmp_path)
    assert isinstance(found, Profile)
    return found


def test_a_connection_string_is_read_by_the_best_way_and_a_file_by_comparing(tmp_path):
    clock = SystemClock()
    found: list[object] = []
    for database in (SERVER, "sqlite:///practice.db"):
        settings = practice(database)
        source = open_source(settings, profile(tmp_path), lambda: None, clock)
        found.append((type(source), type(open_feed(source, settings, clock.monotonic))))
        found.append(looking_at(source))

    assert found == [(SqlServerSource, ChosenFeed), 0.1, (SqliteSource, DiffFeed), 0.25]


def test_a_user_without_a_password_is_told_before_anybody_is_asked(tmp_path):
    settings = practice(SERVER, database_user="reader")
    source = open_source(settings, profile(tmp_path), lambda: None, SystemClock())

    with pytest.raises(Misconfigured) as told:
        source.count()

    assert told.value.code is Code.SECRET_MISSING


def test_a_practice_in_a_file_needs_no_driver(tmp_path):
    program = f"""
import sys
from pathlib import Path
from practicesync.adapters.system_clock import SystemClock
from practicesync.bootstrap import read_profile, read_settings
from practicesync.core.settings import PracticeSettings
from practicesync.databases import open_feed, open_source
practice = PracticeSettings(name="Main", database="sqlite:///p.db", cloud="https://c.example")
source = open_source(practice, read_profile("demo", Path()), lambda: None, SystemClock())
open_feed(source, practice, lambda: 0.0)
read_settings(Path({str(tmp_path / "config.toml")!r}))
import practicesync.app.worker.shift
print(sorted(name for name in sys.modules if "odbc" in name or "sqlserver" in name))
"""
    (tmp_path / "config.toml").write_text(
        '[[practice]]\nname = "Main"\ndatabase = "sqlite:///p.db"\nprofile = "demo"\n'
        'cloud = "https://contacts.example"\n',
        encoding="utf-8",
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize(
    ("database", "wrong"),
    [
        ("Server=DB01;Database=Practice", 0),
        ("Driver={x};Address=DB01", 0),
        ("DSN=Practice", 0),
        ("FileDSN=practice.dsn", 0),
        ("Driver={x};Database=Practice", 1),
        ("Server=;Database=Practice", 1),
    ],
)
def test_a_connection_string_names_a_server(database, wrong):
    found = mistakes_in_database({"database": database, "changes": "rowversion"}, "one", "a.toml")

    assert [mistake.key for mistake in found] == ["one.database"] * wrong
