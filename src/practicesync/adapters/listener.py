"""The listener that a browser comes back to after signing in (RFC 8252, 7.3).

Any program of this computer, and any web page in its browser, can reach it. So it answers only
what has the right path and the state that no other knows, gives each socket a few seconds, ends
by itself, and shows pages that load nothing.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import msgspec

CALLBACK = "/callback"
DONE = "/done"
LONGEST_HEAD = 16_384
TICK = 0.1
"""Seconds between looks at what may end a wait."""


class TimeLimits(msgspec.Struct, frozen=True):
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
    """Listens on a free port of 127.0.0.1 in threads of its own, from `start` to `finish`."""

    def __init__(self, state: str, limits: TimeLimits) -> None:
        self._state = state.encode()
        self._limits = limits
        self._first = threading.Lock()
        self._came_back: Future[CameBack | None] = Future()
        self._page: Future[Page] = Future()
        self._shown = threading.Event()

    def start(self) -> str:
        """Begin to listen and return the redirect address."""
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        threading.Thread(target=self._serve, args=(listening,), name="sign-in", daemon=True).start()
        return f"http://127.0.0.1:{port}{CALLBACK}"

    def wait(self, stop: Callable[[], bool]) -> CameBack | None:
        """Return how the browser came back; None: it did not in time, or `stop` told to stop."""
        while not stop():
            with contextlib.suppress(TimeoutError):
                return self._came_back.result(timeout=TICK)
        return None

    def finish(self, page: Page) -> None:
        """Show that page to the browser if it has come back, then end."""
        if not self._page.done():
            self._page.set_result(page)

    def _serve(self, listening: socket.socket) -> None:
        until = time.monotonic() + self._limits.whole
        with listening:
            listening.settimeout(TICK)
            while time.monotonic() < until and not self._shown.is_set():
                self._accept(listening)
                if self._page.done():
                    last_page = self._limits.last_page if self._came_back.done() else 0
                    until = min(until, time.monotonic() + last_page)
        self._settle(None)

    def _accept(self, listening: socket.socket) -> None:
        try:
            connection, _ = listening.accept()
        except TimeoutError:
            return
        except OSError:  # gone already, or too many open: others may still come
            time.sleep(TICK)
            return
        threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            target = _target(_head(connection, time.monotonic() + self._limits.socket))
            last = target == DONE and self._came_back.done()
            answer = self._last_page() if last else self._redirected(target)
            connection.settimeout(self._limits.socket)
            connection.sendall(answer)
            if last:
                self._shown.set()

    def _last_page(self) -> bytes:
        """Wait until it is known how the sign-in went, and return the page that says so."""
        return _shown(self._page.result(timeout=self._limits.whole))

    def _redirected(self, target: str) -> bytes:
        """Take in a browser that comes back, and return the answer."""
        came_back = self._matched(target)
        if came_back is None or not self._settle(came_back):
            return _answer("404 Not Found", {}, "")
        # The code is gone from the address bar and from the history before anything is shown.
        return _answer("302 Found", {"Location": DONE}, "")

    def _settle(self, came_back: CameBack | None) -> bool:
        """Note how it ended, if that is not known yet."""
        with self._first:
            if self._came_back.done():
                return False
            self._came_back.set_result(came_back)
            return True

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


def _head(connection: socket.socket, until: float) -> bytes:
    """Return the request up to its empty line. Raises `TimeoutError` if that takes too long."""
    head = b""
    while b"\r\n\r\n" not in head and len(head) < LONGEST_HEAD:
        connection.settimeout(max(until - time.monotonic(), 0.001))
        portion = connection.recv(4096)
        if not portion:
            raise TimeoutError
        head += portion
    return head


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
