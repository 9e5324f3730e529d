"""The page on which people change their own password and see where they are signed in."""

from __future__ import annotations

import math

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.cloud import Cloud
from practicecloud.contract.routes import for_people
from practicecloud.pages import guests
from practicecloud.pages.people_pages import NOTHING, Told
from practicecloud.people import passwords, people, visits
from practicecloud.people.entrance import Entered, TooManyFailures, let_in
from practicecloud.people.people import Person, memberships
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser
from practicecloud.web.wire import Form


class AccountPages:
    """The page over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes; they are for people, so the contract does not list them."""
        routes = (
            ("GET", "/account", self.shown),
            ("POST", "/account/password", self.change_password),
            ("POST", "/account/sign-out-elsewhere", self.sign_out_elsewhere),
        )
        return for_people(routes)

    def shown(self, request: Request, told: str = "") -> Response:
        """Show the account of who is signed in."""
        person = browser.signed_in(self._cloud, request)
        if person is None:
            return browser.see_other("/sign-in?next=%2Faccount")
        return self._page(request, person, _DONE.get(told, NOTHING))

    def change_password(self, request: Request, form: Form) -> Response:
        """Replace the password by whoever knows it, and sign them out everywhere else."""
        person = self._sender(request, form)
        if isinstance(person, Response):
            return person
        password = form.get("password", "")
        trouble = passwords.complaint(password, form.get("once_more", ""), person.email)
        if trouble:
            return self._page(request, person, Told(trouble, bad=True), 422)
        address = request.client.host if request.client else ""
        known = browser.cookie(request, browser.KNOWN)
        entered = Entered(person.email, form.get("old", ""), address, known)
        try:
            right = let_in(self._cloud.engine, entered, self._cloud.now())
        except TooManyFailures as failed:
            return self._wait(request, person, math.ceil(failed.seconds))
        if right is None:
            wrong = "That is not the password that you have now. Nothing has changed."
            return self._page(request, person, Told(wrong, bad=True), 403)
        return self._changed(request, person, passwords.hash_of(password))

    def sign_out_elsewhere(self, request: Request, form: Form) -> Response:
        """End all visits of the person but this one."""
        person = self._sender(request, form)
        if isinstance(person, Response):
            return person
        with writing(self._cloud.engine) as connection:
            here = browser.cookie(request, browser.VISIT)
            visits.end_others(connection, person.person_id, here)
        return browser.see_other("/account?told=elsewhere")

    def _changed(self, request: Request, person: Person, password_hash: str) -> Response:
        with writing(self._cloud.engine) as connection:
            # Somebody else's knowledge of the old one does not make the new one known to them,
            # but they may be who changes it: what was said of the old one goes on.
            people.set_password(
                connection,
                person.person_id,
                password_hash,
                shared=people.password_is_shared(connection, person.person_id),
            )
        return guests.come_in(self._cloud, request, person, "/account?told=password")

    def _sender(self, request: Request, form: Form) -> Person | Response:
        secret = browser.cookie(request, browser.VISIT)
        if not browser.form_is_ours(secret, form.get("csrf", "")):
            return browser.page("refused.html", 403, reason="form")
        person = browser.signed_in(self._cloud, request)
        return person if person is not None else browser.see_other("/sign-in?next=%2Faccount")

    def _wait(self, request: Request, person: Person, seconds: int) -> Response:
        told = Told(
            f"There were too many wrong passwords. Wait {seconds} seconds and try again.", bad=True
        )
        response = self._page(request, person, told, 429)
        response.headers["Retry-After"] = str(seconds)
        return response

    def _page(self, request: Request, person: Person, told: Told, status: int = 200) -> Response:
        secret = browser.cookie(request, browser.VISIT)
        with reading(self._cloud.engine) as connection:
            listed = visits.visits_of(connection, person.person_id, secret, self._cloud.now())
            practices = memberships(connection, person.person_id)
        response = browser.page(
            "account.html",
            status,
            csrf=browser.form_token(secret),
            person=person,
            visits=listed,
            practices=practices,
            told=told,
        )
        response.headers["Content-Security-Policy"] = browser.DESK_POLICY
        return response


_DONE = {
    "password": Told("Your password is changed. You are signed out everywhere else."),
    "elsewhere": Told("You are signed out everywhere but here."),
}
