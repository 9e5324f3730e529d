"""A copy of the project in which one thing at a time is broken and the tests are asked."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 180.0
"""Seconds after which tests count as hanging, and hanging is no catch."""

UNBROKEN = 3600.0
"""Seconds that the tests of all mutants together may take while nothing is broken."""

_LEFT_HERE = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist")
_IMPORTED = "import practicesync, practicecloud as c; print(practicesync.__file__, c.__file__)"

_NOT_PASSED_ON = ("CI", "PYTEST_ADDOPTS")

_FAILED = 1
"""How pytest ends when tests ran and some failed (its other codes say that it could not ask)."""


class NotAsked(Exception):
    """The copy can't judge a mutant: it isn't what is imported, or its tests are red anyway."""


@dataclass(frozen=True)
class Verdict:
    """Whether a test has seen the mutant; if not, `why`."""

    mutant: Mutant
    caught: bool
    why: str
    seconds: float


class Workbench:
    """The copy, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._is_broken = False

    def check(self, mutants: Sequence[Mutant]) -> None:
        """Make sure that the copy's own sources are tested, and that nothing is red unbroken."""
        asked = self._run(LONGEST, "-c", _IMPORTED)
        places = [Path(place) for place in asked.output.split()]
        if not places or not all(place.is_relative_to(self.folder) for place in places):
            raise NotAsked(f"other sources are imported than the copy's: {asked.output}")
        tests = list(dict.fromkeys(test for mutant in mutants for test in mutant.tests))
        unbroken = self._ask(tests, UNBROKEN)
        if unbroken.code != 0:
            raise NotAsked(f"tests are red although nothing is broken:\n{unbroken.output}")

    def judge(self, mutant: Mutant) -> Verdict:
        """Break the copy, ask the mutant's tests, and mend it again."""
        started = time.monotonic()
        with self._broken(mutant):
            ended = self._ask(mutant.tests, LONGEST)
        seconds = time.monotonic() - started
        if ended.code == _FAILED:
            return Verdict(mutant, True, "", seconds)
        reasons = {0: "no test went red", None: f"the tests hung for {LONGEST:.0f} s"}
        why = reasons.get(ended.code, f"pytest ended with {ended.code}:\n{ended.output}")
        return Verdict(mutant, False, why, seconds)

    @contextlib.contextmanager
    def _broken(self, mutant: Mutant) -> Iterator[None]:
        path = self.folder / "src" / mutant.file
        before, state = path.read_bytes(), path.stat()
        path.write_bytes(broken_text(before.decode(), mutant).encode())
        self._is_broken = True
        try:
            yield
        finally:
            self._is_broken = False
            path.write_bytes(before)
            # With its old time, what was compiled of it counts again.
            os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    def _ask(self, tests: Sequence[str], seconds: float) -> _Ended:
        named = [f"tests/{test}" for test in tests]
        quiet = ["-x", "-q", "--no-header", "--tb=line", "-p", "no:cacheprovider"]
        return self._run(seconds, "-m", "pytest", *quiet, *named)

    def _run(self, seconds: float, *arguments: str) -> _Ended:
        command = [sys.executable, *arguments]
        with tempfile.TemporaryFile() as output:
            child = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self._environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                code: int | None = child.wait(seconds)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                _end(child)
            output.seek(0)
            return _Ended(code, output.read().decode("utf-8", "replace")[-4000:])

    def _environment(self) -> dict[str, str]:
        """Return an environment in which the copy is imported, and a skipped test is no failure."""
        kept = {name: text for name, text in os.environ.items() if name not in _NOT_PASSED_ON}
        # What is compiled of a mutant must not outlive it; of the rest it saves half of the time.
        write = "1" if self._is_broken else ""
        return {**kept, "PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": write}


@dataclass(frozen=True)
class _Ended:
    code: int | None
    output: str


@contextlib.contextmanager
def workbench(like: Workbench | None = None) -> Iterator[Workbench]:
    """Copy the project, or another workbench, into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as place:
        folder = Path(place).resolve() / "project"
        if like is None:
            shutil.copytree(ROOT, folder, ignore=_LEFT_HERE)
        else:
            shutil.copytree(like.folder, folder)  # with all that is compiled
        yield Workbench(folder)


def broken_text(text: str, mutant: Mutant) -> str:
    """Return the text with the mutant in it. Raises `ValueError` unless its place is there once."""
    if (times := text.count(mutant.old)) != 1:
        raise ValueError(f"{mutant.name}: its text is {times} times in {mutant.file}")
    return text.replace(mutant.old, mutant.new)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child if it still runs, with what it has started where the system can tell."""
    if child.poll() is not None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()
