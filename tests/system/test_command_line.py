"""The command line as people and scripts meet it: sentences, codes, exit codes, no traceback."""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from practicesync.core.mistake import place_of
from practicesync.demo.practice import make_practice
from tests.system.cloud import Cloud
from tests.system.installation import Done, Installation, settings

FIVE_MISTAKES = """
[agent]
poll_interval = 0.1
log_level = "LOUD"

[[practice]]
name = "Main office"
database = "Server=here;Password=mustnotbeseen"
cloud = "http://contacts.example"
profil = "demo"
"""

NOWHERE = """
[[practice]]
name = "Main office"
database = "{database}"
profile = "{profile}"
cloud = "https://127.0.0.1:9"
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return make_practice(tmp_path / "practice.db", contacts=10).path


@pytest.fixture(scope="module")
def activated(online: Cloud, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that was activated once for all tests of this module."""
    folder = tmp_path_factory.mktemp("activated")
    made = make_practice(folder / "practice.db", contacts=10).path
    server = Installation(folder / "state")
    server.write(settings(made, online))
    with server.running():
        server.activate(online)
        server.until_phase("attention")
    return server


@pytest.fixture
def synced(activated: Installation, database: Path, online: Cloud) -> Installation:
    """The activated installation with this test's own copy of the practice database."""
    activated.write(settings(database, online))
    return activated


def said(done: Done, code: str) -> str:
    """Return what was said on standard error: it has the code once and is no traceback."""
    assert done.err.count(f"({code})") == 1, done
    assert "Traceback" not in done.err
    sentence, remedy = done.err.splitlines()
    assert remedy.startswith("  ")
    return sentence


@pytest.mark.parametrize(
    "command", ["run", "status", "activate", "sync-now", "pause", "resume", "version"]
)
def test_each_command_has_an_example(server, command):
    done = server.call(command, "--help")

    assert done.code == 0
    assert f"Example: practicesync {command}" in done.out
    assert "\x1b" not in done.out


def test_five_mistakes_are_five_sentences(server):
    server.write(FIVE_MISTAKES)
    done = server.call("run")

    assert done.code == 2
    lines = done.err.splitlines()
    assert len(lines) == 10
    assert all(line.startswith("config.toml: ") and "(PS-CFG-03)" in line for line in lines[::2])
    assert all(line.startswith("  ") for line in lines[1::2])
    for key in ("agent.poll_interval", "agent.log_level", "practice[0].database"):
        assert place_of(key) in done.err
    assert "mustnotbeseen" not in done.err + server.log()
    assert server.log().count("PS-CFG-03") == 5


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ("[[practice\n", "PS-CFG-03"),
        (NOWHERE.format(database="sqlite:///x.db", profile="nosuch"), "PS-CFG-03"),
    ],
)
def test_settings_that_will_not_do_end_it_with_2(server, config, code):
    server.write(config)
    done = server.call("run")

    assert done.code == 2
    said(done, code)
    assert code in server.log()


def test_without_settings_there_is_nothing_to_end_once_with(server):
    done = server.call("run", "--once")

    assert done.code == 2
    said(done, "PS-CFG-01")
    assert "PS-CFG-01" in server.log()


def test_without_activation_it_asks_for_a_person(server, database, online):
    server.write(settings(database, online))
    done = server.call("run", "--once")

    assert done.code == 3
    said(done, "PS-CLD-09")


def test_a_database_that_is_not_there_ends_it_with_4(synced, database):
    database.rename(database.with_suffix(".away"))
    done = synced.call("run", "--once")

    assert done.code == 4
    said(done, "PS-SRC-01")


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ("ALTER TABLE ContactPhone RENAME TO Telephones", "PS-SRC-03", "ContactPhone"),
        ("ALTER TABLE Contact RENAME COLUMN Salutation TO Greeting", "PS-SRC-04", "Salutation"),
    ],
)
def test_a_database_of_another_layout_is_named(synced, database, change, code, named):
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(change)
    done = synced.call("run", "--once")

    assert done.code in (2, 4)
    assert named in said(done, code)


