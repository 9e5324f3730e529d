"""A client of its own, for what no driver can be brought to send."""

from __future__ import annotations

import socket
import struct

from tests.sqlserver.wire.greeting import Option, packed
from tests.sqlserver.wire.octets import b_varchar, utf16
from tests.sqlserver.wire.packets import HEADER, LAST, Channel, Kind
from tests.sqlserver.wire.transport import Plain

NO_ENCRYPTION = packed({Option.ENCRYPTION: b"\2"})
HEADERS = struct.pack("<IIHQI", 22, 18, 2, 0, 1)
FIXED = 94
TDS_7_4 = 0x7400_0004


def login_message(
    user: str = "", word: str = "", flags_2: int = 0, tds: int = TDS_7_4, size: int = 4096
) -> bytes:
    """Return a login message with little in it."""
    fixed = bytearray(FIXED)
    struct.pack_into("<III", fixed, 0, 0, tds, size)
    fixed[25] = flags_2
    hidden = bytes(((o & 15) << 4 | o >> 4) ^ 0xA5 for o in utf16(word))
    for at in range(36, 72, 4):
        struct.pack_into("<HH", fixed, at, FIXED, 0)
    struct.pack_into("<HH", fixed, 40, FIXED, len(user))
    struct.pack_into("<HH", fixed, 44, FIXED + 2 * len(user), len(word))
    return bytes(fixed) + utf16(user) + hidden


def batch(sql: str) -> bytes:
    return HEADERS + utf16(sql)


def call(number: int, *arguments: bytes) -> bytes:
    """Call a procedure by its number; give a message several by joining them with 0xFF."""
    return struct.pack("<HHH", 0xFFFF, number, 0) + b"".join(arguments)


def number(value: int | None, name: str = "") -> bytes:
    octets = b"\0" if value is None else b"\4" + struct.pack("<i", value)
    return b_varchar(name) + b"\0\x26\4" + octets


def text(value: str, name: str = "") -> bytes:
    octets = utf16(value)
    size = struct.pack("<H", len(octets))
    return b_varchar(name) + b"\0\xe7\x40\x1f" + bytes(5) + size + octets


class RawClient:
    """Sends messages as they are, and gives back answers as they come."""

    def __init__(self, port: int) -> None:
        self._connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._channel = Channel(Plain(self._connection), 0, bool)

    def __enter__(self) -> RawClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def send(self, kind: int, body: bytes, status: int = LAST) -> None:
        self._connection.sendall(HEADER.pack(kind, status, 8 + len(body), 0, 1, 0) + body)

    def ask(self, kind: int, body: bytes, status: int = LAST) -> bytes:
        self.send(kind, body, status)
        return self.answer()

    def answer(self) -> bytes:
        return self._channel.read().body

    def receive(self, count: int) -> bytes:
        return self._connection.recv(count, socket.MSG_WAITALL)

    def receive_to_the_end(self) -> int:
        """Receive until the other side closes, and say how many bytes came."""
        count = 0
        while portion := self._connection.recv(65_536):
            count += len(portion)
        return count

    def log_in(self, message: bytes) -> bytes:
        self.ask(Kind.GREETING, NO_ENCRYPTION)
        return self.ask(Kind.LOGIN, message)


def ends(answer: bytes) -> tuple[int, int]:
    """Return the token and the status of the last of an answer's ends."""
    token, status, _command, _count = struct.unpack("<BHHQ", answer[-13:])
    return token, status


def error_number(answer: bytes) -> int | None:
    """Return the number of an answer that begins with an error."""
    return int.from_bytes(answer[3:7], "little") if answer[:1] == b"\xaa" else None
