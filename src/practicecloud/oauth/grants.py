"""OAuth 2.0 by Authlib's framework-neutral server: codes with PKCE (S256), refresh, revocation.

Authlib has no adapter for Starlette. This one is made for each request, over one database
transaction. What Authlib leaves out is here: PKCE is required and ``plain`` refused, codes are
used once, refresh tokens rotate as the contract says. Its answers go by RFC 6749, not RFC 9457.
"""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from authlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]  # Authlib has no types
from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]  # Authlib has no types
    AuthorizationServer,
    InvalidGrantError,
    InvalidRequestError,
    grants,
)
from authlib.oauth2.rfc7009 import RevocationEndpoint  # type: ignore[import-untyped]  # as above
from authlib.oauth2.rfc7636 import CodeChallenge  # type: ignore[import-untyped]  # as above
from fastapi.responses import JSONResponse
from starlette.responses import RedirectResponse, Response

from practicecloud.audit import audit
from practicecloud.oauth import copies, devices
from practicecloud.oauth.client import CLIENT, Agent, Ask, AskedRequest, Code, Token
from practicecloud.oauth.device_grants import Begin, Poll
from practicecloud.people import tokens
from practicecloud.people.people import hashed
from practicecloud.people.tokens import ACCESS_SECONDS, SCOPES, Grant, Issue, Pair
from practicecloud.store import tables

CODE_SECONDS = 60
CODES_KEPT_SECONDS = 86400
"""So long the second use of a code is noticed."""

# Authlib quotes parameters in its descriptions and fails on signs that RFC 6749 forbids there.
_PLAIN = re.compile(r"[\x20-\x21\x23-\x5b\x5d-\x7e]{0,2000}")


class _PkceRequired(CodeChallenge):  # type: ignore[misc]  # Authlib has no types
    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        # With a method there, Authlib insists on the challenge as well.
        if grant.request.payload.data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("The 'code_challenge_method' is S256 only")
        super().validate_code_challenge(grant, redirect_uri)


