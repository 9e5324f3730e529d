"""Rules for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.system.postgres import Server

# In CI nothing may be missing: a test that can't run there is deselected by name, not skipped.
IN_CI = os.environ.get("CI") == "true"


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test fails the run in CI."""
    if IN_CI and session.exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say why such a run fails."""
    if IN_CI and (count := _skipped(config)):
        terminalreporter.write_line(
            f"In CI nothing may be skipped: {count} skipped, so this run fails.", red=True
        )


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Give a PostgreSQL server of this process's own, from the first test on that asks for it."""
    # This file has to do without its project: a test copies it elsewhere.
    from tests.system.postgres import running

    with running() as server:
        yield server
