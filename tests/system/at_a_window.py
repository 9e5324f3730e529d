"""A person at a window, without the window: reads the pages of a conversation and answers them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.window.page import Page, Said
from practicesync.app.window.talk import Lead, Surroundings, Talk
from tests.system.cloud import Cloud, sign_in
from tests.system.installation import PATIENCE, Installation, at, come_back

B = TypeVar("B")


class Person:
    """Waits for pages and answers them."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk

    def until(self, true: Callable[[Page], bool]) -> Page:
        """Wait for a page of which that is true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            page = self.talk.page
            if page is not None and true(page):
                return page
            assert not self.talk.over, "it ended"
            time.sleep(0.02)
        raise AssertionError(f"still {self.talk.page}")

    def page(self, title: str) -> Page:
        """Wait for the page whose title has that in it."""
        return self.until(lambda page: title in page.title)

    def answers(self, title: str, choice: str, *ticked: str, **texts: str) -> Page:
        """Wait for that page and click there."""
        page = self.until(lambda page: title in page.title and _has(page, choice))
        chosen = next(one for one in page.choices if one.name == choice)
        if chosen.leaves:
            self.talk.leave()
        else:
            filled = dict.fromkeys(ticked, True)
            self.talk.say(page, Said(choice, _assumed(page) | texts, filled))
        return page

    def chooses(self, page: Page, choice: str, *chosen: str) -> None:
        """Tick those contacts of a list, and click."""
        self.talk.say(page, Said(choice, chosen=chosen))

    def left(self) -> None:
        """Wait until nothing more is shown."""
        self.talk.join(PATIENCE)
        assert self.talk.over, self.talk.page


def _has(page: Page, choice: str) -> bool:
    return any(one.name == choice for one in page.choices)


def _assumed(page: Page) -> dict[str, str]:
    """Return what stands in the page before anybody types."""
    found = {}
    for block in page.blocks:
        name = getattr(block, "name", "")
        value = getattr(block, "chosen", getattr(block, "value", ""))
        if name and isinstance(value, str):
            found[name] = value
    return found


def blocks(page: Page, kind: type[B]) -> list[B]:
    """Return the blocks of that kind."""
    return [one for one in page.blocks if isinstance(one, kind)]


def everything(page: Page) -> str:
    """Return all words of a page."""
    return repr(page)


@contextmanager
def talking(server: Installation, lead: Lead, **around: Any) -> Iterator[Person]:
    """Begin a conversation, which ends with the block at the latest."""
    unopened: Callable[[str], object] = lambda _: None  # noqa: E731  # of no use under a name
    surroundings = Surroundings(StateFolder(server.state), browse=unopened)
    talk = Talk(replace(surroundings, **around), lead)
    talk.start()
    try:
        yield Person(talk)
    finally:
        talk.leave()
        talk.join(PATIENCE)


def browser_of(office: Cloud, decision: str = "allow") -> Callable[[str], None]:
    """Return a browser in which the administrator signs in as soon as the page opens."""

    def open_page(address: str) -> None:
        def go() -> None:
            come_back(sign_in(office, at(office, address), decision=decision))

        threading.Thread(target=go, daemon=True).start()

    return open_page
