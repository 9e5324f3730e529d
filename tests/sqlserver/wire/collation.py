"""Five bytes say how a column's text is compared and encoded (MS-TDS 2.2.5.1.2)."""

from __future__ import annotations

import struct

DEFAULT = "SQL_Latin1_General_CP1_CI_AS"
ENGLISH = 0x0409
SORT_IDS = {"SQL_Latin1_General_CP1_CS_AS": 51, DEFAULT: 52, "SQL_Latin1_General_CP1_CI_AI": 54}
VERSIONS = {"_90_": 1, "_100_": 2, "_140_": 3}

IGNORE_CASE, IGNORE_ACCENT, IGNORE_KANA, IGNORE_WIDTH, BINARY, BINARY2, UTF8 = (
    1 << bit for bit in range(20, 27)
)


def collation_bytes(name: str | None) -> bytes:
    """Encode the name of a Latin collation; another language is told as if it were Latin."""
    name = name or DEFAULT
    version = next((number for part, number in VERSIONS.items() if part in name), 0)
    packed = ENGLISH | _flags(name) | version << 28
    return struct.pack("<IB", packed, SORT_IDS.get(name, 0))


def _flags(name: str) -> int:
    utf8 = UTF8 if name.endswith("_UTF8") else 0
    if "_BIN2" in name:
        return BINARY2 | utf8
    if "_BIN" in name:
        return BINARY
    return (
        (IGNORE_CASE if "_CI" in name else 0)
        | (IGNORE_ACCENT if "_AI" in name else 0)
        | (0 if "_KS" in name else IGNORE_KANA)
        | (0 if "_WS" in name else IGNORE_WIDTH)
        | utf8
    )


def encoding(collation: bytes) -> str:
    """Return the code page in which that collation's varchar is written."""
    return "utf-8" if struct.unpack_from("<I", collation)[0] & UTF8 else "cp1252"
