#!/usr/bin/env python3
"""Everything a developer types: `python3 dev.py COMMAND` (Windows: `py dev.py COMMAND`).

The first call makes `.venv` beside this file from `requirements.lock`; later calls find it made.
This file uses the standard library alone. It parses under Python 3.6, so that a Python which is
too old is refused in a sentence.
"""

import argparse
import contextlib
import hashlib
import importlib
import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

OLDEST_PYTHON = (3, 11)


def python_refusal(version: "tuple[int, ...]") -> "str | None":
    """Return the sentence for a Python that is too old, or None for one that will do."""
    if version >= OLDEST_PYTHON:
        return None
    needed, found = (".".join(map(str, numbers[:2])) for numbers in (OLDEST_PYTHON, version))
    return f"Practice Sync needs Python {needed} or newer, and this is Python {found}."


if python_refusal(sys.version_info[:3]):  # before anything that an old Python can't run
    print(python_refusal(sys.version_info[:3]), file=sys.stderr)
    sys.exit(2)

from collections.abc import Callable, Iterator, Sequence  # noqa: E402  # see the lines above
from typing import NamedTuple, NoReturn  # noqa: E402  # see the lines above

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "made-by-dev.txt"
TURN = ROOT / ".venv.lock"

# What Debian and Ubuntu leave out of their Python, and the package that brings it.
PYTHON_PARTS = {"ensurepip": "python3-venv", "tkinter": "python3-tk"}
# Debian packages that the tests need, installed by `dev.py test` when it runs as root.
DEBIAN_TEST_PACKAGES: tuple[str, ...] = (
    "tdsodbc",
    "unixodbc",
    "postgresql",
    "nginx-light",
    "chromium",
    "xvfb",
    "trayer",
    "xdotool",
    "openbox",
    "x11-utils",
    "fonts-dejavu-core",
)

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as main; main()"


class Stamp(NamedTuple):
    """What `.venv` was made of: a changed environment is made anew, a changed project put in."""

    environment: str
    project: str


def stamp(lock: bytes, project: bytes, python: str, place: str) -> Stamp:
    """Return the stamp of these inputs; `python` is a version and `place` the folder."""
    environment = b"\n".join([hashlib.sha256(lock).digest(), python.encode(), place.encode()])
    return Stamp(hashlib.sha256(environment).hexdigest(), hashlib.sha256(project).hexdigest())


def held_stamp(file: Path = STAMP, python: Path = VENV_PYTHON) -> Stamp | None:
    """Return the stamp of a `.venv` that was finished, or None if there is no such thing."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        if python.exists():
            return Stamp(*file.read_text(encoding="ascii").split())
    return None


def missing_parts() -> list[str]:
    """Return the parts that this Python lacks; for tkinter its compiled half counts."""
    importlib.invalidate_caches()
    compiled = {"tkinter": "_tkinter"}
    found = importlib.util.find_spec
    return [part for part in PYTHON_PARTS if found(compiled.get(part, part)) is None]


def missing_sentence(parts: Sequence[str], *, debian: bool) -> str:
    """Return one sentence that says what this Python lacks and how to get it."""
    lacks = f"This Python lacks {' and '.join(parts)}"
    if not debian:
        return f"{lacks}: install a complete Python 3.11 or newer, and run this again with it."
    packages = " ".join(PYTHON_PARTS[part] for part in parts)
    return f"{lacks}: type `sudo apt-get install {packages}`, and run this again."


def is_root() -> bool:
    """Tell whether this process may install Debian packages."""
    return sys.platform != "win32" and os.geteuid() == 0


def fail(sentence: str, code: int = 2) -> NoReturn:
    """End with this sentence."""
    print(sentence, file=sys.stderr, flush=True)
    sys.exit(code)


def say(sentence: str) -> None:
    """Print this at once, so that it stands before what a child prints next."""
    print(sentence, flush=True)


def run(command: Sequence[str | Path], cwd: Path | None = None) -> int:
    """Run a command to its end and return its exit code; it ends with us."""
    child = subprocess.Popen([str(part) for part in command], cwd=cwd, close_fds=False)
    try:
        return child.wait()
    except KeyboardInterrupt:  # the terminal told the child as well: let it tidy up
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(10)
        raise
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages quietly, and tell whether that worked."""
    say(f"Installing {', '.join(packages)} from Debian.")
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o=Dpkg::Use-Pty=0"]
    run([*quiet, "update"])  # a repository that is away need not hold what is wanted
    return run([*quiet, "install", "--yes", "--no-install-recommends", *packages]) == 0


