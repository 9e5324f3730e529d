"""What is told about one code, and which exit code a command ends with."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

import msgspec


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    PERSON_NEEDED = 3
    DATABASE = 4
    CLOUD = 5
    INCOMPLETE = 6
    SECOND_WORKER = 7
    NO_ANSWER = 8
    RESTART = 75


class Entry(msgspec.Struct, frozen=True):
    """One row of the error table.

    Placeholders stand in brackets, with what to say where the fact isn't known:
    ``[The table {table}|A table] isn't there.``
    `reasons` puts the word that an adapter gives as the reason into words for people; `remedies`
    has what to do where that reason asks for something else than the code.
    """

    title: str
    sentence: str
    remedy: str
    exit: Exit
    reasons: Mapping[str, str] = {}
    remedies: Mapping[str, str] = {}
