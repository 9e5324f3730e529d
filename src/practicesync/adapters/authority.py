"""The cloud's authorization server: OAuth 2.0 for a public client.

With PKCE where there is a browser (RFC 8252), by a code that a person types where not (RFC 8628).

Authlib builds the protocol's messages; they travel over our own bounded wire.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

import msgspec
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]  # has no types
    prepare_grant_uri,
    prepare_token_request,
)
from authlib.oauth2.rfc7636 import (  # type: ignore[import-untyped]  # has no types
    create_s256_code_challenge,
)

from practicesync.adapters.wire import FORM, Request, Wire
from practicesync.adapters.wire_errors import WireAnswer, decoded, odd, refusal
from practicesync.core.errors import Code, Misconfigured, Problem, SignInNeeded
from practicesync.core.text import printable
from practicesync.ports import Clock

CLIENT_ID = "practicesync"
SCOPES = ("contacts:write", "contacts:read", "practice:admin")
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
METADATA_PATH = "/.well-known/oauth-authorization-server"

# It is shown on a terminal: letters and digits only, whatever the answer holds.
_CODE = re.compile(r"[A-Z0-9]{2,8}(-[A-Z0-9]{2,8}){0,2}")

_PATH = re.compile(r"/[A-Za-z0-9._~/?=&%+-]*")


@dataclass(frozen=True, slots=True)
class Grant:
    """What a sign-in or a refresh brings; neither token nor e-mail shows in a log."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    practice_id: str
    practice_name: str = field(repr=False)
    user: str = field(repr=False)
    token_type: str = "Bearer"  # a kind, no token

    def __post_init__(self) -> None:
        object.__setattr__(self, "practice_name", printable(self.practice_name))
        object.__setattr__(self, "user", printable(self.user))


class DeviceCodes(msgspec.Struct, frozen=True):
    """A code for us and one for a person, who types it at that address; times in seconds."""

    device_code: str
    user_code: str
    verification_uri: str
    expires_in: int
    interval: float = 5.0

    def __repr__(self) -> str:
        return f"DeviceCodes(expires_in={self.expires_in}, interval={self.interval})"


class Undecided(msgspec.Struct, frozen=True):
    """No person has decided about the code yet; `slower`: we ask too often."""

    slower: bool


class _Endpoints(msgspec.Struct, frozen=True):
    authorization: str
    token: str
    revocation: str
    device: str


