"""What the demo runs on: a made-up practice, an online side with TLS, and a worker beside it."""

from __future__ import annotations

import json
import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trustme

from practicesync.demo.child import Child, ask, command
from practicesync.demo.person import Person
from practicesync.demo.practice import Practice, make_practice_in
from practicesync.demo.stop import DemoFailed, Stop
from practicesync.demo.store import Database, FileDatabase

PRACTICE_NAME = "Demo practice"
_STARTING = 30.0
_SIGNING_IN = 60.0


@dataclass(frozen=True)
class Wanted:
    """What the person who starts the demo asks for. `interval` is in seconds.

    `server` is a connection string of a SQL Server; without it the practice is in a file. `tray`:
    with an icon beside the clock, where there is a place for one.
    """

    contacts: int
    interval: float
    keep: Path | None = None
    server: str = ""
    tray: bool = False


@dataclass(frozen=True)
class Stage:
    """Everything that runs, and where it is. `address` is the online side's."""

    folder: Path
    practice: Practice
    address: str
    practice_id: str
    password: str
    worker: Child
    cloud: Child

    @property
    def email(self) -> str:
        """Who signs in: the practice's active administrator."""
        return self.practice.administrator

    @property
    def ca_file(self) -> Path:
        """The demo's own certificate authority."""
        return cloud_folder(self.folder) / "ca.pem"

    @property
    def state(self) -> Path:
        """The state folder of Practice Sync."""
        return self.folder / "state"

    @property
    def log(self) -> Path:
        """The log of Practice Sync."""
        return self.state / "logs" / "practicesync.log"

    @property
    def contacts_address(self) -> str:
        """The practice in the online side's API."""
        return f"{self.address}/v1/practices/{self.practice_id}"

    def person(self) -> Person:
        """Return the administrator at a browser of their own."""
        return Person(self.email, self.password, self.ca_file)

    def alive(self) -> None:
        """Raise `DemoFailed` if a process has ended by itself."""
        self.worker.alive()
        self.cloud.alive()


def set_stage(folder: Path, wanted: Wanted, stop: Stop, clean_up: ExitStack) -> Stage:
    """Make the practice and start both sides; `clean_up` ends what was started."""
    home = cloud_folder(folder)
    home.mkdir()
    practice = make_practice_in(_database(folder, wanted, clean_up), wanted.contacts)
    _certify(home)
    database = f"sqlite:///{home / 'cloud.db'}"
    practice_id, password = _register(database, practice.administrator)
    cloud = _serve(home, database)
    clean_up.callback(cloud.end)
    address = str(cloud.line(0, stop, _STARTING)["listening"])
    state = folder / "state"
    _write_settings(state, practice, wanted.interval, address, cloud_ca=home / "ca.pem")
    running = [command("practicesync"), "--state", str(state), "run"]
    worker = Child.start("practicesync", folder, running)
    clean_up.callback(worker.end)
    stage = Stage(folder, practice, address, practice_id, password, worker, cloud)
    _started(stage, stop)
    return stage


def _database(folder: Path, wanted: Wanted, clean_up: ExitStack) -> Database:
    """Return a new place for the practice; one on a server is dropped at the end."""
    if not wanted.server:
        return FileDatabase(folder / "practice.db")
    # Its driver is needed for nothing else.
    from practicesync.demo.server_database import ServerDatabase

    database = ServerDatabase(wanted.server)
    clean_up.callback(database.drop)
    return database


_ON_THE_WAY = {"check", "plan"}
"""What the command says between the sign-in and its end."""


def activate(stage: Stage, stop: Stop, clean_up: ExitStack) -> Child:
    """Activate contacts sync as its administrator does: on the command line and in a browser.

    Return the command as soon as somebody is signed in: `end_activation` waits for its end.
    """
    _give_password(stage)
    arguments = [command("practicesync"), "--state", str(stage.state), "--json", "activate"]
    options = ["--accept-terms", "--yes", "--no-browser", "--no-wait"]
    asking = Child.start("activate", stage.folder, [*arguments, *options])
    clean_up.callback(asking.end)
    with stage.person() as person:
        address = str(asking.line(0, stop, _STARTING)["sign_in_address"])
        person.come_back(person.consent(address))
        signed_in = asking.line(1, stop, _SIGNING_IN).get("signed_in", {})
    if signed_in.get("user") != stage.email:
        raise DemoFailed("Somebody else than the administrator is signed in.", stage.log)
    return asking


def end_activation(stage: Stage, asking: Child, stop: Stop) -> None:
    """Wait until the command has said that all is well."""
    number = 2
    while "activated" not in (told := asking.line(number, stop, _SIGNING_IN)):
        if told.keys().isdisjoint(_ON_THE_WAY):
            raise DemoFailed("The activation did not come to its end.", stage.log)
        number += 1
    asking.finish(stop, _STARTING)


def cloud_folder(folder: Path) -> Path:
    """Return where the online side keeps its files."""
    return folder / "cloud"


def _certify(home: Path) -> None:
    """Make an authority (ca.pem) and a certificate of this computer (cert.pem, key.pem)."""
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    authority.cert_pem.write_to_path(home / "ca.pem")
    certificate.private_key_pem.write_to_path(home / "key.pem")
    for pem in certificate.cert_chain_pems:
        pem.write_to_path(home / "cert.pem", append=True)


def _register(database: str, email: str) -> tuple[str, str]:
    """Add practice and administrator to the online side; return its id and their password."""
    place = ["--database", database, "--json"]
    practice_id = str(
        ask("practicecloud", ["practice", "add", PRACTICE_NAME, *place])["practice_id"]
    )
    password = secrets.token_urlsafe(12)
    rights = ["--practice", practice_id, "--role", "administrator", "--password-stdin"]
    ask("practicecloud", ["user", "add", email, *rights, *place], entered=f"{password}\n")
    return practice_id, password


def _serve(home: Path, database: str) -> Child:
    tls = ["--tls-cert", str(home / "cert.pem"), "--tls-key", str(home / "key.pem")]
    arguments = ["serve", "--database", database, "--port", "0", *tls]
    return Child.start("practicecloud", home, [command("practicecloud"), *arguments])


def _give_password(stage: Stage) -> None:
    """Give the worker the database's password as its administrator does."""
    if password := stage.practice.database.password:
        arguments = ["--state", str(stage.state), "set-secret", "database-password", "--stdin"]
        ask("practicesync", [*arguments, "--json"], entered=f"{password}\n")


def _write_settings(
    state: Path, practice: Practice, interval: float, address: str, *, cloud_ca: Path
) -> None:
    """Write `config.toml`; a JSON text is a TOML text, too."""
    private = state / "private"
    private.mkdir(parents=True, mode=0o700)
    settings: dict[str, Any] = {
        "name": PRACTICE_NAME,
        **practice.database.settings,
        "profile": "demo",
        "cloud": address,
        "ca_file": str(cloud_ca),
        "required_services": [],
    }
    lines = [
        f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in settings.items()
    ]
    text = "\n".join(["[agent]", f"poll_interval = {interval}", "", "[[practice]]", *lines, ""])
    (private / "config.toml").write_text(text, encoding="utf-8")


def _started(stage: Stage, stop: Stop) -> None:
    """Wait until the worker shows that it runs."""
    heartbeat = stage.state / "public" / "heartbeat"
    for _ in stop.ticks(0.05, _STARTING, lambda: "Practice Sync did not start."):
        stage.alive()
        if heartbeat.exists():
            return
