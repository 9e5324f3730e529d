"""How staff look contacts up, in a real browser."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from tests.system.browser.chromium import PHONE
from tests.system.browser.practice import EMOJI, HOSTILE, MARKUP

PERTH = dt.timezone(dt.timedelta(hours=8))

LATE = """<p id="found">Late</p><div id="results"><ul><li><strong>Late</strong></li></ul></div>"""

HOLDINGS_PAGE = "/contacts/%5B%22holdings%22%5D"


def box(page: Page):
    return page.get_by_label("Find a contact")


def names(page: Page):
    return page.locator("#results li strong")


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def cookies_lost(page: Page) -> None:
    page.context.clear_cookies()


def test_it_searches_as_somebody_types(opened):
    page = opened()
    expect(names(page)).to_have_count(50)
    box(page).press_sequentially("samhol")
    expect(page.locator("#found")).to_have_text("1 contact found")
    expect(names(page)).to_have_text(["Sample Holdings Pty Ltd"])
    expect(box(page)).to_be_focused()
    assert page.url.endswith("?q=samhol")
    page.reload()
    expect(names(page)).to_have_text(["Sample Holdings Pty Ltd"])


def test_the_caret_stays_where_it_is(opened):
    page = opened("?q=samtru")
    box(page).focus()
    page.keyboard.press("Home")
    for _ in "sam":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    expect(page.locator("#found")).to_have_text("No contact found")
    page.keyboard.type("t")
    expect(names(page)).to_have_text(["Sample Family Trust"])
    assert box(page).evaluate("box => [box.value, box.selectionStart]") == ["samtru", 4]


@pytest.mark.parametrize(
    ("question", "place", "marked"),
    [
        ("zoe exa", "strong", ["Exa", "Zo\u00eb"]),
        ("ZO\u00cb", "strong", ["Zo\u00eb"]),
        ("exaz", ".about", ["EXAZ"]),
        ("zoe@example", ".about", ["zoe@example"]),
        ("poppet", ".about", ["Poppet"]),
        ("0491570110", ".number", ["0491 570 110"]),
        ("(0491) 570-110", ".number", ["0491 570 110"]),
    ],
)
def test_the_list_shows_why_a_contact_was_found(opened, question, place, marked):
    page = opened()
    box(page).fill(question)
    expect(names(page)).to_have_text(["Example, Zo\u00eb"])
    found = [text.casefold() for text in page.locator(f"#results {place} mark").all_text_contents()]
    assert found == [text.casefold() for text in marked]


def test_an_abn_finds_and_is_shown(opened):
    page = opened()
    box(page).fill("51824753556")
    expect(names(page)).to_have_text(["Sample Holdings Pty Ltd"])
    about = page.locator("#results .about")
    expect(about).to_have_text("Company, client SAMHOL, ABN 51 824 753 556")
    expect(page.locator("#results mark")).to_have_text("51 824 753 556")


def test_it_all_works_without_a_script(opened):
    page = opened(java_script_enabled=False)
    box(page).fill("samhol")
    box(page).press("Enter")
    page.wait_for_url("**?q=samhol")
    page.get_by_role("link", name="Sample Holdings Pty Ltd").click()
    expect(heading(page)).to_have_text("Sample Holdings Pty Ltd")
    expect(page.get_by_role("link", name="Save as vCard")).to_be_visible()
    for needs_a_script in (page.locator("[data-copy]"), page.locator("#slash")):
        expect(needs_a_script).to_be_hidden()
    page.get_by_role("link", name="Example, Zo\u00eb").click()
    expect(heading(page)).to_have_text("Example, Zo\u00eb")


def test_the_menu_opens_on_a_phone_without_a_script(opened):
    page = opened(java_script_enabled=False, viewport=PHONE)
    expect(page.get_by_role("link", name="Your account")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Your account")).to_be_hidden()


def test_keys_alone_will_do(opened):
    page = opened()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type("sample")
    expect(names(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results a").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Sample Holdings Pty Ltd")
    expect(page.locator("#told")).to_have_text("Sample Holdings Pty Ltd is shown.")
    expect(page.locator("#results a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()
    page.keyboard.type("/")
    expect(box(page)).to_have_value("sample/")


def test_the_key_can_be_switched_off_for_good(opened):
    page = opened()
    page.get_by_label("Press / to search").uncheck()
    page.reload()
    expect(page.get_by_label("Press / to search")).not_to_be_checked()
    page.keyboard.press("/")
    expect(box(page)).not_to_be_focused()


def test_a_desk_shows_list_and_contact_side_by_side(opened):
    page = opened("?q=sample")
    page.get_by_role("link", name="Sample Holdings Pty Ltd").click()
    expect(heading(page)).to_have_text("Sample Holdings Pty Ltd")
    expect(names(page)).to_have_count(2)
    expect(page.locator("#results [aria-current]")).to_contain_text("Sample Holdings")
    expect(page).to_have_title("Sample Holdings Pty Ltd, Main office")
    assert page.url.endswith(f"{HOLDINGS_PAGE}?q=sample")
    page.get_by_role("link", name="Sample Family Trust").first.click()
    expect(heading(page)).to_have_text("Sample Family Trust")
    page.go_back()
    expect(heading(page)).to_have_text("Sample Holdings Pty Ltd")
    expect(page.locator("#results [aria-current]")).to_contain_text("Sample Holdings")
    page.go_back()
    expect(heading(page)).to_have_text("Contacts of Main office")
    assert page.url.endswith("?q=sample")


def test_searching_leaves_the_contact_that_is_open(opened):
    page = opened(HOLDINGS_PAGE)
    box(page).fill("zoe")
    expect(names(page)).to_have_text(["Example, Zo\u00eb"])
    expect(heading(page)).to_have_text("Sample Holdings Pty Ltd")
    assert page.url.endswith(f"{HOLDINGS_PAGE}?q=zoe")


def test_a_phone_shows_one_after_the_other(opened):
    page = opened(viewport=PHONE)
    box(page).fill("samhol")
    expect(names(page)).to_have_text(["Sample Holdings Pty Ltd"])
    names(page).click()
    expect(heading(page)).to_be_visible()
    expect(box(page)).to_be_hidden()
    page.get_by_role("link", name="Back to the list").click()
    expect(box(page)).to_have_value("samhol")
    expect(page.locator("#detail")).to_be_hidden()


def test_links_lead_both_ways(opened):
    page = opened(HOLDINGS_PAGE)
    page.locator("#detail").get_by_role("link", name="Sample Family Trust").click()
    expect(heading(page)).to_have_text("Sample Family Trust")
    named_by = page.locator("#detail dd", has_text="as \u201cTrustee of\u201d")
    named_by.get_by_role("link", name="Sample Holdings Pty Ltd").click()
    expect(heading(page)).to_have_text("Sample Holdings Pty Ltd")


def test_numbers_can_be_dialled_and_addresses_copied(opened):
    page = opened(HOLDINGS_PAGE, permissions=["clipboard-read", "clipboard-write"])
    expect(page.get_by_role("link", name="02 5550 0100").last).to_have_attribute(
        "href", "tel:0255500100"
    )
    page.get_by_role("button", name="Copy address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "Level 2\n1 Test Street\nPerth WA 6000"


def test_nothing_found_says_what_to_do(opened):
    page = opened()
    box(page).fill("nobody-has-that")
    expect(page.locator("#found")).to_have_text("No contact found")
    expect(page.get_by_text("Try fewer or shorter words")).to_be_visible()


def test_more_leads_on_and_back_to_the_start(opened):
    page = opened()
    page.get_by_role("link", name="More").click()
    page.wait_for_url("**?after=*")
    page.get_by_role("link", name="Start of the list").click()
    expect(names(page)).to_have_count(50)
    expect(page.get_by_role("link", name="Start of the list")).to_have_count(0)


def test_the_answer_to_what_was_typed_last_is_shown(opened):
    page = opened()
    held = []

    def hold(route):
        held.append(route)

    page.route("**?q=s", hold)
    with page.expect_request("**?q=s"):
        box(page).press_sequentially("s")
    expect(names(page)).to_have_count(50)
    box(page).fill("samhol")
    expect(names(page)).to_have_text(["Sample Holdings Pty Ltd"])
    for route in held:
        route.fulfill(status=200, content_type="text/html", body=LATE)
    # Once this is answered, what came before it has been shown, or never will be.
    page.evaluate("fetch('/static/style.css').then(answer => answer.text())")
    expect(names(page)).to_have_text(["Sample Holdings Pty Ltd"])


def test_whose_visit_has_ended_is_asked_to_sign_in(opened):
    page = opened()
    cookies_lost(page)
    box(page).fill("samhol")
    expect(page.get_by_label("Password")).to_be_visible()
    assert "next=" in page.url
    assert "samhol" in page.url


def test_a_search_that_fails_says_so_and_can_be_tried_again(opened, watched):
    page = opened()
    page.route("**?q=samhol", lambda route: route.abort())
    box(page).fill("samhol")
    expect(page.locator("#found")).to_have_text(
        "That could not be asked just now. Press Enter to try again."
    )
    page.unroute("**?q=samhol")
    box(page).press("Enter")
    expect(names(page)).to_have_text(["Sample Holdings Pty Ltd"])
    watched.complaints.clear()


def test_hostile_names_are_text_and_nothing_else(opened):
    page = opened("?q=alert")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    expect(names(page)).to_have_text([f"{MARKUP} 0"])
    for number, text in enumerate(HOSTILE):
        page.goto(
            page.url.split("/contacts")[0].split("?")[0]
            + f"/contacts/%5B%22hostile%2F..%2F{number}%3F%23%22%5D"
        )
        expect(heading(page)).to_have_text(f"{text} {number}"[:200])


def test_a_contact_of_any_id_opens_beside_the_list(opened):
    page = opened("?q=caf%C3%A9")
    names(page).click()
    expect(heading(page)).to_have_text(f"{EMOJI} 3")


def test_a_vcard_is_kept_under_the_contacts_name(opened):
    page = opened(HOLDINGS_PAGE)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Save as vCard").click()
    assert downloading.value.suggested_filename == "Sample Holdings Pty Ltd.vcf"
    assert downloading.value.path().read_bytes().startswith(b"BEGIN:VCARD\r\n")


def test_only_administrators_are_offered_a_spreadsheet(opened):
    expect(opened("?q=sample").get_by_role("link", name="CSV")).to_have_count(0)
    page = opened("?q=sample", who="administrator")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Save what is found as CSV").click()
    assert downloading.value.suggested_filename == "Main office contacts.csv"
    lines = downloading.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == [
        '"Name"', '"Sample Family Trust"', '"Sample Holdings Pty Ltd"',
    ]  # fmt: skip


def test_moments_are_shown_by_the_readers_own_clock(opened):
    page = opened(timezone_id="Australia/Perth")
    moment = page.locator(".standing time")
    expect(page.locator(".standing")).to_contain_text("In sync. As of")
    expect(moment).not_to_contain_text("UTC")
    at = dt.datetime.fromisoformat(moment.get_attribute("datetime"))
    expect(moment).to_have_text(f"{at.astimezone(PERTH):%H:%M}")
    without = opened(java_script_enabled=False)
    expect(without.locator(".standing time")).to_contain_text("UTC")


def test_the_watch_sees_a_script_that_the_policy_refuses(opened, watched):
    page = opened()
    page.evaluate(
        """() => {
            const made = document.createElement("script");
            made.textContent = "window.ran = 1";
            document.body.append(made);
        }"""
    )
    assert page.evaluate("window.ran") is None
    assert [text for text in watched.complaints if "Content Security Policy" in text]
    watched.complaints.clear()
