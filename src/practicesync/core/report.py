"""What the engine says of one practice: facts, from which every screen is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from practicesync.core.action import Checked, Counts, Hold, Hour
from practicesync.core.errors import Code
from practicesync.core.phase import Phase


class Progress(msgspec.Struct, frozen=True):
    """How far step 1 (uploading) or 2 (being prepared online) is. `rate` is contacts a second."""

    step: int
    done: int
    total: int
    started_at: dt.datetime
    rate: float | None = None
    eta_s: float | None = None


class Sent(msgspec.Struct, frozen=True):
    """The last time something was sent."""

    at: dt.datetime
    contacts: int


class Refusals(msgspec.Struct, frozen=True):
    """How many contacts were not sent for one reason."""

    code: Code
    count: int


class Stretched(msgspec.Struct, frozen=True):
    """Looks come only every so many seconds, because one takes so many."""

    every: float
    took: float


class Report(msgspec.Struct, frozen=True):
    """One practice at one moment. `since` is when the phase began.

    `code` and `facts` name the trouble of a red or retrying phase; `wakes_at` is the next try or
    the end of a pause. `activity` is what was sent within the last 24 hours. `in_database` is what
    the first upload found, and `counts` is None until all was counted. `stretched` is None while
    looks come as often as the settings say. `changes` is the way of finding changes; `reason` and
    `better` are sentences: why it is this one, and what would allow a better one.
    """

    phase: Phase
    since: dt.datetime
    code: Code | None = None
    facts: Mapping[str, str] = {}
    progress: Progress | None = None
    last_look_at: dt.datetime | None = None
    last_sent: Sent | None = None
    in_database: int | None = None
    counts: Counts | None = None
    refusals: Sequence[Refusals] = ()
    holds: Sequence[Hold] = ()
    wakes_at: dt.datetime | None = None
    changes: str = ""
    reason: str = ""
    better: str = ""
    stretched: Stretched | None = None
    activity: Sequence[Hour] = ()
    checked: Checked | None = None
