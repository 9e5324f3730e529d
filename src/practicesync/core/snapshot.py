"""The state of everything at one moment, as everybody on this computer may read it.

It is `public/status.json`, so no personal value can be in it: codes, counts, times and the names
of practices only. `docs/reference/status.schema.json` is made from these types.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from practicesync.core.action import Hour
from practicesync.core.phase import Colour, Phase, Shape
from practicesync.core.report import Progress, Sent

Moment = Annotated[dt.datetime, msgspec.Meta(tz=True)]
"""A time with its offset."""

SCHEMA = 1
"""The version of the types below: a higher one has more than these."""


class Worker(msgspec.Struct, frozen=True):
    """The process that syncs."""

    pid: int
    version: str
    started_at: Moment
    service: bool = False


class LookingFor(msgspec.Struct, frozen=True):
    """The way of finding changes, why it is as good as it is, and what would make it better."""

    kind: str = ""
    reason: str = ""
    better: str = ""


class Tally(msgspec.Struct, frozen=True):
    """How many contacts stand where; null: not counted yet.

    `online` counts every contact of which a version is online, whatever waits for it.
    Those that were left out are among those that were not sent. `held` are gone from the
    practice and wait to be deleted; `waiting` are there, and their change waits.
    """

    in_database: int | None = None
    online: int | None = None
    not_sent: int | None = None
    left_out: int | None = None
    held: int | None = None
    waiting: int | None = None


class Attention(msgspec.Struct, frozen=True):
    """Something that waits for a person; `action` is the command that deals with it."""

    code: str
    count: int
    sentence: str
    remedy: str
    help: str
    action: str


class CommandOutcome(msgspec.Struct, frozen=True):
    """What came of a command: `outcome` is ``done``, ``refused`` or ``failed``.

    `by` is the account that asked, empty where that isn't known.
    """

    id: str
    command: str
    outcome: str
    sentence: str
    by: str = ""


class LastCheck(msgspec.Struct, frozen=True):
    """The last full check: when it ended, and how many contacts it compared on both sides.

    `mended` is how many differences it found, each of which is sent again.
    """

    at: Moment
    contacts: int
    mended: int = 0


class PracticeStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One practice in words; `code` and `help` are empty where there is no trouble."""

    name: str
    practice_id: str
    phase: Phase
    colour: Colour
    shape: Shape
    code: str
    sentence: str
    remedy: str
    help: str
    since: Moment
    changes: LookingFor = LookingFor()
    progress: Progress | None = None
    last_look_at: Moment | None = None
    last_sent: Sent | None = None
    counts: Tally = Tally()
    attention: tuple[Attention, ...] = ()
    activity: tuple[Hour, ...] = ()
    next_try_at: Moment | None = None
    last_check: LastCheck | None = None


class Links(msgspec.Struct, frozen=True):
    """Addresses that take the place of the built-in pages; empty ones don't."""

    guide: str = ""
    support: str = ""
    privacy: str = ""


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The worst of all practices on top, then each of them."""

    schema: int
    written_at: Moment
    worker: Worker
    colour: Colour
    shape: Shape
    phase: Phase
    code: str
    sentence: str
    remedy: str
    help: str
    since: Moment
    update: str | None = None
    practices: tuple[PracticeStatus, ...] = ()
    ledger: dict[str, str | int] | None = None
    last_commands: tuple[CommandOutcome, ...] = ()
    links: Links = Links()
