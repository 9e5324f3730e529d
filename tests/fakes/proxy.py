"""A company's proxy: lets CONNECT through to any port of this computer, or refuses."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Proxy:
    """Tunnels, and remembers what for; with `status` other than 200 it refuses."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.asked: list[str] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def close(self) -> None:
        for one in (self._listening, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _talk(self, inner: socket.socket) -> None:
        self._open.add(inner)
        head = b""
        with suppress(OSError):
            while b"\r\n\r\n" not in head and (byte := inner.recv(1)):
                head += byte
        if b"\r\n\r\n" not in head:
            return
        self.asked.append(head.split(b" HTTP", 1)[0].decode())
        inner.sendall(f"HTTP/1.1 {self.status} X\r\n\r\n".encode())
        if self.status != 200:
            inner.close()
            return
        host, _, port = head.split(b" ")[1].decode().rpartition(":")
        outer = socket.create_connection((host, int(port)))
        self._open.add(outer)
        threading.Thread(target=_pipe, args=(inner, outer), daemon=True).start()
        _pipe(outer, inner)


def _pipe(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while portion := here.recv(65_536):
            there.sendall(portion)
        there.shutdown(socket.SHUT_WR)


@contextmanager
def proxy(status: int = 200) -> Iterator[Proxy]:
    """Serve until the block ends."""
    serving = Proxy(status)
    thread = threading.Thread(target=serving.serve, daemon=True)
    thread.start()
    try:
        yield serving
    finally:
        serving.close()
        thread.join()
