"""Passwords that were forgotten or are changed, and the visits that end by it."""

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from practicecloud.notices.forgotten import MAILS_TO_ONE
from tests.system.cloud import (
    add_practice,
    add_user,
    make_certificate,
    run,
    session,
    start_cloud,
    submit,
)
from tests.system.mail_server import PASSWORD, USER, mail_server
from tests.system.people import (
    CHOSEN,
    at,
    at_once,
    choose,
    enter,
    fill,
    get,
    link_on,
    visiting,
)

PUBLIC = "https://contacts.example"


@pytest.fixture
def admin(office):
    with visiting(office) as browser:
        yield browser


@pytest.fixture
def sam(office, tmp_path):
    """Somebody on the staff: e-mail address and password."""
    email = f"sam-{tmp_path.name}@example.com".lower()
    return email, add_user(office.database, email, office.practice_id, "staff")


@pytest.fixture(scope="module")
def posting(tmp_path_factory):
    """An online side with a mail server, and what has arrived there."""
    folder = tmp_path_factory.mktemp("posting")
    with pytest.MonkeyPatch.context() as patch:
        # The certificate of the one is the other's as well, once it is made.
        patch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
        patch.setenv("PRACTICECLOUD_SMTP_PASSWORD", PASSWORD)
        make_certificate(folder)
        with mail_server(folder) as box:
            options = (
                "--public-url", PUBLIC, "--smtp-host", "127.0.0.1", "--smtp-port", str(box.port),
                "--smtp-user", USER, "--mail-from", "cloud@contacts.example",
            )  # fmt: skip
            yield folder, box, options


def person_page(office, browser, email):
    listed = get(office, browser, "people")
    found = re.search(rf'href="([^"]+)">{re.escape(email)}<', listed.text)
    assert found
    return browser.get(office.base_url + found.group(1), timeout=30)


def goes_on(office, browser):
    return browser.get(f"{office.base_url}/account", timeout=30).url.endswith("/account")


def test_an_administrator_s_link_replaces_a_password_and_ends_the_person_s_visits(
    office, admin, sam
):
    email, old = sam
    with visiting(office, email, old) as before, session(office) as browser:
        link = link_on(fill(admin, person_page(office, admin, email), "act=reset"))
        assert goes_on(office, before)
        assert choose(browser, link).status_code == 303
        assert goes_on(office, browser)
        assert not goes_on(office, before)
        assert browser.get(link, timeout=30).status_code == 410
    with session(office) as browser:
        assert enter(office, browser, {"email": email, "password": old}).status_code == 403
    with visiting(office, email, CHOSEN):
        pass


def test_of_two_who_use_a_link_at_once_one_gets_in(office, admin, sam):
    link = link_on(fill(admin, person_page(office, admin, sam[0]), "act=reset"))
    assert at_once(office, link) == [303, 410]


def test_no_administrator_gets_into_another_practice_by_a_link(office, admin, sam):
    email, password = sam
    page = person_page(office, admin, email)
    waiting = link_on(fill(admin, page, "act=reset"))
    other = add_practice(office.database, "Other office")
    with visiting(office) as browser:
        add_user(office.database, "boss@example.com", other, "administrator")
        options = ("--practice", other, "--role", "staff")
        link = run(office.database, "user", "invite", email, *options)["link"]
    with visiting(office, email, password) as theirs:
        joined = theirs.get(office.base_url + link, timeout=30)
        assert fill(theirs, joined, "token").status_code == 303
    assert browser.get(waiting, timeout=30).status_code == 410
    assert "belongs to another practice here as well" in person_page(office, admin, email).text
    assert fill(admin, page, "act=reset").status_code == 409
    with visiting(office, email, password):
        pass


@pytest.mark.parametrize(
    ("password", "once_more", "words"),
    [("short", "short", "at least 10"), (CHOSEN, CHOSEN + "?", "differ")],
)
def test_a_password_that_will_not_do_leaves_the_link_good(
    office, admin, sam, password, once_more, words
):
    link = link_on(fill(admin, person_page(office, admin, sam[0]), "act=reset"))
    with session(office) as browser:
        page = browser.get(link, timeout=30)
        answer = fill(browser, page, "once_more", password=password, once_more=once_more)
        assert answer.status_code == 422
        assert words in answer.text
        assert choose(browser, link).status_code == 303


def test_without_mail_the_page_says_whom_to_ask(office):
    with session(office) as browser:
        page = browser.get(f"{office.base_url}/sign-in", timeout=30)
        assert 'href="/reset"' in page.text
        page = browser.get(f"{office.base_url}/reset", timeout=30)
        assert "An administrator of your practice can make you a link" in page.text
        assert "<form" not in page.text


def until_not_kept(cloud, token):
    """Wait until the mail that carried it is marked as sent: then not even the mail is kept."""
    with closing(sqlite3.connect(cloud.folder / "cloud.db")) as opened:
        kept = [token]
        while any(token in text for text in kept):
            kept = [text for (text,) in opened.execute("SELECT text FROM outbox")]
            time.sleep(0.02)


def forget(cloud, browser, email):
    page = browser.get(f"{cloud.base_url}/reset", timeout=30)
    return fill(browser, page, "email", email=email)


