"""What people do on the pages of a real Practice Cloud, by its forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from urllib.parse import urljoin, urlsplit

import requests

from tests.system.cloud import Cloud, forms_of, session, submit

CHOSEN = "four plain words here"
"""A password that somebody chooses."""


@contextmanager
def visiting(cloud: Cloud, email: str = "", password: str = "") -> Iterator[requests.Session]:
    """Sign in as that person, or as the practice's administrator."""
    with session(cloud) as browser:
        entered = {"email": email or cloud.email, "password": password or cloud.password}
        assert enter(cloud, browser, entered).status_code == 303
        yield browser


def enter(cloud: Cloud, browser: requests.Session, entered: dict[str, str]) -> requests.Response:
    """Fill the sign-in form."""
    page = browser.get(f"{cloud.base_url}/sign-in", timeout=30)
    return submit(browser, page, entered)


def get(cloud: Cloud, browser: requests.Session, place: str) -> requests.Response:
    """Open a page; `place` is below the practice's, or a path from the root."""
    path = place if place.startswith("/") else f"/practices/{cloud.practice_id}/{place}"
    return browser.get(cloud.base_url + path, timeout=30)


def fill(
    browser: requests.Session, page: requests.Response, holds: str, **answers: str
) -> requests.Response:
    """Send the form of the page that has a field of that name, or of that name and value."""
    name, _, value = holds.partition("=")
    (which,) = [
        number
        for number, form in enumerate(forms_of(page.text))
        if name in form.fields and value in ("", form.fields[name])
    ]
    return submit(browser, page, answers, which)


def invite(
    cloud: Cloud, browser: requests.Session, email: str, role: str = "staff"
) -> requests.Response:
    """Invite somebody on the page People."""
    return fill(browser, get(cloud, browser, "people"), "act=invite", email=email, role=role)


def link_on(page: requests.Response) -> str:
    """Return the link that the page shows once."""
    found = re.search(r'class="link" value="([^"]+)"', page.text)
    assert found, page.text
    return unescape(found.group(1))


def at(cloud: Cloud, link: str) -> str:
    """Return the link at that cloud itself, whatever address people reach it by."""
    return urlsplit(link)._replace(netloc=urlsplit(cloud.base_url).netloc).geturl()


def choose(
    browser: requests.Session, link: str, password: str = CHOSEN, **answers: str
) -> requests.Response:
    """Open the link of an invitation or for a new password, and choose one."""
    page = browser.get(link, timeout=30)
    page.raise_for_status()
    return fill(browser, page, "once_more", password=password, once_more=password, **answers)


def led_to(browser: requests.Session, answer: requests.Response) -> requests.Response:
    """Follow where a form has led."""
    assert answer.status_code == 303, answer.text
    return browser.get(urljoin(answer.url, answer.headers["Location"]), timeout=30)


def at_once(cloud: Cloud, link: str, times: int = 2) -> list[int]:
    """Open the link in several browsers, choose a password in all of them at once."""

    def prepared() -> Callable[[], int]:
        browser = session(cloud)
        page = browser.get(link, timeout=30)
        page.raise_for_status()
        chosen = {"password": CHOSEN, "once_more": CHOSEN}
        return lambda: fill(browser, page, "once_more", **chosen).status_code

    sends = [prepared() for _ in range(times)]
    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(lambda send: send(), sends))
