"""Activation on a server without a browser: a code in the terminal, typed elsewhere."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

from tests.system.cloud import Cloud, session, submit
from tests.system.installation import PATIENCE, Installation, settings, stop


@contextmanager
def asking(server: Installation, *options: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        server.command(*options),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        stop(process)


def decide(cloud: Cloud, address: str, code: str, decision: str) -> str:
    """Type the code as the administrator at another computer; return the consent page."""
    with session(cloud) as browser:
        page = browser.get(address, timeout=30)
        answer = submit(browser, page, {"email": cloud.email, "password": cloud.password})
        page = browser.get(urljoin(page.url, answer.headers["Location"]), timeout=30)
        consent = submit(browser, page, {"user_code": code.lower().replace("-", " ")})
        done = submit(browser, consent, {"decision": decision})
        assert done.status_code == 200
        return consent.text


def line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout
    return dict(json.loads(process.stdout.readline()))


def test_a_code_typed_elsewhere_activates(office, server, practice):
    server.write(settings(practice.path, office))
    options = ("--json", "activate", "--device", "--accept-terms", "--yes", "--no-wait")
    with server.running(), asking(server, *options) as process:
        device = line(process)["device"]
        assert sorted(device) == ["expires_in", "user_code", "verification_uri"]
        assert device["verification_uri"] == f"{office.base_url}/device"
        assert device["expires_in"] == 600
        server.until_phase("signing_in")

        consent = decide(office, device["verification_uri"], device["user_code"], "allow")

        assert office.practice_name in consent
        signed = line(process)["signed_in"]
        assert (signed["user"], signed["practice_id"]) == (office.email, office.practice_id)
        while "activated" not in (told := line(process)):
            assert told.keys() <= {"check", "plan"}
        assert told == {"activated": True}
        assert process.wait(PATIENCE) == 0
        shown = server.until_phase("attention")

    assert shown["practices"][0]["counts"]["online"] == 7
    assert device["user_code"] not in server.log()


def test_a_no_elsewhere_is_told_here_and_nothing_is_kept(office, server, practice):
    server.write(settings(practice.path, office))
    options = ("activate", "--device", "--accept-terms", "--yes")
    with server.running(), asking(server, *options) as process:
        assert process.stdout
        text = ""
        while "It is good for" not in text:
            text += process.stdout.readline()
        rows = [row.strip() for row in text.splitlines()]
        code = next(row for row in rows if len(row) == 9 and row[4] == "-" and "#" not in row)
        assert f"{office.base_url}/device" in rows
        assert any(row.startswith(("#", " #")) or "##" in row for row in rows)

        decide(office, f"{office.base_url}/device", code, "deny")

        assert process.wait(PATIENCE) == 3
        assert process.stderr
        assert "(PS-AUT-02)" in process.stderr.read()
        server.until_phase("not_activated")

    assert not (server.state / "private" / "vault.bin").exists()
