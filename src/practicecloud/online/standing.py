"""How sync of a practice stands, as every page of the practice shows it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import sqlalchemy as sa

from practicecloud.online.beats import NOT_RUNNING, ON_PURPOSE, last_beat
from practicecloud.settings import AHEAD, MINUTE
from practicecloud.store import tables

SILENT_AFTER = 15 * MINUTE
"""Seconds without a report after which the server counts as silent."""


class Standing(msgspec.Struct, frozen=True):
    """How sync stands: colour, shape and a sentence for people.

    `as_of` is when the server last reported, in seconds since 1970. `silent`: it says nothing
    although it should. `awaited`: contacts should arrive, so that trouble is worth a notice.
    """

    colour: str
    shape: str
    sentence: str
    as_of: float | None = None
    silent: bool = False
    awaited: bool = True

    @property
    def is_bad(self) -> bool:
        """Whether somebody should do something about it."""
        return self.awaited and self.colour == "red"


def standing_of(
    connection: sa.Connection, practice_id: str, now: float, silent_after: float = SILENT_AFTER
) -> Standing:
    """Return how sync of the practice stands now."""
    table = tables.activation
    activation = connection.execute(
        sa.select(table).where(table.c.practice_id == practice_id)
    ).one_or_none()
    if activation is None:
        return _red("Contacts sync is not activated for this practice yet.", awaited=False)
    if not activation.active:
        sentence = "Contacts sync was stopped: changes in the practice don't arrive here."
        return _red(sentence, awaited=False)
    beat = last_beat(connection, practice_id)
    if _is_signed_out(connection, activation.family_id):
        return _signed_out(activation.server, _seen(beat, now))
    seen = _seen(beat, now)
    if beat is not None and seen is not None and now - seen <= silent_after:
        return _reported(beat, now)
    heard = beat.at if beat is not None else activation.since
    signs = (heard, _listening_since(connection))
    if any(-AHEAD <= now - sign <= silent_after for sign in signs):
        return _awaiting(activation.server, beat, seen)
    return _silent(activation, beat, now)


def clock_words(moment: float, offset: int | None, now: float) -> str:
    """Return a moment on a clock that is so many seconds ahead of UTC, the day if not today."""
    zone = dt.timezone(dt.timedelta(seconds=offset or 0))
    at, today = (dt.datetime.fromtimestamp(each, zone) for each in (moment, now))
    words = f"{at.hour}:{at:%M}" if offset else f"{at.hour}:{at:%M} UTC"
    if at.date() == today.date():
        return words
    year = "" if at.year == today.year else f" {at.year}"
    return f"{at.day} {at:%B}{year}, {words}"


def _seen(beat: sa.Row[Any] | None, now: float) -> float | None:
    """Return when the server last reported; None if never, or by a clock that was ahead."""
    return beat.at if beat is not None and beat.at <= now + AHEAD else None


def _reported(beat: sa.Row[Any], now: float) -> Standing:
    if beat.phase == NOT_RUNNING:
        since = clock_words(beat.at, beat.utc_offset, now)
        sentence = (
            f"Practice Sync on {beat.server} has not been running since {since}: "
            "changes in the practice don't arrive here until it is started again."
        )
        return _red(sentence, beat.at)
    awaited = beat.phase not in ON_PURPOSE
    return Standing(beat.colour, beat.shape, beat.sentence, beat.at, awaited=awaited)


def _is_signed_out(connection: sa.Connection, family_id: str) -> bool:
    """Tell whether the sign-in of the server in charge was ended: it can't even report that."""
    table = tables.family
    ended = connection.scalar(sa.select(table.c.revoked_at).where(table.c.id == family_id))
    return ended is not None


def _signed_out(server: str, seen: float | None) -> Standing:
    sentence = (
        f"The practice's server {server} is signed out: changes in the practice don't arrive here. "
        "Activate contacts sync on it again."
    )
    return _red(sentence, seen)


def _awaiting(server: str, beat: sa.Row[Any] | None, seen: float | None) -> Standing:
    """Say that there is no report yet, while nobody need wonder about it."""
    if beat is None:
        return Standing("blue", "arrows", f"{server} has not reported yet.")
    sentence = f"This page was away for a while and waits for {server} to report again."
    return Standing("blue", "arrows", sentence, seen)


def _silent(activation: sa.Row[Any], beat: sa.Row[Any] | None, now: float) -> Standing:
    moment = beat.at if beat is not None else activation.since
    since = clock_words(moment, beat.utc_offset if beat is not None else None, now)
    if moment > now + AHEAD:
        since = "the clock of the online side was set right"
    sentence = (
        f"The practice's server {activation.server} has been silent since {since}: "
        "contacts may be out of date. "
        "See whether it is switched on, connected to the internet and runs Practice Sync."
    )
    return _red(sentence, _seen(beat, now), silent=True)


def _red(
    sentence: str, as_of: float | None = None, *, silent: bool = False, awaited: bool = True
) -> Standing:
    return Standing("red", "cross", sentence, as_of, silent, awaited)


def _listening_since(connection: sa.Connection) -> float:
    """Return since when this side listens without a gap: before, silence was its own fault."""
    return connection.scalar(sa.select(tables.listening.c.since)) or 0.0
