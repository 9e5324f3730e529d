"""Reads who wants to come in (MS-TDS 2.2.6.4), and writes that they may."""

from __future__ import annotations

import enum
import struct
from dataclasses import dataclass

from tests.sqlserver.engine import Login, SqlError
from tests.sqlserver.wire import tokens
from tests.sqlserver.wire.collation import collation_bytes
from tests.sqlserver.wire.octets import UTF16, Reader
from tests.sqlserver.wire.packets import DEFAULT_SIZE
from tests.sqlserver.wire.tokens import Change

INTEGRATED, READ_ONLY, EXTENSION = 0x80, 0x20, 0x10
UTF8_SUPPORT = 0x0A
NO_MORE_FEATURES = 0xFF
NOT_OPENED, LOGIN_FAILED = 4060, 18456
TDS_7_2, TDS_7_4 = 0x7209_0002, 0x7400_0004


def packed_version(version: str) -> bytes:
    """Pack a version as `15.0.4415.2`; what comes after the build isn't told."""
    major, minor, build = (int(part) for part in version.split(".")[:3])
    return struct.pack(">BBH", major, minor, build)


class At(enum.IntEnum):
    """Where the fixed part of the message has what."""

    TDS_VERSION = 4
    PACKET_SIZE = 8
    FLAGS_2 = 25
    TYPE_FLAGS = 26
    FLAGS_3 = 27
    HOST = 36
    USER = 40
    PASSWORD = 44
    APPLICATION = 48
    FEATURES = 56
    DATABASE = 68


@dataclass(frozen=True)
class Asked:
    """The login and how the client would like to talk."""

    login: Login
    tds: int
    packet_size: int
    features: frozenset[int]


def read_login(body: bytes) -> Asked:
    """Read the message; `ValueError` for a protocol of before SQL Server 2005."""
    tds, packet_size = struct.unpack_from("<II", body, At.TDS_VERSION)
    if not TDS_7_2 <= tds <= TDS_7_4:
        raise ValueError(f"TDS {tds:08x} is not spoken here.")
    return Asked(
        Login(
            user=_text(body, At.USER).decode(UTF16),
            password=_plain(_text(body, At.PASSWORD)).decode(UTF16),
            database=_text(body, At.DATABASE).decode(UTF16),
            application=_text(body, At.APPLICATION).decode(UTF16),
            host=_text(body, At.HOST).decode(UTF16),
            readonly_intent=bool(body[At.TYPE_FLAGS] & READ_ONLY),
            integrated=bool(body[At.FLAGS_2] & INTEGRATED),
        ),
        tds,
        packet_size or DEFAULT_SIZE,
        _features(body),
    )


def _text(body: bytes, at: At) -> bytes:
    start, characters = struct.unpack_from("<HH", body, at)
    return body[start : start + 2 * characters]


def _plain(hidden: bytes) -> bytes:
    """Undo what hides a password from a glance: turned by half a byte, and xor 0xA5."""
    turned = (octet ^ 0xA5 for octet in hidden)
    return bytes((octet >> 4 | octet << 4) & 0xFF for octet in turned)


def _features(body: bytes) -> frozenset[int]:
    if not body[At.FLAGS_3] & EXTENSION:
        return frozenset()
    (pointer,) = struct.unpack_from("<H", body, At.FEATURES)
    (start,) = struct.unpack_from("<I", body, pointer)
    reader, found = Reader(body, start), set[int]()
    while (feature := reader.number(1)) != NO_MORE_FEATURES:
        found.add(feature)
        reader.take(reader.number(4))
    return frozenset(found)


def welcome(asked: Asked, version: str) -> bytes:
    """Say that the client is in, in the order in which SQL Server does."""
    database = asked.login.database or "master"
    size, before = str(asked.packet_size), str(DEFAULT_SIZE)
    return b"".join(
        (
            tokens.named_change(Change.DATABASE, database, "master"),
            tokens.information(5701, f"Changed database context to '{database}'."),
            tokens.collation_change(collation_bytes(None)),
            tokens.named_change(Change.LANGUAGE, "us_english", ""),
            tokens.information(5703, "Changed language setting to us_english."),
            tokens.login_accepted(asked.tds, "Microsoft SQL Server", packed_version(version)),
            tokens.named_change(Change.PACKET_SIZE, size, before),
            _acknowledged(asked.features),
            tokens.done(tokens.Done.BATCH),
        )
    )


def _acknowledged(features: frozenset[int]) -> bytes:
    """Of all that a client may ask for, only UTF-8 is spoken here (2.2.7.11)."""
    if not features:
        return b""
    utf8 = struct.pack("<BIB", UTF8_SUPPORT, 1, 1) if UTF8_SUPPORT in features else b""
    return b"\xae" + utf8 + bytes([NO_MORE_FEATURES])


def refused(error: SqlError, user: str) -> tuple[SqlError, ...]:
    """Return all that SQL Server tells: a database that can't be opened fails the login, too."""
    if error.number != NOT_OPENED:
        return (error,)
    return error, SqlError(LOGIN_FAILED, f"Login failed for user '{user}'.", 14)
