"""What an agent asks of a real Practice Cloud, over plain requests."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from tests.system.cloud import Cloud, session, sign_in

ALL_SCOPES = "contacts:write contacts:read practice:admin"
REDIRECT = "http://127.0.0.1:49152/callback"


@dataclass(frozen=True)
class Asked:
    """An authorisation request and the secret behind its challenge."""

    url: str
    state: str
    verifier: str


def challenge_of(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def asked(cloud: Cloud, scope: str = ALL_SCOPES, **changes: str | None) -> Asked:
    """Return a good request; `changes` replace its parameters (None: leaves one out)."""
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
    parameters = {
        "response_type": "code",
        "client_id": "practicesync",
        "redirect_uri": REDIRECT,
        "scope": scope,
        "state": state,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    } | changes
    kept = {name: value for name, value in parameters.items() if value is not None}
    return Asked(f"{cloud.base_url}/oauth/authorize?{urlencode(kept)}", state, verifier)


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def token_request(cloud: Cloud, **form: str) -> requests.Response:
    with session(cloud) as http:
        form = {"client_id": "practicesync"} | form
        return http.post(f"{cloud.base_url}/oauth/token", data=form, timeout=30)


def exchange(cloud: Cloud, code: str, verifier: str, redirect: str = REDIRECT) -> requests.Response:
    return token_request(
        cloud,
        grant_type="authorization_code",
        code=code,
        code_verifier=verifier,
        redirect_uri=redirect,
    )


def refresh(cloud: Cloud, token: str) -> requests.Response:
    return token_request(cloud, grant_type="refresh_token", refresh_token=token)


def tokens(cloud: Cloud, scope: str = ALL_SCOPES, **who: Any) -> dict[str, Any]:
    """Sign in through the real forms and return the token answer."""
    request = asked(cloud, scope)
    led_to = query_of(sign_in(cloud, request.url, **who))
    answer = exchange(cloud, led_to["code"], request.verifier)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


class Caller:
    """Calls the API of one practice with one access token."""

    def __init__(self, cloud: Cloud, token: str, practice_id: str | None = None) -> None:
        self.token, self.practice_id = token, practice_id or cloud.practice_id
        self._http = session(cloud)
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"
        self._root = f"{cloud.base_url}/v1/practices/{self.practice_id}"

    def __call__(self, method: str, path: str, **options: Any) -> requests.Response:
        return self._http.request(method, self._root + path, timeout=30, **options)

    def activate(self, installation: str = "first", **more: object) -> requests.Response:
        wish = {"server": "SERVER", "installation": installation} | more
        return self("POST", "/activation", json=wish)

    def send(self, *items: dict[str, object]) -> requests.Response:
        return self("POST", "/contacts/batch", json={"items": items})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()


def upsert(key: str, epoch: int, sequence: int, **members: object) -> dict[str, object]:
    """Return an item that puts a contact online."""
    contact_id = f'["{key}"]'
    contact = {"id": contact_id, "kind": "organisation", "status": "active", "name": "Sample"}
    item: dict[str, object] = {"op": "upsert", "id": contact_id}
    return item | {"epoch": epoch, "sequence": sequence, "contact": contact | members}
