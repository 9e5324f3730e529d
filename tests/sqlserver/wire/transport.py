"""Carries bytes over a connection, in the clear or through TLS."""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Callable
from typing import Protocol

PORTION = 65_536


class Transport(Protocol):
    """Two streams of bytes; whatever ends them raises `OSError`."""

    def receive(self) -> bytes:
        """Wait for at least one byte."""
        ...

    def send(self, content: bytes) -> None:
        """Wait until the other side has room for all of it."""
        ...

    def waiting(self) -> bool:
        """Say whether something has come that nobody has received yet."""
        ...


class Plain:
    """The socket as it is."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def receive(self) -> bytes:
        portion = self._connection.recv(PORTION)
        if not portion:
            raise ConnectionAbortedError
        return portion

    def send(self, content: bytes) -> None:
        self._connection.sendall(content)

    def waiting(self) -> bool:
        poll = select.poll()
        poll.register(self._connection, select.POLLIN)
        return bool(poll.poll(0))


class Encrypted:
    """TLS over another transport. The handshake may travel in packets, all later records don't."""

    def __init__(self, context: ssl.SSLContext, below: Transport) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._below = below

    def shake_hands(self, receive: Callable[[], bytes], send: Callable[[bytes], None]) -> None:
        """Agree on keys; raises `ssl.SSLError` if the client doesn't like us."""
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                if flight := self._outgoing.read():
                    send(flight)
                self._incoming.write(receive())
            else:
                break
        if flight := self._outgoing.read():
            send(flight)

    def came_early(self, records: bytes) -> None:
        """Take records that came together with the end of the handshake."""
        self._incoming.write(records)

    def receive(self) -> bytes:
        while True:
            try:
                portion = self._tls.read(PORTION)
            except ssl.SSLWantReadError:
                self._incoming.write(self._below.receive())
                continue
            if not portion:
                raise ConnectionAbortedError
            return portion

    def send(self, content: bytes) -> None:
        self._tls.write(content)
        self._below.send(self._outgoing.read())

    def waiting(self) -> bool:
        return bool(self._tls.pending() or self._incoming.pending) or self._below.waiting()
