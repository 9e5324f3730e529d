"""The demo as a process of its own, and what is left of it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-m", "practicesync.demo", "--interval", "0.5", "--contacts", "40"]
PATIENCE = 120


@dataclass
class Started:
    process: subprocess.Popen[str]
    output: Path
    temporary: Path
    state: Path

    def said(self) -> str:
        return self.output.read_text("utf-8")

    def wait_for(self, text: str) -> str:
        until = time.monotonic() + PATIENCE
        while text not in (said := self.said()):
            assert self.process.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.05)
        return said

    def enter(self) -> None:
        """Press Enter."""
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self, how: signal.Signals | None = None) -> tuple[int, str]:
        if how is not None:
            self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        return code, self.said()

    def worker(self) -> int:
        status = json.loads((self.state / "public" / "status.json").read_text("utf-8"))
        return int(status["worker"]["pid"])

    def running(self) -> dict[int, list[str]]:
        """Processes that have the test's folders on their command line (where that is told)."""
        folders = (str(self.output.parent), str(self.temporary))
        found = {}
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                words = place.read_bytes().decode("utf-8", "replace").split("\0")
                if any(folder in word for folder in folders for word in words):
                    found[int(place.parent.name)] = words
        return found


@contextmanager
def running_demo(
    folder: Path, *options: str, kept: bool = False, environ: Mapping[str, str] | None = None
) -> Iterator[Started]:
    """Start the demo with temporary folders of its own, on no screen unless `environ` names one."""
    temporary, kept_at = folder / "temporary", folder / "kept"
    temporary.mkdir()
    environ = {"TMPDIR": str(temporary), **(environ or {})}
    output = folder / "output.txt"
    keep = ["--keep", str(kept_at)] if kept else []
    around = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    with output.open("w") as out:
        process = subprocess.Popen(
            [*COMMAND, *keep, *options],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
            env={**around, **environ},
            start_new_session=True,
        )
    try:
        yield Started(process, output, Path(environ["TMPDIR"]), kept_at / "state")
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE)
        if process.stdin:
            process.stdin.close()
