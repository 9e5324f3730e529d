"""A tiny real TLS server that answers what a test tells it to, down to the single byte."""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from pathlib import Path

import trustme

from practicesync.adapters.wire import CloudAddress


@dataclass(frozen=True)
class Received:
    """A request as it came over the wire; the body is unpacked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """An answer. Without `keep` the connection ends after it; `pause` is seconds a byte.

    With `cut` the connection is reset after so many bytes of the answer. `raw` is sent in place
    of all of it.
    """

    status: int = 200
    body: bytes = b"{}"
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    keep: bool = True
    cut: int | None = None
    raw: bytes = b""

    def encoded(self) -> bytes:
        if self.raw:
            return self.raw
        headers = {"Content-Type": self.content_type, "Content-Length": str(len(self.body))}
        lines = [f"{name}: {text}" for name, text in (headers | self.headers).items()]
        return "\r\n".join([f"HTTP/1.1 {self.status} X", *lines, "", ""]).encode() + self.body


HANG_UP = Reply(0)
"""No answer at all: the connection is closed."""

SILENCE = Reply(0)
"""No answer at all, ever; the connection stays open."""

RESET = struct.pack("ii", 1, 0)
"""SO_LINGER for a connection that ends with a reset."""

Welcome = Callable[[socket.socket], socket.socket]
"""Makes of a connection that was accepted one to talk over."""

Answering = Callable[[Received], Reply]


class WireServer:
    """Answers each request by calling `answer`, which a test may change at any time.

    `interrupt` is called with the first line of each; if it raises OSError, the connection is
    reset there and then. `dawdle` is seconds for each 4 KB of a request's body.
    """

    def __init__(self, welcome: Welcome, ca_file: Path, answer: Answering) -> None:
        self.answer = answer
        self.received: list[Received] = []
        self.connections = 0
        self.interrupt: Callable[[], object] = bool
        self.dawdle = 0.0
        self.ca_file = ca_file
        self._welcome = welcome
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._listening.getsockname()[1]}"

    @property
    def address(self) -> CloudAddress:
        return CloudAddress(self.url, str(self.ca_file))

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._open.add(connection)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.drop_connections()

    def drop_connections(self) -> None:
        """Close every connection that is open, as a server does with those that rest."""
        while self._open:
            one = self._open.pop()
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _talk(self, plain: socket.socket) -> None:
        with plain, suppress(OSError, ValueError):
            connection = self._welcome(plain)
            self._open.add(connection)
            self.connections += 1
            with connection, connection.makefile("rb") as reader:
                while line := reader.readline():
                    self._interrupted(connection)
                    self._one(line, reader, connection)

    def _interrupted(self, connection: socket.socket) -> None:
        try:
            self.interrupt()
        except OSError:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            raise

    def _one(self, line: bytes, reader: object, connection: socket.socket) -> None:
        method, path, _ = line.decode().split(" ")
        head = b"".join(iter(reader.readline, b"\r\n"))  # type: ignore[attr-defined]  # a file
        headers = {
            name.lower(): text for name, text in BytesHeaderParser().parsebytes(head).items()
        }
        body = self._body(int(headers.get("content-length", 0)), reader)
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        received = Received(method, path, headers, body)
        self.received.append(received)
        reply = self.answer(received)
        if reply is SILENCE:
            return
        if reply is not HANG_UP:
            self._send(reply, connection)
        if reply is HANG_UP or not reply.keep:
            raise ConnectionAbortedError

    def _body(self, length: int, reader: object) -> bytes:
        body = b""
        while self.dawdle and len(body) < length:
            time.sleep(self.dawdle)
            body += reader.read(min(4096, length - len(body)))  # type: ignore[attr-defined]  # a file
        return body or reader.read(length)  # type: ignore[attr-defined]  # a file

    def _send(self, reply: Reply, connection: socket.socket) -> None:
        content = reply.encoded()
        if reply.cut is not None:
            connection.sendall(content[: reply.cut])
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            connection.close()
            raise ConnectionAbortedError
        if not reply.pause:
            connection.sendall(content)
            return
        for byte in content:
            connection.sendall(bytes([byte]))
            time.sleep(reply.pause)


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """Return what a server with that certificate speaks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def over_tls(context: ssl.SSLContext) -> Welcome:
    """Return what welcomes over TLS."""
    return lambda plain: context.wrap_socket(plain, server_side=True)


@contextmanager
def wire_server(
    folder: Path,
    answer: Answering = lambda _: Reply(),
    context: ssl.SSLContext | None = None,
    welcome: Welcome | None = None,
) -> Iterator[WireServer]:
    """Serve until the block ends; `context` replaces a certificate that is in order.

    `welcome` replaces TLS.
    """
    authority = trustme.CA()
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    context = context or server_context(authority.issue_cert("127.0.0.1"))
    server = WireServer(welcome or over_tls(context), ca_file, answer)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()
