"""What each phase says: one sentence, and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from practicesync.core.action import Hold
from practicesync.core.error_table import explain
from practicesync.core.errors import Code
from practicesync.core.mistake import Mistake
from practicesync.core.phase import Phase
from practicesync.core.report import Report, Stretched
from practicesync.core.words import clock_time, counted

CODES: Mapping[Phase, Code] = {
    Phase.NOT_ACTIVATED: Code.NOT_ACTIVATED,
    Phase.SIGN_IN_NEEDED: Code.SIGN_IN_AGAIN,
    Phase.EMPLOYEE_NOT_ACTIVE: Code.EMPLOYEE_NOT_ACTIVE,
    Phase.MISCONFIGURED: Code.SETTING_WRONG,
    Phase.HELD: Code.DELETIONS_WAIT,
    Phase.ATTENTION: Code.NOT_SENT,
    Phase.PAUSED: Code.PAUSED,
    Phase.TAKEN_OVER: Code.ANOTHER_IN_CHARGE,
    Phase.NOT_RUNNING: Code.NOT_RUNNING,
}
"""The code of a phase whose report names none."""


class Said(msgspec.Struct, frozen=True):
    """What a phase says; `code` and `help` are empty where there is no trouble."""

    sentence: str
    remedy: str = ""
    code: str = ""
    help: str = ""


_CALM: Mapping[Phase, Said] = {
    Phase.STARTING: Said("Practice Sync is starting."),
    Phase.SIGNING_IN: Said(
        "Waiting for you to sign in.",
        "Finish signing in with your browser. If you have lost the page, run practicesync activate"
        " again.",
    ),
    Phase.UPLOADING: Said("Sending your contacts (step 1 of 2)."),
    Phase.PROCESSING: Said("Your contacts are being prepared online (step 2 of 2)."),
    Phase.SYNCING: Said("Sending changes."),
    Phase.IN_SYNC: Said("Your contacts are in sync."),
    Phase.DEACTIVATED: Said(
        "Contacts sync has been stopped, so nothing goes online.",
        "Activate contacts sync to begin again, with practicesync activate.",
    ),
    Phase.SCHEDULED: Said(
        "The first upload is planned for tonight.", "Leave this computer on until then."
    ),
    Phase.RETRYING: Said(
        "Something went wrong just now, and Practice Sync tries again.",
        "Wait a little: there is nothing to do.",
    ),
    Phase.UNAVAILABLE: Said(
        "Something has been wrong for a while. Practice Sync keeps trying.",
        "Check this computer's network. If it stays like this, contact support.",
    ),
}


class Today(msgspec.Struct, frozen=True):
    """When it is, and where the practice is: what makes a time readable."""

    now: dt.datetime
    zone: dt.tzinfo

    def clock(self, moment: dt.datetime) -> str:
        """Return that time as people here say it now."""
        return clock_time(moment, self.now, self.zone)


def phase_words(report: Report, today: Today) -> Said:
    """Return what to say of a practice with that report."""
    code = report.code or _code(report)
    if report.phase is Phase.IN_SYNC:
        return in_sync_words(report.counts.left_out if report.counts else 0)
    if report.phase is Phase.SCHEDULED and report.wakes_at:
        when = today.clock(report.wakes_at)
        return Said(f"The first upload begins at {when}.", _CALM[Phase.SCHEDULED].remedy)
    if code is None or (report.code is None and report.phase in _CALM):
        return _CALM[report.phase]
    return code_words(code, _facts(report, today))


def code_words(code: Code, facts: Mapping[str, str]) -> Said:
    """Return what to say of a code."""
    explained = explain(code, facts)
    return Said(explained.sentence, explained.remedy, code.value, explained.help)


def unable_words(code: Code, facts: Mapping[str, str]) -> Said:
    """Return what to say of a worker that can't start because of that code."""
    said = code_words(code, facts)
    start = "" if "start" in said.remedy else " Then start Practice Sync."
    return msgspec.structs.replace(
        said, sentence=f"Practice Sync can't start. {said.sentence}", remedy=said.remedy + start
    )


