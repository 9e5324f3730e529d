"""A command on a terminal of its own: its screen is read, and its keys are typed."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence

PATIENCE = 60.0


class Terminal:
    """What stands on the screen so far; `until` reads on from where it stopped."""

    def __init__(self, process: subprocess.Popen[bytes], end: int) -> None:
        self._process = process
        self._end = end
        self._read = 0
        self.screen = ""

    def until(self, text: str) -> str:
        """Wait until that text comes, and return what has come up to its end."""
        limit = time.monotonic() + PATIENCE
        while (place := self.screen.find(text, self._read)) < 0:
            if time.monotonic() > limit or not self._more(limit):
                raise AssertionError(f"no {text!r} on this screen:\n{self.screen}")
        came = self.screen[self._read : place + len(text)]
        self._read = place + len(text)
        return came

    def type(self, line: str = "") -> None:
        """Type a line."""
        os.write(self._end, f"{line}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl+C."""
        os.write(self._end, b"\x03")

    def answer(self, question: str, line: str = "") -> str:
        """Wait for a question and answer it; return what came before."""
        came = self.until(question)
        self.type(line)
        return came

    def choose(self, question: str, choice: str) -> str:
        """Wait for a question and take the choice that has that in it; return the list."""
        self.until(question)
        listed = self.until("Number [")
        line = next(one for one in listed.splitlines() if choice in one)
        self.type(line.split()[0])
        return listed

    def ended(self) -> int:
        """Read to the end, and return the exit code."""
        limit = time.monotonic() + PATIENCE
        while self._more(limit):
            pass
        return self._process.wait(PATIENCE)

    def _more(self, limit: float) -> bool:
        """Read more of the screen; False where there is no more."""
        ready, _, _ = select.select([self._end], [], [], max(0.0, limit - time.monotonic()))
        try:
            content = os.read(self._end, 65_536) if ready else b""
        except OSError:  # the command has ended, and its terminal with it
            return False
        self.screen += content.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(content)


def _at(inside: int) -> None:
    """Be a command that somebody has typed there: Ctrl+C reaches it."""
    os.login_tty(inside)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextlib.contextmanager
def at_terminal(command: Sequence[str], env: Mapping[str, str]) -> Iterator[Terminal]:
    """Run the command on a terminal until the block ends."""
    end, inside = pty.openpty()
    process = subprocess.Popen(
        command,
        stdin=inside,
        stdout=inside,
        stderr=inside,
        preexec_fn=lambda: _at(inside),  # noqa: PLW1509  # it takes no lock
        env={**env, "COLUMNS": "200", "TERM": "dumb"},
    )
    os.close(inside)
    try:
        yield Terminal(process, end)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)
        os.close(end)
