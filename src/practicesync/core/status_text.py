"""The status as text for a terminal: what is going on, what to do, then the facts."""

from __future__ import annotations

from collections.abc import Sequence

from practicesync.core.phase_words import Today
from practicesync.core.snapshot import Attention, PracticeStatus, Status
from practicesync.core.words import ago, count, counted, duration

_KINDS = {
    "diff": "comparing every contact",
    "rowversion": "row versions",
    "change-tracking": "change tracking",
}


def status_text(status: Status, today: Today) -> str:
    """Return the whole status, without a line break at its end."""
    parts = [_first(status)]
    for practice in status.practices:
        named = practice.name if len(status.practices) > 1 else ""
        parts += [_said(practice) if named else "", _attention(practice.attention)]
        parts.append(_facts(practice, today))
    if status.update:
        parts.append(f"Version {status.update} of Practice Sync can be installed.")
    return "\n\n".join(filter(None, parts))


def _first(status: Status) -> str:
    """Return the sentence, what to do and the code."""
    return "\n".join(filter(None, (status.sentence, status.remedy, _code(status.code))))


def _said(practice: PracticeStatus) -> str:
    """Return what one of several practices says."""
    lines = (f"{practice.name}: {practice.sentence}", practice.remedy, _code(practice.code))
    return "\n".join(filter(None, lines))


def _code(code: str) -> str:
    return f"({code})" if code else ""


def _attention(rows: Sequence[Attention]) -> str:
    """Return what waits for a person."""
    if not rows:
        return ""
    width = max(len(count(row.count)) for row in rows)
    lines = ["Needs attention"]
    for row in rows:
        lines.append(f"  {count(row.count):>{width}}  {row.sentence} ({row.code})")
        lines.append(f"  {'':{width}}  {row.remedy}")
        lines.append(f"  {'':{width}}  practicesync {row.action}")
    return "\n".join(lines)


def _facts(practice: PracticeStatus, today: Today) -> str:
    """Return one practice's facts, one a line."""
    facts = [*_progress(practice), *_counts(practice), *_times(practice, today)]
    width = max((len(name) for name, _ in facts), default=0)
    return "\n".join([practice.name, *(f"  {name:<{width}}  {value}" for name, value in facts)])


def _progress(practice: PracticeStatus) -> list[tuple[str, str]]:
    progress = practice.progress
    if not progress:
        return []
    facts = [(f"Step {progress.step} of 2", f"{count(progress.done)} of {count(progress.total)}")]
    if progress.eta_s is not None:
        facts.append(("Time left", duration(progress.eta_s)))
    return facts


def _counts(practice: PracticeStatus) -> list[tuple[str, str]]:
    counts = practice.counts
    facts = [
        ("In the practice", counts.in_database),
        ("Online", counts.online),
        ("Not sent", counts.not_sent),
        ("Left out", counts.left_out),
        ("Deletions waiting", counts.held),
    ]
    return [(name, count(number)) for name, number in facts[:2]] + [
        (name, count(number)) for name, number in facts[2:] if number
    ]


def _times(practice: PracticeStatus, today: Today) -> list[tuple[str, str]]:
    facts = []
    if practice.last_look_at:
        age = (today.now - practice.last_look_at).total_seconds()
        facts.append(("Last look", ago(max(age, 0.0))))
    if sent := practice.last_sent:
        number = counted(sent.contacts, "contact")
        facts.append(("Last change sent", f"{today.clock(sent.at)} ({number})"))
    if practice.next_try_at and practice.next_try_at > today.now:
        facts.append(("Next try", today.clock(practice.next_try_at)))
    if practice.changes.kind:
        kind = practice.changes.kind
        facts.append(("Finds changes by", _KINDS.get(kind, kind)))
    facts.append(("Like this since", today.clock(practice.since)))
    return facts