def test_who_forgot_their_password_gets_a_link_by_mail_and_nobody_learns_who_signs_in(
    posting,
):
    folder, box, options = posting
    with start_cloud(folder / "first", *options) as cloud, session(cloud) as browser:
        known = forget(cloud, browser, cloud.email.upper())
        unknown = forget(cloud, browser, "nobody@example.com")
        assert known.status_code == unknown.status_code == 200
        assert known.text == unknown.text
        (mail,) = box.wait(1)
        assert mail["To"] == cloud.email
        link = re.search(r"https://\S+", mail.get_content())
        assert link
        assert link.group(0).startswith(f"{PUBLIC}/reset?token=")
        assert choose(browser, at(cloud, link.group(0))).status_code == 303
        with visiting(replace(cloud, password=CHOSEN)):
            pass
        token = urlsplit(link.group(0)).query.partition("=")[2]
        until_not_kept(cloud, token)
    assert box.recipients == [cloud.email]


def test_nobody_s_letter_box_is_filled(posting):
    folder, box, options = posting
    with start_cloud(folder / "second", *options) as cloud, session(cloud) as browser:
        before = len(box.arrived)
        answers = {
            forget(cloud, browser, cloud.email).text for _ in range(MAILS_TO_ONE.at_once + 3)
        }
        assert len(answers) == 1
        other = add_user(cloud.database, "last@example.com", cloud.practice_id, "staff")
        assert other
        forget(cloud, browser, "last@example.com")
        while "last@example.com" not in box.recipients[before:]:
            box.wait(len(box.arrived) + 1)
    assert len(box.arrived) - before == MAILS_TO_ONE.at_once + 1


def test_an_invitation_is_mailed_and_shown_only_if_somebody_asks(posting):
    folder, box, options = posting
    with start_cloud(folder / "third", *options) as cloud, visiting(cloud) as admin:
        before = len(box.arrived)
        page = get(cloud, admin, "people")
        answer = fill(admin, page, "act=invite", email="new@example.com", role="staff")
        assert "token=" not in answer.text
        mail = box.wait(before + 1)[-1]
        assert mail["To"] == "new@example.com"
        assert cloud.email in mail.get_content()
        link = re.search(r"https://\S+", mail.get_content())
        assert link
        shown = link_on(fill(admin, get(cloud, admin, "people"), "invitation", act="link"))
        with session(cloud) as browser:
            assert browser.get(at(cloud, link.group(0)), timeout=30).status_code == 410
            assert choose(browser, at(cloud, shown)).status_code == 303


def test_a_password_is_changed_by_who_knows_it_and_other_visits_end(office, sam):
    email, old = sam
    with visiting(office, email, old) as here, visiting(office, email, old) as there:
        page = get(office, here, "/account")
        answer = fill(here, page, "old", old="wrong", password=CHOSEN, once_more=CHOSEN)
        assert answer.status_code == 403
        assert "Nothing has changed" in answer.text
        assert goes_on(office, there)
        answer = fill(here, page, "old", old=old, password=CHOSEN, once_more=CHOSEN)
        assert answer.status_code == 303
        assert goes_on(office, here)
        assert not goes_on(office, there)
    with visiting(office, email, CHOSEN):
        pass


def test_who_guesses_the_old_password_is_slowed(office, sam):
    email, old = sam
    with visiting(office, email, old) as browser:
        page = get(office, browser, "/account")
        for _ in range(10):
            answer = fill(browser, page, "old", old="wrong", password=CHOSEN, once_more=CHOSEN)
            assert answer.status_code == 403
        answer = fill(browser, page, "old", old=old, password=CHOSEN, once_more=CHOSEN)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0


def test_who_signs_in_again_leaves_no_visit_behind(office, sam):
    email, old = sam
    with visiting(office, email, old) as browser, session(office) as kept:
        kept.cookies.update(browser.cookies)
        assert enter(office, browser, {"email": email, "password": old}).status_code == 303
        assert goes_on(office, browser)
        assert not goes_on(office, kept)


def test_people_sign_out_everywhere_else(office, sam):
    email, old = sam
    with visiting(office, email, old) as here, visiting(office, email, old) as there:
        page = get(office, here, "/account")
        assert page.text.count("Signed in ") == 2
        answer = submit(here, page, {}, which_form(page, "sign-out-elsewhere"))
        assert answer.status_code == 303
        assert goes_on(office, here)
        assert not goes_on(office, there)


def which_form(page, action):
    actions = re.findall(r'action="([^"]+)"', page.text)
    return next(number for number, one in enumerate(actions) if one.endswith(action))


@pytest.mark.parametrize("place", ["password", "sign-out-elsewhere"])
def test_an_account_is_changed_by_a_form_of_ours_alone(office, sam, place):
    email, old = sam
    with visiting(office, email, old) as browser, visiting(office, email, old) as other:
        form = {"old": old, "password": CHOSEN, "once_more": CHOSEN, "csrf": "made-up"}
        url = f"{office.base_url}/account/{place}"
        assert browser.post(url, data=form, timeout=30).status_code == 403
        assert goes_on(office, other)
