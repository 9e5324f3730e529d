"""What the practice's server reports of itself, and whether it is alive."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from practicecloud.online.activation import iso, lock_practice, refuse_others
from practicecloud.online.names import LINE, Installation, Name
from practicecloud.problems import invalid
from practicecloud.settings import AHEAD
from practicecloud.store import tables
from practicecloud.store.storage import put

ALIVE_SECONDS = 360
"""A server reports every five minutes; one minute is for the way."""

NOT_RUNNING = "not_running"
"""The phase of the last report: the worker has ended as it was told to."""

ON_PURPOSE = frozenset({"scheduled", "paused"})
"""The phases in which nothing is sent because a person has said so."""

_MOST = 1_000_000_000

Number = Annotated[int, Meta(ge=0, le=_MOST)] | None


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many contacts there are; null where the server does not know."""

    in_database: Number = None
    online: Number = None
    not_sent: Number = None
    left_out: Number = None
    held: Number = None
    waiting: Number = None


class Beat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How sync stands on the practice's server, as its own screens show it.

    `sentence` is for people and holds nothing about a contact. `last_look_at` is ISO 8601 or empty;
    its offset from UTC is the server's own, and pages and notices say their times by it.
    """

    installation: Installation
    server: Name
    phase: Annotated[str, Meta(max_length=40, pattern="^[a-z_]+$")]
    colour: Literal["red", "blue", "green"]
    shape: Literal["cross", "arrows", "tick", "bars", "clock"]
    sentence: Annotated[str, Meta(min_length=1, max_length=500, pattern=LINE)]
    code: Annotated[str, Meta(max_length=20, pattern="^[A-Z0-9-]*$")] = ""
    last_look_at: Annotated[str, Meta(max_length=40, pattern="^[0-9T:.+Z-]*$")] = ""
    counts: Counts = Counts()


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks whether another copy of that installation is at work."""

    installation: Installation


class Presence(msgspec.Struct, frozen=True):
    """Whether that installation is in charge and reports; `seen_at` is empty if it does not."""

    alive: bool
    seen_at: str = ""


def note_beat(connection: sa.Connection, practice_id: str, beat: Beat, now: float) -> None:
    """Keep what the server in charge reports. Raises `Problem` for any other."""
    refuse_others(lock_practice(connection, practice_id), beat.installation)
    table = tables.beat
    offset = _offset(beat.last_look_at)
    if offset is None:
        known = sa.select(table.c.utc_offset).where(table.c.practice_id == practice_id)
        offset = connection.scalar(known)
    row = {
        "practice_id": practice_id,
        "at": now,
        "utc_offset": offset,
        **{name: getattr(beat, name) for name in _KEPT},
        **msgspec.structs.asdict(beat.counts),
    }
    put(connection, table, [row])


def forget_ahead(connection: sa.Connection, now: float) -> None:
    """Forget reports from a future that was none: when it came, they would vouch for anybody."""
    table = tables.beat
    connection.execute(sa.delete(table).where(table.c.at > now + AHEAD))


_KEPT = ("installation", "server", "phase", "colour", "shape", "code", "sentence", "last_look_at")


def last_beat(connection: sa.Connection, practice_id: str) -> sa.Row[Any] | None:
    """Return the last report of the server that is in charge, or None if it never made one."""
    beat, activation = tables.beat, tables.activation
    in_charge = sa.and_(
        activation.c.practice_id == beat.c.practice_id,
        activation.c.installation == beat.c.installation,
        activation.c.active,
    )
    query = sa.select(beat).join(activation, in_charge)
    return connection.execute(query.where(beat.c.practice_id == practice_id)).one_or_none()


def presence(
    connection: sa.Connection, practice_id: str, installation: str, now: float
) -> Presence:
    """Tell whether that installation is in charge and at work.

    What does not exist is answered as what is not at work.
    """
    found = last_beat(connection, practice_id)
    if found is None or found.installation != installation:
        return Presence(alive=False)
    alive = found.phase != NOT_RUNNING and -AHEAD <= now - found.at <= ALIVE_SECONDS
    return Presence(alive, iso(found.at))


def _offset(moment: str) -> int | None:
    """Return the seconds between a moment's own clock and UTC, or None for an empty text."""
    if not moment:
        return None
    try:
        offset = dt.datetime.fromisoformat(moment).utcoffset()
    except ValueError:
        raise invalid("last_look_at", "not a moment") from None
    if offset is None:
        raise invalid("last_look_at", "without its offset from UTC")
    return int(offset.total_seconds())
