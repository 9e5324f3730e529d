"""The pages on which staff look contacts up; nothing can be changed there."""

from __future__ import annotations

import math
import re
import threading
from typing import Annotated
from urllib.parse import quote, urlencode

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from practicecloud import browser, known_browsers, lookup
from practicecloud.cloud import Cloud
from practicecloud.contact import Contact, stored_contact
from practicecloud.entrance import Entered, TooManyFailures, let_in
from practicecloud.people import Member, Person, begin_visit, end_visit, memberships
from practicecloud.problems import Problem
from practicecloud.routes import for_people
from practicecloud.search import marked, words
from practicecloud.storage import reading, writing
from practicecloud.wire import read_form

Form = Annotated[dict[str, str], Depends(read_form)]

LISTED = 50
PASSWORDS_AT_ONCE = 4

# A path of ours: `//host` and `/\host` would lead elsewhere.
_OURS = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


class Pages:
    """The pages over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        # Each check of a password takes 64 MB while it lasts.
        self._at_once = threading.BoundedSemaphore(PASSWORDS_AT_ONCE)

    def router(self) -> APIRouter:
        """Return the routes; they are for people, so the contract does not list them."""
        routes = (
            ("GET", "/sign-in", self.sign_in_form),
            ("POST", "/sign-in", self.sign_in),
            ("POST", "/sign-out", self.sign_out),
            ("GET", "/", self.home),
            ("GET", "/practices/{practice_id}", self.contacts),
            ("GET", "/practices/{practice_id}/contacts/{contact_id:path}", self.contact),
        )
        return for_people(routes)

    def sign_in_form(
        self,
        request: Request,
        next: str = "/",  # noqa: A002  # the name in the address
    ) -> Response:
        """Ask for e-mail address and password."""
        return _sign_in_page(request, next, "")

    def sign_in(self, request: Request, form: Form) -> Response:
        """Let the person in, or ask again."""
        following = form.get("next", "/")
        if not browser.form_is_ours(browser.cookie(request, browser.GUEST), form.get("csrf", "")):
            return browser.page("refused.html", 403, reason="form")
        engine, now = self._cloud.engine, self._cloud.now()
        entered = _entered(request, form)
        try:
            with self._at_once:
                person = let_in(engine, entered, now)
        except TooManyFailures as failures:
            return _waiting_page(request, following, math.ceil(failures.seconds))
        if person is None:
            return _sign_in_page(request, following, "wrong", 403)
        with writing(engine) as connection:
            secret = begin_visit(connection, person, now)
            known = known_browsers.remember(connection, entered.browser, person, now)
        response = browser.see_other(following if _OURS.fullmatch(following) else "/")
        browser.set_cookie(response, browser.VISIT, secret)
        browser.set_cookie(response, browser.KNOWN, known, known_browsers.KNOWN_SECONDS)
        browser.drop_cookie(response, browser.GUEST)
        return response

    def sign_out(self, request: Request, form: Form) -> Response:
        """Forget the visit."""
        secret = browser.cookie(request, browser.VISIT)
        if not browser.form_is_ours(secret, form.get("csrf", "")):
            return browser.page("refused.html", 403, reason="form")
        with writing(self._cloud.engine) as connection:
            end_visit(connection, secret)
        following = form.get("next", "")
        response = browser.see_other(following if _OURS.fullmatch(following) else "/sign-in")
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

    def contacts(
        self,
        request: Request,
        practice_id: str,
        q: Annotated[str, Query(max_length=200)] = "",
        after: Annotated[str, Query(max_length=4000)] = "",
    ) -> Response:
        """Show the contacts that hold every word of the question."""
        return self._show(request, practice_id, q, after)

    def contact(
        self,
        request: Request,
        practice_id: str,
        contact_id: str,
        q: Annotated[str, Query(max_length=200)] = "",
        after: Annotated[str, Query(max_length=4000)] = "",
    ) -> Response:
        """Show everything about one contact, beside the list where there is room."""
        return self._show(request, practice_id, q, after, contact_id)

    def _show(
        self, request: Request, practice_id: str, q: str, after: str, contact_id: str | None = None
    ) -> Response:
        person = browser.signed_in(self._cloud, request)
        if person is None:
            query = f"?{request.url.query}" if request.url.query else ""
            return browser.see_other(f"/sign-in?next={quote(request.url.path + query, safe='')}")
        with reading(self._cloud.engine) as connection:
            member = _member(connection, person, practice_id)
            try:
                found = lookup.find(connection, practice_id, q, after, LISTED)
            except lookup.UnreadablePlace:
                raise Problem("not-found") from None
            shown, names = _detail(connection, practice_id, contact_id)
        asked_for = words(q)
        return browser.page(
            "contacts.html",
            practice=member,
            q=q,
            found=found.contacts(),
            more=_address(practice_id, None, q, found.next) if found.next else "",
            shown=shown,
            names=names,
            marked=lambda text: marked(text, asked_for),
            back=_address(practice_id, None, q, after),
            address=lambda of: _address(practice_id, of, q, after),
            csrf=browser.form_token(browser.cookie(request, browser.VISIT)),
        )


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
    # A form that is open in another tab stays good: the secret is kept while there is one.
    secret = browser.cookie(request, browser.GUEST) or browser.new_secret()
    response = browser.page(
        "sign_in.html",
        status,
        next=following,
        trouble=trouble,
        seconds=seconds,
        csrf=browser.form_token(secret),
    )
    browser.set_cookie(response, browser.GUEST, secret)
    return response


def _member(connection: sa.Connection, person: Person, practice_id: str) -> Member:
    for member in memberships(connection, person.person_id):
        if member.practice_id == practice_id:
            return member
    raise Problem("not-found")


def _detail(
    connection: sa.Connection, practice_id: str, contact_id: str | None
) -> tuple[Contact | None, dict[str, str]]:
    """Return the contact to show, with the names of its associates that are online."""
    if contact_id is None:
        return None, {}
    body = lookup.body_of(connection, practice_id, contact_id)
    if body is None:
        raise Problem("not-found")
    shown = stored_contact(body)
    others = [one.contact for one in shown.associations]
    return shown, lookup.names_of(connection, practice_id, others)


def _address(practice_id: str, contact_id: str | None, q: str, after: str) -> str:
    """Return where a contact, or the list for None, is shown with this part of the list."""
    place = f"/practices/{practice_id}"
    if contact_id is not None:
        place += f"/contacts/{quote(contact_id, safe='')}"
    kept = {name: value for name, value in (("q", q), ("after", after)) if value}
    return f"{place}?{urlencode(kept)}" if kept else place
