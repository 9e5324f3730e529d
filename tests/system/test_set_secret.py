"""A secret on its way from a person to the vault: nobody else sees it, and nothing keeps it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from practicesync.adapters.vault import FileKeyStore, FileVault
from practicesync.demo.practice import make_practice
from tests.system.installation import PATIENCE, Done, Installation, one_practice, settings, stop

SECRET = "Zorblinski's pass word \N{SNOWMAN}"


@pytest.fixture
def ready(server: Installation, online, tmp_path: Path) -> Installation:
    database = make_practice(tmp_path / "practice.db", contacts=10).path
    server.write(settings(database, online))
    return server


def give(server: Installation, *options: str, secret: str = SECRET) -> Done:
    done = subprocess.run(
        server.command("set-secret", "database-password", "--stdin", *options),
        input=secret + "\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def kept(server: Installation, practice: str = "Main office") -> str | None:
    private = server.state / "private"
    vault = FileVault(private / "vault.bin", FileKeyStore(private / "vault.key"))
    return vault.get(f"database-password:{practice}")


def left_behind(server: Installation) -> list[Path]:
    """Return the files in which the secret can be read."""
    marks = (b"Zorblinski", b"pass word")
    return [
        path
        for path in server.state.rglob("*")
        if path.is_file() and any(mark in path.read_bytes() for mark in marks)
    ]


def test_it_is_kept_in_the_vault_and_nowhere_else(ready):
    with ready.running():
        ready.until_phase("not_activated")
        done = give(ready)

        assert (done.code, done.out) == (0, "Practice Sync keeps the secret from now on.\n")
        assert left_behind(ready) == []
    assert kept(ready) == SECRET
    assert left_behind(ready) == []
    assert list((ready.state / "inbox").iterdir()) == []
    assert "set-secret" in ready.log()


def test_while_it_waits_it_can_not_be_read(ready):
    with ready.running() as worker:
        ready.until_phase("not_activated")
        os.kill(worker.pid, signal.SIGSTOP)
        giving = subprocess.Popen(
            ready.command("set-secret", "database-password", "--stdin"),
            stdin=subprocess.PIPE,
            text=True,
        )
        try:
            assert giving.stdin
            giving.stdin.write(SECRET + "\n")
            giving.stdin.close()
            waiting = _waiting(ready)
            command_line = Path(f"/proc/{giving.pid}/cmdline").read_bytes()
            assert waiting.stat().st_mode & 0o777 == 0o600
            assert left_behind(ready) == []
            assert b"Zorblinski" not in command_line
        finally:
            os.kill(worker.pid, signal.SIGCONT)
            assert giving.wait(PATIENCE) == 0
            stop(giving)
    assert kept(ready) == SECRET


def _waiting(server: Installation) -> Path:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for path in (server.state / "inbox").glob("*.json"):
            return path
        time.sleep(0.01)
    raise AssertionError("nothing waits")


def test_of_two_practices_one_is_named(ready, online, tmp_path):
    other = make_practice(tmp_path / "other.db", contacts=10).path
    ready.write(ready.config.read_text() + one_practice("Other office", other, online))
    with ready.running():
        ready.until_phase("not_activated")
        unclear = give(ready)
        done = give(ready, "--practice", "Other office")

    assert (unclear.code, "--practice" in unclear.err) == (2, True)
    assert done.code == 0
    assert (kept(ready), kept(ready, "Other office")) == (None, SECRET)


@pytest.mark.parametrize("secret", ["", "x" * 1001])
def test_what_is_no_secret_is_not_even_sent(ready, secret):
    done = give(ready, secret=secret)

    assert done.code == 2
    assert "1 to 1,000 characters" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["set-secret", "tokens", "--stdin"], "There is no secret of that name"),
        (["set-secret", "database-password"], "--stdin"),
        (["set-secret", "database-password", "the-secret-itself"], "unexpected extra argument"),
    ],
)
def test_it_never_comes_by_the_command_line(ready, arguments, said):
    done = ready.call(*arguments)

    assert done.code == 2
    assert said in done.err


def test_without_a_worker_nothing_is_left_behind(ready):
    done = give(ready)

    assert done.code == 8
    assert "(PS-SYS-09)" in done.err
    assert not (ready.state / "inbox").exists()
