"""Who belongs to a practice: invited, joined, changed, removed, by the real forms."""

import re

import pytest

from tests.system.cloud import add_practice, add_user, run, session, submit
from tests.system.cloud_agent import Caller, tokens
from tests.system.people import (
    CHOSEN,
    at_once,
    choose,
    fill,
    get,
    invite,
    led_to,
    link_on,
    visiting,
)


@pytest.fixture
def admin(office):
    with visiting(office) as browser:
        yield browser


@pytest.fixture
def new(tmp_path):
    """The address of somebody who is not known."""
    return f"new-{tmp_path.name}@example.com".lower()


def invited(office, admin, email, role="staff"):
    answer = invite(office, admin, email, role)
    assert answer.status_code == 200, answer.text
    return link_on(answer)


def person_page(office, browser, email):
    """Open one person's page by the list of people."""
    listed = get(office, browser, "people")
    found = re.search(rf'href="([^"]+)">{re.escape(email)}<', listed.text)
    assert found, listed.text
    return browser.get(office.base_url + found.group(1), timeout=30)


def test_somebody_new_joins_by_the_link_and_looks_contacts_up(office, admin, new):
    link = invited(office, admin, new)
    with session(office) as browser:
        answer = choose(browser, link)
        page = led_to(browser, answer)
        assert page.url == f"{office.base_url}/practices/{office.practice_id}"
        assert page.status_code == 200
        assert get(office, browser, "people").status_code == 403
    with visiting(office, new, CHOSEN):
        pass
    text = get(office, admin, "people").text
    assert new in text
    assert "Invited" not in text


def test_an_administrator_who_was_invited_may_invite(office, admin, new):
    with session(office) as browser:
        choose(browser, invited(office, admin, new, "administrator"))
        assert invite(office, browser, "next@example.com").status_code == 200


def test_of_two_who_use_a_link_at_once_one_gets_in(office, admin, new):
    assert at_once(office, invited(office, admin, new)) == [303, 410]


def test_a_link_is_shown_once_and_kept_nowhere(office, admin, new):
    token = invited(office, admin, new).partition("token=")[2]
    assert token not in get(office, admin, "people").text
    kept = b"".join(file.read_bytes() for file in office.folder.glob("cloud.db*"))
    assert token.encode() not in kept
    assert token not in (office.folder / "cloud.log").read_text()


def test_an_invitation_is_made_anew_or_withdrawn(office, admin, new):
    old = invited(office, admin, new)
    answer = fill(admin, get(office, admin, "people"), "invitation", act="again")
    link = link_on(answer)
    with session(office) as browser:
        assert browser.get(old, timeout=30).status_code == 410
        assert browser.get(link, timeout=30).status_code == 200
        answer = fill(admin, get(office, admin, "people"), "invitation", act="withdraw")
        assert "withdrawn" in answer.text
        assert browser.get(link, timeout=30).status_code == 410
    assert new not in get(office, admin, "people").text


def test_a_known_person_signs_in_to_join_and_keeps_their_password(office, admin, tmp_path):
    email = f"known-{tmp_path.name}@example.com".lower()
    other = add_practice(office.database, "Other office")
    password = add_user(office.database, email, other, "staff")
    link = invited(office, admin, email)
    with session(office) as browser:
        page = browser.get(link, timeout=30)
        assert "once_more" not in page.text
        sign_in = re.search(r'href="(/sign-in\?next=[^"]+)"', page.text)
        assert sign_in
        form = browser.get(office.base_url + sign_in.group(1), timeout=30)
        page = led_to(browser, submit(browser, form, {"email": email, "password": password}))
        assert page.url == link
        page = led_to(browser, fill(browser, page, "token"))
        assert page.url == f"{office.base_url}/practices/{office.practice_id}"
        assert get(office, browser, f"/practices/{other}").status_code == 200
    with visiting(office, email, password):
        pass


def test_who_is_signed_in_as_somebody_else_is_told_for_whom_a_link_is(office, admin, new):
    page = admin.get(invited(office, admin, new), timeout=30)
    assert f"You are signed in as {office.email}" in page.text
    assert "once_more" not in page.text


def test_an_administrator_learns_nothing_of_a_person_elsewhere(office, admin, tmp_path, new):
    email = f"known-{tmp_path.name}@example.com".lower()
    add_user(office.database, email, add_practice(office.database, "Other office"), "staff")
    known, unknown = (invite(office, admin, one).text for one in (email, new))

    def told(page, who):
        found = re.search(r'<div class="notice.*?</div>', page, re.DOTALL)
        assert found
        return re.sub(r"token=[\w-]+", "", found.group(0)).replace(who, "")

    assert told(known, email) == told(unknown, new)


@pytest.mark.parametrize("email", ["nonsense", "", "a@b\r\nBcc: c@d"])
def test_what_is_no_address_invites_nobody(office, admin, email):
    answer = invite(office, admin, email)
    assert answer.status_code == 409
    assert "not an e-mail address" in answer.text


def test_who_belongs_already_is_not_invited(office, admin):
    assert "belongs to" in invite(office, admin, office.email).text


