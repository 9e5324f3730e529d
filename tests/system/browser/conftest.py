"""A real browser over a real online side: one of each for a module of tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.system.browser.chromium import DESK, running, signed_in
from tests.system.browser.practice import contacts, put_online
from tests.system.cloud import Cloud, add_practice, add_user

Opening = Callable[..., Page]

LONGEST = 30_000
"""Milliseconds after which something hangs."""

expect.set_options(timeout=LONGEST)


@dataclass
class Watched:
    """What went wrong in pages: a message of the console, a script's error, an answer of 500."""

    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("response", lambda answer: self._status(answer.status, answer.url))

    def _console(self, message: ConsoleMessage) -> None:
        refused = "with a status of 4" in message.text  # a page may be refused on purpose
        if message.type in ("error", "warning") and not refused:
            self.complaints.append(f"console: {message.text}")

    def _status(self, status: int, address: str) -> None:
        if status >= 500:
            self.complaints.append(f"{status}: {address}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with running() as browser:
        yield browser


@dataclass(frozen=True)
class Practice:
    """An online practice, and what a browser keeps of those who are signed in to it."""

    cloud: Cloud
    signed_in: Mapping[str, Any]

    @property
    def home(self) -> str:
        return f"{self.cloud.base_url}/practices/{self.cloud.practice_id}"


@pytest.fixture(scope="module")
def practice(online: Cloud, chromium: Browser) -> Practice:
    put_online(online, contacts(70))
    second = add_practice(online.database, "Second office")
    entered = {"administrator": (online.email, online.password)}
    for who, practice_id in (
        ("staff", online.practice_id), ("several", online.practice_id), ("several", second),
    ):  # fmt: skip
        email = f"{who}@example.com"
        entered[who] = (email, add_user(online.database, email, practice_id, "staff"))
    kept = {who: signed_in(chromium, online, *each) for who, each in entered.items()}
    return Practice(online, kept)


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Fail the test for whatever the browser has complained of."""
    made = Watched()
    yield made
    assert made.complaints == []


@pytest.fixture
def opened(chromium: Browser, practice: Practice, watched: Watched) -> Iterator[Opening]:
    """Open a page of the practice: as staff, on a desk, unless the test says otherwise."""
    contexts = []

    def opening(path: str = "", *, who: str = "staff", **options: Any) -> Page:
        kept = practice.signed_in.get(who)
        options = {"viewport": DESK, "storage_state": kept} | options
        context = chromium.new_context(ignore_https_errors=True, **options)
        contexts.append(context)
        context.set_default_timeout(LONGEST)
        page = context.new_page()
        watched.watch(page)
        page.goto(path if path.startswith("https:") else practice.home + path)
        return page

    yield opening
    for context in contexts:
        context.close()
