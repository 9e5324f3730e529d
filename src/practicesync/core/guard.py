"""The guard: what looks like an accident waits for an administrator."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from practicesync.core.filled import Fields, field_of

REASON_MANY = "many-deletions"
REASON_THIRD = "third-deleted"
REASON_BLANK = "field-turned-blank"

FEW = 3
"""Deletions that are never taken for the loss of a third: a trial practice may have four."""

FEW_BLANKS = 10
"""Contacts in which a field may always turn blank."""

BLANK_PERCENT = 20
"""A field that turns blank in more of the contacts than this is held."""


class GuardLimits(msgspec.Struct, frozen=True):
    """Deletions within 24 hours are held above `count` *and* above `percent` of the contacts."""

    count: int = 10
    percent: float = 5.0


class Deletions(msgspec.Struct, frozen=True):
    """What the guard judges: `due` now, `recent` sent within 24 hours, `waiting` on hold.

    None of them were confirmed by a person. `contacts` is how many there are, these included.
    """

    due: int
    recent: int
    waiting: int
    contacts: int


class Blanks(msgspec.Struct, frozen=True):
    """In how many contacts one field turns blank, counted like `Deletions`.

    `had` is in how many it is filled online, those that are due or waiting included.
    """

    due: int = 0
    recent: int = 0
    waiting: int = 0
    had: int = 0


def reason_to_hold(deletions: Deletions, limits: GuardLimits) -> str | None:
    """Return why the deletions that are due are to be held, or None if they may be sent.

    Counting what was sent and what waits catches a mass deletion that comes in a dribble.
    A third is too much whatever the limits allow.
    """
    total = deletions.due + deletions.recent + deletions.waiting
    contacts = deletions.contacts + deletions.recent
    if total > limits.count and total * 100 > contacts * limits.percent:
        return REASON_MANY
    if total > FEW and total * 3 > contacts:
        return REASON_THIRD
    return None


def fields_to_hold(blanks: Mapping[int, Blanks], contacts: int) -> Fields:
    """Return the fields that turn blank in too many of the contacts at once.

    Too many is more than a fifth of all contacts, or a third of those that had the field: a
    child table that few contacts have rows in may be lost as well as one that all have.
    """
    return Fields(sum(field_of(number) for number, one in blanks.items() if _lost(one, contacts)))


def _lost(blanks: Blanks, contacts: int) -> bool:
    total = blanks.due + blanks.recent + blanks.waiting
    if not blanks.due or total <= FEW_BLANKS:
        return False
    fifth = total * 100 > contacts * BLANK_PERCENT
    return fifth or total * 3 > blanks.had + blanks.recent