class _CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]  # Authlib has no types
    TOKEN_ENDPOINT_AUTH_METHODS = ("none",)

    def save_authorization_code(self, code: str, request: AskedRequest) -> None:
        grant: Grant = request.user
        row = {
            "code_hash": hashed(code),
            "practice_id": grant.practice_id,
            "person_id": grant.person_id,
            "scope": grant.scope,
            "redirect_uri": request.payload.redirect_uri,
            "challenge": request.payload.data["code_challenge"],
            "expires_at": self.server.now + CODE_SECONDS,
        }
        table, connection = tables.code, self.server.connection
        long_gone = table.c.expires_at < self.server.now - CODES_KEPT_SECONDS
        connection.execute(sa.delete(table).where(long_gone))
        connection.execute(sa.insert(table).values(row))

    def query_authorization_code(self, code: str, _client: Agent) -> Code | None:
        return self.server.take_code(hashed(code))  # type: ignore[no-any-return]  # no types

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Do nothing: a code was marked as used when it was taken."""

    def authenticate_user(self, authorization_code: Code) -> Grant:
        return authorization_code.grant


class _RefreshGrant(grants.RefreshTokenGrant):  # type: ignore[misc]  # Authlib has no types
    TOKEN_ENDPOINT_AUTH_METHODS = ("none",)
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
        connection, now = self.server.connection, self.server.now
        found = tokens.by_refresh_token(connection, refresh_token, now)
        if found is None:
            return None
        if found.retired:
            copies.noticed(connection, found, now)
            return None
        tokens.first_use(connection, found)
        return Token(found)

    def authenticate_user(self, refresh_token: Token) -> Grant:
        issue = refresh_token.issue
        return Grant(issue.person_id, issue.practice_id, issue.scope)

    def issue_token(self, user: Grant, refresh_token: Token) -> Any:
        # A narrower scope is not offered: the family has one, and the answer names it.
        scope = refresh_token.issue.scope
        return self.generate_token(user=user, scope=scope, include_refresh_token=True)

    def revoke_old_credential(self, refresh_token: Token) -> None:
        """Do nothing: the old token stays good until the new one is first used."""


class _Revocation(RevocationEndpoint):  # type: ignore[misc]  # Authlib has no types
    CLIENT_AUTH_METHODS = ("none",)

    def query_token(self, token: str, _hint: str | None) -> Token | None:
        connection, now = self.server.connection, self.server.now
        found = tokens.by_refresh_token(connection, token, now)
        found = found or tokens.by_access_token(connection, token, now)
        return Token(found) if found else None

    def revoke_token(self, token: Token, request: AskedRequest) -> None:
        del request
        tokens.revoke_family(self.server.connection, token.issue.family_id, self.server.now)


class SignIn(AuthorizationServer):  # type: ignore[misc]  # Authlib has no types
    """Answers one OAuth request within one transaction of the database."""

    here = asking = asked_for = ""
    """Of a device: our own address, the server that asks, and for which practice alone."""

    def __init__(self, connection: sa.Connection, now: float) -> None:
        super().__init__(scopes_supported=list(SCOPES))
        self.connection = connection
        self.now = now
        self.register_grant(_CodeGrant, [_PkceRequired(required=True)])
        self.register_grant(_RefreshGrant)
        self.register_grant(Poll)
        self.register_endpoint(_Revocation)
        self.register_endpoint(Begin)
        self.register_token_generator("default", _token)

    def consent(self, ask: Ask) -> Any:  # Authlib has no types
        """Return the checked request for a person's consent. Raises `OAuth2Error`."""
        _check_plain(ask)
        return self.get_consent_grant(ask)

    def decide(self, checked: Any, grant: Grant | None) -> Response:
        """Return the redirect that tells the agent what the person has decided."""
        answer: Response = self.create_authorization_response(checked.request, grant, checked)
        return answer

    def exchange(self, ask: Ask) -> Response:
        """Answer the token endpoint."""
        try:
            _check_plain(ask)
        except OAuth2Error as error:
            return self.refuse(error)
        answer: Response = self.create_token_response(ask)
        return answer

    def revoke(self, ask: Ask) -> Response:
        """Answer the revocation endpoint."""
        return self._at("revocation", ask)

    def begin_device(self, ask: Ask, here: str, asking: str) -> Response:
        """Answer the device authorization endpoint."""
        self.here, self.asking = here, asking
        self.asked_for = ask.parameters.get("practice", "")[:36]
        return self._at("device_authorization", ask)

    def _at(self, endpoint: str, ask: Ask) -> Response:
        try:
            _check_plain(ask)
        except OAuth2Error as error:
            return self.refuse(error)
        answer: Response = self.create_endpoint_response(endpoint, ask)
        return answer

    def refuse(self, error: OAuth2Error) -> Response:
        """Return the answer of an error: a redirect where the address was checked."""
        return self.handle_response(*error(None))

    def take_code(self, code_hash: bytes) -> Code | None:
        """Return the code and mark it used; a second use revokes what the first has led to."""
        table = tables.code
        mine = table.c.code_hash == code_hash
        row = self.connection.execute(sa.select(table).where(mine).with_for_update()).one_or_none()
        if row is None or row.expires_at <= self.now:
            return None
        if row.used_at is not None:
            if row.family_id:
                tokens.revoke_family(self.connection, row.family_id, self.now)
            return None
        self.connection.execute(sa.update(table).where(mine).values(used_at=self.now))
        return Code(row, code_hash)

    # From here on: what Authlib asks of an adapter.

    def query_client(self, client_id: str) -> Agent | None:
        return Agent() if client_id == CLIENT else None

    def save_token(self, token: dict[str, object], request: AskedRequest) -> None:
        pair = Pair(str(token["access_token"]), str(token["refresh_token"]))
        if request.refresh_token is not None:
            issue: Issue = request.refresh_token.issue
            family_id, parent_id = issue.family_id, issue.issue_id
        elif request.credential is not None:
            device: devices.Device = request.credential
            family_id, parent_id = self._begin(device.grant, device.row.server), None
            tokens.name_family(self.connection, family_id, device.row.server)
            devices.used(self.connection, device, family_id, self.now)
        else:
            family_id, parent_id = self._begin_family(request.authorization_code), None
        tokens.issue_pair(self.connection, family_id, parent_id, pair, self.now)
        found = tokens.by_access_token(self.connection, pair.access, self.now)
        if found is None:
            raise InvalidGrantError
        token["practice_id"] = found.practice_id
        token["practice_name"] = found.practice_name
        token["user"] = found.email

    def create_oauth2_request(self, request: Ask) -> AskedRequest:
        return AskedRequest(request)

    def handle_response(
        self, status: int, body: object, headers: list[tuple[str, str]]
    ) -> Response:
        named = {**dict(headers), "Cache-Control": "no-store"}
        if status == 302:
            # 303: whatever the method was, the browser asks the agent with GET.
            return RedirectResponse(named["Location"], 303, {"Cache-Control": "no-store"})
        named.pop("Content-Type", None)
        return JSONResponse(body, status, named)

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Do nothing: nobody listens."""

    def _begin_family(self, code: Code) -> str:
        family_id = self._begin(code.grant)
        table = tables.code
        mine = table.c.code_hash == code.code_hash
        self.connection.execute(sa.update(table).where(mine).values(family_id=family_id))
        return family_id

    def _begin(self, grant: Grant, server: str = "") -> str:
        who, mine = grant.person_id, grant.practice_id
        audit.note(self.connection, mine, who, "server-allowed", self.now, about=server)
        return tokens.begin_family(self.connection, grant, self.now)


def _check_plain(ask: Ask) -> None:
    for name, text in ask.parameters.items():
        if name != "state" and not _PLAIN.fullmatch(text):
            raise InvalidRequestError("A parameter has a sign that is not allowed")


def _token(**asked: Any) -> dict[str, object]:  # as Authlib calls it
    pair = tokens.new_pair()
    return {
        "access_token": pair.access,
        "token_type": "Bearer",
        "expires_in": ACCESS_SECONDS,
        "refresh_token": pair.refresh,
        "scope": asked["scope"],
    }
