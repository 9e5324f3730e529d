import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest

from tests.system.cloud import add_practice, add_user, forms_of, session, submit
from tests.system.cloud_agent import Caller, tokens, upsert

NASTY = '<script>alert("x")</script><img src=x onerror=alert(1)> &amp; \'"'
OUR_SCRIPTS = ["/static/desk.js", "/static/contacts.js"]


@pytest.fixture(scope="module")
def cloud(online):
    """Return an online side whose practice has contacts that can be found."""
    full = {
        "kind": "person", "code": "EXASAM", "title": "Dr", "first": "Sam", "middle": "Alex",
        "last": "Example", "suffix": "OAM", "salutation": "Dear Sam", "addressee": "Dr Example",
        "contact_type": "Individual", "is_client": True, "partner": "Partner One",
        "office": "Perth office", "department": "Tax", "family_group": "Example family",
        "aliases": ["Sammy"], "emails": ["sam@example.com"], "abn": "51 824 753 556",
        "phones": [{"type": "Mobile", "number": "0491 570 006"}],
        "addresses": [
            {"type": "Street", "lines": ["Unit 2", "1 Test Street"], "city": "Perth",
             "state": "WA", "postcode": "6000", "country": "Australia"},
        ],
        "associations": [
            {"contact": '["nasty"]', "relation": "director"},
            {"contact": '["gone"]', "relation": "trustee"},
        ],
        "extras": {"Referred by": "Newsletter"},
    }  # fmt: skip
    nasty = {"code": NASTY[:50], "emails": [NASTY], "aliases": [NASTY], "extras": {NASTY: NASTY},
             "phones": [{"type": "Work", "number": NASTY[:50]}]}  # fmt: skip
    with Caller(online, tokens(online)["access_token"]) as caller:
        epoch = caller.activate().json()["epoch"]
        caller.send(
            upsert("full", epoch, 1, name="Example, Sam", **full),
            upsert("nasty", epoch, 2, name=NASTY, **nasty),
            upsert("echo", epoch, 2, name="\u00c9cho Pty Ltd", code="ECHONE"),
            upsert("twin", epoch, 2, name="ECHO  Pty Ltd", code="ECHTWO"),
            *(upsert(f"n{n}", epoch, 3, name=f"Zulu {n:03}") for n in range(60)),
        )
        caller("POST", "/migration", json={"step": "processing"})
        while caller("GET", "/migration").json()["step"] != "ready":
            pass
    return online


@pytest.fixture
def browser(cloud):
    with session(cloud) as made:
        page = made.get(cloud.base_url + "/", timeout=30)
        submit(made, page, {"email": cloud.email, "password": cloud.password})
        yield made


