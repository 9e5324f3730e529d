"""The authorization server as the contract describes it, for a `WireServer` to answer with."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import msgspec
from authlib.oauth2.rfc7636 import (  # type: ignore[import-untyped]  # has no types
    create_s256_code_challenge,
)

from tests.fakes.wire import HANG_UP, Received, Reply

PRACTICE = "practice-1"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
USER = "someone@practice.test"


def reply(content: object, status: int = 200) -> Reply:
    return Reply(status, msgspec.json.encode(content))


def problem(name: str, status: int, **more: str) -> Reply:
    content = {"type": f"urn:practice-cloud:{name}", "title": "Zorblinski", "status": status}
    return Reply(status, msgspec.json.encode(content | more), "application/problem+json")


@dataclass
class MemoryAuthority:
    """Codes and one family of tokens: a predecessor is good until its successor is first used.

    `lose` counts answers of the token endpoint that get lost after all is done. `decisions` are
    what a device is told, one a question and the last for ever: an error, or empty for its tokens.
    """

    base: str = ""
    practice: str = PRACTICE
    challenges: dict[str, str] = field(default_factory=dict)
    refresh_tokens: list[str] = field(default_factory=list)
    access_tokens: list[str] = field(default_factory=list)
    used: int = 0
    revoked: bool = False
    lose: int = 0
    expires_in: int = 600
    metadata: dict[str, Any] = field(default_factory=dict)
    user_code: str = "WDJB-MJHT"
    decisions: list[str] = field(default_factory=lambda: [""])
    device_forms: list[dict[str, str]] = field(default_factory=list)
    polls: int = 0
    _count: itertools.count[int] = field(default_factory=itertools.count)

    def answer(self, received: Received) -> Reply:
        form = {name: text[0] for name, text in parse_qs(received.body.decode()).items()}
        if received.path == "/.well-known/oauth-authorization-server":
            return reply(self._metadata() | self.metadata)
        if received.path == "/oauth/revoke":
            self.revoked |= form["token"] in self.refresh_tokens
            return reply({})
        if received.path == "/oauth/device_authorization":
            return reply(self._device(form))
        if received.path == "/oauth/token" and form["grant_type"] == DEVICE:
            return self._lost_or(self._polled(form))
        if received.path == "/oauth/token":
            return self._lost_or(self._token(form))
        return self._api(received.headers.get("authorization", "").removeprefix("Bearer "))

    def issue(self) -> str:
        """Begin a family and return its refresh token."""
        self._grant()
        return self.refresh_tokens[-1]

    def _api(self, token: str) -> Reply:
        if self.revoked or token not in self.access_tokens:
            return problem("unauthorized", 401)
        self.used = max(self.used, self.access_tokens.index(token))
        return reply({"token": token})

    def _token(self, form: dict[str, str]) -> Reply:
        if form["grant_type"] == "authorization_code":
            challenge = self.challenges.pop(form["code"], None)
            good = challenge == create_s256_code_challenge(form["code_verifier"])
        else:
            good = self._presented(form["refresh_token"])
        return reply(self._grant()) if good else reply({"error": "invalid_grant"}, 400)

    def _device(self, form: dict[str, str]) -> dict[str, Any]:
        self.device_forms.append(form)
        return {
            "device_code": "device-code",
            "user_code": self.user_code,
            "verification_uri": f"{self.base}/device",
            "verification_uri_complete": f"{self.base}/device?user_code={self.user_code}",
            "expires_in": 600,
            "interval": 5,
        }

    def _polled(self, form: dict[str, str]) -> Reply:
        self.polls += 1
        told = self.decisions.pop(0) if len(self.decisions) > 1 else self.decisions[0]
        if form["device_code"] != "device-code":
            told = "invalid_grant"
        return reply({"error": told}, 400) if told else reply(self._grant())

    def _presented(self, token: str) -> bool:
        if self.revoked or token not in self.refresh_tokens:
            return False
        at = self.refresh_tokens.index(token)
        self.revoked = at < self.used
        if not self.revoked:
            self.used = at
            # A successor whose answer was lost is replaced by another.
            del self.refresh_tokens[at + 1 :], self.access_tokens[at + 1 :]
        return not self.revoked

    def _grant(self) -> dict[str, Any]:
        number = next(self._count)
        self.refresh_tokens.append(f"refresh-{number}")
        self.access_tokens.append(f"access-{number}")
        return {
            "access_token": f"access-{number}",
            "refresh_token": f"refresh-{number}",
            "token_type": "Bearer",
            "expires_in": self.expires_in,
            "scope": "contacts:write contacts:read practice:admin",
            "practice_id": self.practice,
            "practice_name": "Zorblinski & Co",
            "user": USER,
        }

    def _lost_or(self, answer: Reply) -> Reply:
        if self.lose:
            self.lose -= 1
            return HANG_UP
        return answer

    def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.base,
            "authorization_endpoint": f"{self.base}/oauth/authorize",
            "token_endpoint": f"{self.base}/oauth/token",
            "revocation_endpoint": f"{self.base}/oauth/revoke",
            "device_authorization_endpoint": f"{self.base}/oauth/device_authorization",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
        }
