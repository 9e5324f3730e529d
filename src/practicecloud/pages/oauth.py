"""The routes of signing in: consent, tokens, revocation, metadata."""

from __future__ import annotations

import math
from urllib.parse import quote, urlencode

from authlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]  # Authlib has no types
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from practicecloud.cloud import Cloud
from practicecloud.contract.routes import in_contract
from practicecloud.oauth import devices
from practicecloud.oauth.client import GRANT_TYPES, Ask
from practicecloud.oauth.consent import choices_of, granted
from practicecloud.oauth.devices import TooManyOpen
from practicecloud.oauth.grants import SignIn
from practicecloud.pages.consent_page import Wish, consent_page
from practicecloud.people.people import memberships
from practicecloud.people.tokens import SCOPES
from practicecloud.problems import Problem
from practicecloud.store.storage import reading, writing
from practicecloud.web import browser
from practicecloud.web.wire import Form

# Authlib refuses what did not come over TLS; `serve` sees to that, if need be by a proxy.
_SECURE = "https://practice-cloud"


class OAuth:
    """OAuth 2.0 over one `Cloud`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def router(self) -> APIRouter:
        """Return the routes with what `docs/openapi.json` says of them."""
        routes = (
            ("GET", "/oauth/authorize", self.authorize),
            ("POST", "/oauth/authorize", self.decide),
            ("POST", "/oauth/device_authorization", self.begin_device),
            ("POST", "/oauth/token", self.token),
            ("POST", "/oauth/revoke", self.revoke),
            ("GET", "/.well-known/oauth-authorization-server", self.metadata),
        )
        return in_contract("signing in", routes)

    def authorize(self, request: Request) -> Response:
        """Ask the person who is signed in for consent."""
        person = browser.signed_in(self._cloud, request)
        with reading(self._cloud.engine) as connection:
            oauth = SignIn(connection, self._cloud.now())
            try:
                checked = oauth.consent(_ask(request))
            except OAuth2Error as error:
                return _refusal(oauth, error)
            if person is None:
                here = f"{request.url.path}?{request.url.query}"
                return browser.see_other(f"/sign-in?next={quote(here, safe='')}")
            scope = str(checked.request.scope)
            asked_for = request.query_params.get("practice", "")
            choices = choices_of(memberships(connection, person.person_id), scope, asked_for)
        here = f"/oauth/authorize?{urlencode(request.query_params.multi_items())}"
        return consent_page(request, person, Wish(scope, here, here), choices)

    def decide(self, request: Request, form: Form) -> Response:
        """Take the person's decision back to the agent."""
        person = browser.signed_in(self._cloud, request)
        secret = browser.cookie(request, browser.VISIT)
        if person is None or not browser.form_is_ours(secret, form.get("csrf", "")):
            return browser.page("refused.html", 403, reason="form")
        with writing(self._cloud.engine) as connection:
            oauth = SignIn(connection, self._cloud.now())
            try:
                checked = oauth.consent(_ask(request))
            except OAuth2Error as error:
                return _refusal(oauth, error)
            scope = str(checked.request.scope)
            asked_for = request.query_params.get("practice", "")
            choices = choices_of(memberships(connection, person.person_id), scope, asked_for)
            grant = granted(person, scope, form, choices)
            if grant is None and form.get("decision") == "allow":
                return browser.page("refused.html", 403, reason="practice")
            return oauth.decide(checked, grant)

    def begin_device(self, request: Request, form: Form) -> Response:
        """Begin a sign-in that is allowed in a browser elsewhere (RFC 8628)."""
        # Not for Authlib, which would refuse what RFC 6749 does not know: any computer's name.
        asking = "".join(sign for sign in form.pop("server", "") if sign.isprintable())[:200]
        here = str(request.base_url).rstrip("/")
        address, now = request.client.host if request.client else "", self._cloud.now()
        try:
            with writing(self._cloud.engine) as connection:
                devices.count(connection, address, now)
                oauth = SignIn(connection, now)
                return oauth.begin_device(_posted(request, form), here, asking)
        except TooManyOpen as full:
            raise Problem("too-many-requests", retry_after=math.ceil(full.seconds)) from None

    def token(self, request: Request, form: Form) -> Response:
        """Exchange a code or a refresh token for new tokens."""
        with writing(self._cloud.engine) as connection:
            return SignIn(connection, self._cloud.now()).exchange(_posted(request, form))

    def revoke(self, request: Request, form: Form) -> Response:
        """End the sign-in that a token belongs to, with all its tokens."""
        with writing(self._cloud.engine) as connection:
            return SignIn(connection, self._cloud.now()).revoke(_posted(request, form))

    def metadata(self, request: Request) -> Response:
        """Say where everything is (RFC 8414)."""
        here = str(request.base_url).rstrip("/")
        return JSONResponse(
            {
                "issuer": here,
                "authorization_endpoint": f"{here}/oauth/authorize",
                "device_authorization_endpoint": f"{here}/oauth/device_authorization",
                "token_endpoint": f"{here}/oauth/token",
                "revocation_endpoint": f"{here}/oauth/revoke",
                "scopes_supported": list(SCOPES),
                "response_types_supported": ["code"],
                "grant_types_supported": list(GRANT_TYPES),
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["none"],
                "revocation_endpoint_auth_methods_supported": ["none"],
            }
        )


def _ask(request: Request) -> Ask:
    """Return the request by its query; a parameter that is there twice counts as none."""
    parameters = {
        name: request.query_params[name]
        for name in request.query_params
        if len(request.query_params.getlist(name)) == 1
    }
    return Ask("GET", _SECURE + request.url.path, parameters)


def _posted(request: Request, form: dict[str, str]) -> Ask:
    return Ask("POST", _SECURE + request.url.path, form)


def _refusal(oauth: SignIn, error: OAuth2Error) -> Response:
    """Tell the agent if its address is known to be good, else the person."""
    if error.redirect_uri:
        return oauth.refuse(error)
    return browser.page("refused.html", 400, reason="link")
