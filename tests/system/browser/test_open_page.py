"""What a page tells that stays open: how sync stands now, and what was asked last."""

import uuid

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, Route, expect

from practicecloud.store import tables
from practicecloud.store.storage import open_database, writing
from tests.system.browser.practice import IN_SYNC, report
from tests.system.cloud_agent import Caller, tokens

STOPPED = "The practice's database can't be reached."

TROUBLE = IN_SYNC | {
    "phase": "source_down", "colour": "red", "shape": "cross", "sentence": STOPPED,
}  # fmt: skip

FEW_MINUTES = 200_000


@pytest.fixture(scope="module")
def server(practice):
    with Caller(practice.cloud, tokens(practice.cloud)["access_token"]) as caller:
        caller.activate()
        yield caller


@pytest.fixture
def stops(server):
    """Let the server report trouble, and be well again after the test."""
    report(server, IN_SYNC)
    yield lambda: report(server, TROUBLE)
    report(server, IN_SYNC)


def box(page: Page):
    return page.get_by_label("Find a contact")


def standing(page: Page):
    return page.locator("#standing")


def made_visible(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def asks_and_waits(page: Page, question: str) -> list[Route]:
    """Type a question and hold its answer back."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**?q={question}", hold)
    with page.expect_request(f"**?q={question}"):
        box(page).fill(question)
    return held


def assert_red(page: Page) -> None:
    expect(standing(page)).to_contain_text(STOPPED)
    expect(standing(page).locator("circle")).to_have_class("red")
    expect(standing(page).locator("time")).not_to_contain_text("UTC")


def test_typing_shows_how_sync_stands_now(opened, stops):
    page = opened()
    expect(standing(page)).to_contain_text("In sync.")
    stops()
    box(page).fill("samhol")
    assert_red(page)


def test_opening_a_contact_shows_how_sync_stands_now(opened, stops):
    page = opened("?q=samhol")
    expect(standing(page)).to_contain_text("In sync.")
    stops()
    page.locator("#results a").click()
    assert_red(page)


def test_a_page_that_comes_to_the_front_shows_how_sync_stands_now(opened, stops):
    page = opened()
    expect(standing(page)).to_contain_text("In sync.")
    stops()
    made_visible(page)
    assert_red(page)


def test_a_page_that_is_only_looked_at_shows_how_sync_stands_now(opened, stops):
    page = opened()
    page.clock.install()
    page.reload()
    expect(standing(page)).to_contain_text("In sync.")
    stops()
    page.clock.run_for(FEW_MINUTES)
    assert_red(page)


def sign(page: Page):
    return standing(page).locator("circle")


MISSES_A_LOOK = """async () => {
  document.dispatchEvent(new Event("visibilitychange"));
  try { await fetch(location.href); } catch { /* and what was asked before has failed as well */ }
}"""


def misses_a_look(page: Page) -> None:
    page.evaluate(MISSES_A_LOOK)


def test_a_page_that_reaches_nobody_keeps_no_colour_of_before(opened, server, watched):
    report(server, IN_SYNC)
    page = opened()
    expect(sign(page)).to_have_class("green")
    page.context.set_offline(True)
    misses_a_look(page)
    expect(sign(page)).to_have_class("green")  # one answer may get lost
    misses_a_look(page)
    expect(sign(page)).to_have_class("grey")
    expect(standing(page)).to_contain_text("The online copy can't be reached just now")
    expect(standing(page)).not_to_contain_text("In sync.")
    expect(standing(page)).to_contain_text("As of")

    page.context.set_offline(False)
    made_visible(page)
    expect(sign(page)).to_have_class("green")
    expect(standing(page)).to_contain_text("In sync.")
    assert all("INTERNET_DISCONNECTED" in one for one in watched.complaints)
    watched.complaints.clear()


def test_misses_count_from_the_last_answer(opened, server, watched):
    report(server, IN_SYNC)
    page = opened()
    page.context.set_offline(True)
    misses_a_look(page)
    page.context.set_offline(False)
    box(page).fill("samhol")
    expect(page.locator("#results li strong")).to_have_count(1)
    page.context.set_offline(True)
    misses_a_look(page)
    expect(sign(page)).to_have_class("green")
    watched.complaints.clear()


def test_a_page_that_comes_to_the_front_shows_what_has_to_be_read_first(opened, practice):
    page = opened(who="administrator")
    expect(page.locator(".alarm")).to_have_count(0)
    engine = open_database(practice.cloud.database)
    row = {
        "id": str(uuid.uuid4()), "practice_id": practice.cloud.practice_id, "server": "SERVER",
        "at": 1_800_000_000.0,
    }  # fmt: skip
    with writing(engine) as connection:
        connection.execute(sa.insert(tables.copied_sign_in).values(row))
    engine.dispose()
    made_visible(page)
    expect(page.locator(".alarm")).to_contain_text("A copy of SERVER's sign-in was used.")
    page.get_by_role("button", name="I have read this").click()
    expect(page.locator(".alarm")).to_have_count(0)


def test_who_has_signed_out_elsewhere_is_asked_to_sign_in_where_they_were(opened):
    page = opened("?q=samhol")
    page.context.clear_cookies()
    made_visible(page)
    expect(page.get_by_label("Password")).to_be_visible()
    assert "q%3Dsamhol" in page.url


def test_a_click_takes_nothing_from_a_search_that_is_under_way(opened):
    page = opened("?q=sample")
    held = asks_and_waits(page, "zoe")
    page.get_by_role("link", name="Sample Holdings Pty Ltd").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Sample Holdings Pty Ltd")
    for route in held:
        route.continue_()
    expect(page.locator("#results li strong")).to_have_text(["Example, Zo\u00eb"])
    expect(heading).to_have_text("Sample Holdings Pty Ltd")
    page.wait_for_url("**/contacts/*?q=zoe")


def test_what_is_typed_back_to_what_is_shown_is_not_overtaken(opened):
    page = opened("?q=sample")
    asks_and_waits(page, "zoe")
    with page.expect_event("requestfailed"):
        box(page).fill("sample")
    expect(page.locator("#results li strong")).to_have_count(2)
    assert page.url.endswith("?q=sample")
