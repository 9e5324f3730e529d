"""The status as text for a terminal: what is going on, what to do, then the facts."""

from __future__ import annotations

import datetime as dt

from practicesync.core.phase import Phase
from practicesync.core.phase_words import Today
from practicesync.core.snapshot import LastCheck, LookingFor, PracticeStatus, Status, Tally
from practicesync.core.words import ago, ahead, at_rate, count, counted, duration

SOON = 90.0
"""Seconds: what is nearer is told as a length of time."""

_BEFORE_ANY_COUNT = {
    Phase.NOT_ACTIVATED,
    Phase.DEACTIVATED,
    Phase.SCHEDULED,
    Phase.SIGNING_IN,
}
"""Phases in which nobody expects a count: where there is none, it isn't told that there isn't."""

_GOES_ON = {Phase.PAUSED: "Goes on", Phase.SCHEDULED: "Begins"}

_KINDS = {
    "diff": "comparing every contact",
    "rowversion": "row versions in SQL Server",
    "change-tracking": "change tracking in SQL Server",
}


def status_text(status: Status, today: Today) -> str:
    """Return the whole status, without a line break at its end."""
    parts = [_first(status)]
    several = len(status.practices) > 1
    for practice in status.practices:
        heading = _said(practice) if several else [practice.name]
        parts += [_attention(practice, several), "\n".join([*heading, *_facts(practice, today)])]
    if status.update:
        parts.append(f"Version {status.update} of Practice Sync can be installed.")
    return "\n\n".join(filter(None, parts))


def _first(status: Status) -> str:
    """Return the sentence, what to do and the code."""
    code = f"({status.code})" if status.code else ""
    return "\n".join(filter(None, (status.sentence, status.remedy, code)))


def _said(practice: PracticeStatus) -> list[str]:
    """Return what one of several practices says."""
    lines = [f"{practice.name}: {practice.sentence}"]
    if practice.remedy:
        lines.append(f"  {practice.remedy}" + (f" ({practice.code})" if practice.code else ""))
    return lines


def _attention(practice: PracticeStatus, several: bool) -> str:
    """Return what waits for a person, under the practice's name where there are several."""
    if not practice.attention:
        return ""
    lines = [f"Needs attention in {practice.name}" if several else "Needs attention"]
    for row in practice.attention:
        lines.append(f"  {row.sentence} ({row.code})")
        lines.append(f"    {row.remedy}")
        lines.append(f"    practicesync {row.action}")
    return "\n".join(lines)


def _facts(practice: PracticeStatus, today: Today) -> list[str]:
    """Return one practice's facts, each as a line."""
    facts = [*_progress(practice), *_counts(practice), *_times(practice, today)]
    width = max((len(name) for name, _ in facts), default=0)
    return [f"  {name:<{width}}  {value}" for name, value in facts]


def _progress(practice: PracticeStatus) -> list[tuple[str, str]]:
    progress = practice.progress
    if not progress:
        return []
    total = counted(progress.total, "contact")
    facts = [(f"Step {progress.step} of 2", f"{count(progress.done)} of {total}")]
    if progress.eta_s is not None:
        facts.append(("Time left", duration(progress.eta_s) + at_rate(progress.rate)))
    return facts


def _counts(practice: PracticeStatus) -> list[tuple[str, str]]:
    counts = practice.counts
    if counts == Tally() and practice.phase in _BEFORE_ANY_COUNT:
        return []
    always = [("In the practice", counts.in_database), ("Online", counts.online)]
    some = [
        ("Not sent", counts.not_sent),
        ("Of them left out", counts.left_out),
        ("Deletions waiting", counts.held),
        ("Changes waiting", counts.waiting),
    ]
    return [
        *((name, _counted(number)) for name, number in always),
        *((name, count(number)) for name, number in some if number),
    ]


def _counted(number: int | None) -> str:
    return "not counted yet" if number is None else count(number)


def _times(practice: PracticeStatus, today: Today) -> list[tuple[str, str]]:
    facts = []
    if practice.last_look_at:
        age = (today.now - practice.last_look_at).total_seconds()
        facts.append(("Last look", ago(max(age, 0.0))))
    if sent := practice.last_sent:
        number = counted(sent.contacts, "contact")
        facts.append(("Last change sent", f"{today.clock(sent.at)} ({number})"))
    if check := practice.last_check:
        facts.append(("Last full check", f"{today.clock(check.at)} ({check_words(check)})"))
    if practice.next_try_at:
        facts += _next(practice.phase, practice.next_try_at, today)
    facts += _looks(practice.changes)
    facts.append(("Like this since", today.clock(practice.since)))
    return facts


def check_words(check: LastCheck) -> str:
    """Return what a full check has come to: ``all well``, ``3 differences mended``."""
    return counted(check.mended, "difference") + " mended" if check.mended else "all well"


def _next(phase: Phase, moment: dt.datetime, today: Today) -> list[tuple[str, str]]:
    """Return when it goes on: how long that is, or the time of day if it is longer."""
    seconds = (moment - today.now).total_seconds()
    if seconds <= 0:
        return []
    when = ahead(seconds) if seconds < SOON else f"at {today.clock(moment)}"
    return [(_GOES_ON.get(phase, "Tries again"), when)]


def _looks(changes: LookingFor) -> list[tuple[str, str]]:
    if not changes.kind:
        return []
    told = (_KINDS.get(changes.kind, changes.kind), changes.reason, changes.better)
    return [("" if at else "Finds changes by", line) for at, line in enumerate(told) if line]
