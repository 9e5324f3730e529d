"""A value of the practice database as the text that may go online."""

from __future__ import annotations

import math
import re
import unicodedata

_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAK = re.compile(r"\s*[\t\n\v\f\r\x85\u2028\u2029]\s*")
_BREAKS = frozenset(map(ord, "\t\n\v\f\r\x85"))
_DROPPED = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in _BREAKS}


def tidy(value: object) -> str:
    """Return the value as text: trimmed, NFC, without control characters or line breaks.

    A line break or tab inside becomes a space, a lone surrogate U+FFFD; None is empty.
    """
    if type(value) is str:
        if value.isascii() and value.isprintable():
            return value.strip()
        return _scrub(value)
    return "" if value is None else _scrub(_spelled(value))


def printable(text: str) -> str:
    """Return the text as a screen may show it, whoever wrote it, in one line.

    Without control characters and marks that turn the direction of writing; a break is a space.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else " " if one.isspace() else "" for one in text)


def is_sendable(text: str) -> bool:
    """Tell whether the text can be written as UTF-8: a lone surrogate can't."""
    return text.isascii() or _SURROGATE.search(text) is None


def _scrub(text: str) -> str:
    """Return any text, however odd, as `tidy` promises it."""
    if not text.isprintable():
        text = _SURROGATE.sub("\ufffd", text).translate(_DROPPED).strip()
        text = _BREAK.sub(" ", text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def _spelled(value: object) -> str:
    """Return what a person would write for the value: no ``.0``, no ``nan``."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if not math.isfinite(value):
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case bytes() | bytearray():
            return value.decode("utf-8", "replace")
        case _:
            return str(value)
