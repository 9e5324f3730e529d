"""Cuts messages into packets and puts them together again (MS-TDS 2.2.3)."""

from __future__ import annotations

import enum
import struct
from collections.abc import Callable
from typing import NamedTuple

from tests.sqlserver.wire.transport import Transport

HEADER = struct.Struct(">BBHHBB")
DEFAULT_SIZE = 4096

LAST = 0x01
IGNORED = 0x02
RESET = 0x08
RESET_KEEPING_TRANSACTION = 0x10


class Kind(enum.IntEnum):
    """What a message is (2.2.3.1.1)."""

    BATCH = 1
    CALL = 3
    RESULT = 4
    ATTENTION = 6
    BULK = 7
    TRANSACTION = 14
    LOGIN = 16
    INTEGRATED = 17
    GREETING = 18


KINDS = frozenset(Kind)


class Message(NamedTuple):
    """A whole message. `reset` asks for a fresh session first, `ignored` was taken back."""

    kind: Kind
    body: bytes
    reset: bool = False
    ignored: bool = False


class Channel:
    """Messages in, packets out, over a transport that may be exchanged.

    With a pause, so many seconds are waited for before each byte.
    """

    def __init__(self, transport: Transport, session: int, wait: Callable[[float], object]) -> None:
        self.transport = transport
        self.session = session
        self.size = DEFAULT_SIZE
        self.pause = 0.0
        self._wait = wait
        self._received = bytearray()
        self._queued: list[Message] = []

    def read(self) -> Message:
        """Wait for the next message."""
        return self._queued.pop(0) if self._queued else self._next()

    def attention(self) -> bool:
        """Say whether the client wants no more; what else has come is kept for `read`."""
        while self._received or self.transport.waiting():
            message = self._next()
            if message.kind is Kind.ATTENTION:
                return True
            self._queued.append(message)
        return False

    def left_over(self) -> bytes:
        """Give back what was received and not yet read."""
        rest = bytes(self._received)
        self._received.clear()
        return rest

    def send(self, kind: Kind, content: bytes, number: int = 1, *, last: bool = True) -> None:
        """Send one packet."""
        length = HEADER.size + len(content)
        header = HEADER.pack(kind, LAST if last else 0, length, self.session, number % 256, 0)
        if not self.pause:
            self.transport.send(header + content)
            return
        for octet in header + content:
            self._wait(self.pause)
            self.transport.send(bytes([octet]))

    def _next(self) -> Message:
        body, reset = bytearray(), False
        while True:
            kind, status, length, *_ = HEADER.unpack(self._take(HEADER.size))
            if kind not in KINDS:
                raise ConnectionAbortedError  # TDS 8, for one, begins with TLS
            body += self._take(length - HEADER.size)
            reset = reset or bool(status & (RESET | RESET_KEEPING_TRANSACTION))
            if status & LAST:
                return Message(Kind(kind), bytes(body), reset, bool(status & IGNORED))

    def _take(self, count: int) -> bytes:
        while len(self._received) < count:
            self._received += self.transport.receive()
        taken = bytes(self._received[:count])
        del self._received[:count]
        return taken


class Outgoing:
    """One message on its way out: a packet is sent as soon as it is full.

    Nothing else is held, so a client that stops reading stops whoever writes here.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._waiting = bytearray()
        self.packets = 0

    def write(self, content: bytes) -> None:
        room = self._channel.size - HEADER.size
        self._waiting += content
        while len(self._waiting) > room:
            self._send(bytes(self._waiting[:room]), last=False)
            del self._waiting[:room]

    def flush(self) -> None:
        """Send what waits, with more to come."""
        if self._waiting:
            self._send(bytes(self._waiting), last=False)
            self._waiting.clear()

    def end(self) -> None:
        self._send(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _send(self, content: bytes, *, last: bool) -> None:
        self.packets += 1
        self._channel.send(Kind.RESULT, content, self.packets, last=last)
