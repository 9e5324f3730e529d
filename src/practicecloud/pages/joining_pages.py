"""The pages by which somebody joins a practice: as its first administrator, or invited."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from sqlalchemy.exc import IntegrityError
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.addresses import is_address
from practicecloud.audit import audit
from practicecloud.cloud import Cloud
from practicecloud.contract.routes import for_people
from practicecloud.pages import guests
from practicecloud.people import beginning, invitations, passwords
from practicecloud.people.invitations import KnownAlready, NotGood, Offer
from practicecloud.people.people import Person, normal_email
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser, inside
from practicecloud.web.wire import Form

Token = Annotated[str, Query(max_length=100)]

LONGEST_NAME = 200


class JoiningPages:
    """The pages over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes; they are for people, so the contract does not list them."""
        routes = (
            ("GET", "/welcome", self.welcome_form),
            ("POST", "/welcome", self.welcome),
            ("GET", "/practices/{practice_id}/next-steps", self.next_steps),
            ("GET", "/join", self.join_form),
            ("POST", "/join", self.join),
            ("POST", "/join/signed-in", self.join_signed_in),
        )
        return for_people(routes)

    def welcome_form(self, request: Request, token: Token = "") -> Response:
        """Ask the first administrator for the practice's name and their own password."""
        with reading(self._cloud.engine) as connection:
            if not beginning.is_good(connection, token, self._cloud.now()):
                return _over("welcome")
        return _welcome_page(request, {"token": token}, "")

    def welcome(self, request: Request, form: Form) -> Response:
        """Let the first administrator in, or ask again."""
        if not guests.is_ours(request, form):
            return browser.page("refused.html", 403, reason="form")
        token = form.get("token", "")
        with reading(self._cloud.engine) as connection:
            if not beginning.is_good(connection, token, self._cloud.now()):
                return _over("welcome")
        if trouble := _not_first(form):
            return _welcome_page(request, form, trouble, 422)
        first = beginning.First(
            form["practice"].strip(),
            normal_email(form["email"]),
            passwords.hash_of(form["password"]),
        )
        with writing(self._cloud.engine) as connection:
            begun = beginning.begin(connection, token, first, self._cloud.now())
        if begun is None:
            return _over("welcome")
        person, practice_id = begun
        return guests.come_in(self._cloud, request, person, f"/practices/{practice_id}/next-steps")

    def next_steps(self, request: Request, practice_id: str) -> Response:
        """Say what an administrator does after the first sign-in."""
        found = inside.member(self._cloud, request, practice_id, administrator=True)
        if isinstance(found, Response):
            return found
        here = self._cloud.public_url or str(request.base_url).rstrip("/")
        return browser.desk(request, self._cloud, *found, "next_steps.html", address=here)

    def join_form(self, request: Request, token: Token = "") -> Response:
        """Show an invitation to whoever it is for: to choose a password, or to sign in first."""
        offer = self._offer(token)
        return self._join_page(request, token, offer, "") if offer else _over("invite")

    def join(self, request: Request, form: Form) -> Response:
        """Let somebody new in under the password that they have chosen."""
        if not guests.is_ours(request, form):
            return browser.page("refused.html", 403, reason="form")
        token, offer = form.get("token", ""), self._offer(form.get("token", ""))
        if offer is None:
            return _over("invite")
        if offer.known:
            return _to_join(token)
        if trouble := _complaint(form, offer.email):
            return self._join_page(request, token, offer, trouble, 422)
        password_hash, now = passwords.hash_of(form["password"]), self._cloud.now()
        try:
            with writing(self._cloud.engine) as connection:
                person = invitations.join_unknown(connection, token, password_hash, now)
                audit.note(connection, offer.practice_id, person.person_id, "joined", now)
        except NotGood:
            return _over("invite")
        except (KnownAlready, IntegrityError):
            # The same person has joined elsewhere meanwhile: their password is there already.
            return _to_join(token)
        return guests.come_in(self._cloud, request, person, f"/practices/{offer.practice_id}")

    def join_signed_in(self, request: Request, form: Form) -> Response:
        """Let somebody known into a further practice, with a new password where they need one."""
        secret = browser.cookie(request, browser.VISIT)
        if not browser.form_is_ours(secret, form.get("csrf", "")):
            return browser.page("refused.html", 403, reason="form")
        token, offer = form.get("token", ""), self._offer(form.get("token", ""))
        person = browser.signed_in(self._cloud, request)
        if offer is None:
            return _over("invite")
        if person is None or person.email != offer.email:
            return _to_join(token)
        password_hash = ""
        if offer.choose:
            if trouble := _complaint(form, offer.email):
                return self._join_page(request, token, offer, trouble, 422)
            password_hash = passwords.hash_of(form["password"])
        return self._joined(request, token, person, password_hash)

    def _joined(self, request: Request, token: str, person: Person, password_hash: str) -> Response:
        now = self._cloud.now()
        try:
            with writing(self._cloud.engine) as connection:
                offer = invitations.join_known(connection, token, person, now, password_hash)
                audit.note(connection, offer.practice_id, person.person_id, "joined", now)
        except NotGood:
            return _over("invite")
        place = f"/practices/{offer.practice_id}"
        if offer.choose:
            return guests.come_in(self._cloud, request, person, place)
        return browser.see_other(place)

    def _offer(self, token: str) -> Offer | None:
        with reading(self._cloud.engine) as connection:
            return invitations.offered(connection, token, self._cloud.now())

    def _join_page(
        self, request: Request, token: str, offer: Offer, trouble: str, status: int = 200
    ) -> Response:
        person = browser.signed_in(self._cloud, request)
        values = {
            "offer": offer,
            "token": token,
            "trouble": trouble,
            "person": person,
            "here": quote(f"/join?token={token}", safe=""),
        }
        if person is None:
            return guests.guest_page(request, "join.html", status, **values)
        csrf = browser.form_token(browser.cookie(request, browser.VISIT))
        return browser.page("join.html", status, csrf=csrf, **values)


def _not_first(form: dict[str, str]) -> str:
    """Return in a sentence what keeps the first administrator from beginning."""
    name = form.get("practice", "").strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return f"Give your practice a name of 1 to {LONGEST_NAME} letters."
    if not is_address(form.get("email", "").strip()):
        return "That is not an e-mail address. Type yours as you would give it to a colleague."
    return _complaint(form, normal_email(form["email"]))


def _complaint(form: dict[str, str], email: str) -> str:
    return passwords.complaint(form.get("password", ""), form.get("once_more", ""), email)


def _welcome_page(
    request: Request, form: dict[str, str], trouble: str, status: int = 200
) -> Response:
    typed = {name: form.get(name, "") for name in ("token", "practice", "email")}
    return guests.guest_page(request, "welcome.html", status, typed=typed, trouble=trouble)


def _over(purpose: str) -> Response:
    return browser.page("link_over.html", 410, purpose=purpose)


def _to_join(token: str) -> Response:
    return browser.see_other(f"/join?token={quote(token, safe='')}")
