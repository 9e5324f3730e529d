"""The client, requests, codes and tokens in the shapes that Authlib asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
import sqlalchemy as sa
from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]  # Authlib has no types
    AuthorizationCodeMixin,
    ClientMixin,
    OAuth2Request,
    TokenMixin,
)
from authlib.oauth2.rfc6749.requests import (  # type: ignore[import-untyped]  # as above
    BasicOAuth2Payload,
)
from authlib.oauth2.rfc8628 import (  # type: ignore[import-untyped]  # as above
    DEVICE_CODE_GRANT_TYPE,
)

from practicecloud.people.tokens import SCOPES, Grant, Issue

CLIENT = "practicesync"
GRANT_TYPES = ("authorization_code", "refresh_token", DEVICE_CODE_GRANT_TYPE)

_REDIRECT = re.compile(r"http://127\.0\.0\.1:([1-9][0-9]{0,4})/callback")


class Ask(msgspec.Struct, frozen=True):
    """A request as Authlib needs it: parameters of query and form together."""

    method: str
    url: str
    parameters: Mapping[str, str]


class AskedRequest(OAuth2Request):  # type: ignore[misc]  # Authlib has no types
    """A request for Authlib."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask.method, ask.url)
        self.payload = BasicOAuth2Payload(dict(ask.parameters))

    @property
    def form(self) -> Mapping[str, str]:
        parameters: Mapping[str, str] = self.payload.data
        return parameters


class Agent(ClientMixin):  # type: ignore[misc]  # Authlib has no types
    """The one client there is: Practice Sync on a practice's server, which can keep no secret."""

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str | None) -> str | None:
        asked = (scope or "").split()
        return " ".join(sorted(set(asked))) if asked and set(asked) <= set(SCOPES) else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        port = _REDIRECT.fullmatch(redirect_uri)
        return port is not None and int(port.group(1)) < 65536

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        return method == "none"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in GRANT_TYPES


class Code(AuthorizationCodeMixin):  # type: ignore[misc]  # Authlib has no types
    """A code that was issued."""

    def __init__(self, row: sa.Row[Any], code_hash: bytes) -> None:
        self.code_hash = code_hash
        self.grant = Grant(row.person_id, row.practice_id, row.scope)
        self.redirect_uri: str = row.redirect_uri
        self.code_challenge: str = row.challenge
        self.code_challenge_method = "S256"

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.grant.scope


class Token(TokenMixin):  # type: ignore[misc]  # Authlib has no types
    """A token that was issued."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue

    def check_client(self, client: Agent) -> bool:
        return client.get_client_id() == CLIENT

    def get_scope(self) -> str:
        return self.issue.scope
