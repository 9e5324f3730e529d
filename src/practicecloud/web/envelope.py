"""What every answer has: a request id, security headers, and a bound on what is read for it."""

from __future__ import annotations

import asyncio
import logging
import uuid

from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from practicecloud.problems import Problem
from practicecloud.web.ending import Ending
from practicecloud.web.outage import SOON, outage
from practicecloud.web.refusals import refusal

log = logging.getLogger(__name__)

MOST_BODY = 1_000_000
"""Bytes of a request body that are read; also of an unpacked batch."""

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    # A browser checks the redirect after the consent form as well: it leads to the agent.
    "frame-ancestors 'none'; form-action 'self' http://127.0.0.1:*"
)

SECURITY_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class BodyTooLarge(HTTPException):
    """More was sent than is read."""

    def __init__(self) -> None:
        super().__init__(413)


class Envelope:
    """Wraps the application `app`; the outermost place where an error ends."""

    def __init__(self, app: ASGIApp, ending: Ending) -> None:
        self._app = app
        self._ending = ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = str(uuid.uuid4())
        scope.setdefault("state", {})["request_id"] = request_id
        begun = False
        task = asyncio.current_task()

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._ending.forget(task)
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            self._ending.mind(task)
            await self._app(scope, _bounded(scope, receive), send_with_headers)
        except (Exception, asyncio.CancelledError) as error:  # the outermost place: it must answer
            if begun:
                raise
            answer = refusal(_named(error, request_id), scope)
            await answer(scope, receive, send_with_headers)
        finally:
            self._ending.forget(task)


def _named(error: BaseException, request_id: str) -> Problem:
    """Name the problem of an error that nobody expected; its text may quote a person."""
    if isinstance(error, BodyTooLarge):
        return Problem("too-large")
    if isinstance(error, asyncio.CancelledError):  # the process ends
        return Problem("unavailable", retry_after=SOON)
    name = type(error).__name__
    problem = outage(error) if isinstance(error, SQLAlchemyError) else None
    if problem is not None:
        log.warning(
            "Database not available: problem=%s error=%s request=%s", problem.name, name, request_id
        )
        return problem
    place = _place(error)
    log.error("Unexpected: error=%s at=%s request=%s", name, place, request_id)
    return Problem("unexpected")


def _place(error: BaseException) -> str:
    """Return module and line where the error was raised, without its text."""
    step = error.__traceback__
    place = ""
    while step is not None:
        frame = step.tb_frame
        if str(frame.f_globals.get("__name__", "")).startswith("practicecloud"):
            place = f"{frame.f_globals['__name__']}:{step.tb_lineno}"
        step = step.tb_next
    return place


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """Return `receive` that raises once more than the bound has come."""
    announced = Headers(scope=scope).get("content-length", "0")
    left = MOST_BODY

    async def receive_bounded() -> Message:
        nonlocal left
        if not announced.isdigit() or int(announced) > MOST_BODY:
            raise BodyTooLarge
        message = await receive()
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            if left < 0:
                raise BodyTooLarge
        return message

    return receive_bounded
