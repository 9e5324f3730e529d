"""The page on which a person allows a server something, or doesn't."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.people.people import Member, Person
from practicecloud.people.tokens import MEANING_OF_SCOPE
from practicecloud.web import browser


class Wish(msgspec.Struct, frozen=True):
    """What is asked for, where the decision goes, and where to begin again as somebody else.

    `user_code` is the code that led here, if one did: then anybody may have sent it, so the page
    names the `server` and warns.
    """

    scope: str
    decide_at: str
    begin_at: str
    user_code: str = ""
    server: str = ""


def consent_page(request: Request, person: Person, wish: Wish, choices: list[Member]) -> Response:
    """Ask the person for consent to one of those practices; with none, say who could give it."""
    return browser.page(
        "consent.html",
        person=person,
        wish=wish,
        choices=choices,
        meanings=[words for one, words in MEANING_OF_SCOPE.items() if one in wish.scope.split()],
        csrf=browser.form_token(browser.cookie(request, browser.VISIT)),
    )
