"""The online side behind nginx, as docs/online.md has it."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from practicesync.demo.practice import make_practice
from tests.system.cloud import (
    COMMAND,
    Cloud,
    add_practice,
    add_user,
    make_certificate,
    session,
    stop,
    submit,
)
from tests.system.installation import settings
from tests.system.nginx import Proxy, before


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("behind")
    make_certificate(folder)
    database = f"sqlite:///{folder / 'cloud.db'}"
    practice_id = add_practice(database, "Main office")
    password = add_user(database, "admin@example.com", practice_id, "administrator")
    process = subprocess.Popen(
        [*COMMAND, "serve", "--database", database, "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        backend = json.loads(process.stdout.readline())["listening"]
        cloud = Cloud(
            backend, folder / "ca.pem", practice_id, "Main office", "admin@example.com",
            password, database, folder, process,
        )  # fmt: skip
        with before(cloud, backend) as found:
            yield found
    finally:
        stop(process)


@pytest.fixture
def cloud(proxy: Proxy) -> Cloud:
    return proxy.cloud


def test_people_sign_in_and_addresses_are_those_that_they_reach(cloud):
    with session(cloud) as browser:
        page = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
        answer = submit(browser, page, {"email": cloud.email, "password": cloud.password})
        assert answer.status_code == 303
        assert answer.headers["Strict-Transport-Security"]
        shown = browser.get(f"{cloud.base_url}/practices/{cloud.practice_id}", timeout=30)
        assert shown.status_code == 200
        known = browser.get(
            f"{cloud.base_url}/.well-known/oauth-authorization-server", timeout=30
        ).json()
        assert known["issuer"].startswith(cloud.base_url)


def test_nobody_chooses_an_address_by_a_header_behind_a_proxy(cloud):
    person = add_user(cloud.database, "guessed@example.com", cloud.practice_id, "staff")
    with session(cloud) as browser:
        page = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
        answers = []
        for number in range(11):
            browser.headers["X-Forwarded-For"] = f"203.0.113.{number}"
            entered = {"email": "guessed@example.com", "password": f"not {person}"}
            answers.append(submit(browser, page, entered).status_code)
    assert answers == [403] * 10 + [429]


def test_a_server_signs_in_and_sends_its_contacts(cloud, server, tmp_path):
    practice = make_practice(tmp_path / "practice.db", contacts=10)
    practice_id = add_practice(cloud.database, "By proxy")
    password = add_user(cloud.database, "boss@example.com", practice_id, "administrator")
    office = replace(cloud, practice_id=practice_id, email="boss@example.com", password=password)
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")


def test_what_is_too_large_is_refused_by_the_online_side_itself(cloud):
    with session(cloud) as agent:
        address = f"{cloud.base_url}/v1/practices/{cloud.practice_id}/contacts/batch"
        answer = agent.post(address, data=b" " * 1_000_001, timeout=30)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.status_code == 413


def test_plain_http_leads_to_https(cloud, proxy):
    with session(cloud) as browser:
        answer = browser.get(f"{proxy.plain}/sign-in", allow_redirects=False, timeout=30)
    assert answer.status_code == 301
    assert answer.headers["Location"].startswith("https://")


def certificate_of(cloud: Cloud) -> bytes:
    """Return the certificate that a new connection is shown."""
    place = urlsplit(cloud.base_url)
    context = ssl.create_default_context(cafile=str(cloud.ca_file))
    with (
        socket.create_connection((place.hostname or "", place.port or 0), 10) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
    ):
        return secure.getpeercert(binary_form=True) or b""


def test_a_renewed_certificate_is_taken_without_a_pause(cloud, proxy):
    old = certificate_of(cloud)
    with session(cloud) as browser:
        assert browser.get(f"{cloud.base_url}/healthz", timeout=30).status_code == 200
        make_certificate(Path(cloud.folder))
        proxy.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 30
        renewed = old
        while renewed == old and time.monotonic() < end:
            try:
                renewed = certificate_of(cloud)
            except ssl.SSLCertVerificationError:
                time.sleep(0.05)  # the old one, which the new authority has not issued
        assert renewed != old
        browser.verify = str(cloud.ca_file)
        assert browser.get(f"{cloud.base_url}/healthz", timeout=30).status_code == 200
