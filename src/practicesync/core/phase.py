"""The phase of a practice: a transition table, and the colour and shape that each phase shows.

What isn't in the table can't happen; `after` raises for it. A phase is never derived from flags.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Phase(StrEnum):
    """Where a practice stands."""

    NOT_ACTIVATED = "not_activated"
    DEACTIVATED = "deactivated"
    SCHEDULED = "scheduled"
    STARTING = "starting"
    SIGNING_IN = "signing_in"
    UPLOADING = "uploading"
    PROCESSING = "processing"
    SYNCING = "syncing"
    IN_SYNC = "in_sync"
    RETRYING = "retrying"
    UNAVAILABLE = "unavailable"
    MISCONFIGURED = "misconfigured"
    SIGN_IN_NEEDED = "sign_in_needed"
    EMPLOYEE_NOT_ACTIVE = "employee_not_active"
    HELD = "held"
    ATTENTION = "attention"
    PAUSED = "paused"
    TAKEN_OVER = "taken_over"
    NOT_RUNNING = "not_running"


class Event(StrEnum):
    """What happens to a practice."""

    STARTED = "started"
    NEVER_ACTIVATED = "never_activated"
    SIGN_IN_BEGAN = "sign_in_began"
    SIGN_IN_ENDED = "sign_in_ended"
    DEACTIVATED = "deactivated"
    SCHEDULED = "scheduled"
    UPLOAD_WENT_ON = "upload_went_on"
    PREPARATION_WENT_ON = "preparation_went_on"
    WORK_FOUND = "work_found"
    RESTED = "rested"
    RESTED_WITH_REFUSED = "rested_with_refused"
    RESTED_WITH_HELD = "rested_with_held"
    FAILED = "failed"
    FAILED_FOR_LONG = "failed_for_long"
    FOUND_MISCONFIGURED = "found_misconfigured"
    SIGN_IN_LOST = "sign_in_lost"
    EMPLOYEE_LEFT = "employee_left"
    TAKEN_OVER = "taken_over"
    PAUSED = "paused"
    RESUMED = "resumed"
    BEAT_MISSED = "beat_missed"


class Colour(StrEnum):
    """The three colours that staff know."""

    RED = "red"
    BLUE = "blue"
    GREEN = "green"


class Shape(StrEnum):
    """The sign that says the same to those who can't tell red from green."""

    CROSS = "cross"
    CLOCK = "clock"
    ARROWS = "arrows"
    TICK = "tick"
    BARS = "bars"


class Sign(msgspec.Struct, frozen=True):
    """What the icon shows."""

    colour: Colour
    shape: Shape


_RED = Sign(Colour.RED, Shape.CROSS)
_BLUE = Sign(Colour.BLUE, Shape.ARROWS)

SIGNS: Mapping[Phase, Sign] = {
    Phase.NOT_ACTIVATED: _RED,
    Phase.DEACTIVATED: _RED,
    Phase.SCHEDULED: Sign(Colour.RED, Shape.CLOCK),
    Phase.STARTING: _BLUE,
    Phase.SIGNING_IN: _BLUE,
    Phase.UPLOADING: _BLUE,
    Phase.PROCESSING: _BLUE,
    Phase.SYNCING: _BLUE,
    Phase.IN_SYNC: Sign(Colour.GREEN, Shape.TICK),
    Phase.RETRYING: _BLUE,
    Phase.UNAVAILABLE: _RED,
    Phase.MISCONFIGURED: _RED,
    Phase.SIGN_IN_NEEDED: _RED,
    Phase.EMPLOYEE_NOT_ACTIVE: _RED,
    Phase.HELD: _RED,
    Phase.ATTENTION: _RED,
    Phase.PAUSED: Sign(Colour.RED, Shape.BARS),
    Phase.TAKEN_OVER: _RED,
    Phase.NOT_RUNNING: _RED,
}

_WORK: Mapping[Event, Phase] = {
    Event.UPLOAD_WENT_ON: Phase.UPLOADING,
    Event.PREPARATION_WENT_ON: Phase.PROCESSING,
    Event.WORK_FOUND: Phase.SYNCING,
    Event.RESTED: Phase.IN_SYNC,
    Event.RESTED_WITH_REFUSED: Phase.ATTENTION,
    Event.RESTED_WITH_HELD: Phase.HELD,
}

_LOST: Mapping[Event, Phase] = {
    Event.SIGN_IN_LOST: Phase.SIGN_IN_NEEDED,
    Event.TAKEN_OVER: Phase.TAKEN_OVER,
    Event.NEVER_ACTIVATED: Phase.NOT_ACTIVATED,
}
"""What a practice loses also while it rests."""