class _Metadata(msgspec.Struct, frozen=True):
    """RFC 8414, as far as it is needed."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str
    device_authorization_endpoint: str
    code_challenge_methods_supported: list[str]


class _Refused(msgspec.Struct, frozen=True):
    error: str = ""


class Authority:
    """Speaks with the authorization server; for one thread at a time."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._known: _Endpoints | None = None

    def sign_in_address(
        self, redirect: str, state: str, verifier: str, practice_id: str = ""
    ) -> str:
        """Return the address that a person opens in a browser to sign in."""
        address: str = prepare_grant_uri(
            self._wire.base + self._endpoints().authorization,
            CLIENT_ID,
            "code",
            redirect_uri=redirect,
            scope=SCOPES,
            state=state,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
            practice=practice_id or None,
        )
        return address

    def discover(self) -> None:
        """Ask how to sign in. Raises `Problem` where what answers isn't a Practice Cloud."""
        self._endpoints()

    def redeem(self, code: str, verifier: str, redirect: str) -> Grant:
        """Return what the code of a sign-in is worth. A code is good for one try."""
        form: str = prepare_token_request(
            "authorization_code",
            code=code,
            code_verifier=verifier,
            redirect_uri=redirect,
            client_id=CLIENT_ID,
        )
        return self._granted(form, repeatable=False)

    def begin_device(self, server: str, practice_id: str = "") -> DeviceCodes:
        """Ask for a code that a person types in a browser elsewhere, who is shown `server`."""
        form = {"client_id": CLIENT_ID, "scope": " ".join(SCOPES), "server": server}
        if practice_id:
            form["practice"] = practice_id
        path = self._endpoints().device
        answer = self._wire.exchange(Request("POST", path, urlencode(form).encode(), FORM))
        if not answer.good:
            raise self._refusal(answer)
        codes = decoded(answer, DeviceCodes)
        self._path(codes.verification_uri, answer)
        if not _CODE.fullmatch(codes.user_code):
            raise odd("user-code", answer)
        return codes

    def redeem_device(self, device_code: str) -> Grant | Undecided:
        """Return what the code is worth by now. A code is good for one grant."""
        form: str = prepare_token_request(
            DEVICE_GRANT, device_code=device_code, client_id=CLIENT_ID
        )
        path = self._endpoints().token
        answer = self._wire.exchange(Request("POST", path, form.encode(), FORM, repeatable=False))
        if answer.status == 400 and answer.media_type == "application/json":
            match decoded(answer, _Refused).error:
                case "authorization_pending":
                    return Undecided(slower=False)
                case "slow_down":
                    return Undecided(slower=True)
                case "access_denied":
                    raise SignInNeeded(Code.SIGN_IN_DECLINED)
                case "expired_token":
                    raise SignInNeeded(Code.SIGN_IN_TIMED_OUT)
        return self._grant(answer)

    def refresh(self, refresh_token: str) -> Grant:
        """Return new tokens for a refresh token.

        Raises `SignInNeeded` if the token is good no more. After `Unavailable` the same token may
        be presented again: it stays good until its successor is first used.
        """
        form: str = prepare_token_request(
            "refresh_token", refresh_token=refresh_token, client_id=CLIENT_ID
        )
        return self._granted(form, repeatable=True)

    def revoke(self, refresh_token: str) -> None:
        """Make the token, and all that came of the same sign-in, good no more (RFC 7009)."""
        form = urlencode(
            {"token": refresh_token, "token_type_hint": "refresh_token", "client_id": CLIENT_ID}
        )
        request = Request("POST", self._endpoints().revocation, form.encode(), FORM)
        answer = self._wire.exchange(request)
        if not answer.good:
            raise self._refusal(answer)

    def _granted(self, form: str, *, repeatable: bool) -> Grant:
        path = self._endpoints().token
        return self._grant(
            self._wire.exchange(Request("POST", path, form.encode(), FORM, repeatable))
        )

    def _grant(self, answer: WireAnswer) -> Grant:
        if not answer.good:
            raise self._refusal(answer)
        grant = decoded(answer, Grant)
        if grant.token_type.lower() != "bearer" or not (grant.access_token and grant.refresh_token):
            raise odd("token", answer)
        return grant

    def _refusal(self, answer: WireAnswer) -> Problem:
        if answer.status not in (400, 401) or answer.media_type != "application/json":
            return refusal(answer, self._clock.now())
        if decoded(answer, _Refused).error == "invalid_grant":
            return SignInNeeded(Code.SIGN_IN_AGAIN)
        return Misconfigured(Code.CLOUD_REFUSED, status=str(answer.status))

    def _endpoints(self) -> _Endpoints:
        if self._known is None:
            answer = self._wire.exchange(Request("GET", METADATA_PATH))
            if not answer.good:
                raise self._refusal(answer)
            self._known = self._discovered(answer)
        return self._known

    def _discovered(self, answer: WireAnswer) -> _Endpoints:
        metadata = decoded(answer, _Metadata)
        safe = "S256" in metadata.code_challenge_methods_supported
        if not safe or metadata.issuer.rstrip("/") != self._wire.base:
            raise odd("metadata", answer)
        return _Endpoints(
            self._path(metadata.authorization_endpoint, answer),
            self._path(metadata.token_endpoint, answer),
            self._path(metadata.revocation_endpoint, answer),
            self._path(metadata.device_authorization_endpoint, answer),
        )

    def _path(self, endpoint: str, answer: WireAnswer) -> str:
        """Return the endpoint's path on our cloud: a token goes nowhere else."""
        path = endpoint.removeprefix(self._wire.base)
        if path == endpoint or not _PATH.fullmatch(path):
            raise odd("metadata", answer)
        return path
