"""What holds for every page that a person sees, whoever looks and on whatever screen."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest

# It has no types.
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from fastapi.routing import APIRoute
from playwright.sync_api import Page, expect

from practicecloud.app import create_app
from practicecloud.oauth.servers import servers
from practicecloud.people import beginning, one_time, people
from practicecloud.store.storage import open_database, writing
from tests.system.browser.chromium import PHONE
from tests.system.browser.practice import LONG
from tests.system.cloud import make_certificate, serving
from tests.system.cloud_agent import asked

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

NARROWEST = {"width": 320, "height": 640}

PRACTICE = "/practices/{practice_id}"

FILES = {
    f"{PRACTICE}/contacts.csv",
    f"{PRACTICE}/vcard/{{contact_id:path}}",
    f"{PRACTICE}/activity.csv",
}
"""What a link saves instead of showing it."""

PARTS = {f"{PRACTICE}/standing"}
"""What only a script asks for, to put it into a page that lies open."""


@dataclass(frozen=True)
class Shown:
    """A page, by its route: who looks at it where, and what it says."""

    route: str
    who: str
    place: str
    says: str


PAGES = (
    Shown(PRACTICE, "staff", "", "Choose a contact"),
    Shown(PRACTICE, "administrator", "?q=sample", "Save what is found as CSV"),
    Shown(PRACTICE, "staff", "?q=nothing-of-that-kind", "Try fewer or shorter words"),
    Shown(f"{PRACTICE}/contacts/{{contact_id:path}}", "staff",
          "/contacts/%5B%22holdings%22%5D?q=sam", "Sample Holdings Pty Ltd"),
    Shown(f"{PRACTICE}/contacts/{{contact_id:path}}", "staff",
          "/contacts/%5B%22hostile%2F..%2F4%3F%23%22%5D", LONG),
    Shown(f"{PRACTICE}/contacts/{{contact_id:path}}", "staff", "/contacts/none", "no such contact"),
    Shown(PRACTICE, "staff", f"?q={'x' * 201}", "too long"),
    Shown(f"{PRACTICE}/people", "administrator", "/people", "Invite somebody"),
    Shown(f"{PRACTICE}/people", "staff", "/people", "administrator"),
    Shown(f"{PRACTICE}/people/{{person_id}}", "administrator", "/people/{staff}", "staff@example"),
    Shown(f"{PRACTICE}/servers", "administrator", "/servers", "SERVER"),
    Shown(f"{PRACTICE}/servers/{{family_id}}", "administrator", "/servers/{server}", "in charge"),
    Shown(f"{PRACTICE}/notices", "administrator", "/notices", "mail"),
    Shown(f"{PRACTICE}/activity", "administrator", "/activity", "Who did what"),
    Shown(f"{PRACTICE}/next-steps", "administrator", "/next-steps", "practicesync"),
    Shown("/account", "staff", "{root}/account", "staff@example.com"),
    Shown("/", "several", "{root}/", "Which practice?"),
    Shown("/sign-in", "", "{root}/sign-in", "Sign in"),
    Shown("/device", "staff", "{root}/device", "Type the code"),
    Shown("/reset", "", "{root}/reset", "password"),
    Shown("/reset", "", "{root}/reset?token={reset}", "password"),
    Shown("/reset", "", "{root}/reset?token=over", "link"),
    Shown("/join", "", "{invitation}", "password"),
    Shown("/join", "", "{root}/join?token=over", "link"),
    Shown("/welcome", "", "{welcome}", "practice"),
    Shown("/welcome", "", "{root}/welcome?token=over", "link"),
    Shown("/oauth/authorize", "administrator", "{authorize}", "Allow Practice Sync"),
    Shown("/oauth/authorize", "staff", "{authorize}", "An administrator has to do this"),
)  # fmt: skip


@pytest.fixture(scope="module")
def places(chromium, practice, tmp_path_factory):
    """Give what addresses are filled with: ids of people, and links that open a page once."""
    cloud = practice.cloud
    engine = open_database(cloud.database)
    with writing(engine) as connection:
        known = people.by_email(connection, "staff@example.com")
        assert known is not None
        reset = one_time.make(connection, "reset", known.person_id, time.time())
        server = servers(connection, cloud.practice_id, time.time())[0]
    engine.dispose()
    invitation = invited(chromium, practice)
    folder = tmp_path_factory.mktemp("empty")
    make_certificate(folder)
    empty = f"sqlite:///{folder / 'cloud.db'}"
    with serving(folder, empty) as (root, _):
        engine = open_database(empty)
        welcome = beginning.first_link(engine, root, time.time())
        engine.dispose()
        yield {
            "root": cloud.base_url,
            "staff": known.person_id,
            "server": server.family_id,
            "reset": reset,
            "invitation": invitation,
            "welcome": welcome,
            "authorize": asked(cloud).url,
        }


def invited(chromium, practice) -> str:
    """Invite somebody on the page for it and return the link that it shows."""
    context = chromium.new_context(
        ignore_https_errors=True, storage_state=practice.signed_in["administrator"]
    )
    page = context.new_page()
    page.goto(f"{practice.home}/people")
    page.get_by_label("E-mail").fill("new@example.com")
    page.get_by_role("button", name="Invite").click()
    link: str = page.get_by_label("Link", exact=True).input_value()
    context.close()
    return link


def violations(axe: Axe, page: Page) -> list[str]:
    found = axe.run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


def named(shown: Shown) -> str:
    return f"{shown.who or 'guest'} {shown.route} {shown.place[:40]}"


@pytest.fixture(scope="module")
def axe():
    return Axe()


def routes_for_people(tmp_path) -> set[str]:
    """Return the routes that show something to people, besides the one that asks for consent."""
    engine = open_database(f"sqlite:///{tmp_path / 'cloud.db'}")
    parts = create_app(engine, time.time).routes
    engine.dispose()
    routers = [one.original_router for one in parts if hasattr(one, "original_router")]
    routes = [one for router in routers for one in router.routes if isinstance(one, APIRoute)]
    shown = [one for one in routes if not one.include_in_schema]
    return {one.path for one in shown if "GET" in (one.methods or ())}


def test_every_page_is_looked_at(tmp_path):
    looked_at = {one.route for one in PAGES}
    assert routes_for_people(tmp_path) | {"/oauth/authorize"} == looked_at | FILES | PARTS


@pytest.mark.parametrize("shown", PAGES, ids=named)
def test_anybody_can_use_it(opened, places, axe, shown):
    page = opened(shown.place.format_map(places), who=shown.who, color_scheme="light")
    expect(page.locator("body")).to_contain_text(shown.says)
    assert violations(axe, page) == []
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    assert violations(axe, page) == []
    page.set_viewport_size(NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"]


def test_the_menu_of_a_phone_can_be_used(opened, axe):
    page = opened(who="administrator", viewport=PHONE)
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Servers")).to_be_visible()
    assert violations(axe, page) == []


def test_the_rules_see_what_is_wrong(opened, axe):
    page = opened()
    page.evaluate("document.querySelector('label[for=q]').remove()")
    page.evaluate("document.querySelector('#q').placeholder = ''")
    page.evaluate("document.documentElement.style.setProperty('--quiet', '#bbbbbb')")
    found = {one.split(":")[0] for one in violations(axe, page)}
    assert {"label", "color-contrast"} <= found


def outline(page: Page) -> list[str]:
    """Return how what has the focus is outlined, and what it says."""
    found: list[str] = page.evaluate(
        """() => {
            const style = getComputedStyle(document.activeElement);
            return [style.outlineStyle, style.outlineWidth, document.activeElement.textContent];
        }"""
    )
    return found


def test_whoever_tabs_sees_where_they_are(opened):
    page = opened("/contacts/%5B%22holdings%22%5D?q=sam", who="administrator")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    stops = []
    for _ in range(20):
        style, width, text = outline(page)
        assert (style, width) == ("solid", "3px"), text
        stops.append(text.strip())
        page.keyboard.press("Tab")
    assert {"Main office", "Contacts", "Sign out", "Save what is found as CSV"} <= set(stops)


def test_colours_of_ones_own_leave_what_is_chosen_to_be_seen(opened):
    page = opened("/contacts/%5B%22holdings%22%5D?q=sam", forced_colors="active")
    chosen = page.locator("#results [aria-current]")
    assert chosen.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    sign = page.locator(".standing circle")
    assert sign.evaluate("circle => getComputedStyle(circle).fill") == "rgb(15, 123, 15)"


def test_nothing_moves(opened):
    page = opened()
    style = page.request.get(page.locator("link[rel=stylesheet]").evaluate("link => link.href"))
    assert "animation" not in style.text()
    assert "transition" not in style.text()
