"""The help as people see it: opened from disk, light and dark, on a desk and on a phone."""

from __future__ import annotations

import pytest

# It has no types.
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from practicesync.app import help_place
from practicesync.core.error_table import explain
from practicesync.core.errors import Code
from tests.help_pages import NAMES
from tests.system.browser.chromium import DESK, PHONE, running
from tests.system.browser.test_every_page import NARROWEST, violations

MESSAGES = (Code.CLOUD_UNREACHABLE, Code.SETTINGS_KEPT, Code.LOGIN_FAILED, Code.DELETIONS_WAIT)
SHOWN = ("", *NAMES[1:], *(explain(code).help for code in MESSAGES))
TABLET = {"width": 760, "height": 1000}
PAPER = {"width": 718, "height": 1000}
"""A4 between the margins that browsers leave."""

_SHOWN = "one => getComputedStyle(document.querySelector(one)).display != 'none'"
_COLOURS = """() => [
    getComputedStyle(document.querySelector('h1')).color,
    getComputedStyle(document.querySelector('main')).backgroundColor,
]"""


@pytest.fixture(scope="module")
def browser():
    with running() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def axe():
    return Axe()


@pytest.mark.parametrize("name", SHOWN)
def test_anybody_can_read_it(browser, axe, name):
    context = browser.new_context(viewport=DESK, color_scheme="light", offline=True)
    page = context.new_page()
    page.goto(help_place.page(name))
    assert violations(axe, page) == []
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    assert violations(axe, page) == []
    for size in (NARROWEST, TABLET, DESK):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    context.close()


def test_a_link_of_the_list_opens_the_page_of_that_message(browser):
    page = browser.new_page()
    page.goto(help_place.page("troubleshooting"))
    page.get_by_role("link", name="Online copy can't be reached").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Online copy can't be reached"
    page.get_by_role("link", name="Practice Sync help").click()
    assert page.url == help_place.page()
    page.close()


def test_it_prints_dark_on_white_whatever_the_screen_is(browser):
    page = browser.new_page(viewport=PAPER, color_scheme="dark")
    page.goto(help_place.page("icon"))
    assert page.evaluate(_SHOWN, "nav")
    page.emulate_media(media="print")
    text, ground = page.evaluate(_COLOURS)
    assert text == "rgb(27, 27, 31)"
    assert ground == "rgba(0, 0, 0, 0)"
    assert not page.evaluate(_SHOWN, "nav")
    assert not page.evaluate(_SHOWN, "header")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    page.close()


def test_the_keyboard_reaches_the_text_first_and_every_link_after_it(browser):
    page = browser.new_page(viewport=DESK)
    page.goto(help_place.page())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    links = page.locator("main a").count()
    for _ in range(links):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert page.evaluate("document.activeElement.closest('main') != null")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('nav') != null")
    page.close()