def complete_python() -> None:
    """Bring the parts that Debian's Python lacks, or end with the sentence that says how."""
    parts = missing_parts()
    debian = sys.base_prefix == "/usr" and shutil.which("apt-get") is not None
    if parts and debian and is_root():
        apt_install([PYTHON_PARTS[part] for part in parts])
        parts = missing_parts()
    if parts:
        fail(missing_sentence(parts, debian=debian))


def bring_test_packages() -> None:
    """Install the Debian packages that the tests need, or say which are missing."""
    if not DEBIAN_TEST_PACKAGES or not shutil.which("dpkg-query"):
        return
    query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n"]
    listed = subprocess.run([*query, *DEBIAN_TEST_PACKAGES], capture_output=True, check=False)
    lines = listed.stdout.decode().splitlines()
    missing = [name for name in DEBIAN_TEST_PACKAGES if f"{name} installed" not in lines]
    if missing and not (is_root() and apt_install(missing)):
        names = " ".join(missing)
        say(f"Some tests are skipped: type `sudo apt-get install {names}` to run them all.")


@contextlib.contextmanager
def my_turn(file: Path = TURN) -> Iterator[None]:
    """Hold the lock file while `.venv` is changed; a second caller waits for the first."""
    told = False
    with file.open("a+b") as held:
        os.set_inheritable(held.fileno(), True)  # a pip that outlives us keeps the turn
        while not try_lock(held.fileno()):
            if not told:
                say("Another dev.py is setting up .venv: waiting for it.")
            told = True
            time.sleep(0.2)
        yield  # closing the file ends the turn, and so does a crash


def try_lock(descriptor: int) -> bool:
    """Lock an open file for this process, and tell whether that worked."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # Linux and Windows have different words for it
        return False
    return True


def set_up() -> None:
    """Make `.venv` what the lock and the project say; takes no time if it is that already."""
    wanted = stamp(
        LOCK.read_bytes(), PROJECT.read_bytes(), platform.python_version(), os.fspath(ROOT)
    )
    if held_stamp() == wanted:
        return
    with my_turn():
        held = held_stamp()
        if held == wanted:
            return
        start = time.monotonic()
        STAMP.unlink(missing_ok=True)  # from here on a crash means: make it anew
        if held is None or held.environment != wanted.environment:
            make_venv()
        say("Installing Practice Sync itself.")
        pip("--no-build-isolation", "--no-deps", "--editable", ROOT)
        STAMP.write_text("\n".join(wanted), encoding="ascii")
        say(f"Set-up took {time.monotonic() - start:.0f} s.")


def make_venv() -> None:
    """Make `.venv` from nothing and install the lock."""
    if Path(sys.prefix).resolve() == VENV:
        fail("The folder .venv is out of date: run dev.py with the Python that you installed.")
    complete_python()
    say(f"Making .venv with Python {platform.python_version()}.")
    if run([sys.executable, "-m", "venv", "--clear", VENV]):
        fail("Python could not make .venv: close what uses that folder, and run this again.", 1)
    say("Installing the packages in requirements.lock (about half a minute).")
    pip("--require-hashes", "--requirement", LOCK)


def pip(*arguments: str | Path) -> None:
    """Run the pip of `.venv`, which prints errors only."""
    quiet = ["--disable-pip-version-check", "--no-input", "-qq"]
    if run([VENV_PYTHON, "-m", "pip", *quiet, "install", *arguments]):
        fail("The packages could not be installed: pip says why above.", 1)


class Step(NamedTuple):
    """One check: its name for people, and what runs in `.venv`."""

    name: str
    arguments: Sequence[str]


def lint_steps(*, fix: bool = False) -> list[Step]:
    """Return the checks of the code's form."""
    check, form = (["--fix"], []) if fix else ([], ["--check"])
    return [
        Step("ruff check", ["-m", "ruff", "check", *check]),
        Step("ruff format", ["-m", "ruff", "format", *form]),
        Step("mypy", ["-m", "mypy"]),
        Step("lint-imports", ["-c", LINT_IMPORTS, "--no-logo"]),
    ]


