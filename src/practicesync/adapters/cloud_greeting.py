"""A first word with the online side: whether it answers, and what time it is there."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import msgspec

from practicesync.adapters.wire import Request, Wire
from practicesync.adapters.wire_errors import refusal

_HEALTH = "/healthz"


class Greeting(msgspec.Struct, frozen=True):
    """The online side's name, and by how many seconds this computer's clock is ahead of its own.

    None where it doesn't say what time it is.
    """

    host: str
    ahead: float | None


def greet(wire: Wire, now: dt.datetime) -> Greeting:
    """Return what the online side says of itself. Raises `Problem` where it doesn't answer."""
    answer = wire.exchange(Request("GET", _HEALTH))
    if not answer.good:
        raise refusal(answer, now)
    host = urlsplit(wire.base).netloc
    try:
        there = parsedate_to_datetime(answer.date)
    except ValueError:
        return Greeting(host, None)
    if there.tzinfo is None:
        there = there.replace(tzinfo=dt.UTC)
    return Greeting(host, (now - there).total_seconds())
