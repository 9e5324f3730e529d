"""What comes of a wish that is answered.

Some of it holds personal values, read afresh: it goes to whoever asked, and nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec

from practicesync.core.action import Checked, Counts, Hold, Hour
from practicesync.core.key import Key


class Touched(msgspec.Struct, frozen=True):
    """So many contacts are concerned."""

    contacts: int


class NotSent(msgspec.Struct, frozen=True):
    """A contact that was not sent: its name and client code as they are now, and why."""

    key: Key
    name: str
    client_code: str
    code: str
    field: str
    sentence: str
    remedy: str
    since: dt.datetime
    left_out: bool


class NotSentList(msgspec.Struct, frozen=True):
    """The contacts that were not sent; `total` is how many there are, listed or not."""

    contacts: tuple[NotSent, ...]
    total: int


class DeletesList(msgspec.Struct, frozen=True):
    """Deletions that wait, of which only the keys are left; or changes, by their keys."""

    hold: Hold
    keys: tuple[Key, ...]


Fate = Literal[
    "added", "changed", "waiting", "as it is", "not sent", "deleted", "not there", "unknown"
]


class Field(msgspec.Struct, frozen=True):
    """One field as it would be sent, and what was done to it."""

    field: str
    value: str
    note: str = ""


class Previewed(msgspec.Struct, frozen=True):
    """What would happen to one contact online."""

    key: Key
    fate: Fate
    fields: tuple[Field, ...] = ()
    code: str = ""
    sentence: str = ""
    remedy: str = ""


class Preview(msgspec.Struct, frozen=True):
    """What would be sent; `total` is how many contacts wait, shown or not."""

    contacts: tuple[Previewed, ...]
    total: int


class Standing(msgspec.Struct, frozen=True):
    """How far a full check is; `checked` is what the last one has found."""

    running: bool
    done: int
    total: int
    checked: Checked | None = None


class Waits(msgspec.Struct, frozen=True):
    """Contacts that were not sent for one reason; their keys say nothing about a person."""

    code: str
    field: str
    since: dt.datetime
    left_out: bool
    key: str


class Examined(msgspec.Struct, frozen=True):
    """What support may know of a practice: numbers, codes and keys, no personal value."""

    changes: str
    counts: Counts
    activity: tuple[Hour, ...]
    holds: tuple[Hold, ...]
    not_sent: tuple[Waits, ...]
    stage: str
    sequence: int
    facts: Mapping[str, str] = {}


Granted = Touched | NotSentList | DeletesList | Preview | Standing | Examined | None
