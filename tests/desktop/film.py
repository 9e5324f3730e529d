"""Pictures of the way from a fresh computer to contacts in sync, one at each step that matters.

`PRACTICESYNC_PICTURES=folder` asks for them; otherwise none is taken.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize, sync_playwright

from tests.desktop.mouse import Person

ASKED = "PRACTICESYNC_PICTURES"

STEPS: Mapping[str, str] = {
    "fresh": "The icon is red: no practice is connected yet",
    "database": "Where the practice database is",
    "layout": "Which database layout it is",
    "online": "Where the online copy is",
    "ready": "Everything was tested, and nothing is written yet",
    "connected": "The practice is connected",
    "activate": "What comes now",
    "browser": "The browser opens the sign-in page",
    "sign-in": "The sign-in page in the browser",
    "signed-in": "The right person, and the right practice",
    "plan": "What would happen, and when",
    "terms": "The terms of use",
    "sending": "The icon is blue: the first contacts go online",
    "attention": "Three contacts were not sent",
    "left-out": "They are left out",
    "in-sync": "The icon is green",
    "edited": "An edit is online within seconds",
    "retrying": "The online copy is gone: the icon is blue while Practice Sync tries again",
    "unavailable": "Within a minute the icon is red, and the window says what to do",
    "help": "How to fix it, in the browser",
}
"""The steps in their order, and what each shows."""

_DESK = 0xD8DDE5
_STILL = 0.7
_PAGE: ViewportSize = {"width": 1000, "height": 800}


def file_of(step: str) -> str:
    """Return the name of the picture of a step."""
    return f"{list(STEPS).index(step) + 1:02}-{step}.png"


class Film:
    """Takes the pictures that are asked for."""

    def __init__(self, person: Person) -> None:
        asked = os.environ.get(ASKED)
        self._person = person
        self._folder = Path(asked) if asked else None
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
            _paint(person.display)

    def take(self, step: str) -> None:
        """Take the screen as it is at that step."""
        if self._folder:
            time.sleep(_STILL)  # whatever is drawn is there then
            self._save(step, self._person.picture())

    def take_page(self, step: str, address: str) -> None:
        """Take what a browser shows at that address."""
        if self._folder:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=["--no-sandbox"]
                )
                page = browser.new_page(ignore_https_errors=True, viewport=_PAGE)
                page.goto(address)
                page.screenshot(path=self._folder / file_of(step))
                browser.close()

    def _save(self, step: str, picture: Image.Image) -> None:
        if self._folder:
            picture.save(self._folder / file_of(step))


def _paint(display: str) -> None:
    """Give the empty screen the colour of a desk."""
    from Xlib.display import Display  # other systems than X have no such library

    screen = Display(display)
    screen.screen().root.change_attributes(background_pixel=_DESK)
    screen.screen().root.clear_area()
    screen.sync()
    screen.close()
