"""Log and support file, over real processes: what support needs, and nobody's name."""

from __future__ import annotations

import json
import signal
import sqlite3
import stat
import subprocess
import zipfile
from contextlib import closing
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from practicesync.demo.practice import MARKER, make_practice
from tests.fakes.wire import wire_server
from tests.system.cloud import Cloud
from tests.system.installation import PATIENCE, Installation, settings
from tests.system.test_privacy import QUOTE_A_NAME
from tests.system.test_privacy import problem as quoting


def contents(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


@pytest.fixture
def at_work(server: Installation, office: Cloud, tmp_path: Path) -> Installation:
    """An installation of a practice in which three contacts can't be sent."""
    practice = make_practice(tmp_path / "practice.db", contacts=10)
    server.write(settings(practice.path, office))
    return server


def test_a_support_file_has_what_support_needs_and_nobodys_name(at_work, office, tmp_path):
    file = tmp_path / "support.zip"
    with at_work.running():
        at_work.activate(office)
        at_work.until_phase("attention")
        assert at_work.call("doctor").code == 0
        done = at_work.call("support-file", str(file))

    assert done.code == 0, done
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = contents(file)
    assert set(found) == {
        "versions.json",
        "settings.json",
        "practices.json",
        "checks.json",
        "status.json",
        "logs/practicesync.log",
    }
    checks = {one["id"]: one for one in json.loads(found["checks.json"])["checks"]}
    assert checks["employee"]["title"] == "The practice's employees aren't known"
    assert checks["in-charge"]["result"] == "pass"
    assert all(name in done.out for name in found)
    for name, content in found.items():
        assert MARKER.encode() not in content.lower(), name
        assert office.email.encode() not in content, name
    [practice] = json.loads(found["practices.json"])["practices"]
    examined = practice["answer"]
    assert examined["changes"] == "diff"
    assert examined["counts"]["not_sent"] == 3
    assert examined["activity"][0]["added"] == 7
    assert {one["code"] for one in examined["not_sent"]} == {"PS-REC-01", "PS-REC-02"}
    assert json.loads(found["settings.json"])["practice"][0]["profile"] == "demo"
    assert json.loads(found["versions.json"])["packages"]["requests"]


def test_nobodys_name_is_in_it_after_errors_at_both_ends(at_work, office, tmp_path):
    database, file = tmp_path / "practice.db", tmp_path / "support.zip"
    with at_work.running():
        at_work.activate(office)
        at_work.until_phase("attention")
        with closing(sqlite3.connect(database)) as practice:
            practice.executescript(QUOTE_A_NAME.format(column="LastName"))
        at_work.call("sync-now")
        at_work.until_phase("misconfigured")
        at_work.call("preview")
    (tmp_path / "wire").mkdir()
    with wire_server(tmp_path / "wire", lambda _: quoting(500)) as wire:
        moved = replace(office, base_url=wire.url, ca_file=wire.ca_file)
        at_work.write(settings(database, moved))
        with at_work.running():
            at_work.until(lambda shown: shown["code"].startswith("PS-CLD"))
            at_work.call("not-sent", "list")
            done = at_work.call("support-file", str(file))

    assert done.code == 0, done
    found = contents(file)
    log = found["logs/practicesync.log"].decode()
    assert "PS-CFG-05" in log
    assert "PS-CLD" in log
    assert [name for name, content in found.items() if MARKER.encode() in content.lower()] == []


def test_a_key_that_is_a_name_is_hidden_in_it(at_work, office, tmp_path):
    layout = files("practicesync.profiles").joinpath("demo.toml").read_text(encoding="utf-8")
    named = layout.replace('key = ["ContactID"]', 'key = ["ClientCode"]', 1)
    parts = named.split("[[contact.joins]]")[0], "[employee]" + layout.split("[employee]")[1]
    (at_work.state / "private" / "named.toml").write_text("\n".join(parts), encoding="utf-8")
    database, file = tmp_path / "practice.db", tmp_path / "support.zip"
    with closing(sqlite3.connect(database)) as practice, practice:
        practice.execute("UPDATE Contact SET ClientCode = 'Zorbl' || ContactID, Name = ''")
        practice.execute("UPDATE Contact SET FirstName = '', MiddleName = '', LastName = ''")
    at_work.write(settings(database, office).replace('"demo"', '"named.toml"'))
    with at_work.running():
        at_work.activate(office)
        at_work.until_phase("attention")
        listed = at_work.call("not-sent", "list").out
        at_work.call("support-file", str(file))

    assert "Zorbl" in listed
    found = contents(file)
    [practice] = json.loads(found["practices.json"])["practices"]
    keys = [one["key"] for one in practice["answer"]["not_sent"]]
    assert len(set(keys)) == 10
    assert all(key.startswith("#") for key in keys)
    assert [name for name, content in found.items() if b"zorbl" in content.lower()] == []


def test_a_support_file_can_be_written_while_nothing_runs(at_work, tmp_path):
    with at_work.running():
        at_work.until_phase("not_activated")
    done = at_work.call("--json", "support-file", cwd=tmp_path)

    assert done.code == 0, done
    told = json.loads(done.out)
    found = contents(tmp_path / told["path"])
    assert told["files"] == {name: len(content) for name, content in found.items()}
    assert json.loads(found["practices.json"]) == {"problem": "PS-SYS-09"}
    assert json.loads(found["settings.json"])["practice"][0]["name"] == "Main office"


def test_settings_that_are_wrong_are_told_without_what_they_say(server, tmp_path):
    server.write('[[practice]]\nname = "x"\ndatabase = "Server=x;Password=mustnotbeseen"\n')
    server.call("support-file", str(tmp_path / "support.zip"))

    found = contents(tmp_path / "support.zip")
    assert "database" in found["settings.json"].decode()
    assert b"mustnotbeseen" not in b"".join(found.values())


def test_a_support_file_that_cannot_be_written_is_a_sentence(server, tmp_path):
    done = server.call("support-file", str(tmp_path / "nowhere" / "support.zip"))

    assert done.code == 2
    assert "(PS-SYS-16)" in done.err
    assert "Traceback" not in done.err


def test_the_log_is_printed_and_followed(at_work):
    assert at_work.call("logs").out == "Nothing has been logged yet.\n"
    with at_work.running():
        at_work.until_phase("not_activated")
        done = at_work.call("logs", "--lines", "1")
        [line] = done.out.splitlines()
        assert line == at_work.log().splitlines()[-1]
        following = subprocess.Popen(
            at_work.command("logs", "--lines", "1", "--follow"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert following.stdout
        assert following.stderr
        try:
            assert following.stdout.readline() == f"{line}\n"
            at_work.call("sync-now")
            assert "command=sync-now" in following.stdout.readline()
            following.send_signal(signal.SIGINT)
            assert following.wait(PATIENCE) == 0
            assert following.stderr.read() == ""
        finally:
            following.kill()
            following.wait()
            following.stdout.close()
            following.stderr.close()
