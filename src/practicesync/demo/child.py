"""A process of the demo, started from its command line and ended by its own id."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from practicesync.demo.stop import DemoFailed, Stop

_PLAIN = {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}

_PATIENCE = 15.0
"""Seconds that a process has to end by itself."""


def command(name: str) -> str:
    """Return the path of an installed command, like a person would find it."""
    ending = ".exe" if os.name == "nt" else ""
    path = Path(sysconfig.get_path("scripts")) / f"{name}{ending}"
    if not path.is_file():
        raise DemoFailed(f"The command {name} is not installed: run `python3 dev.py demo`.")
    return str(path)


class Child:
    """A running process; what it prints goes to files beside each other."""

    def __init__(self, name: str, folder: Path, process: subprocess.Popen[bytes]) -> None:
        self.name = name
        self.output = folder / f"{name}.out"
        self.errors = folder / f"{name}.err"
        self.process = process

    @classmethod
    def start(
        cls,
        name: str,
        folder: Path,
        arguments: list[str],
        environment: Mapping[str, str] | None = None,
    ) -> Child:
        """Start the process, in our environment and this one.

        Ctrl+C reaches the demo alone, which then ends this one in order.
        """
        with (
            (folder / f"{name}.out").open("wb") as output,
            (folder / f"{name}.err").open("wb") as errors,
        ):
            process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                env={**os.environ, **_PLAIN, **(environment or {})},
                **_group(),
            )
        return cls(name, folder, process)

    def line(self, number: int, stop: Stop, within: float) -> dict[str, Any]:
        """Wait for that line of its output and return the JSON in it."""
        for _ in stop.ticks(0.02, within, lambda: f"{self.name} did not answer in {within:.0f} s."):
            ended = self.process.poll() is not None
            lines = self.output.read_bytes().split(b"\n")
            if len(lines) > number + 1:
                return self._told(lines[number])
            if ended:
                self._ended_well()
                break
        raise DemoFailed(f"{self.name} ended before it had said everything.", self.errors)

    def alive(self) -> None:
        """Raise `DemoFailed` if it has ended, whether with an error or without one."""
        if self.process.poll() is not None:
            self._ended_well()
            raise DemoFailed(f"{self.name} ended by itself.", self.errors)

    def finish(self, stop: Stop, within: float) -> None:
        """Wait until it ends by itself, which has to be with code 0."""
        for _ in stop.ticks(0.02, within, lambda: f"{self.name} does not end."):
            if self.process.poll() is not None:
                break
        self._ended_well()

    def end(self) -> None:
        """Ask it to end, and end it by force if it doesn't."""
        if self.process.poll() is None:
            self.process.send_signal(_ending())
            try:
                self.process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _ended_well(self) -> None:
        """Raise `DemoFailed` if it has ended with an error."""
        if code := self.process.poll():
            raise DemoFailed(f"{self.name} ended by itself with code {code}.", self.errors)

    def _told(self, line: bytes) -> dict[str, Any]:
        try:
            told = json.loads(line)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise DemoFailed(f"{self.name} said something else than expected.", self.output)
        return told


def ask(name: str, arguments: list[str], entered: str = "") -> dict[str, Any]:
    """Run a command to its end and return the JSON that it prints."""
    done = subprocess.run(
        [command(name), *arguments],
        input=entered,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        **_group(),
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()[-1:] or [f"code {done.returncode}"]
        words = [word for word in arguments if re.fullmatch("[a-z]+(-[a-z]+)*", word)]
        raise DemoFailed(f"`{' '.join([name, *words[:2]])}` failed: {said[0]}")
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def _group() -> dict[str, Any]:
    """Return what makes a process of its own group, out of reach of the terminal's Ctrl+C."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _ending() -> int:
    """Return the signal that asks a process to end."""
    if sys.platform == "win32":
        return signal.CTRL_BREAK_EVENT
    return signal.SIGTERM
