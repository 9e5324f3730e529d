"""Asks the real application without a network, from any address and with any header."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """Return what the body says."""
        return json.loads(self.body)


@dataclass
class Asking:
    """Asks one application; `headers` go with each request. No redirect is followed."""

    app: ASGIApp
    runner: asyncio.Runner
    address: str = "203.0.113.7"
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, place: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a page or a value."""
        return self.ask("GET", place, headers=headers)

    def post(self, place: str, form: Mapping[str, str]) -> Answer:
        """Send a form."""
        return self.ask("POST", place, urlencode(form).encode(), FORM)

    def ask(
        self, method: str, place: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Return the answer to one request."""
        return self.runner.run(self._answer(method, place, body, headers or {}))

    async def _answer(
        self, method: str, place: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        path, _, query = place.partition("?")
        sent = {"host": "cloud", "content-length": str(len(body)), **self.headers, **headers}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), text.encode()) for name, text in sent.items()],
            "client": (self.address, 50000),
            "server": ("cloud", 443),
        }
        messages: list[Message] = []
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if not waiting:
                await asyncio.Event().wait()
            return waiting.pop()

        async def send(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, send)
        start = messages[0]
        parts = [one.get("body", b"") for one in messages[1:]]
        return Answer(start["status"], Headers(raw=start["headers"]), b"".join(parts))


@contextmanager
def asking(app: ASGIApp, address: str = "203.0.113.7") -> Iterator[Asking]:
    """Give somebody at that address who asks the application."""
    with asyncio.Runner() as runner:
        yield Asking(app, runner, address)