def mistakes_words(mistakes: Sequence[Mistake]) -> Said:
    """Return what to say of a worker that can't start because of mistakes in the settings."""
    said, first = code_words(Code.SETTING_WRONG, {}), mistakes[0]
    wrong = f"the settings have {counted(len(mistakes), 'mistake')}"
    why = f"Practice Sync can't start, and nothing goes online: {wrong}."
    if len(mistakes) == 1:
        remedy = f"{first.remedy} Then start Practice Sync."
        return Said(f"{why} {first.sentence}", remedy, said.code, said.help)
    others = "Correct the others, too, which practicesync logs names."
    remedy = f"{first.remedy} {others} Then start Practice Sync."
    return Said(f"{why} The first in {first.sentence}", remedy, said.code, said.help)


def in_sync_words(left_out: int) -> Said:
    """Return what green says with so many contacts left out on purpose."""
    if not left_out:
        return _CALM[Phase.IN_SYNC]
    return Said(f"Your contacts are in sync, {counted(left_out, 'contact')} left out.")


def stretched_words(stretched: Stretched) -> str:
    """Return why looks come less often than they were asked for."""
    every, took = round(stretched.every), f"{stretched.took:.1f}"
    return f"Looks every {every} seconds, because one takes {took} seconds here."


def faster_words(kind: str) -> str:
    """Return what would let that way of finding changes look more often."""
    if kind == "change-tracking":
        return "Ask whoever looks after your database why it answers so slowly."
    return "A look is quick where change tracking in SQL Server is on."


def _facts(report: Report, today: Today) -> dict[str, str]:
    """Return the report's facts with times as people say them, and with what it counts."""
    facts = clocked(report.facts, today)
    match report.phase:
        case Phase.PAUSED if report.wakes_at:
            facts.setdefault("until", today.clock(report.wakes_at))
        case Phase.HELD:
            facts |= held_facts(report.holds)
        case Phase.ATTENTION:
            # Without those that were left out: nobody has to look at them again.
            facts |= numbered(sum(refusals.count for refusals in report.refusals))
    return facts


def hold_code(hold: Hold) -> Code:
    """Return the code of what waits under a hold."""
    return Code.CHANGES_WAIT if hold.field else Code.DELETIONS_WAIT


def hold_facts(hold: Hold) -> dict[str, str]:
    """Return what to say of a hold: how many contacts, and the field that turned blank."""
    return numbered(hold.count) | ({"field": hold.field} if hold.field else {})


def held_facts(holds: Sequence[Hold]) -> dict[str, str]:
    """Return what to say of several holds: the deletions, or the field of most contacts."""
    if deletions := sum(hold.count for hold in holds if not hold.field):
        return numbered(deletions)
    return hold_facts(max(holds, key=lambda hold: hold.count)) if holds else {}


def _code(report: Report) -> Code | None:
    """Return the code of a phase whose report names none; deletions come before changes."""
    if report.phase is Phase.HELD and report.holds:
        return hold_code(min(report.holds, key=lambda hold: bool(hold.field)))
    return CODES.get(report.phase)


def numbered(number: int) -> dict[str, str]:
    """Return the facts that tell so many contacts; none where the number isn't known."""
    if not number:
        return {}
    return {
        "contacts": counted(number, "contact"),
        "not_sent": counted(number, "contact was", "contacts were"),
        "deletions": counted(number, "deletion is", "deletions are"),
    }


def clocked(facts: Mapping[str, str], today: Today) -> dict[str, str]:
    """Return the facts with times as people say them."""
    return {name: _clocked(name, fact, today) for name, fact in facts.items()}


def _clocked(name: str, fact: str, today: Today) -> str:
    """Return a fact; a time as the cloud wrote it becomes one as people say it, or nothing."""
    if name != "since":
        return fact
    try:
        moment = dt.datetime.fromisoformat(fact)
    except ValueError:
        return ""
    return today.clock(moment) if moment.tzinfo else ""
