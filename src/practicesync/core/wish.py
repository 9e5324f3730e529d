"""What a person may ask of a running practice."""

from __future__ import annotations

import datetime as dt

import msgspec

from practicesync.core.action import HoldId
from practicesync.core.errors import Problem
from practicesync.core.key import Key


class SyncNow(msgspec.Struct, frozen=True):
    """Look at once, whatever the interval or back-off, and with `resumes` whatever pause."""

    resumes: bool = True


class FullCheck(msgspec.Struct, frozen=True):
    """Compare everything."""


class Pause(msgspec.Struct, frozen=True):
    """Stop looking until then (None: until resumed)."""

    until: dt.datetime | None


class Resume(msgspec.Struct, frozen=True):
    """End the pause."""


class BeginSignIn(msgspec.Struct, frozen=True):
    """A person signs in: wait for it, unless there is a sign-in to work with or a pause."""


class EndSignIn(msgspec.Struct, frozen=True):
    """The sign-in is over: `kept` tells whether the vault holds it, to begin again with."""

    kept: bool = True


class Lost(msgspec.Struct, frozen=True):
    """The online side has refused a practice that rests: it has lost its place or its sign-in."""

    problem: Problem


class ConfirmDeletes(msgspec.Struct, frozen=True):
    """Send the deletes of that hold, if it still holds so many (None: however many)."""

    hold: HoldId
    count: int | None = None


class TryAgain(msgspec.Struct, frozen=True):
    """Try these that could not be sent once more (None: all of them)."""

    keys: tuple[Key, ...] | None = None


class LeaveOut(msgspec.Struct, frozen=True):
    """Be content that these are not sent (None: all that could not be) until a reason changes."""

    keys: tuple[Key, ...] | None = None


class ListNotSent(msgspec.Struct, frozen=True):
    """Tell what could not be sent, with names read afresh."""


class ListDeletes(msgspec.Struct, frozen=True):
    """Tell which deletes that hold holds."""

    hold: HoldId


class LookAhead(msgspec.Struct, frozen=True):
    """Tell what would be sent of this contact (None: of all that wait), and send nothing."""

    contact: str | None = None


class LookAtCheck(msgspec.Struct, frozen=True):
    """Tell how far the full check is."""


class Examine(msgspec.Struct, frozen=True):
    """Tell what support may know."""


Question = ListNotSent | ListDeletes | LookAhead | LookAtCheck | Examine
"""Wishes that change nothing."""

Answered = ConfirmDeletes | TryAgain | LeaveOut | Question
"""Wishes of which the one who asks wants to know what came."""

Wish = SyncNow | FullCheck | Pause | Resume | BeginSignIn | EndSignIn | Lost | Answered
