"""What a person may ask of a running practice."""

from __future__ import annotations

import datetime as dt

import msgspec

from practicesync.core.action import HoldId


class SyncNow(msgspec.Struct, frozen=True):
    """Look at once, whatever the interval or back-off."""


class FullCheck(msgspec.Struct, frozen=True):
    """Compare everything."""


class Pause(msgspec.Struct, frozen=True):
    """Stop looking until then (None: until resumed)."""

    until: dt.datetime | None


class Resume(msgspec.Struct, frozen=True):
    """End the pause."""


class BeginSignIn(msgspec.Struct, frozen=True):
    """A person signs in: wait for it."""


class EndSignIn(msgspec.Struct, frozen=True):
    """The sign-in is over, well or not: begin again with what the vault holds."""


class ConfirmDeletes(msgspec.Struct, frozen=True):
    """Send the deletes of that hold."""

    hold: HoldId


class TryAgain(msgspec.Struct, frozen=True):
    """Try everything that could not be sent once more."""


Wish = SyncNow | FullCheck | Pause | Resume | BeginSignIn | EndSignIn | ConfirmDeletes | TryAgain
