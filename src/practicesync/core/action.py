"""What is done about a key, what came of it, and what is remembered."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal, NewType

import msgspec

from practicesync.core.contact import Contact
from practicesync.core.digest import Digest
from practicesync.core.errors import Code
from practicesync.core.filled import NONE, Fields
from practicesync.core.key import Key
from practicesync.core.row import Position, Stamp

SequenceNumber = NewType("SequenceNumber", int)
"""The journal's own counter. What was read later has the higher number."""

Epoch = NewType("Epoch", int)
"""Issued by the cloud whenever a worker begins: a higher one fences all lower ones off."""

HoldId = NewType("HoldId", str)


class Upsert(msgspec.Struct, frozen=True):
    """Put the contact online as it is here."""

    key: Key
    contact: Contact


class Delete(msgspec.Struct, frozen=True):
    """Take the contact off the online copy."""

    key: Key


Action = Upsert | Delete


class Stored(msgspec.Struct, frozen=True):
    """The sink has taken the action."""

    key: Key


class Unchanged(msgspec.Struct, frozen=True):
    """The sink had it already."""

    key: Key


class Stale(msgspec.Struct, frozen=True):
    """The sink knows a newer version; under our own epoch that is an error."""

    key: Key


class Refused(msgspec.Struct, frozen=True):
    """The sink will not take this record, because of that field."""

    key: Key
    code: Code
    field: str


Outcome = Stored | Unchanged | Stale | Refused


class Fence(msgspec.Struct, frozen=True):
    """What the cloud issues when a worker begins.

    `last` is the highest version that it holds of any contact, (0, 0) if of none.
    """

    epoch: Epoch
    digest_key: bytes
    last: tuple[Epoch, SequenceNumber] = (Epoch(0), SequenceNumber(0))


Change = Literal["added", "changed", "none"]


class Online(msgspec.Struct, frozen=True):
    """Settled: the contact is online with this digest.

    `filled` names its fields that are not blank, None where that isn't known. `blanked` names
    those that turned blank with this without a person's yes.
    """

    key: Key
    digest: Digest
    stamp: Stamp | None = None
    change: Change = "none"
    filled: Fields | None = None
    blanked: Fields = NONE


class Gone(msgspec.Struct, frozen=True):
    """Settled: the key is in neither place. `sent` tells whether a delete was sent for it."""

    key: Key
    sent: bool
    confirmed: bool = False


class Parked(msgspec.Struct, frozen=True):
    """Settled: it can't be sent, because of that field."""

    key: Key
    code: Code
    field: str
    stamp: Stamp | None = None


class Blanked(msgspec.Struct, frozen=True):
    """Settled for now: these fields turned blank, so it is not sent before the guard has judged.

    What already waits for a person because of one of them goes on waiting.
    """

    key: Key
    fields: Fields
    stamp: Stamp | None = None


Settlement = Online | Gone | Parked | Blanked


class Held(msgspec.Struct, frozen=True):
    """What the journal knows of a key.

    `digest` is None where nothing is online. `confirmed` tells that an administrator has
    confirmed its delete. `filled` names the fields that may be filled online, None where that
    isn't known; `allowed` those that an administrator lets turn blank; `blanked` those that
    turned blank at the last read, for the guard to judge.
    """

    digest: Digest | None
    confirmed: bool = False
    filled: Fields | None = None
    allowed: Fields = NONE
    blanked: Fields = NONE


ROUTINE = "routine"
"""The reason of a full check that nothing has asked for: changes are found meanwhile as ever."""


class Scan(msgspec.Struct, frozen=True):
    """A full check on its way: `position` is None before its first page.

    `reason` is one word, `total` is the number of contacts when it began.
    """

    number: int
    reason: str
    position: Position | None
    total: int
    done: int
    started_at: dt.datetime


class Passed(msgspec.Struct, frozen=True):
    """A full check has passed a page; `next` is where it reads on (None: that was the last)."""

    next: Position | None


class Stage(StrEnum):
    """How far the first upload is."""

    UPLOADING = "uploading"
    PROCESSING = "processing"
    READY = "ready"


class Hold(msgspec.Struct, frozen=True):
    """Deletes that wait for an administrator, or changes under which `field` turns blank."""

    id: HoldId
    reason: str
    count: int
    opened_at: dt.datetime
    field: str = ""


class ParkedKey(msgspec.Struct, frozen=True):
    """A contact that was not sent, for lists: code and field, never a value."""

    key: Key
    code: Code
    field: str
    since: dt.datetime
    left_out: bool


class Drift(msgspec.Struct, frozen=True):
    """How many contacts are not online as they are known to be."""

    differing: int = 0
    missing_online: int = 0
    only_online: int = 0

    def __add__(self, other: Drift) -> Drift:
        return Drift(
            self.differing + other.differing,
            self.missing_online + other.missing_online,
            self.only_online + other.only_online,
        )


class Checked(msgspec.Struct, frozen=True):
    """What the last full check has found, and mended by sending again.

    `unseen` changes no look had found; the others differed between here and the online copy.
    """

    at: dt.datetime
    contacts: int
    unseen: int = 0
    differing: int = 0
    missing_online: int = 0
    only_online: int = 0


class Counts(msgspec.Struct, frozen=True):
    """How many contacts stand where; one that is online and waits for something counts in both.

    `online` counts those of which some version is online, also while another is being sent; not
    those that were refused and of which it isn't known whether an earlier version is online.
    `held` counts those that are gone here and wait to be deleted, `waiting` those that are here
    and whose change waits.
    """

    in_database: int = 0
    online: int = 0
    not_sent: int = 0
    left_out: int = 0
    held: int = 0
    dirty: int = 0
    waiting: int = 0


class Concerns(msgspec.Struct, frozen=True):
    """Whether somebody has to look at something: deletes held, contacts refused."""

    held: bool
    refused: bool


class Hour(msgspec.Struct, frozen=True):
    """What was sent within one hour (UTC, its start)."""

    hour: dt.datetime
    added: int
    changed: int
    deleted: int
