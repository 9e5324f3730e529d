"""The pages on which somebody who has forgotten their password gets a new one."""

from __future__ import annotations

import math
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.audit import audit
from practicecloud.cloud import Cloud
from practicecloud.contract.routes import for_people
from practicecloud.notices import forgotten
from practicecloud.pages import guests
from practicecloud.people import failures, passwords, people, resets
from practicecloud.people.failures import FROM_ONE_ADDRESS
from practicecloud.people.people import Person, hashed, normal_email
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser
from practicecloud.web.wire import Form


class ResetPages:
    """The pages over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes; they are for people, so the contract does not list them."""
        routes = (
            ("GET", "/reset", self.form),
            ("POST", "/reset", self.choose),
            ("POST", "/reset/ask", self.ask),
        )
        return for_people(routes)

    def form(self, request: Request, token: Annotated[str, Query(max_length=100)] = "") -> Response:
        """Ask for the new password, or without a link for the address to mail one to."""
        if not token:
            return self._ask_page(request)
        with reading(self._cloud.engine) as connection:
            person = resets.whose(connection, token, self._cloud.now())
        if person is None:
            return _over()
        return _choose_page(request, token, person.email)

    def choose(self, request: Request, form: Form) -> Response:
        """Take the new password and let its person in."""
        if not guests.is_ours(request, form):
            return browser.page("refused.html", 403, reason="form")
        token, password = form.get("token", ""), form.get("password", "")
        with reading(self._cloud.engine) as connection:
            person = resets.whose(connection, token, self._cloud.now())
        if person is None:
            return _over()
        trouble = passwords.complaint(password, form.get("once_more", ""), person.email)
        if trouble:
            return _choose_page(request, token, person.email, trouble, 422)
        password_hash = passwords.hash_of(password)
        with writing(self._cloud.engine) as connection:
            person = resets.choose(connection, token, password_hash, self._cloud.now())
            if person is not None:
                self._note(connection, person)
        return guests.come_in(self._cloud, request, person, "/") if person else _over()

    def _note(self, connection: sa.Connection, person: Person) -> None:
        for one in people.memberships(connection, person.person_id):
            whose, now = person.person_id, self._cloud.now()
            audit.note(connection, one.practice_id, whose, "password-reset", now, about=whose)

    def ask(self, request: Request, form: Form) -> Response:
        """Mail a link, and answer the same whether somebody signs in with that address or not."""
        if not guests.is_ours(request, form):
            return browser.page("refused.html", 403, reason="form")
        if not self._mails:
            return self._ask_page(request)
        address = request.client.host if request.client else ""
        from_here = hashed(f"reset:{failures.network_of(address)}")
        now = self._cloud.now()
        with writing(self._cloud.engine) as connection:
            seconds = failures.wait(connection, from_here, FROM_ONE_ADDRESS, now)
            if seconds == 0:
                failures.note(connection, from_here, FROM_ONE_ADDRESS, now)
                forgotten.ask(connection, normal_email(form.get("email", "")), now)
        if seconds > 0:
            return self._ask_page(request, "wait", 429, math.ceil(seconds))
        return self._ask_page(request, "asked")

    @property
    def _mails(self) -> bool:
        # Never the address in the request: whoever asks could choose to whom a link leads.
        return self._cloud.mail_configured and bool(self._cloud.public_url)

    def _ask_page(
        self, request: Request, told: str = "", status: int = 200, seconds: int = 0
    ) -> Response:
        response = guests.guest_page(
            request, "forgotten.html", status, told=told, mails=self._mails, seconds=seconds
        )
        if seconds:
            response.headers["Retry-After"] = str(seconds)
        return response


def _choose_page(
    request: Request, token: str, email: str, trouble: str = "", status: int = 200
) -> Response:
    return guests.guest_page(
        request, "reset.html", status, token=token, email=email, trouble=trouble
    )


def _over() -> Response:
    return browser.page("link_over.html", 410, purpose="reset")
