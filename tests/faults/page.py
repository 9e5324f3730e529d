"""The page of faults, a row for each, made from what was seen while it was played."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from practicesync.adapters.wire import Bounds
from practicesync.core.phase import Phase
from tests.faults.connections import CONNECTION, PROTECTION, PROXY
from tests.faults.fault import Fault
from tests.faults.office import open_office
from tests.faults.replies import ODD_ANSWERS, OUTCOMES, REFUSALS, SIGN_IN
from tests.faults.story import CHANGED, LASTS, Shown, Story, tell

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "wire-faults.md"

AREAS: Mapping[str, Sequence[Fault]] = {
    "The connection": CONNECTION,
    "A proxy between": PROXY,
    "What protects the connection": PROTECTION,
    "The online copy refuses": REFUSALS,
    "The sign-in is renewed": SIGN_IN,
    "Something else answers, or the answer is spoilt": ODD_ANSWERS,
    "What became of each contact": OUTCOMES,
}

FAULTS: Sequence[Fault] = [fault for faults in AREAS.values() for fault in faults]

BOUNDS = Bounds()

_TOP = f"""\
# Faults between this server and the online copy

This page is made by the tests that play each fault: `python -m tests.faults` writes it anew.

A real worker with its real connection speaks to a small server on the same computer.
{CHANGED} contacts change; from then on something is wrong for {LASTS:.0f} seconds, or once.
The clock is the test's own, so the seconds are exact: a look every 5 seconds,
{BOUNDS.connect:.0f} seconds to connect, {BOUNDS.read:.0f} to wait for an answer,
{BOUNDS.answer:.0f} for all of it, and each random wait at half of its bound.

- *shown after*: seconds from the change until the fault is in the status.
- *phase and colour*: with the seconds from the change when one follows another.
- *healed*: seconds from the fault's end until everything is online and green.

Each row's test also proves that everything is online in the end, that nothing of an answer is in
status or log or in what is remembered of the trouble, that each further try is with one contact
while nobody answers, and that nothing which was stored and confirmed is sent again.
"""

_HEAD = """\
| fault | shown after | phase and colour | code | what people read | healed |
|---|---|---|---|---|---|"""

_BY_PERSON = {
    Phase.SIGN_IN_NEEDED: "when somebody signs in",
    Phase.NOT_ACTIVATED: "when somebody activates contacts sync here",
    Phase.TAKEN_OVER: "when somebody signs in here, to be in charge again",
    Phase.ATTENTION: "when the contact changes, or somebody asks to try again",
}


def row(fault: Fault, story: Story) -> str:
    """Return the fault's row."""
    trouble = [one for one in story.shown if one.code]
    if not trouble:
        return _cells(fault.what, "not shown", "syncing (blue)", "", "Sending changes.", "at once")
    last = trouble[-1]
    return _cells(
        fault.what,
        f"{trouble[0].seconds:.0f} s",
        _phases(story.shown),
        last.code,
        last.sentence,
        _healed(story, last),
    )


def _phases(shown: Sequence[Shown]) -> str:
    """Return each phase of the trouble as it began."""
    found: list[str] = []
    before = Phase.IN_SYNC
    for one in shown:
        if one.phase is not before and (found or one.code):
            at = f", from {one.seconds:.0f} s" if found else ""
            found.append(f"{one.phase.value.replace('_', ' ')} ({one.colour.value}{at})")
        before = one.phase
    return "; ".join(found)


def _healed(story: Story, last: Shown) -> str:
    if story.person:
        return _BY_PERSON[last.phase]
    return f"by itself, {story.healed:.0f} s" if story.healed else "by itself, before that"


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def page(rows: Mapping[str, str]) -> str:
    """Return the page in Markdown with those rows, by fault."""
    parts = [_TOP]
    for area, faults in AREAS.items():
        table = "\n".join([_HEAD, *(rows[fault.what] for fault in faults)])
        parts.append(f"## {area}\n\n{table}\n")
    return "\n".join(parts)


def rows_of(text: str) -> Mapping[str, str]:
    """Return the rows of a page, by fault."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines}


def played(fault: Fault) -> str:
    """Play the fault and return its row."""
    with tempfile.TemporaryDirectory() as folder, open_office(Path(folder)) as office:
        return row(fault, tell(office, fault))
