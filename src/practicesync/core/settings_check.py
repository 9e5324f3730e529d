"""What one setting may be.

The reasons go on from the name of the setting, and never quote it: it may hold a secret.
"""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import SplitResult, urlsplit

from pydantic_core import PydanticCustomError

SQLITE = "sqlite:///"

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_PRACTICE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_PASSWORD = re.compile(r"(?:^|;)\s*(?:pwd|password)\s*=", re.IGNORECASE)
_PROXY = re.compile(r"https?://[^\s/?#]+/?")
_NOT_IN_ADDRESSES = frozenset(' "<>\\^`{|}')
"""What a browser that is started with an address may take for something else."""

_PAIR = re.compile(r"\s*(?:[^=;{}]+=\s*(?:\{(?:[^}]|\}\})*\}|[^;{}]*)\s*)?(?:;|$)")


def wrong(kind: str, reason: str) -> PydanticCustomError:
    """Return an error of that kind and reason, as in "isn't a time of day"."""
    # Pydantic fills in braces, so a reason has none.
    return PydanticCustomError(kind, reason)


def one_line(text: str) -> str:
    """Return the text trimmed if it can be shown on a line."""
    if not text.isprintable():
        raise wrong("one_line", "has a line break or a character that can't be shown")
    return text.strip()


def clock(value: object) -> dt.time:
    """Return a time of day written as ``02:00``."""
    if isinstance(value, dt.time):
        return value.replace(second=0, microsecond=0)
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise wrong("clock", "isn't a time of day")
    return dt.time(int(found[1]), int(found[2]))


def fits_files(practice_id: str) -> bool:
    """Tell whether the id can be part of a file name."""
    return _PRACTICE_ID.fullmatch(practice_id) is not None


def id_for_files(text: str) -> str:
    """Return the id if it can be part of a file name."""
    if text and not fits_files(text):
        raise wrong("practice_id", "isn't a practice id")
    return text


def connection(text: str) -> str:
    """Return a connection string without a password, or the path of a demo database."""
    text = one_line(text)
    if text.startswith(SQLITE) and len(text) > len(SQLITE):
        return text
    if _PASSWORD.search(text):
        raise wrong("password", "holds a password, and settings are no place for one")
    if not text.strip("; ") or not _is_pairs(text):
        raise wrong("connection", "isn't a connection to a database")
    return text


def pairs(text: str) -> list[tuple[str, str]]:
    """Return the parts of a connection string that `connection` has found good."""
    parts = (found[0].strip().rstrip(";").strip() for found in _PAIR.finditer(text))
    named = (part.partition("=") for part in parts if part)
    return [(name.strip(), value.strip()) for name, _, value in named]


def _is_pairs(text: str) -> bool:
    """Tell whether the text is ``name=value;name={value}``."""
    place = 0
    while place < len(text):
        pair = _PAIR.match(text, place)
        if not pair or pair.end() == place:
            return False
        place = pair.end()
    return True


def certificate_file(text: str) -> str:
    """Return the path of a certificate file; whether it is there is seen when it is used."""
    return one_line(text)


def web_address(text: str) -> str:
    """Return an https address without user, query or slash at its end."""
    address = _split(one_line(text))
    if address.scheme == "http":
        raise wrong("not_https", "begins with http://, and so protects nothing on its way")
    if address.scheme != "https" or not address.hostname:
        raise wrong("web_address", "isn't an address that begins with https://")
    if address.query or address.fragment:
        raise wrong("web_address", "has more than the address of the online copy")
    return address.geturl().rstrip("/")


def proxy_address(text: str) -> str:
    """Return the address of a proxy server, or nothing."""
    text = one_line(text)
    if text:
        address = _split(text)
        if not address.hostname or not _PROXY.fullmatch(text):
            raise wrong("proxy", "isn't the address of a proxy server")
    return text


def shown_link(text: str) -> str:
    """Return an address that is safe to open in a browser or a mail program, or nothing."""
    text = one_line(text)
    if text:
        address = _split(text)
        named = address.hostname if address.scheme in ("https", "http") else address.path
        if address.scheme not in ("https", "http", "mailto") or not named:
            raise wrong("link", "isn't the address of a page")
    return text


def _split(text: str) -> SplitResult:
    """Return the parts of an address that names no user; raises for one that can't be read."""
    try:
        address = urlsplit(text)
        address.port  # noqa: B018 - reading it raises where it is no number
    except ValueError:
        raise wrong("address", "isn't an address") from None
    if _NOT_IN_ADDRESSES & set(text):
        raise wrong("address", "isn't an address")
    if "@" in address.netloc:
        raise wrong("address_user", "holds a user name or password")
    return address
