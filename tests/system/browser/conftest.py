"""A real browser over a real online side: one of each for a module of tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.system.browser.chromium import DESK, running, signed_in
from tests.system.browser.practice import contacts, put_online
from tests.system.cloud import Cloud, add_user

Opening = Callable[..., Page]

LONGEST = 60_000
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
        refused = "status of 40" in message.text  # a page may say 403 or 404 on purpose
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
    """An online practice, and how its administrator and its staff are signed in."""

    cloud: Cloud
    administrator: Any
    staff: Any

    @property
    def home(self) -> str:
        return f"{self.cloud.base_url}/practices/{self.cloud.practice_id}"


@pytest.fixture(scope="module")
def practice(online: Cloud, chromium: Browser) -> Practice:
    put_online(online, contacts(70))
    password = add_user(online.database, "staff@example.com", online.practice_id, "staff")
    return Practice(
        online,
        signed_in(chromium, online, online.email, online.password),
        signed_in(chromium, online, "staff@example.com", password),
    )


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
        state = getattr(practice, who) if who else None
        options = {"viewport": DESK, "storage_state": state} | options
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
