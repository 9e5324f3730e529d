"""A job is a value: what is plugged into the one cycle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from practicesync.core.cleaning import Note
from practicesync.core.contact import Contact
from practicesync.core.guard import GuardLimits
from practicesync.core.row import Row
from practicesync.ports import Feed, Journal, Sink, Source


class Translated(Protocol):
    """A row as a contact."""

    @property
    def contact(self) -> Contact:
        """The contact, clean."""

    @property
    def notes(self) -> Sequence[Note]:
        """What was done to make it so."""


@dataclass(frozen=True)
class Pace:
    """How often and how much: `interval` in seconds, `page` in contacts.

    `looking` is the part of the time that looks may take: where one takes long, because it
    compares everything, the next comes later, so that it neither slows the database down nor
    starves a first upload.
    """

    interval: float = 5.0
    looking: float = 0.1
    page: int = 500
    guard: GuardLimits = field(default_factory=GuardLimits)


def nobody() -> str:
    """Return the e-mail address of nobody in particular."""
    return ""


@dataclass(frozen=True)
class Job:
    """One practice's contacts on their way online.

    `translate` raises `Rejected` for a row that can't be sent.
    `layout` names how rows become contacts: under another one everything is read again.
    `activated_by` returns the e-mail address of whoever activated it; nothing, where the layout
    names no employees.
    `next_check` returns when the next full check is due after a moment.
    """

    name: str
    source: Source
    feed: Feed
    sink: Sink
    journal: Journal
    translate: Callable[[Row], Translated]
    pace: Pace
    next_check: Callable[[dt.datetime], dt.datetime]
    layout: str = ""
    activated_by: Callable[[], str] = nobody