def test_it_is_said_what_stops_before_somebody_is_removed(office, admin, tmp_path):
    email = f"second-{tmp_path.name}@example.com".lower()
    password = add_user(office.database, email, office.practice_id, "administrator")
    access = tokens(office, email=email, password=password)["access_token"]
    with Caller(office, access) as server:
        server.activate(server="PRACSRV")
        page = person_page(office, admin, email)
        assert f"The server PRACSRV signs in as {email}" in page.text
        assert "stops sending contacts until an administrator activates" in page.text
        with visiting(office, email, password) as theirs:
            removed = led_to(admin, fill(admin, page, "act=remove"))
            assert email not in removed.text
            assert get(office, theirs, "/practices/" + office.practice_id).status_code == 404
        assert server("GET", "/activation").status_code == 401
    assert "PRACSRV is in charge of sending contacts, and is signed out" in (
        get(office, admin, "servers").text
    )


def test_the_last_administrator_can_neither_leave_nor_become_staff(office, admin):
    add_user(office.database, "staff@example.com", office.practice_id, "staff")
    page = person_page(office, admin, office.email)
    for holds, answers in (("act=remove", {}), ("act=role", {"role": "staff"})):
        answer = fill(admin, page, holds, **answers)
        assert answer.status_code == 409
        assert "Nothing has changed" in answer.text
    assert get(office, admin, "people").status_code == 200


def test_a_role_is_changed_at_once(office, admin, tmp_path):
    email = f"staff-{tmp_path.name}@example.com".lower()
    password = add_user(office.database, email, office.practice_id, "staff")
    with visiting(office, email, password) as theirs:
        page = person_page(office, admin, email)
        assert get(office, theirs, "people").status_code == 403
        fill(admin, page, "act=role", role="administrator")
        assert get(office, theirs, "people").status_code == 200
        fill(admin, page, "act=role", role="staff")
        assert get(office, theirs, "people").status_code == 403


def places(office, person_id):
    return ["people", f"people/{person_id}", "servers", "next-steps"]


def person_id_of(office, admin, email):
    return person_page(office, admin, email).url.rpartition("/")[2]


def test_staff_and_strangers_neither_see_nor_change_any_of_it(office, admin, tmp_path):
    """Refused before anything is looked at: a form that staff send changes nothing either."""
    email = f"staff-{tmp_path.name}@example.com".lower()
    password = add_user(office.database, email, office.practice_id, "staff")
    stranger = f"stranger-{tmp_path.name}@example.com".lower()
    elsewhere = add_practice(office.database, "Other office")
    theirs = add_user(office.database, stranger, elsewhere, "administrator")
    person_id = person_id_of(office, admin, office.email)
    for who, entered, status in ((email, password, 403), (stranger, theirs, 404)):
        with visiting(office, who, entered) as browser:
            home = browser.get(f"{office.base_url}/account", timeout=30)
            mark = re.search(r'name="csrf" value="([^"]+)"', home.text)
            assert mark
            for place in places(office, person_id):
                assert get(office, browser, place).status_code == status
            root = f"{office.base_url}/practices/{office.practice_id}"
            for place, form in (
                ("people", {"act": "invite", "email": "x@example.com", "role": "administrator"}),
                (f"people/{person_id}", {"act": "role", "role": "staff"}),
                (f"people/{person_id}", {"act": "remove"}),
                (f"people/{person_id}", {"act": "reset"}),
                ("servers", {"server": "any"}),
            ):
                sent = form | {"csrf": mark.group(1)}
                assert browser.post(f"{root}/{place}", data=sent, timeout=30).status_code == status
    assert "x@example.com" not in get(office, admin, "people").text


def test_somebody_of_another_practice_is_not_there_to_be_changed(office, admin, tmp_path):
    stranger = f"stranger-{tmp_path.name}@example.com".lower()
    elsewhere = add_practice(office.database, "Other office")
    password = add_user(office.database, stranger, elsewhere, "administrator")
    with visiting(office, stranger, password) as browser:
        listed = browser.get(f"{office.base_url}/practices/{elsewhere}/people", timeout=30)
        found = re.search(r"/people/([0-9a-f-]{36})", listed.text)
        assert found
    page = get(office, admin, "people")
    for place in (f"people/{found.group(1)}", "people/unknown", "people/%00"):
        assert get(office, admin, place).status_code == 404
        url = f"{office.base_url}/practices/{office.practice_id}/{place}"
        mark = re.search(r'name="csrf" value="([^"]+)"', page.text)
        assert mark
        for act in ("role", "remove", "reset"):
            form = {"csrf": mark.group(1), "act": act, "role": "staff"}
            assert admin.post(url, data=form, timeout=30).status_code == 404
    with visiting(office, stranger, password) as browser:
        url = f"{office.base_url}/practices/{elsewhere}/people"
        assert browser.get(url, timeout=30).status_code == 200


@pytest.mark.parametrize("place", ["people", "people/any", "servers"])
def test_a_form_that_is_not_from_our_page_changes_nothing(office, admin, place):
    url = f"{office.base_url}/practices/{office.practice_id}/{place}"
    form = {"act": "invite", "email": "x@example.com", "role": "administrator"}
    for mark in ({}, {"csrf": "made-up"}):
        assert admin.post(url, data=form | mark, timeout=30).status_code == 403
    assert "x@example.com" not in get(office, admin, "people").text


def test_the_command_line_invites_as_well(office, new):
    options = ("--practice", office.practice_id, "--role", "staff")
    printed = run(office.database, "user", "invite", new, *options)
    assert printed["email"] == new
    assert printed["link"].startswith("/join?token=")
    with session(office) as browser:
        led_to(browser, choose(browser, office.base_url + printed["link"]))
    address = "https://contacts.example"
    printed = run(office.database, "user", "reset", new, "--public-url", address)
    assert printed["link"].startswith("https://contacts.example/reset?token=")
