"""Debian's Chromium without a window, and signing in with it as a person does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.system.cloud import Cloud

CHROMIUM = "/usr/bin/chromium"

PHONE: Any = {"width": 390, "height": 844}
DESK: Any = {"width": 1280, "height": 800}


@contextmanager
def running() -> Iterator[Browser]:
    """Run the browser until the block ends."""
    with sync_playwright() as playwright:
        # A container has no second sandbox; the pages are our own.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def signed_in(chromium: Browser, cloud: Cloud, email: str, password: str) -> Any:
    """Sign in by the real form and return what the browser keeps of it."""
    context = chromium.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.goto(cloud.base_url)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1).filter(has_not_text="Sign in").wait_for(state="attached")
    kept = context.storage_state()
    context.close()
    return kept
