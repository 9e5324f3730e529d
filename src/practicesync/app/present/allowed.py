"""Which commands make sense for a practice in its phase, and so are offered."""

from __future__ import annotations

from collections.abc import Mapping, Set

from practicesync.app.present.shown import ActKind, Seen
from practicesync.core.errors import Code
from practicesync.core.phase import Phase
from practicesync.core.snapshot import Status

_WORKS = frozenset(
    {ActKind.SYNC_NOW, ActKind.PAUSE, ActKind.CHECK, ActKind.SETTINGS, ActKind.STOP_SYNCING}
)
_SIGN_IN = frozenset({ActKind.ACTIVATE, ActKind.SETTINGS})

COMMANDS: Mapping[Phase, Set[ActKind]] = {
    Phase.NOT_ACTIVATED: _SIGN_IN,
    Phase.DEACTIVATED: _SIGN_IN,
    Phase.SCHEDULED: frozenset(
        {ActKind.ACTIVATE, ActKind.SYNC_NOW, ActKind.SETTINGS, ActKind.STOP_SYNCING}
    ),
    Phase.STARTING: frozenset({ActKind.PAUSE, ActKind.SETTINGS, ActKind.STOP_SYNCING}),
    Phase.SIGNING_IN: _SIGN_IN,
    Phase.UPLOADING: _WORKS - {ActKind.CHECK, ActKind.SYNC_NOW},
    Phase.PROCESSING: _WORKS - {ActKind.CHECK, ActKind.SYNC_NOW},
    Phase.SYNCING: _WORKS,
    Phase.IN_SYNC: _WORKS,
    Phase.RETRYING: _WORKS - {ActKind.CHECK},
    Phase.UNAVAILABLE: _WORKS - {ActKind.CHECK},
    Phase.MISCONFIGURED: frozenset(
        {ActKind.SYNC_NOW, ActKind.SETTINGS, ActKind.PAUSE, ActKind.STOP_SYNCING}
    ),
    Phase.SIGN_IN_NEEDED: _SIGN_IN | {ActKind.STOP_SYNCING},
    Phase.EMPLOYEE_NOT_ACTIVE: (_WORKS | {ActKind.ACTIVATE}) - {ActKind.CHECK},
    Phase.HELD: _WORKS,
    Phase.ATTENTION: _WORKS,
    Phase.PAUSED: frozenset(
        {ActKind.RESUME, ActKind.PAUSE, ActKind.SETTINGS, ActKind.STOP_SYNCING}
    ),
    Phase.TAKEN_OVER: _SIGN_IN | {ActKind.STOP_SYNCING},
    Phase.NOT_RUNNING: frozenset({ActKind.START}),
}
"""What a person can ask of a practice in each phase."""

NOT_SET_UP = frozenset({Code.SETTINGS_MISSING})
"""Codes under which there is no practice yet: it has to be connected to its database first."""


def commands(face: Status) -> frozenset[ActKind]:
    """Return what a person can ask of at least one practice."""
    if is_not_set_up(face):
        return frozenset({ActKind.CONNECT})
    if not face.practices and face.phase is not Phase.NOT_RUNNING:
        return frozenset()  # nobody is there to ask yet
    phases = [practice.phase for practice in face.practices] or [face.phase]
    return frozenset().union(*(COMMANDS[phase] for phase in phases))


def offered(seen: Seen, face: Status) -> frozenset[ActKind]:
    """Return what the person before this screen can ask for; nothing where they may only look."""
    if not seen.may_ask:
        return frozenset()
    return commands(face) - (frozenset() if seen.may_start else {ActKind.START})


def is_not_set_up(face: Status) -> bool:
    """Tell whether no database has been connected yet."""
    return face.code in NOT_SET_UP
