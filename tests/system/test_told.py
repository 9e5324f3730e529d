"""What a real installation tells when something keeps it from its work."""

from __future__ import annotations

import stat
import subprocess

from tests.system.cloud import sign_in
from tests.system.installation import PATIENCE, at, come_back, settings, stop


def test_a_worker_that_can_not_start_leaves_its_reason_in_the_status(office, server, tmp_path):
    good = settings(tmp_path / "practice.db", office)
    server.write(good.replace("https://", "http://"))

    assert server.call("run").code == 2
    told = server.call("status")

    assert told.code == 2
    assert told.out.startswith(
        "Practice Sync can't start, and nothing goes online: the settings have 1 mistake."
    )
    assert "Write https:// in place of http://. Then start Practice Sync.\n(PS-CFG-03)" in told.out

    server.config.unlink()
    assert server.call("run", "--once").code == 2
    assert server.call("status").out.startswith("Practice Sync can't start. Practice Sync has no")
    assert server.status()["code"] == "PS-CFG-01"


def test_once_it_has_started_the_reason_is_gone(office, server, tmp_path):
    server.write("[agent]\n")
    server.call("run")
    assert server.status()["phase"] == "not_running"

    server.write(settings(tmp_path / "practice.db", office))
    with server.running():
        server.until_phase("not_activated")
        status = server.state / "public" / "status.json"
        assert stat.S_IMODE(status.stat().st_mode) == 0o644
    assert server.call("status").out.startswith("Practice Sync has not been running since")


def test_activating_without_the_database_ends_with_what_to_do(office, server, tmp_path):
    server.write(settings(tmp_path / "not-there.db", office))
    with server.running():
        process = subprocess.Popen(
            server.command("activate", "--accept-terms", "--yes", "--no-browser"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            assert process.stdout is not None
            address = process.stdout.readline().removeprefix("Sign in here: ").strip()
            come_back(sign_in(office, at(office, address)))
            told = process.stdout.read()
            assert process.wait(PATIENCE) == 4
        finally:
            stop(process)
        shown = server.until_phase("not_activated")

    assert "(PS-SRC-01)" in told
    assert "Contacts sync isn't activated, and nothing has changed." in told
    assert "on their way" not in told
    assert shown["practices"][0]["practice_id"] == ""
    assert not (server.state / "private" / "vault.bin").exists()


def test_a_certificate_file_that_is_not_there_is_named(office, server, tmp_path):
    good = settings(tmp_path / "practice.db", office)
    missing = tmp_path / "missing.pem"
    server.write(
        good.replace(str(office.ca_file), str(missing)) + f'practice_id = "{office.practice_id}"\n'
    )
    with server.running():
        shown = server.until_phase("misconfigured")
        said = "The setting ca_file is wrong: there is no file of that name"
        assert shown["sentence"].startswith(f"{said} ({missing}).")
        assert shown["remedy"].startswith("Put the certificate file there")
