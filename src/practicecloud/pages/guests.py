"""Forms for people who are not signed in, and letting them in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from practicecloud.cloud import Cloud
from practicecloud.people import known_browsers, visits
from practicecloud.people.people import Person
from practicecloud.store.storage import writing
from practicecloud.web import browser

# A path of ours: `//host` and `/\host` would lead elsewhere.
_OURS = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def guest_page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """Return a page with a form that somebody fills in without being signed in."""
    # A form that is open in another tab stays good: the secret is kept while there is one.
    secret = browser.cookie(request, browser.GUEST) or browser.new_secret()
    response = browser.page(template, status, csrf=browser.form_token(secret), **values)
    browser.set_cookie(response, browser.GUEST, secret)
    return response


def is_ours(request: Request, form: Mapping[str, str]) -> bool:
    """Tell whether such a form has come from a page of ours."""
    secret = browser.cookie(request, browser.GUEST)
    return browser.form_is_ours(secret, form.get("csrf", ""))


def come_in(cloud: Cloud, request: Request, person: Person, place: str) -> Response:
    """Begin the person's visit and lead them on, to a page of ours in any case."""
    now = cloud.now()
    with writing(cloud.engine) as connection:
        visits.end(connection, browser.cookie(request, browser.VISIT))
        secret = visits.begin(connection, person, now, browser_name(request))
        here = browser.cookie(request, browser.KNOWN)
        known = known_browsers.remember(connection, here, person, now)
    response = browser.see_other(ours(place))
    browser.set_cookie(response, browser.VISIT, secret)
    browser.set_cookie(response, browser.KNOWN, known, known_browsers.KNOWN_SECONDS)
    browser.drop_cookie(response, browser.GUEST)
    return response


def ours(place: str, otherwise: str = "/") -> str:
    """Return that place if it is one of ours, else the other one."""
    return place if _OURS.fullmatch(place) else otherwise


def browser_name(request: Request) -> str:
    """Return what the person would call their browser, as far as it says so."""
    agent = request.headers.get("user-agent", "")
    name = next((words for mark, words in _BROWSERS if mark in agent), "A browser")
    system = next((words for mark, words in _SYSTEMS if mark in agent), "")
    return f"{name} on {system}" if system else name
