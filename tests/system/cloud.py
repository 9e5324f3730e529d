"""A real Practice Cloud for tests: its own process, TLS, a practice with an administrator.

`start_cloud(folder)` yields a `Cloud`; `sign_in` fills the real forms as a person would.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import argon2
import requests
import sqlalchemy as sa
import trustme

from practicecloud.people import people
from practicecloud.store.storage import open_database, writing

QUICK = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""A password of these people is random, and quick to check."""

COMMAND = [sys.executable, "-m", "practicecloud.cli"]


@dataclass(frozen=True)
class Cloud:
    """A running online side, and who may administer its practice."""

    base_url: str
    ca_file: Path
    practice_id: str
    practice_name: str
    email: str
    password: str
    database: str
    folder: Path
    process: subprocess.Popen[str]


@dataclass
class Form:
    """A form of a page, as far as filling it needs."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(named.get("action", ""), named.get("method", "get")))
        elif tag == "input" and self.forms and "name" in named:
            self.forms[-1].fields[named["name"]] = named.get("value", "")
        elif tag == "select":
            self._select = named.get("name", "")
        elif tag == "option" and self._select and self.forms:
            self.forms[-1].fields.setdefault(self._select, named.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def forms_of(html: str) -> list[Form]:
    """Return the forms of a page."""
    parser = _Forms()
    parser.feed(html)
    return parser.forms


def session(cloud: Cloud) -> requests.Session:
    """Return a browser of sorts: keeps cookies and trusts the test's authority."""
    made = requests.Session()
    made.trust_env = False
    made.verify = str(cloud.ca_file)
    return made


def submit(
    browser: requests.Session, page: requests.Response, answers: dict[str, str], which: int = 0
) -> requests.Response:
    """Fill that form of the page and send it; redirects of our own are not followed."""
    form = forms_of(page.text)[which]
    address = urljoin(page.url, form.action)
    return browser.post(address, data=form.fields | answers, allow_redirects=False, timeout=30)


def sign_in(
    cloud: Cloud,
    authorize_url: str,
    email: str | None = None,
    password: str | None = None,
    decision: str = "allow",
    practice_id: str | None = None,
) -> str:
    """Go through sign-in and consent as a person; return the address the browser is led to.

    That is the agent's loopback address with `code` and `state` (or `error`); it is not called.
    """
    with session(cloud) as browser:
        page = browser.get(authorize_url, timeout=30)
        page.raise_for_status()
        entered = {"email": email or cloud.email, "password": password or cloud.password}
        answer = submit(browser, page, entered)
        if answer.status_code != 303:
            raise AssertionError(f"sign-in was answered with {answer.status_code}")
        consent = browser.get(urljoin(page.url, answer.headers["Location"]), timeout=30)
        consent.raise_for_status()
        chosen = {"decision": decision}
        if practice_id is not None:
            chosen["practice_id"] = practice_id
        answer = submit(browser, consent, chosen)
        if answer.status_code != 303:
            raise AssertionError(f"consent was answered with {answer.status_code}")
        return answer.headers["Location"]


def run(cloud_database: str, *arguments: str, entered: str = "") -> dict[str, Any]:
    """Run a `practicecloud` command and return what it prints as JSON."""
    done = subprocess.run(
        [*COMMAND, *arguments, "--json", "--database", cloud_database],
        input=entered,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode != 0:
        raise AssertionError(f"practicecloud ended with {done.returncode}: {done.stderr}")
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


@contextlib.contextmanager
def _office(database: str) -> Iterator[sa.Connection]:
    """Write as the command line does, without a second for the start of each command."""
    engine = open_database(database)
    with writing(engine) as connection:
        yield connection
    engine.dispose()


def add_practice(database: str, name: str) -> str:
    """Add a practice and return its id."""
    with _office(database) as connection:
        return people.add_practice(connection, name, time.time()).practice_id


def add_user(database: str, email: str, practice_id: str, role: people.Role) -> str:
    """Let somebody in and return the password."""
    password = secrets.token_urlsafe(16)
    with _office(database) as connection:
        person = people.add_person(connection, email, password, time.time(), QUICK)
        people.add_member(connection, person, practice_id, role)
    return password


@contextlib.contextmanager
def start_cloud(
    folder: Path,
    *options: str,
    practice_name: str = "Main office",
    email: str = "admin@example.com",
) -> Iterator[Cloud]:
    """Run a new Practice Cloud in that folder until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    make_certificate(folder)
    database = f"sqlite:///{folder / 'cloud.db'}"
    practice_id = add_practice(database, practice_name)
    password = add_user(database, email, practice_id, "administrator")
    with serving(folder, database, *options) as (base_url, process):
        yield Cloud(
            base_url,
            folder / "ca.pem",
            practice_id,
            practice_name,
            email,
            password,
            database,
            folder,
            process,
        )


def make_certificate(folder: Path) -> None:
    """Make an authority (ca.pem) and a certificate of this computer (cert.pem, key.pem)."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    (folder / "cert.pem").write_bytes(b"".join(pem.bytes() for pem in certificate.cert_chain_pems))


@contextlib.contextmanager
def serving(
    folder: Path, database: str, *options: str, port: int = 0
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `practicecloud serve` over that database; yield its address and process."""
    tls = ["--tls-cert", str(folder / "cert.pem"), "--tls-key", str(folder / "key.pem")]
    log = folder / "cloud.log"
    with log.open("a", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--database", database, "--port", str(port), *tls, *options],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise AssertionError(f"practicecloud did not start: {log.read_text(encoding='utf-8')}")
        yield json.loads(line)["listening"], process
    finally:
        stop(process)


def stop(process: subprocess.Popen[str]) -> None:
    """End the process by its own id, by force if it takes longer than 10 s."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout:
        process.stdout.close()
