"""Reads the numbers and strings that messages are made of (MS-TDS 2.2.5.1), and writes them."""

from __future__ import annotations

import struct

UTF16 = "utf-16-le"


def utf16(text: str) -> bytes:
    """A lone surrogate is a character to SQL Server like any other."""
    return text.encode(UTF16, "surrogatepass")


def b_varchar(text: str) -> bytes:
    return bytes([len(utf16(text)) // 2]) + utf16(text)


def us_varchar(text: str) -> bytes:
    return struct.pack("<H", len(utf16(text)) // 2) + utf16(text)


class Reader:
    """Goes through the bytes of a message; `IndexError` where it is shorter than it says."""

    def __init__(self, content: bytes, at: int = 0) -> None:
        self._content = content
        self._at = at

    @property
    def more(self) -> bool:
        return self._at < len(self._content)

    def peek(self) -> int:
        return self._content[self._at]

    def take(self, count: int) -> bytes:
        taken = self._content[self._at : self._at + count]
        if len(taken) < count:
            raise IndexError
        self._at += count
        return taken

    def number(self, size: int, *, signed: bool = False) -> int:
        return int.from_bytes(self.take(size), "little", signed=signed)

    def text(self, characters: int) -> str:
        return self.take(2 * characters).decode(UTF16, "surrogatepass")

    def b_varchar(self) -> str:
        return self.text(self.number(1))
