"""What ``practicesync activate`` says: the plan before the last yes, and what a yes has begun."""

from __future__ import annotations

import datetime as dt

from practicesync.adapters.local_zone import LOCAL
from practicesync.app.asking.activation_steps import Activated, Active, Elsewhere, Ready
from practicesync.core.phase_words import Today, clocked
from practicesync.core.schedule import TONIGHT
from practicesync.core.words import clock_time, counted, duration

SENT_A_SECOND = 500
"""Contacts that go online and are prepared there in a second, over the line of an office."""

GETS = (
    "Your staff find every contact online, also on a phone and with this server switched off.",
    "Whatever anybody adds, edits or deletes in the practice is online within seconds.",
    "Online nobody can change anything: your practice database stays the original.",
)
"""What the practice gets, in three lines."""

SAFE = "You can go on working in the practice meanwhile: every edit arrives."

WHEN = f"When should it start? Type now, or a time such as {TONIGHT:%H:%M}"
NO_TIME = f"That isn't a time of day: type now, tonight, or a time such as {TONIGHT:%H:%M}."

GOES_ON_ALONE = (
    "Practice Sync goes on without this window. practicesync status tells how far it is."
)

UNKNOWN = (
    "You have left before the answer came. practicesync status tells whether contacts sync is"
    " active."
)

NOT_ACTIVATED = (
    "Contacts sync isn't activated, and nothing has changed. Put right what is wrong above, then"
    " run practicesync activate again."
)

KEEP_IN_SIGHT = (
    "Keep the icon of Practice Sync in sight: Windows hides new ones behind the arrow beside the"
    " clock. Drag it from there onto the task bar."
)


def already(registered: Active, now: dt.datetime) -> str:
    """Return what to say of a practice that is activated here."""
    done = f"{registered.practice_name} is activated already: {activated_by(registered, now)}"
    if registered.begins_at is None:
        return done
    return f"{done} {planned(registered.begins_at, now)}"


def activated_by(registered: Active, now: dt.datetime) -> str:
    """Return who activated the practice here, and when."""
    when = clock_time(registered.activated_at, now, LOCAL)
    return f"{registered.activated_by} did so at {when}, on this server."


def planned(begins_at: dt.datetime, now: dt.datetime) -> str:
    """Return when the first upload begins, and how that is changed."""
    return (
        f"{begins(begins_at, now)} To change that, run practicesync activate with --at and another"
        " time, or with --now."
    )


def begins(begins_at: dt.datetime, now: dt.datetime) -> str:
    """Return when the first upload begins."""
    at = clock_time(begins_at, now, LOCAL)
    return f"The first upload begins at {at}. Leave this computer on until then."


def in_charge(other: Elsewhere, practice_name: str, now: dt.datetime) -> str:
    """Return which server is in charge, since when, and who has put it there."""
    since = clocked({"since": other.since}, Today(now, LOCAL))["since"]
    server = other.server or "Another server"
    been = f"has been in charge of it since {since}" if since else "is in charge of it"
    by = f" {other.activated_by} activated contacts sync there." if other.activated_by else ""
    return f"{practice_name} is activated already: {server} {been}.{by}"


def taking_over(server: str) -> str:
    """Return what taking over means."""
    return (
        f"If this server takes over, {server or 'the other one'} stops sending, and says so."
        " A full check then compares everything at once. Staff see your contacts all the while."
    )


def plan(ready: Ready) -> list[str]:
    """Return what a yes would do, in lines."""
    if ready.goes_on:
        return ["This server is in charge already, and goes on with this sign-in."]
    if ready.takes_over:
        return [_to_compare(ready.contacts), SAFE]
    return [
        _to_go(ready.contacts),
        "What your practice gets:",
        *(f"  - {line}" for line in GETS),
        SAFE,
    ]


def seconds_of(contacts: int | None) -> float | None:
    """Return about how many seconds that many contacts take; None where that isn't known."""
    return contacts / SENT_A_SECOND if contacts else None


def _to_compare(contacts: int | None) -> str:
    """Return what taking over does: at once, for the other server stops."""
    its = "its contacts" if contacts is None else f"its {counted(contacts, 'contact')}"
    return f"This server takes over at once, and compares {its} with what is online."


def _to_go(contacts: int | None) -> str:
    """Return what a yes would send; None: the practice database doesn't say."""
    if contacts is None:
        return "Your contacts will go online once the practice database can be read."
    if not contacts:
        return "There are no contacts in the practice database yet."
    takes = duration(seconds_of(contacts) or 0.0)
    return f"{counted(contacts, 'contact')} will go online. That usually takes {takes}."


def activated(step: Activated, contacts: int | None, now: dt.datetime) -> str:
    """Return what a yes has begun, and never that something is on its way that isn't."""
    pause = " The pause has ended." if step.pause_ended else ""
    if step.begins_at is not None:
        return f"Contacts sync is active. {planned(step.begins_at, now)}{pause}"
    if contacts is None:
        return (
            "Contacts sync is active, but the practice database can't be read just now, so nothing"
            f" goes online yet. practicesync status tells what to do.{pause}"
        )
    if not contacts:
        return f"Contacts sync is active. Contacts go online as soon as there are any.{pause}"
    return f"Contacts sync is active. Your contacts are on their way.{pause}"
