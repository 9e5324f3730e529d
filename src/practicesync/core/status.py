"""From the engine's reports to the status that every screen shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from practicesync.core.action import Checked
from practicesync.core.error_table import Exit, exit_code
from practicesync.core.errors import Code
from practicesync.core.phase import SIGNS, Colour, Phase
from practicesync.core.phase_words import (
    Said,
    Today,
    code_words,
    faster_words,
    hold_code,
    hold_facts,
    in_sync_words,
    numbered,
    phase_words,
    stretched_words,
)
from practicesync.core.report import Report
from practicesync.core.snapshot import (
    SCHEMA,
    Attention,
    CommandOutcome,
    LastCheck,
    Links,
    LookingFor,
    PracticeStatus,
    Status,
    Tally,
    Worker,
)

WORST_FIRST: Sequence[Phase] = (
    Phase.NOT_RUNNING,
    Phase.TAKEN_OVER,
    Phase.MISCONFIGURED,
    Phase.SIGN_IN_NEEDED,
    Phase.EMPLOYEE_NOT_ACTIVE,
    Phase.UNAVAILABLE,
    Phase.HELD,
    Phase.ATTENTION,
    Phase.NOT_ACTIVATED,
    Phase.DEACTIVATED,
    Phase.PAUSED,
    Phase.SCHEDULED,
    Phase.RETRYING,
    Phase.STARTING,
    Phase.SIGNING_IN,
    Phase.UPLOADING,
    Phase.PROCESSING,
    Phase.SYNCING,
    Phase.IN_SYNC,
)
"""Which phase speaks for several practices: red before blue before green."""


class Reported(msgspec.Struct, frozen=True):
    """A practice with its report."""

    name: str
    practice_id: str
    report: Report


class Trouble(msgspec.Struct, frozen=True):
    """What is wrong with all of it, as with settings that can't be read."""

    code: Code
    facts: Mapping[str, str] = {}


def status(
    reports: Sequence[Reported],
    worker: Worker,
    today: Today,
    *,
    trouble: Trouble | None = None,
    update: str | None = None,
    last_commands: Sequence[CommandOutcome] = (),
    links: Links | None = None,
) -> Status:
    """Return the status of the worker and its practices; trouble of all of it goes on top."""
    practices = tuple(practice_status(reported, today) for reported in reports)
    phase, said = _top(practices, trouble)
    sign = SIGNS[phase]
    return Status(
        schema=SCHEMA,
        written_at=today.now,
        worker=worker,
        colour=sign.colour,
        shape=sign.shape,
        phase=phase,
        code=said.code,
        sentence=said.sentence,
        remedy=said.remedy,
        help=said.help,
        since=min((p.since for p in practices if p.phase is phase), default=today.now),
        update=update,
        practices=practices,
        last_commands=tuple(last_commands),
        links=links or Links(),
    )


def practice_status(reported: Reported, today: Today) -> PracticeStatus:
    """Return one practice's status."""
    report = reported.report
    sign, said = SIGNS[report.phase], phase_words(report, today)
    return PracticeStatus(
        name=reported.name,
        practice_id=reported.practice_id,
        phase=report.phase,
        colour=sign.colour,
        shape=sign.shape,
        code=said.code,
        sentence=said.sentence,
        remedy=said.remedy,
        help=said.help,
        since=report.since,
        changes=_changes(report),
        progress=report.progress,
        last_look_at=report.last_look_at,
        last_sent=report.last_sent,
        counts=_tally(report),
        attention=_attention(report),
        activity=tuple(report.activity),
        next_try_at=report.wakes_at,
        last_check=_last_check(report.checked),
    )


def not_running(last: Status | None, worker: Worker, today: Today) -> Status:
    """Return what a viewer shows while the worker is silent: the last status, but all red."""
    if last and last.phase is Phase.NOT_RUNNING:
        return last  # a worker that could not start has said why
    since = last.written_at if last else today.now
    said = code_words(Code.NOT_RUNNING, {"since": today.clock(since)} if last else {})
    return _silent(last or status((), worker, today), said, since)


