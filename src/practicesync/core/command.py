"""A command to the worker, as it stands in the inbox and as the worker gets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

Argument = str | int | float | bool | list[str] | None
"""What a command may be given."""

LIFETIME = dt.timedelta(minutes=10)
"""How long a command waits for the worker, and an answer for its reader."""


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command as its file says it; `practice` is None where it means all of them."""

    id: str
    command: str
    practice: str | None
    issued_at: dt.datetime
    arguments: dict[str, Argument] = {}


class Command(msgspec.Struct, frozen=True):
    """A command that was taken from the inbox; `owner` is the file's owner, not what it claims."""

    id: str
    command: str
    practice: str | None
    issued_at: dt.datetime
    arguments: Mapping[str, Argument] = {}
    owner: str = ""


class Dropped(msgspec.Struct, frozen=True):
    """A file that was removed from the inbox unheard; `reason` is for the log.

    `id` is empty where the file's name isn't one.
    """

    id: str
    owner: str
    reason: str