def run_steps(steps: Sequence[Step], python: str | Path = VENV_PYTHON) -> int:
    """Run every step whatever the others did, sum up, and return the first failure's code."""
    codes, lines = [], []
    for step in steps:
        say(f"\n--- {step.name}")
        start = time.monotonic()
        codes.append(run([python, *step.arguments], cwd=ROOT))
        result = f"failed with {codes[-1]}" if codes[-1] else "fine"
        lines.append(f"{step.name:<14}{time.monotonic() - start:6.1f} s   {result}")
        say(f"--- {lines[-1]}")
    say("\n--- Summary\n" + "\n".join(lines))
    return next((code for code in codes if code), 0)


def become(arguments: Sequence[str], cwd: Path | None = None) -> int:
    """Run Python of `.venv` in our place, so that Ctrl+C and exit codes are its own."""
    if os.name != "nt":  # there a program can't take another's place
        os.chdir(cwd or Path.cwd())
        sys.stdout.flush()
        os.execv(VENV_PYTHON, [os.fspath(VENV_PYTHON), *arguments])  # noqa: S606  # no shell
    return run([VENV_PYTHON, *arguments], cwd=cwd)


def demo(arguments: Sequence[str]) -> int:
    """Run a whole practice on this computer; `demo --help` lists its options."""
    set_up()
    return become(["-m", "practicesync.demo", *arguments])


def test(arguments: Sequence[str]) -> int:
    """Run every check of `lint`, then the tests; what follows is passed to pytest."""
    if {"-h", "--help"}.intersection(arguments):
        say(f"usage: dev.py test [--] [PYTEST OPTION ...]\n\n{test.__doc__}\n")
        say("Example: python3 dev.py test -k journal --maxfail=1")
        return 0
    set_up()
    bring_test_packages()
    own = arguments[1:] if arguments[:1] == ["--"] else arguments
    return run_steps([*lint_steps(), Step("pytest", ["-m", "pytest", *(own or together())])])


def together() -> Sequence[str]:
    """Return the options for all tests at once: most of them wait, so there are two a core."""
    return ["--numprocesses", str(2 * (os.cpu_count() or 1)), "--dist", "worksteal"]


def lint(arguments: Sequence[str]) -> int:
    """Check style, types and the direction of imports."""
    parser = argparse.ArgumentParser(prog="dev.py lint", description=lint.__doc__)
    parser.add_argument("--fix", action="store_true", help="format, and repair what ruff can")
    chosen = parser.parse_args(arguments)
    set_up()
    return run_steps(lint_steps(fix=chosen.fix))


def simulate(arguments: Sequence[str]) -> int:
    """Run the sync machine against faults from a seed; `simulate --help` lists its options."""
    set_up()
    return become(["-m", "tests.simulation", *arguments], cwd=ROOT)


def soak(arguments: Sequence[str]) -> int:
    """Kill a real worker at random moments, over and over; `soak --help` lists its options."""
    set_up()
    return become(["-m", "tests.soak", *arguments], cwd=ROOT)


def mutants(arguments: Sequence[str]) -> int:
    """Break the program in one place at a time, and see a test go red; `mutants --help`."""
    set_up()
    return become(["-m", "tests.mutants", *arguments], cwd=ROOT)


Command = Callable[[Sequence[str]], int]
COMMANDS: dict[str, Command] = {
    "demo": demo,
    "test": test,
    "lint": lint,
    "simulate": simulate,
    "soak": soak,
    "mutants": mutants,
}


def usage() -> str:
    """Return the help: each command with the first line of its docstring."""
    lines = [f"  {name:<10}{command.__doc__}" for name, command in COMMANDS.items()]
    return "\n".join(["usage: python3 dev.py COMMAND [OPTION ...]", "", *lines])


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(usage())
        return 0 if arguments else 2
    if arguments[0] not in COMMANDS:
        fail(f"There is no command {arguments[0]!r}: choose one of {', '.join(COMMANDS)}.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that `run` ends its child
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        fail("Stopped.", 130)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
