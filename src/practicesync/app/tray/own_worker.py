"""The worker where no service is installed: a process of our own that outlives the icon.

It is started again when it gave itself up (75) or crashed, and left alone when somebody ended it
or another one runs already. One that an icon before us has started is started again when its heart
stops without a farewell.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from practicesync.adapters.state_folder import SILENT_AFTER
from practicesync.app.present.shown import Service
from practicesync.app.tray.parts import Loop
from practicesync.core.error_table import Exit

LEFT_ALONE = frozenset({int(Exit.DONE), int(Exit.SECOND_WORKER)})
"""Exit codes after which nothing is started."""

STEADY = 60.0
"""Seconds after which a worker counts as one that started well."""

LONGEST_WAIT = 60.0


class Child(Protocol):
    """A process that was started."""

    def wait(self) -> int:
        """Wait for its end and return its exit code."""


Launch = Callable[[], Child]


def again_in(code: int, failures: int) -> float | None:
    """Return in how many seconds to start a worker again that has ended; None: not at all.

    `failures` is how many have ended early in a row, this one included.
    """
    if code in LEFT_ALONE:
        return None
    return min(2.0 ** (failures - 1), LONGEST_WAIT) if failures else 0.0


def command(root: Path) -> Sequence[str]:
    """Return what runs a worker of that state folder."""
    return (*program(), "--state", str(root), "run")


def program() -> Sequence[str]:
    """Return what runs Practice Sync: the packaged program, or this Python."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, "-m", "practicesync.app.cli")


def launch(root: Path) -> Child:
    """Start a worker that goes on when this program ends."""
    quiet = subprocess.DEVNULL  # it has a log, and nobody reads what it prints
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(
            command(root), stdin=quiet, stdout=quiet, stderr=quiet, creationflags=flags
        )
    return subprocess.Popen(
        command(root), stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )


class OwnWorker:
    """Keeps a worker of our own running; `is_silent` tells whether none beats."""

    def __init__(
        self, loop: Loop, launch: Launch, heartbeat: Path, is_silent: Callable[[], bool]
    ) -> None:
        self._loop = loop
        self._launch = launch
        self._heartbeat = heartbeat
        self._is_silent = is_silent
        self._started: float | None = None
        self._failures = 0
        self._waits = False

    def state(self) -> Service:
        if self._failures:
            return "none"  # what went wrong has to be seen, not that we try again
        started = self._started
        young = started is not None and self._loop.monotonic() - started <= SILENT_AFTER
        return "starting" if young or self._waits else "none"

    def may_start(self) -> bool:
        return True

    def begin(self) -> None:
        if self._is_silent():
            self.start()

    def start(self) -> None:
        if self._started is not None:
            return
        self._waits = False
        self._started = self._loop.monotonic()
        try:
            child = self._launch()
        except OSError:
            self._ended(int(Exit.UNEXPECTED))
            return
        waiting = threading.Thread(target=self._wait, args=(child,), name="worker", daemon=True)
        waiting.start()

    def missed(self) -> None:
        if self._heartbeat.exists():
            self.start()

    def _wait(self, child: Child) -> None:
        code = child.wait()
        self._loop.soon(lambda: self._ended(code))

    def _ended(self, code: int) -> None:
        now = self._loop.monotonic()
        ran = 0.0 if self._started is None else now - self._started
        self._started = None
        self._failures = 0 if ran >= STEADY else self._failures + 1
        wait = again_in(code, self._failures)
        if wait is None:
            self._failures = 0
            return
        self._waits = True
        self._loop.later(wait, self._again)

    def _again(self) -> None:
        if self._waits:
            self.start()
