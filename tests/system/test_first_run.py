"""The first run, by commands and forms alone: from nothing to a contact that is found online."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.system.cloud import Cloud, make_certificate, serving, session, submit
from tests.system.installation import Installation
from tests.system.test_setup import LAYOUT

EMAIL, WORD = "jo@example.com", "four words in a row"
PATIENCE = 60.0


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Cloud]:
    """An online side whose first administrator has come by the link that it prints."""
    make_certificate(tmp_path)
    database = f"sqlite:///{tmp_path / 'cloud.db'}"
    with serving(tmp_path, database) as (base_url, process):
        log = (tmp_path / "cloud.log").read_text(encoding="utf-8")
        (link,) = re.findall(r"\S+/welcome\?token=\S+", log)
        cloud = Cloud(
            base_url, tmp_path / "ca.pem", "", "", EMAIL, WORD, database, tmp_path, process
        )
        with session(cloud) as browser:
            page = browser.get(link, timeout=30)
            answers = {"practice": "Main office", "email": EMAIL}
            answer = submit(browser, page, answers | {"password": WORD, "once_more": WORD})
            assert answer.status_code == 303, answer.text
        yield cloud


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "practice.db"
    with contextlib.closing(sqlite3.connect(path)) as made, made:
        made.executescript("""
            CREATE TABLE Client (ClientNo INTEGER PRIMARY KEY, Code TEXT, FullName TEXT);
            CREATE TABLE Mail (MailNo INTEGER PRIMARY KEY, ClientNo INTEGER, Address TEXT);
            INSERT INTO Client VALUES (1, 'ADA', 'Ada Example'), (2, 'BOB', 'Bob Example');
        """)
    (tmp_path / "mine.toml").write_text(LAYOUT, encoding="utf-8")
    return path


@contextlib.contextmanager
def looking(cloud: Cloud, practice_id: str) -> Iterator[Callable[[str], str]]:
    """Sign in by the form and return what shows the words of the page that looks something up."""
    contacts = f"{cloud.base_url}/practices/{practice_id}"
    with session(cloud) as browser:
        page = browser.get(contacts, timeout=30)
        submit(browser, page, {"email": EMAIL, "password": WORD})

        def found(words: str) -> str:
            page = browser.get(contacts, params={"q": words}, timeout=30)
            return re.sub("<[^>]+>", "", page.text)

        yield found


def test_a_stranger_gets_from_nothing_to_in_sync(tmp_path, begun, database):
    server = Installation(tmp_path / "state")
    with server.running():
        server.until(lambda shown: shown["code"] == "PS-CFG-01")
        done = server.call(
            *("setup", "--yes", "--name", "Main office", "--sqlite", str(database)),
            *("--layout", str(tmp_path / "mine.toml")),
            *("--cloud", begun.base_url, "--ca-file", str(begun.ca_file)),
        )
        assert done.code == 0, done.out + done.err
        server.until_phase("not_activated")

        printed = server.activate(begun)
        assert any(one.get("activated") for one in printed), printed
        shown = server.until_phase("in_sync")
        (practice,) = shown["practices"]
        assert practice["counts"]["online"] == 2

        with contextlib.closing(sqlite3.connect(database)) as edited, edited:
            edited.execute("INSERT INTO Client VALUES (3, 'CAM', 'Cam Example')")
        with looking(begun, practice["practice_id"]) as found:
            limit = time.monotonic() + PATIENCE
            while "Cam Example" not in found("cam"):
                assert time.monotonic() < limit
                time.sleep(0.2)
            assert "Ada Example" not in found("cam")
    text = server.config.read_text()
    assert "Example" not in text + server.log()