def test_an_unreachable_cloud_ends_it_with_5(synced, online):
    synced.write(synced.config.read_text().replace(online.base_url, "https://127.0.0.1:9"))
    done = synced.call("run", "--once")

    assert done.code == 5
    said(done, "PS-CLD-01")


def test_a_certificate_of_somebody_else_is_refused(synced):
    lines = synced.config.read_text().splitlines()
    synced.write("\n".join(line for line in lines if not line.startswith("ca_file")))
    done = synced.call("run", "--once")

    assert done.code == 5
    said(done, "PS-CLD-05")


def test_what_is_not_sent_ends_it_with_6_and_all_sent_with_0(synced, database):
    done = synced.call("run", "--once")
    assert done.code == 6
    assert said(done, "PS-SYS-11").startswith("3 contacts")

    with closing(sqlite3.connect(database)) as connection, connection:
        refused = "trim(coalesce(Name, '')) = '' OR length(Name) > 200"
        connection.execute(f"DELETE FROM Contact WHERE {refused}")
        connection.execute("UPDATE Contact SET Notes1 = '' WHERE length(Notes1) > 4000")
    done = synced.call("run", "--once")

    assert (done.code, done.out, done.err) == (0, "Your contacts are in sync.\n", "")


def test_a_second_worker_ends_with_7(server, database, online):
    server.write(settings(database, online))
    with server.running():
        server.until_phase("not_activated")
        done = server.call("run", "--once")

    assert done.code == 7
    assert str(server.state) in said(done, "PS-SYS-04")


def test_a_silent_worker_ends_a_command_with_8(server):
    done = server.call("sync-now")

    assert done.code == 8
    said(done, "PS-SYS-09")


def test_terms_are_agreed_with_first(server, database, online):
    server.write(settings(database, online))
    with server.running():
        done = server.call("activate", "--yes")

    assert done.code == 3
    assert "file://" in done.err
    assert done.out == ""


def test_a_wish_for_a_practice_that_is_not_there_is_refused(server, database, online):
    server.write(settings(database, online))
    with server.running():
        server.until_phase("not_activated")
        done = server.call("pause", "5", "--practice", "no such")
        shown = server.until(lambda shown: bool(shown["last_commands"]))

    assert done.code == 2
    said(done, "PS-SYS-13")
    assert shown["last_commands"][-1]["outcome"] == "refused"
    assert "PS-SYS-13" in server.log()


@contextmanager
def full_disk(pid: int) -> Iterator[None]:
    """Let the process write no file any further, as on a full disk, until the block ends."""
    hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))


def test_a_full_disk_is_survived(synced, database):
    with synced.running() as worker:
        before = synced.until_phase("attention")
        with full_disk(worker.pid):
            with closing(sqlite3.connect(database)) as connection, connection:
                connection.execute("UPDATE Client SET PartnerName = 'Somebody else'")
            assert synced.call("sync-now").code == 8
            assert worker.poll() is None
            assert synced.status()["practices"][0]["last_sent"] is None
        synced.until(lambda shown: shown["written_at"] > before["written_at"])
        synced.call("sync-now")
        synced.until(
            lambda shown: shown["phase"] == "attention" and shown["practices"][0]["last_sent"]
        )

    assert "Traceback" not in synced.log()


def test_version_and_status_import_no_network(server):
    script = (
        "import sys\n"
        "from practicesync.app.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'requests', 'cryptography', 'authlib', 'sqlite3', 'keyring'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    for command in ("version", "status"):
        done = subprocess.run(
            [sys.executable, "-c", script, "--state", str(server.state), command],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.splitlines()[-1] == "[]", command


def test_json_is_one_line_of_json(server):
    version = server.call("--json", "version")
    status = server.call("status", "--json")

    assert json.loads(version.out)["version"]
    assert json.loads(status.out)["phase"] == "not_running"
