"""Asks whether an installation is at work, without any sign-in: whoever asks may be a copy."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

import msgspec

from practicesync.adapters.wire import Request, Wire
from practicesync.adapters.wire_errors import decoded, refusal


class _Presence(msgspec.Struct, frozen=True):
    alive: bool


def is_at_work(wire: Wire, practice_id: str, installation: str, now: dt.datetime) -> bool:
    """Tell whether that installation is in charge of the practice and was heard of just now.

    An online side that doesn't know the question has never heard of any. Raises as every call.
    """
    path = f"/v1/practices/{quote(practice_id, safe='')}/presence"
    body = msgspec.json.encode({"installation": installation})
    answer = wire.exchange(Request("POST", path, body))
    if answer.status == 404 and answer.media_type == "application/problem+json":
        return False
    if not answer.good:
        raise refusal(answer, now)
    return decoded(answer, _Presence).alive