class Tags(HTMLParser):
    """Collects the tags of a page as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def home(cloud, browser, **query):
    return browser.get(cloud.base_url + f"/practices/{cloud.practice_id}", params=query, timeout=30)


def unmarked(page):
    return re.sub("</?mark>", "", page.text)


def listed(page):
    return re.findall("<strong><bdi>(.*?)</bdi></strong>", unmarked(page))


def opened(browser, page, text):
    """Follow the link of the list that has this text."""
    found = re.search(rf'<a href="([^"]+)">\s*<strong><bdi>[^<]*{text}', unmarked(page))
    assert found
    return browser.get(urljoin(page.url, found.group(1).replace("&amp;", "&")), timeout=30)


def test_signing_in_leads_to_the_practices_contacts(cloud):
    with session(cloud) as made:
        page = made.get(cloud.base_url + "/", timeout=30)
        assert [sorted(form.fields) for form in forms_of(page.text)] == [
            ["csrf", "email", "next", "password"]
        ]
        submit(made, page, {"email": cloud.email, "password": cloud.password})
        page = made.get(cloud.base_url + "/", timeout=30)
    assert page.url == f"{cloud.base_url}/practices/{cloud.practice_id}"
    assert "Read only: change contacts in AE/AO" in page.text
    assert cloud.practice_name in page.text


@pytest.mark.parametrize("question", ["sam", "SAMMY", "exasam", "0491 570 006", "sam@example"])
def test_the_search_box_works_without_a_script(cloud, browser, question):
    page = home(cloud, browser)
    search = forms_of(page.text)[1]
    address = urljoin(page.url, search.action)
    found = browser.get(address, params=search.fields | {"q": question}, timeout=30)
    assert listed(found) == ["Example, Sam"]


def test_what_was_asked_for_is_marked(cloud, browser):
    assert "<bdi>Example, <mark>Sam</mark></bdi>" in home(cloud, browser, q="SAM").text


def test_more_leads_through_the_whole_list_once(cloud, browser):
    page = home(cloud, browser, q="zulu")
    names = listed(page)
    assert len(names) == 50
    following = re.search(r'href="([^"]+)" rel="next"', page.text)
    assert following
    page = browser.get(urljoin(page.url, following.group(1).replace("&amp;", "&")), timeout=30)
    names += listed(page)
    assert names == [f"Zulu {n:03}" for n in range(60)]
    assert 'rel="next"' not in page.text
    beside = opened(browser, page, "Zulu 059")
    assert listed(beside) == names[50:]


def test_the_detail_shows_every_field(cloud, browser):
    page = opened(browser, home(cloud, browser, q="sam"), "Example, Sam")
    text = Tags(page.text).text
    for value in (
        "EXASAM", "Dr", "Sam", "Alex", "Example", "OAM", "Dear Sam", "Dr Example", "Individual",
        "Client", "Partner One", "Perth office", "Tax", "Example family", "Sammy",
        "sam@example.com", "0491 570 006", "Unit 2", "1 Test Street", "Perth WA 6000",
        "Australia", "51 824 753 556", "director", "trustee", "Newsletter", "Active", "Person",
    ):  # fmt: skip
        assert value in text
    assert 'href="tel:0491570006"' in page.text
    assert 'href="mailto:sam@example.com"' in page.text


def test_an_association_is_a_link_to_the_other_contact(cloud, browser):
    page = opened(browser, home(cloud, browser, q="sam"), "Example, Sam")
    links = [attrs["href"] or "" for tag, attrs in Tags(page.text).seen if tag == "a"]
    there = [link for link in links if "/contacts/%5B%22nasty%22%5D" in link]
    other = browser.get(urljoin(page.url, there[-1]), timeout=30)
    assert other.status_code == 200
    assert "a contact that is not online" in page.text


def test_another_contact_of_the_same_name_is_pointed_out(cloud, browser):
    page = opened(browser, home(cloud, browser, q="echone"), "\u00c9cho")
    assert "Another contact has the same name" in page.text
    assert "<bdi>ECHO  Pty Ltd</bdi> (ECHTWO)" in page.text
    other = opened(browser, home(cloud, browser, q="sam"), "Example, Sam")
    assert "the same name" not in other.text


def test_markup_in_a_name_is_shown_and_never_runs(cloud, browser):
    page = home(cloud, browser, q="alert")
    detail = opened(browser, page, "&lt;script")
    echoed = home(cloud, browser, q=NASTY)
    for answer in (page, detail, echoed):
        tags = Tags(answer.text)
        assert not [tag for tag, _ in tags.seen if tag == "img"]
        scripts = [attrs.get("src") or "" for tag, attrs in tags.seen if tag == "script"]
        assert [place.split("?")[0] for place in scripts] == OUR_SCRIPTS
        assert not [name for _, attrs in tags.seen for name in attrs if name.startswith("on")]
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src 'self';" in policy
    assert NASTY in Tags(detail.text).text


@pytest.mark.parametrize("path", ["", "/contacts/%5B%22full%22%5D"])
def test_nobody_looks_without_signing_in(cloud, path):
    with session(cloud) as made:
        place = f"/practices/{cloud.practice_id}{path}"
        answer = made.get(cloud.base_url + place, allow_redirects=False, timeout=30)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sign-in?next=")
        page = made.get(urljoin(answer.url, answer.headers["Location"]), timeout=30)
        led_to = submit(made, page, {"email": cloud.email, "password": cloud.password})
        assert (
            made.get(urljoin(page.url, led_to.headers["Location"]), timeout=30).status_code == 200
        )


@pytest.mark.parametrize("path", ["", "/contacts/%5B%22full%22%5D"])
def test_another_practices_people_see_nothing(cloud, path):
    other = add_practice(cloud.database, "Other office")
    password = add_user(cloud.database, "other@example.com", other, "administrator")
    with session(cloud) as made:
        page = made.get(cloud.base_url + "/", timeout=30)
        submit(made, page, {"email": "other@example.com", "password": password})
        answers = [
            made.get(f"{cloud.base_url}/practices/{practice}{path}", timeout=30)
            for practice in (cloud.practice_id, "00000000-0000-0000-0000-000000000000")
        ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text == answers[1].text


def test_staff_may_look(cloud):
    password = add_user(cloud.database, "looker@example.com", cloud.practice_id, "staff")
    with session(cloud) as made:
        page = made.get(cloud.base_url + "/", timeout=30)
        submit(made, page, {"email": "looker@example.com", "password": password})
        assert listed(home(cloud, made, q="sam")) == ["Example, Sam"]


def test_signing_out_ends_the_visit(cloud, browser):
    page = home(cloud, browser)
    kept = browser.cookies.get("__Host-visit")
    assert submit(browser, page, {"csrf": "made-up"}).status_code == 403
    assert submit(browser, page, {}).status_code == 303
    browser.cookies.clear()
    answer = browser.get(
        page.url, headers={"Cookie": f"__Host-visit={kept}"}, allow_redirects=False, timeout=30
    )
    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["/contacts/%5B%22gone%22%5D", "?after=made-up"])
def test_what_is_not_there_is_said_on_a_page(cloud, browser, path):
    answer = browser.get(f"{cloud.base_url}/practices/{cloud.practice_id}{path}", timeout=30)
    assert answer.status_code == 404
    assert "There is no such contact or page here" in answer.text


def test_the_page_offers_no_way_to_change_a_contact(cloud, browser):
    page = opened(browser, home(cloud, browser, q="sam"), "Example, Sam")
    posts = [form.action for form in forms_of(page.text) if form.method == "post"]
    assert posts == ["/sign-out"]
