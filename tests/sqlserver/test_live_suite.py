"""The suites for a real server run on the one that is named: here on the test SQL Server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live import LIVE
from tests.sqlserver.drivers import microsoft_driver
from tests.sqlserver.model.server import ModelServer
from tests.sqlserver.wire.server import tds_server

ROOT = Path(__file__).resolve().parents[2]
AT_MOST = 300  # seconds; a limit that only catches a hang
FEW = "late_commit or test_reading and not hash or conformance and rowversion"


def run(server: ModelServer | None, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the suites in a process of their own."""
    own = {name: value for name, value in os.environ.items() if name not in (LIVE, "CI")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    command += ["tests/live"]
    if server is None:
        return _ended(command, own)
    with tds_server(server, version=server.version) as wire:
        target = microsoft_driver().connection_string(
            wire.port, user="sa", word=server.password, database="master"
        )
        return _ended(command, own | {LIVE: target})


def _ended(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=AT_MOST,
    )


def test_without_a_server_there_is_nothing_to_run_and_nothing_to_skip():
    ended = run(None, "--collect-only")

    assert ended.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, ended.stdout
    assert "skipped" not in ended.stdout


def test_suites_run_on_the_server_that_is_named_and_leave_no_database():
    server = ModelServer()

    ended = run(server, "-k", FEW)

    assert ended.returncode == pytest.ExitCode.OK, ended.stdout
    passed = int(ended.stdout.rpartition(" passed")[0].split()[-1])
    assert passed > 40, ended.stdout
    assert [database.name for database in server.databases] == ["master"]


def test_what_a_server_lacks_is_skipped_with_the_reason():
    ended = run(ModelServer(major=12), "-rs", "-k", "test_gate_moves_when_somebody_commits")

    assert ended.returncode == pytest.ExitCode.OK, ended.stdout
    assert "SQL Server 2014 has no sys.dm_db_log_stats." in ended.stdout
