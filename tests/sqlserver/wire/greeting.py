"""Agrees with a client on encryption before anything else is said (MS-TDS 2.2.6.5)."""

from __future__ import annotations

import enum
import ssl
import struct
from dataclasses import dataclass

from tests.sqlserver.wire.packets import Channel, Kind
from tests.sqlserver.wire.transport import Encrypted

OPTION = struct.Struct(">BHH")
TERMINATOR = 0xFF


class Option(enum.IntEnum):
    """What either side says of itself."""

    VERSION = 0
    ENCRYPTION = 1
    INSTANCE = 2
    THREAD = 3
    MARS = 4


class Encryption(enum.IntEnum):
    """One side's wish; `OFF` still encrypts the login if both sides can."""

    OFF = 0
    ON = 1
    NOT_SUPPORTED = 2
    REQUIRED = 3


@dataclass(frozen=True)
class Protection:
    """What the server offers: no encryption without a context, and none less if it is required."""

    context: ssl.SSLContext | None = None
    required: bool = False

    def answer(self, wish: Encryption) -> Encryption:
        """Follow the table of 2.2.6.5."""
        if self.context is None:
            return Encryption.NOT_SUPPORTED
        if wish in (Encryption.ON, Encryption.REQUIRED):
            return Encryption.ON
        return Encryption.REQUIRED if self.required else wish


def server_context(certificate: str, key: str | None = None) -> ssl.SSLContext:
    """Return what a server with the certificate in that file speaks.

    TLS 1.3 doesn't fit into the greeting's packets: it came with TDS 8.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context


def options(body: bytes) -> dict[int, bytes]:
    """Read the options of a greeting."""
    found, at = {}, 0
    while body[at] != TERMINATOR:
        option, start, length = OPTION.unpack_from(body, at)
        found[option] = body[start : start + length]
        at += OPTION.size
    return found


def packed(said: dict[Option, bytes]) -> bytes:
    """Write the options of a greeting."""
    start, heads, contents = OPTION.size * len(said) + 1, b"", b""
    for option, content in said.items():
        heads += OPTION.pack(option, start + len(contents), len(content))
        contents += content
    return heads + bytes([TERMINATOR]) + contents


def greet(channel: Channel, greeting: bytes, version: bytes, protection: Protection) -> Encryption:
    """Answer a greeting, and shake hands if something is to be encrypted."""
    said = options(greeting)
    answer = protection.answer(Encryption(said[Option.ENCRYPTION][0]))
    ours = {
        Option.VERSION: version + b"\0\0",
        Option.ENCRYPTION: bytes([answer]),
        Option.INSTANCE: b"\0",
        Option.THREAD: b"",
        Option.MARS: b"\0",
    }
    channel.send(Kind.RESULT, packed(ours))
    if protection.context is not None and answer is not Encryption.NOT_SUPPORTED:
        _encrypt(channel, protection.context)
    return answer


def _encrypt(channel: Channel, context: ssl.SSLContext) -> None:
    encrypted = Encrypted(context, channel.transport)
    encrypted.shake_hands(
        lambda: channel.read().body, lambda flight: channel.send(Kind.GREETING, flight)
    )
    encrypted.came_early(channel.left_over())
    channel.transport = encrypted
