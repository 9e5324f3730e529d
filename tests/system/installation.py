"""A real installation for tests: its state folder, its command line and its worker process."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.system.cloud import Cloud, sign_in

COMMAND = [sys.executable, "-m", "practicesync.app.cli"]
PATIENCE = 30.0

Shown = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Installation:
    """Everything that an installation has is in its state folder; `patience` is in seconds."""

    state: Path
    patience: float = field(default=PATIENCE, kw_only=True)

    @property
    def config(self) -> Path:
        return self.state / "private" / "config.toml"

    def write(self, settings: str) -> None:
        """Write the settings as an administrator would."""
        self.config.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.config.write_text(settings, encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        return [*COMMAND, "--state", str(self.state), *arguments]

    def call(self, *arguments: str, entered: str = "", **more: Any) -> Done:
        """Run a command to its end; `entered` is what it finds on its standard input."""
        done = subprocess.run(
            self.command(*arguments),
            input=entered,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            **more,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    @contextlib.contextmanager
    def running(self, *arguments: str, **more: Any) -> Iterator[subprocess.Popen[str]]:
        """Run the worker until the block ends; what an earlier one has shown is gone."""
        (self.state / "public" / "status.json").unlink(missing_ok=True)
        process = subprocess.Popen(
            self.command("run", *arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **more,
        )
        try:
            yield process
        finally:
            stop(process)

    def status(self) -> Shown:
        """Return what the worker shows, or nothing if it does not yet."""
        try:
            shown: Shown = json.loads((self.state / "public" / "status.json").read_bytes())
        except FileNotFoundError:
            return {}
        return shown

    def until(self, true: Callable[[Shown], bool]) -> Shown:
        """Wait until that is true of the status; a worker that never gets there fails the test."""
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            if (shown := self.status()) and true(shown):
                return shown
            time.sleep(0.05)
        raise AssertionError(f"still {self.status()}\n{self.log()}")

    def until_phase(self, *phases: str) -> Shown:
        return self.until(lambda shown: shown["phase"] in phases)

    def log(self) -> str:
        with contextlib.suppress(FileNotFoundError):
            return (self.state / "logs" / "practicesync.log").read_text(encoding="utf-8")
        return ""

    def activate(self, cloud: Cloud, *options: str) -> list[dict[str, Any]]:
        """Sign in by the real forms, say yes, and return what the command printed."""
        options = options or ("--accept-terms", "--yes", "--no-browser")
        return self.call_activate(cloud, "--no-wait", *options)[0]

    def call_activate(self, cloud: Cloud, *options: str) -> tuple[list[dict[str, Any]], int]:
        """Activate as a script does, and return what was printed and the exit code."""
        process = subprocess.Popen(
            self.command("--json", "activate", *options),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        printed = []
        try:
            for line in process.stdout or ():
                printed.append(json.loads(line))
                if "sign_in_address" in printed[-1]:
                    come_back(sign_in(cloud, at(cloud, printed[-1]["sign_in_address"])))
            _, trouble = process.communicate(timeout=PATIENCE)
        finally:
            stop(process)
        assert printed, f"activate has ended with {process.returncode} and said only: {trouble}"
        return printed, process.returncode


def at(cloud: Cloud, address: str) -> str:
    """Return the address at that cloud itself, whatever stands between it and the agent."""
    return urlsplit(address)._replace(netloc=urlsplit(cloud.base_url).netloc).geturl()


def come_back(address: str) -> None:
    """Follow the redirect to the agent's listener, as the browser does."""
    with requests.Session() as browser:
        browser.trust_env = False
        browser.get(address, timeout=10)


def settings(database: Path, cloud: Cloud) -> str:
    """Return settings for one practice of the demo layout."""
    return f"""
[agent]
poll_interval = 0.5
{one_practice("Main office", database, cloud)}"""


def one_practice(name: str, database: Path, cloud: Cloud) -> str:
    """Return the settings of a practice of the demo layout."""
    return f"""
[[practice]]
name = "{name}"
database = "sqlite:///{database}"
profile = "demo"
cloud = "{cloud.base_url}"
ca_file = "{cloud.ca_file}"
"""


def stop(process: subprocess.Popen[Any]) -> int:
    """End the process by its own id and return its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
    return int(process.returncode)
