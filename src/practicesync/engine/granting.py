"""What people ask of a practice, done in its own thread with its own journal and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from practicesync.core.action import Hold, HoldId, ParkedKey
from practicesync.core.called import called, client_code
from practicesync.core.digest import Seal
from practicesync.core.error_table import explain
from practicesync.core.errors import Code, Misconfigured
from practicesync.core.granted import (
    DeletesList,
    Examined,
    Granted,
    NotSent,
    NotSentList,
    Standing,
    Touched,
    Waits,
)
from practicesync.core.hold_words import waiting_words
from practicesync.core.key import Key, keys_meant, telling_nothing
from practicesync.core.row import Row
from practicesync.core.wish import (
    ConfirmDeletes,
    Examine,
    LeaveOut,
    ListDeletes,
    ListNotSent,
    LookAhead,
    TryAgain,
    Wish,
)
from practicesync.engine.job import Job
from practicesync.engine.preview import preview
from practicesync.ports import Clock, Journal

HISTORY = dt.timedelta(days=30)

EVER = dt.datetime.max.replace(tzinfo=dt.UTC)
"""Later than any time that a clock which was set may have stamped."""

MOST_LISTED = 5_000
"""Contacts in one list, so that an answer is read and handed over in a few seconds."""


def grant(job: Job, clock: Clock, seal: Seal | None, wish: Wish) -> Granted:
    """Do what the wish asks for and return what comes of it.

    `seal` is None before the cloud has told its digest key. Raises `Misconfigured` with
    `COMMAND_REFUSED` where it asks for what isn't there; then nothing has changed.
    """
    match wish:
        case ListNotSent():
            return not_sent(job)
        case TryAgain(None):
            return Touched(job.journal.retry_parked(EVER))
        case TryAgain(keys):
            return Touched(job.journal.try_again(_parked(job, keys)))
        case LeaveOut(keys):
            return Touched(job.journal.leave_out(_parked(job, keys)))
        case ListDeletes(hold):
            return DeletesList(_hold(job, hold), tuple(job.journal.held_under(hold)[:MOST_LISTED]))
        case ConfirmDeletes(hold, number):
            return Touched(_confirm(job, hold, number))
        case LookAhead(contact):
            return preview(job, seal, contact)
        case Examine():
            return examined(job, clock, seal)
        case _:
            return None


def not_sent(job: Job, most: int = MOST_LISTED) -> NotSentList:
    """Return what was not sent, with names as they are now; what was left out comes last."""
    parked = sorted(job.journal.parked(), key=lambda one: one.left_out)
    listed = parked[:most]
    rows = _rows(job, [one.key for one in listed])
    return NotSentList(tuple(_told(one, rows.get(one.key)) for one in listed), len(parked))


def examined(job: Job, clock: Clock, seal: Seal | None) -> Examined:
    """Return what support may know of the practice."""
    journal = job.journal
    mac = seal.mac if seal else None
    return Examined(
        changes=job.feed.kind,
        counts=journal.counts(),
        activity=tuple(journal.activity(clock.now() - HISTORY)),
        holds=tuple(journal.holds()),
        not_sent=tuple(
            Waits(one.code, one.field, one.since, one.left_out, telling_nothing(one.key, mac))
            for one in journal.parked()[:MOST_LISTED]
        ),
        stage=journal.stage().value,
        sequence=journal.sequence(),
    )


def standing(journal: Journal) -> Standing:
    """Return how far the full check is, or what the last one has found."""
    scan = journal.scan()
    running = scan is not None or journal.comparing() is not None
    done, total = (0, 0) if scan is None else (scan.done, scan.total)
    return Standing(running, done, total, journal.last_check())


def refusal(reason: str) -> Misconfigured:
    """Return why a wish is not granted, as a part of a sentence; it names no contact."""
    return Misconfigured(Code.COMMAND_REFUSED, reason=reason)


def another_number(hold: Hold) -> Misconfigured:
    """Return why a number is not confirmed: another one is waiting."""
    waiting = waiting_words(hold)
    return Misconfigured(Code.COMMAND_REFUSED, reason="another-number", deletions=waiting)


def _told(parked: ParkedKey, row: Row | None) -> NotSent:
    said = explain(parked.code, {"field": parked.field})
    return NotSent(
        key=parked.key,
        name=called(row) if row else "",
        client_code=client_code(row) if row else "",
        code=parked.code.value,
        field=parked.field,
        sentence=said.sentence,
        remedy=said.remedy,
        since=parked.since,
        left_out=parked.left_out,
    )


def _rows(job: Job, keys: Sequence[Key]) -> Mapping[Key, Row]:
    """Return those contacts as they are now; one that is gone has no row."""
    size = job.pace.page
    parts = [keys[at : at + size] for at in range(0, len(keys), size)]
    return {row.key: row for part in parts for row in job.source.read(part)}


def _parked(job: Job, wanted: Sequence[str] | None) -> list[Key]:
    """Return the keys of contacts that were not sent, all of them or those that are meant."""
    there = {one.key for one in job.journal.parked()}
    if wanted is None:
        return sorted(there)
    meant = [there & set(keys_meant(text)) for text in wanted]
    if strange := sum(not keys for keys in meant):
        raise refusal(
            "the contact was sent by now, or there is none with that key"
            if len(wanted) == 1
            else f"{strange} of the {len(wanted)} were sent by now, or there are none with that key"
        )
    return sorted(set().union(*meant))


def _hold(job: Job, wanted: HoldId) -> Hold:
    for hold in job.journal.holds():
        if hold.id == wanted:
            return hold
    raise refusal("nothing is waiting under that id any more")


def _confirm(job: Job, wanted: HoldId, number: int | None) -> int:
    """Confirm what the person has seen and nothing else."""
    hold = _hold(job, wanted)
    if number is not None and hold.count != number:
        raise another_number(hold)
    return job.journal.confirm(wanted)