_TROUBLE: Mapping[Event, Phase] = {
    **_LOST,
    Event.FAILED: Phase.RETRYING,
    Event.FAILED_FOR_LONG: Phase.UNAVAILABLE,
    Event.FOUND_MISCONFIGURED: Phase.MISCONFIGURED,
    Event.EMPLOYEE_LEFT: Phase.EMPLOYEE_NOT_ACTIVE,
}

_PERSON: Mapping[Event, Phase] = {
    Event.DEACTIVATED: Phase.DEACTIVATED,
    Event.PAUSED: Phase.PAUSED,
    Event.SCHEDULED: Phase.SCHEDULED,
}

_BEAT: Mapping[Event, Phase] = {
    Event.BEAT_MISSED: Phase.NOT_RUNNING,
    Event.STARTED: Phase.STARTING,
}

_WORKING = {**_WORK, **_TROUBLE, **_PERSON, **_BEAT}
_WAITING_FOR_SIGN_IN = {
    Event.SIGN_IN_BEGAN: Phase.SIGNING_IN,
    Event.SCHEDULED: Phase.SCHEDULED,
    **_BEAT,
}

TRANSITIONS: Mapping[Phase, Mapping[Event, Phase]] = {
    Phase.NOT_ACTIVATED: {**_WAITING_FOR_SIGN_IN, Event.NEVER_ACTIVATED: Phase.NOT_ACTIVATED},
    Phase.DEACTIVATED: {**_WAITING_FOR_SIGN_IN, Event.DEACTIVATED: Phase.DEACTIVATED},
    Phase.SCHEDULED: {
        **_WAITING_FOR_SIGN_IN,
        Event.DEACTIVATED: Phase.DEACTIVATED,
        **_LOST,
    },
    Phase.SIGNING_IN: {
        Event.SIGN_IN_ENDED: Phase.STARTING,
        Event.SIGN_IN_BEGAN: Phase.SIGNING_IN,
        Event.SCHEDULED: Phase.SCHEDULED,
        Event.DEACTIVATED: Phase.DEACTIVATED,
        **_BEAT,
    },
    Phase.STARTING: _WORKING,
    Phase.UPLOADING: _WORKING,
    Phase.PROCESSING: _WORKING,
    Phase.SYNCING: _WORKING,
    Phase.IN_SYNC: _WORKING,
    Phase.RETRYING: _WORKING,
    Phase.UNAVAILABLE: {
        event: Phase.UNAVAILABLE if event is Event.FAILED else phase
        for event, phase in _WORKING.items()
    },
    Phase.MISCONFIGURED: _WORKING,
    Phase.SIGN_IN_NEEDED: {**_WAITING_FOR_SIGN_IN, **_TROUBLE, **_PERSON},
    Phase.EMPLOYEE_NOT_ACTIVE: _WORKING,
    Phase.HELD: _WORKING,
    Phase.ATTENTION: _WORKING,
    Phase.PAUSED: {
        Event.RESUMED: Phase.STARTING,
        Event.PAUSED: Phase.PAUSED,
        Event.DEACTIVATED: Phase.DEACTIVATED,
        **_LOST,
        **_BEAT,
    },
    Phase.TAKEN_OVER: {
        Event.TAKEN_OVER: Phase.TAKEN_OVER,
        Event.SIGN_IN_BEGAN: Phase.SIGNING_IN,
        Event.DEACTIVATED: Phase.DEACTIVATED,
        **_BEAT,
    },
    Phase.NOT_RUNNING: {Event.STARTED: Phase.STARTING, Event.BEAT_MISSED: Phase.NOT_RUNNING},
}

AT_WORK = frozenset(
    {
        Phase.STARTING,
        Phase.SIGNING_IN,
        Phase.UPLOADING,
        Phase.PROCESSING,
        Phase.SYNCING,
    }
)
"""Phases that come to an end by themselves while all goes well."""

WAITS_FOR_SIGN_IN = frozenset(
    {
        Phase.NOT_ACTIVATED,
        Phase.DEACTIVATED,
        Phase.SCHEDULED,
        Phase.SIGN_IN_NEEDED,
        Phase.SIGNING_IN,
        Phase.TAKEN_OVER,
    }
)
"""Phases in which nothing is sent: only these show that somebody signs in."""

RESTS = frozenset({Phase.SCHEDULED, Phase.PAUSED})
"""Phases in which nothing is sent because a person wants it so."""

ASKS_A_PERSON = WAITS_FOR_SIGN_IN | {Phase.PAUSED}
"""Phases in which nothing is tried until somebody wishes something."""


class ImpossibleTransition(Exception):
    """The table has no such step: a bug."""


def after(phase: Phase, event: Event) -> Phase:
    """Return the phase that follows. Raises `ImpossibleTransition` for what the table lacks."""
    try:
        return TRANSITIONS[phase][event]
    except KeyError:
        raise ImpossibleTransition(f"{event.value} in {phase.value}") from None
