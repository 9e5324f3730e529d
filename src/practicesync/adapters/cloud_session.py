"""Signed-in calls of one practice to the cloud: JSON out, a typed answer back."""

from __future__ import annotations

from typing import Protocol, TypeVar
from urllib.parse import quote

import msgspec

from practicesync.adapters.wire import Request, Wire
from practicesync.adapters.wire_errors import WireAnswer, decoded, refusal
from practicesync.ports import Clock

T = TypeVar("T")


class Access(Protocol):
    """Hands out access tokens."""

    def access(self, rejected: str = "") -> str:
        """Return an access token other than the one that the cloud has just rejected."""


class CloudSession:
    """Speaks for one practice; for one thread at a time."""

    def __init__(self, wire: Wire, tokens: Access, practice_id: str, clock: Clock) -> None:
        self._wire = wire
        self._tokens = tokens
        self._root = f"/v1/practices/{quote(practice_id, safe='')}"
        self._clock = clock
        self._request_id = ""

    @property
    def request_id(self) -> str:
        """The cloud's name for the exchange that was answered last, for the log; may be empty."""
        return self._request_id

    def get(self, path: str, kind: type[T]) -> T:
        """Return what is at that path of the practice.

        Like every call raises `Unavailable`, `SignInNeeded`, `Misconfigured` or `TakenOver`.
        """
        return decoded(self._call(Request("GET", self._root + path)), kind)

    def post(self, path: str, body: bytes, kind: type[T]) -> T:
        """Send the JSON text to that path of the practice and return its answer."""
        return decoded(self._call(Request("POST", self._root + path, body)), kind)

    def tell(self, path: str, content: object) -> None:
        """Send the content to that path of the practice; the answer has nothing to say."""
        self._call(Request("POST", self._root + path, msgspec.json.encode(content)))

    def delete(self, path: str) -> None:
        """Take away what is at that path of the practice."""
        self._call(Request("DELETE", self._root + path))

    def _call(self, request: Request) -> WireAnswer:
        token = self._tokens.access()
        answer = self._wire.exchange(request, token)
        if answer.status == 401:
            answer = self._wire.exchange(request, self._tokens.access(rejected=token))
        self._request_id = answer.request_id
        if not answer.good:
            raise refusal(answer, self._clock.now())
        return answer
