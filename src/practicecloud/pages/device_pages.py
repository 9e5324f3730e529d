"""The pages on which an administrator allows a server that has no browser of its own."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

import sqlalchemy as sa
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from practicecloud.cloud import Cloud
from practicecloud.contract.routes import for_people
from practicecloud.oauth import devices
from practicecloud.oauth.consent import choices_of, granted
from practicecloud.pages.consent_page import Wish, consent_page
from practicecloud.people.people import Person, memberships
from practicecloud.store.storage import writing
from practicecloud.web import browser
from practicecloud.web.wire import Form


class DevicePages:
    """The pages over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes; they are for people, so the contract does not list them."""
        routes = (
            ("GET", "/device", self.ask_for_code),
            ("POST", "/device", self.ask_for_consent),
            ("POST", "/device/decision", self.decide),
        )
        return for_people(routes)

    def ask_for_code(
        self, request: Request, user_code: Annotated[str, Query(max_length=40)] = ""
    ) -> Response:
        """Ask the person who is signed in for the code that their server shows."""
        person = browser.signed_in(self._cloud, request)
        if person is None:
            code = devices.normal(user_code)
            here = f"/device?user_code={code}" if code else "/device"
            return browser.see_other(f"/sign-in?next={quote(here, safe='')}")
        return _code_page(request, person, devices.normal(user_code))

    def ask_for_consent(self, request: Request, form: Form) -> Response:
        """Show who asks for what, if the code is right."""
        person = self._sender(request, form)
        if person is None:
            return browser.page("refused.html", 403, reason="form")
        typed = form.get("user_code", "")
        with writing(self._cloud.engine) as connection:
            try:
                asked = self._asked(connection, typed, person)
            except devices.TooManyTries:
                return _code_page(request, person, "", "wait", 429)
            members = memberships(connection, person.person_id)
        if asked is None:
            return _code_page(request, person, typed[:40], "wrong", 403)
        code = devices.normal(typed)
        begin_at = f"/device?user_code={code}"
        wish = Wish(asked.scope, "/device/decision", begin_at, code, asked.server)
        choices = choices_of(members, asked.scope, asked.asked_for)
        return consent_page(request, person, wish, choices)

    def decide(self, request: Request, form: Form) -> Response:
        """Keep the person's decision for the agent to come for."""
        person = self._sender(request, form)
        if person is None:
            return browser.page("refused.html", 403, reason="form")
        with writing(self._cloud.engine) as connection:
            try:
                asked = self._asked(connection, form.get("user_code", ""), person)
            except devices.TooManyTries:
                return _code_page(request, person, "", "wait", 429)
            if asked is None:
                return _code_page(request, person, "", "wrong", 403)
            members = memberships(connection, person.person_id)
            choices = choices_of(members, asked.scope, asked.asked_for)
            grant = granted(person, asked.scope, form, choices)
            if grant is None and form.get("decision") == "allow":
                return browser.page("refused.html", 403, reason="practice")
            devices.decide(connection, asked, grant)
        return browser.page("device_done.html", allowed=grant is not None)

    def _sender(self, request: Request, form: Form) -> Person | None:
        """Return who has sent a form of ours, or None."""
        secret = browser.cookie(request, browser.VISIT)
        ours = browser.form_is_ours(secret, form.get("csrf", ""))
        return browser.signed_in(self._cloud, request) if ours else None

    def _asked(self, connection: sa.Connection, typed: str, person: Person) -> sa.Row[Any] | None:
        now = self._cloud.now()
        return devices.by_user_code(connection, typed, person.person_id, now)


def _code_page(
    request: Request, person: Person, typed: str, trouble: str = "", status: int = 200
) -> Response:
    return browser.page(
        "device.html",
        status,
        person=person,
        typed=typed,
        trouble=trouble,
        csrf=browser.form_token(browser.cookie(request, browser.VISIT)),
    )
