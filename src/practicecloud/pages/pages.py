"""The pages on which people sign in and out and choose a practice."""

from __future__ import annotations

import math

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.cloud import Cloud
from practicecloud.contract.routes import for_people
from practicecloud.pages import guests
from practicecloud.people import visits
from practicecloud.people.entrance import Entered, TooManyFailures, let_in
from practicecloud.people.people import memberships, nobody_yet
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser
from practicecloud.web.wire import Form


class Pages:
    """The pages over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes; they are for people, so the contract does not list them."""
        routes = (
            ("GET", "/sign-in", self.sign_in_form),
            ("POST", "/sign-in", self.sign_in),
            ("POST", "/sign-out", self.sign_out),
            ("GET", "/", self.home),
        )
        return for_people(routes)

    def sign_in_form(
        self,
        request: Request,
        next: str = "/",  # noqa: A002  # the name in the address
    ) -> Response:
        """Ask for e-mail address and password."""
        with reading(self._cloud.engine) as connection:
            trouble = "nobody" if nobody_yet(connection) else ""
        return _sign_in_page(request, next, trouble)

    def sign_in(self, request: Request, form: Form) -> Response:
        """Let the person in, or ask again."""
        following = form.get("next", "/")
        if not guests.is_ours(request, form):
            return browser.page("refused.html", 403, reason="form")
        try:
            person = let_in(self._cloud.engine, _entered(request, form), self._cloud.now())
        except TooManyFailures as failures:
            return _waiting_page(request, following, math.ceil(failures.seconds))
        if person is None:
            return _sign_in_page(request, following, "wrong", 403)
        return guests.come_in(self._cloud, request, person, following)

    def sign_out(self, request: Request, form: Form) -> Response:
        """Forget the visit."""
        secret = browser.cookie(request, browser.VISIT)
        if not browser.form_is_ours(secret, form.get("csrf", "")):
            return browser.page("refused.html", 403, reason="form")
        with writing(self._cloud.engine) as connection:
            visits.end(connection, secret)
        following = form.get("next", "")
        response = browser.see_other(guests.ours(following, "/sign-in"))
        browser.drop_cookie(response, browser.VISIT)
        return response

    def home(self, request: Request) -> Response:
        """Lead to the person's practice, or let the person choose among several."""
        person = browser.signed_in(self._cloud, request)
        if person is None:
            return browser.see_other("/sign-in")
        with reading(self._cloud.engine) as connection:
            members = memberships(connection, person.person_id)
        if len(members) == 1:
            return browser.see_other(f"/practices/{members[0].practice_id}")
        csrf = browser.form_token(browser.cookie(request, browser.VISIT))
        return browser.page("practices.html", members=members, person=person, csrf=csrf)


def _entered(request: Request, form: dict[str, str]) -> Entered:
    address = request.client.host if request.client else ""
    known = browser.cookie(request, browser.KNOWN)
    return Entered(form.get("email", ""), form.get("password", ""), address, known)


def _waiting_page(request: Request, following: str, seconds: int) -> Response:
    response = _sign_in_page(request, following, "wait", 429, seconds=seconds)
    response.headers["Retry-After"] = str(seconds)
    return response


def _sign_in_page(
    request: Request, following: str, trouble: str, status: int = 200, seconds: int = 0
) -> Response:
    return guests.guest_page(
        request, "sign_in.html", status, next=following, trouble=trouble, seconds=seconds
    )
