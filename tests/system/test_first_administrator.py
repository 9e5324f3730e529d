"""From an online side where there is nobody to its first administrator, who knows what to do."""

import re
import sqlite3
from contextlib import closing, contextmanager

import pytest

from tests.system.cloud import (
    Cloud,
    add_practice,
    add_user,
    make_certificate,
    serving,
    session,
)
from tests.system.people import CHOSEN, fill, led_to

FIRST = {"practice": "Main office", "email": "First@Example.com"}
PASSWORDS = {"password": CHOSEN, "once_more": CHOSEN}


@pytest.fixture
def database(tmp_path):
    make_certificate(tmp_path)
    return f"sqlite:///{tmp_path / 'cloud.db'}"


@contextmanager
def started(folder, database, *options):
    """Start an online side and return it with what its log has gained."""
    log = folder / "cloud.log"
    before = log.read_text() if log.exists() else ""
    with serving(folder, database, *options) as (base_url, process):
        where = Cloud(base_url, folder / "ca.pem", "", "", "", "", database, folder, process)
        yield where, log.read_text().removeprefix(before)


def links_in(log):
    return re.findall(r"\S+/welcome\?token=\S+", log)


def begin(cloud, browser, link, **changes):
    page = browser.get(link, timeout=30)
    return fill(browser, page, "practice", **(FIRST | PASSWORDS | changes))


def people_in(folder):
    with closing(sqlite3.connect(folder / "cloud.db")) as opened:
        return opened.execute(
            "SELECT email, name, role FROM person JOIN membership ON person_id = person.id"
            " JOIN practice ON practice.id = practice_id ORDER BY email"
        ).fetchall()


def test_the_first_administrator_begins_by_the_link_and_learns_what_is_next(tmp_path, database):
    with started(tmp_path, database) as (cloud, log):
        (link,) = links_in(log)
        assert link.startswith(cloud.base_url)
        with session(cloud) as browser:
            page = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
            assert "Nobody can sign in here yet" in page.text
            page = led_to(browser, begin(cloud, browser, link))
            assert page.status_code == 200
            assert "practicesync setup" in page.text
            assert cloud.base_url in page.text
            assert re.search(r'href="/practices/[^"/]+/people"', page.text)
            assert "first@example.com" in page.text
            page = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
            assert "Nobody can sign in" not in page.text
    assert people_in(tmp_path) == [("first@example.com", "Main office", "administrator")]


def test_the_link_is_good_once(tmp_path, database):
    with started(tmp_path, database) as (cloud, log), session(cloud) as browser:
        (link,) = links_in(log)
        kept = browser.get(link, timeout=30)
        begin(cloud, browser, link)
        assert browser.get(link, timeout=30).status_code == 410
        with session(cloud) as other:
            other.cookies.update(browser.cookies)
            page = other.get(f"{cloud.base_url}/sign-in", timeout=30)
            form = {"csrf": fieldless(page), "token": link.partition("=")[2], **FIRST, **PASSWORDS}
            again = other.post(f"{cloud.base_url}/welcome", data=form, timeout=30)
        assert kept.status_code == 200
        assert again.status_code == 410
    assert len(people_in(tmp_path)) == 1


def fieldless(page):
    """Return the mark that a form of that page brings along."""
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found
    return found.group(1)


def test_a_new_start_prints_a_new_link_and_ends_the_old(tmp_path, database):
    with started(tmp_path, database) as (_, log):
        (old,) = links_in(log)
    with started(tmp_path, database) as (cloud, log), session(cloud) as browser:
        (new,) = links_in(log)
        old = cloud.base_url + "/welcome?" + old.partition("?")[2]
        assert browser.get(old, timeout=30).status_code == 410
        assert browser.get(new, timeout=30).status_code == 200


def test_several_processes_print_one_link_and_all_know_it(tmp_path, database):
    with started(tmp_path, database, "--workers", "3") as (cloud, log), session(cloud) as browser:
        (link,) = links_in(log)
        for _ in range(6):
            assert browser.get(link, timeout=30).status_code == 200
        assert links_in((tmp_path / "cloud.log").read_text()) == [link]


def test_where_there_is_somebody_no_link_is_printed_and_none_is_good(tmp_path, database):
    with started(tmp_path, database) as (cloud, log), session(cloud) as browser:
        (link,) = links_in(log)
        practice_id = add_practice(database, "Main office")
        add_user(database, "somebody@example.com", practice_id, "staff")
        assert browser.get(link, timeout=30).status_code == 410
    with started(tmp_path, database) as (_, log):
        assert links_in(log) == []


def test_the_link_leads_to_where_people_reach_it(tmp_path, database):
    with started(tmp_path, database, "--public-url", "https://contacts.example/") as (_, log):
        (link,) = links_in(log)
    assert link.startswith("https://contacts.example/welcome?token=")


def test_a_practice_of_that_name_that_was_added_before_is_theirs(tmp_path, database):
    practice_id = add_practice(database, "Main office")
    with started(tmp_path, database) as (cloud, log), session(cloud) as browser:
        page = led_to(browser, begin(cloud, browser, links_in(log)[0]))
        assert f"/practices/{practice_id}/" in page.url


WRONG = [
    ({"practice": "  "}, "Give your practice a name"),
    ({"email": "first"}, "not an e-mail address"),
    ({"once_more": "something else"}, "differ"),
    ({"password": "short", "once_more": "short"}, "at least 10"),
]


def test_what_will_not_do_is_said_and_the_rest_stays_filled_in(tmp_path, database):
    with started(tmp_path, database) as (cloud, log), session(cloud) as browser:
        (link,) = links_in(log)
        for wrong, words in WRONG:
            answer = begin(cloud, browser, link, **wrong)
            assert answer.status_code == 422
            assert words in answer.text
            assert (FIRST | wrong)["email"] in answer.text
            assert CHOSEN not in answer.text
        assert browser.get(link, timeout=30).status_code == 200
    assert people_in(tmp_path) == []
