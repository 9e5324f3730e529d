"""The listener that a browser comes back to after signing in (RFC 8252, 7.3).

Any program of this computer, and any web page in its browser, can reach it. So it answers only
what has the right path and the state that no other knows, gives each socket a few seconds, ends
by itself, and shows pages that load nothing.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import msgspec

CALLBACK = "/callback"
DONE = "/done"
LONGEST_HEAD = 16_384


class Limits(msgspec.Struct, frozen=True):
    """Seconds: for a socket, in all, and for the browser to fetch the last page."""

    socket: float = 5.0
    whole: float = 300.0
    last_page: float = 5.0


class Page(msgspec.Struct, frozen=True):
    """What the person reads in the browser at the end."""

    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """The browser came back with a code, or with the reason why there is none."""

    code: str = field(default="", repr=False)
    error: str = ""


class Listener:
    """Listens on a free port of 127.0.0.1 in a thread of its own, from `start` to `finish`."""

    def __init__(self, state: str, limits: Limits) -> None:
        self._state = state.encode()
        self._limits = limits
        self._came_back: Future[CameBack | None] = Future()
        self._page: Future[Page] = Future()

    def start(self) -> str:
        """Begin to listen and return the redirect address."""
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        serve = self._serve(listening)
        threading.Thread(target=asyncio.run, args=(serve,), name="sign-in", daemon=True).start()
        return f"http://127.0.0.1:{port}{CALLBACK}"

    def wait(self, stop: Callable[[], bool]) -> CameBack | None:
        """Return how the browser came back; None: it did not in time, or `stop` told to stop."""
        while not stop():
            with contextlib.suppress(NotYet):
                return self._came_back.result(timeout=0.1)
        return None

    def finish(self, page: Page) -> None:
        """Show that page to the browser if it has come back, then end."""
        if not self._page.done():
            self._page.set_result(page)

    async def _serve(self, listening: socket.socket) -> None:
        shown = asyncio.Event()

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(
                TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError
            ):
                async with asyncio.timeout(self._limits.socket):
                    target = _target(await reader.readuntil(b"\r\n\r\n"))
                if target == DONE and self._came_back.done():
                    await self._show(writer)
                    shown.set()
                else:
                    await self._send(writer, self._redirected(target))
            writer.close()

        page = asyncio.wrap_future(self._page)
        server = await asyncio.start_server(talk, sock=listening, limit=LONGEST_HEAD)
        async with server:
            done, _ = await asyncio.wait({page}, timeout=self._limits.whole)
            if not self._came_back.done():
                self._came_back.set_result(None)
            elif done and self._came_back.result():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(shown.wait(), self._limits.last_page)

    def _redirected(self, target: str) -> bytes:
        """Take in a browser that comes back, and return the answer."""
        came_back = self._matched(target)
        if came_back is None or self._came_back.done():
            return _answer("404 Not Found", {}, "")
        self._came_back.set_result(came_back)
        # The code is gone from the address bar and from the history before anything is shown.
        return _answer("302 Found", {"Location": DONE}, "")

    def _matched(self, target: str) -> CameBack | None:
        try:
            parts = urlsplit(target)
            query = parse_qs(parts.query, max_num_fields=20)
        except ValueError:
            return None
        state, code, error = (
            query[name][0] if len(query.get(name, ())) == 1 else ""
            for name in ("state", "code", "error")
        )
        ours = hmac.compare_digest(state.encode("utf-8", "replace"), self._state)
        if not ours or parts.path != CALLBACK or not (code or error):
            return None
        return CameBack(code, error)

    async def _show(self, writer: asyncio.StreamWriter) -> None:
        """Show the last page as soon as it is known how the sign-in went."""
        page = await asyncio.wrap_future(self._page)
        await self._send(writer, _shown(page))

    async def _send(self, writer: asyncio.StreamWriter, answer: bytes) -> None:
        async with asyncio.timeout(self._limits.socket):
            writer.write(answer)
            await writer.drain()


def _target(head: bytes) -> str:
    words = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
    return words[1] if len(words) == 3 and words[0] == "GET" else ""


_STYLE = (
    "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto;padding:0 1.5rem;"
    "color:#1d2733;background:#fff}@media(prefers-color-scheme:dark)"
    "{body{color:#e6ebf0;background:#14191f}}"
)


def _shown(page: Page) -> bytes:
    style = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{style}'; frame-ancestors 'none'"
    html = (
        f'<!doctype html><html lang="en-AU"><meta charset="utf-8"><title>{page.title}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<style>{_STYLE}</style><h1>{page.title}</h1><p>{page.sentence}</p></html>"
    )
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
    return _answer("200 OK", headers, html)


def _answer(status: str, headers: dict[str, str], body: str) -> bytes:
    always = {
        "Content-Length": str(len(body.encode())),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Connection": "close",
    }
    lines = [
        f"HTTP/1.1 {status}",
        *(f"{name}: {text}" for name, text in (headers | always).items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
