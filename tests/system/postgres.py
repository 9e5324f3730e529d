"""A real PostgreSQL for tests: a server of its own in a temporary folder, from Debian's binaries.

It listens on a socket in that folder alone, runs as an ordinary user, as it insists on, and ends
with whoever started it, however that one ends.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

OWNER = "practicecloud"
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_READY = "database system is ready to accept connections"


@dataclass(frozen=True)
class Server:
    """A running server; `folder` holds its socket."""

    folder: Path
    process: subprocess.Popen[str]

    def url(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run a statement outside of any transaction."""
        with psycopg.connect(
            f"host={self.folder} user={OWNER} dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """Yield the address of a new and empty database, which is gone afterwards."""
        name = f"test_{uuid.uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield self.url(name)
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def running(settings: dict[str, str] | None = None) -> Iterator[Server]:
    """Run a server until the block ends; without settings one that is quick and forgetful."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    person = _ordinary_user()
    if person:
        owner = pwd.getpwnam(person)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        _run(person, "initdb", "--no-sync", "--auth=trust", f"--username={OWNER}",
             "--encoding=UTF8", "--locale=C.UTF-8", f"--pgdata={folder / 'data'}")  # fmt: skip
        with _serving(folder, person, settings or _QUICK) as process:
            yield Server(folder, process)
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def _serving(
    folder: Path, person: str, settings: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    chosen = {"listen_addresses": "", "unix_socket_directories": str(folder)} | settings
    options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    process = subprocess.Popen(
        _command(person, "postgres", "-D", str(folder / "data"), *options),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        cwd=folder,
    )
    try:
        said: list[str] = []
        for line in process.stderr or ():
            said.append(line)
            if _READY in line:
                break
        else:
            raise AssertionError(f"PostgreSQL did not start: {''.join(said)}")
        # Whoever writes to a pipe that nobody reads stands still some day.
        drained = threading.Thread(target=_drain, args=(process,))
        drained.start()
        yield process
    finally:
        process.send_signal(signal.SIGINT)  # ends connections and then itself
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait()


def _drain(process: subprocess.Popen[str]) -> None:
    if process.stderr:
        with process.stderr as said:
            for _ in said:
                pass


def _binary(name: str) -> str:
    """Return the newest binary of that name; a Debian package holds it outside of the path."""
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda one: int(one.parts[4])
    )
    on_path = shutil.which(name)
    if not found and on_path is None:
        raise FileNotFoundError("Install PostgreSQL: its tests need initdb and postgres.")
    return str(found[-1]) if found else str(on_path)


def _ordinary_user() -> str:
    """Return as whom the server runs, or nothing for oneself."""
    if os.geteuid() != 0:
        return ""
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _command(person: str, name: str, *arguments: str) -> list[str]:
    if not person:
        return [_binary(name), *arguments]
    found = pwd.getpwnam(person)
    changed = [f"--reuid={found.pw_uid}", f"--regid={found.pw_gid}", "--clear-groups"]
    return ["setpriv", *changed, "--pdeathsig=INT", _binary(name), *arguments]


def _run(person: str, name: str, *arguments: str) -> None:
    done = subprocess.run(
        _command(person, name, *arguments), capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode != 0:
        raise AssertionError(f"{name} ended with {done.returncode}: {done.stderr}")
