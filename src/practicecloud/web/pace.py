"""Bounds how much one address or one sign-in may ask, far above what anybody's work needs."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from typing import Final

import msgspec
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from practicecloud.cloud import Now
from practicecloud.people.failures import is_this_computer, network_of
from practicecloud.people.people import hashed
from practicecloud.problems import Problem, problem_answer, request_id_of
from practicecloud.web import browser


class Measure(msgspec.Struct, frozen=True):
    """So many requests at once, and then so many more in each second."""

    at_once: float
    a_second: float


class Most(msgspec.Struct, frozen=True):
    """What may be asked."""

    from_one_address: Measure
    by_one_sign_in: Measure


MOST: Final = Most(Measure(3000, 100), Measure(1000, 40))
"""An office has one address: fifty people who type at once, and the server's first upload.

A worker that uploads a million contacts sends some ten batches in a second.
"""

KEPT: Final = 50_000
"""Of so many addresses and sign-ins the pace is known, the latest."""

_FOR_PROGRAMS = ("/v1/", "/oauth/", "/.well-known/")


class Pace:
    """Knows what is left to whom, in the memory of one process; for any thread."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        # what is left, and as of when; who asked last stands last
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def wait(self, whose: bytes, measure: Measure, now: float) -> float:
        """Count one request and return 0.0, or return the seconds until there is room for it."""
        with self._lock:
            left, as_of = self._left.pop(whose, (measure.at_once, now))
            # A clock that was set back gives nothing and takes nothing.
            gained = max(0.0, now - as_of) * measure.a_second
            left = min(measure.at_once, left + gained)
            enough = left >= 1.0
            self._left[whose] = (left - 1.0 if enough else left, now)
            while len(self._left) > self._kept:
                self._left.popitem(last=False)
        return 0.0 if enough else (1.0 - left) / measure.a_second


class Paced:
    """Wraps the application `app`: whoever asks too much is told when to ask again."""

    def __init__(self, app: ASGIApp, now: Now, most: Most = MOST) -> None:
        self._app = app
        self._now = now
        self._most = most
        self._pace = Pace()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it before anything is read for it."""
        wait = self._wait(scope) if scope["type"] == "http" else 0.0
        if wait > 0.0:
            await _refusal(scope, math.ceil(wait))(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        address = scope["client"][0] if scope.get("client") else ""
        if is_this_computer(address):
            return 0.0
        now = self._now()
        counted = hashed(f"address:{network_of(address)}")
        wait = self._pace.wait(counted, self._most.from_one_address, now)
        sign_in = _sign_in_of(Headers(scope=scope))
        if wait == 0.0 and sign_in:
            wait = self._pace.wait(hashed(f"sign-in:{sign_in}"), self._most.by_one_sign_in, now)
        return wait


def _sign_in_of(headers: Headers) -> str:
    """Return the token or the cookie that a request comes with, good or not."""
    visit = cookie_parser(headers.get("cookie", "")).get(browser.VISIT, "")
    return headers.get("authorization", "") or visit


def _refusal(scope: Scope, seconds: int) -> Response:
    if scope["path"].startswith(_FOR_PROGRAMS):
        problem = Problem("too-many-requests", retry_after=seconds)
        return problem_answer(problem, request_id_of(scope))
    answer = browser.page("refused.html", 429, reason="pace", seconds=seconds)
    answer.headers["Retry-After"] = str(seconds)
    return answer
