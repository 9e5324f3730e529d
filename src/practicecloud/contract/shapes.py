"""Shapes of the contract that the program itself writes as plain members."""

from __future__ import annotations

from typing import Literal

import msgspec

from practicecloud.contact import Contact


class Fault(msgspec.Struct, frozen=True):
    """A field that is not as the contract says; never its value."""

    field: str
    reason: str


class ProblemDetails(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Problem details (RFC 9457); `server` and `since` belong to ``in-charge-elsewhere``."""

    type: str
    title: str
    status: int
    request_id: str
    server: str | None = None
    since: str | None = None
    errors: tuple[Fault, ...] | None = None


class Found(msgspec.Struct, frozen=True):
    """Contacts in the order of their names; `next` is the `after` of the next page."""

    contacts: tuple[Contact, ...]
    next: str | None


class Mark(msgspec.Struct, frozen=True):
    """A contact that is online: the digest of its canonical encoding, in hex."""

    id: str
    digest: str


class Marks(msgspec.Struct, frozen=True):
    """Contacts in the order of their ids; `next` is the `after` of the next page."""

    digests: tuple[Mark, ...]
    next: str | None


class Tokens(msgspec.Struct, frozen=True):
    """The answer of the token endpoint."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str
    scope: str
    practice_id: str
    practice_name: str
    user: str


class OAuthError(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error of the OAuth routes (RFC 6749)."""

    error: str
    error_description: str = ""


class DeviceRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A form: what a server without a browser asks for; `server` is its name, for the person.

    `practice` limits the consent to that practice.
    """

    client_id: Literal["practicesync"]
    scope: str
    server: str = ""
    practice: str = ""


class DeviceCodes(msgspec.Struct, frozen=True):
    """A code for the agent and one for the person (RFC 8628); `interval` is in seconds."""

    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: int
    interval: int


class TokenRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A form: code and verifier, a refresh token, or a device code."""

    grant_type: Literal[
        "authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"
    ]
    client_id: Literal["practicesync"]
    code: str = ""
    code_verifier: str = ""
    redirect_uri: str = ""
    refresh_token: str = ""
    device_code: str = ""


class RevokeRequest(msgspec.Struct, frozen=True):
    """A form: the access or refresh token of the sign-in to end."""

    client_id: Literal["practicesync"]
    token: str


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """The form of the consent page."""

    csrf: str
    decision: Literal["allow", "deny"]
    practice_id: str = ""


class Metadata(msgspec.Struct, frozen=True):
    """Authorisation server metadata (RFC 8414)."""

    issuer: str
    authorization_endpoint: str
    device_authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str
    scopes_supported: tuple[str, ...]
    response_types_supported: tuple[str, ...]
    grant_types_supported: tuple[str, ...]
    code_challenge_methods_supported: tuple[str, ...]
    token_endpoint_auth_methods_supported: tuple[str, ...]
    revocation_endpoint_auth_methods_supported: tuple[str, ...]


class Health(msgspec.Struct, frozen=True):
    """Whether the process lives, or can do its work."""

    status: Literal["alive", "ready"]