def unreadable(worker: Worker, today: Today) -> Status:
    """Return what a viewer shows of a worker that lives and whose status it can't read."""
    return status((), worker, today, trouble=Trouble(Code.STATUS_UNREADABLE))


def unable(last: Status | None, worker: Worker, today: Today, said: Said) -> Status:
    """Return what a worker leaves that can't start: why, over what was last known."""
    shown = msgspec.structs.replace(
        last or status((), worker, today), written_at=today.now, worker=worker
    )
    return _silent(shown, said, today.now)


def _silent(shown: Status, said: Said, since: dt.datetime) -> Status:
    sign = SIGNS[Phase.NOT_RUNNING]
    silent: dict[str, Any] = {
        "phase": Phase.NOT_RUNNING,
        "colour": sign.colour,
        "shape": sign.shape,
        "code": said.code,
        "sentence": said.sentence,
        "remedy": said.remedy,
        "help": said.help,
        "since": since,
    }
    practices = tuple(
        msgspec.structs.replace(practice, progress=None, next_try_at=None, **silent)
        for practice in shown.practices
    )
    return msgspec.structs.replace(shown, practices=practices, **silent)


def status_exit(shown: Status) -> Exit:
    """Return what a command ends with that shows this status."""
    if shown.code:
        return exit_code(Code(shown.code))
    if shown.phase in _EXITS:
        return _EXITS[shown.phase]
    waiting = any(practice.attention for practice in shown.practices)
    return Exit.INCOMPLETE if waiting else Exit.DONE


_EXITS: Mapping[Phase, Exit] = {
    Phase.DEACTIVATED: Exit.PERSON_NEEDED,
    Phase.SIGNING_IN: Exit.PERSON_NEEDED,
    Phase.RETRYING: Exit.CLOUD,
    Phase.UNAVAILABLE: Exit.CLOUD,
}


def _top(practices: Sequence[PracticeStatus], trouble: Trouble | None) -> tuple[Phase, Said]:
    """Return the phase of all of it, and what it says."""
    if trouble:
        return Phase.MISCONFIGURED, code_words(trouble.code, trouble.facts)
    if not practices:
        return Phase.STARTING, Said("Practice Sync is starting.")
    worst = min(practices, key=lambda practice: WORST_FIRST.index(practice.phase))
    if len(practices) > 1 and worst.colour is Colour.GREEN:
        left_out = sum(practice.counts.left_out or 0 for practice in practices)
        return worst.phase, in_sync_words(left_out)
    name = f"{worst.name}: " if len(practices) > 1 else ""
    return worst.phase, Said(name + worst.sentence, worst.remedy, worst.code, worst.help)


def _tally(report: Report) -> Tally:
    """Return what was counted; before the first upload's end that is the practice alone."""
    if report.counts:
        return msgspec.convert(report.counts, Tally, from_attributes=True)
    return Tally(in_database=report.in_database)


def _last_check(checked: Checked | None) -> LastCheck | None:
    """Return what the last full check has found, as one number: the rest is told on demand."""
    if checked is None:
        return None
    wrong = (checked.unseen, checked.differing, checked.missing_online, checked.only_online)
    return LastCheck(checked.at, checked.contacts, sum(wrong))


def _changes(report: Report) -> LookingFor:
    """Return how changes are found, and where looks come late, why and what would help."""
    if report.stretched is None:
        return LookingFor(report.changes, report.reason, report.better)
    late = stretched_words(report.stretched)
    reason = f"{report.reason} {late}" if report.reason else late
    return LookingFor(report.changes, reason, report.better or faster_words(report.changes))


def _attention(report: Report) -> tuple[Attention, ...]:
    """Return what waits for a person: deletions and changes first, then one row a reason."""
    holds = [
        _row(hold_code(hold), hold.count, f"confirm-deletes {hold.id}", hold_facts(hold))
        for hold in report.holds
    ]
    refusals = [
        _row(refusals.code, refusals.count, "not-sent list", numbered(refusals.count))
        for refusals in report.refusals
    ]
    return (*holds, *refusals)


def _row(code: Code, number: int, action: str, facts: Mapping[str, str]) -> Attention:
    said = code_words(code, facts)
    return Attention(code.value, number, said.sentence, said.remedy, said.help, action)
