"""A real receiver of webhooks for tests: HTTPS, in a thread of its own."""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LONGEST = 60.0


@dataclass
class Received:
    """What has arrived; `answers` are the statuses of the next answers."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    location: str = ""

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(one) for one in self.bodies]

    def wait(self, number: int) -> list[dict[str, Any]]:
        """Return what has arrived once it is that many."""
        deadline = time.monotonic() + LONGEST
        while len(self.bodies) < number and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.bodies) >= number
        return self.events()


@contextlib.contextmanager
def webhook_receiver(folder: Path) -> Iterator[Received]:
    """Take calls with the certificate in that folder."""
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.headers.append(dict(self.headers))
            received.bodies.append(body)
            self.send_response(received.answers.pop(0) if received.answers else 204)
            if received.location:
                self.send_header("Location", received.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    received.url = f"https://127.0.0.1:{server.server_address[1]}/practice?to=office"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
