"""The status window, from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from practicesync.app.present.allowed import COMMANDS, is_not_set_up, offered
from practicesync.app.present.attention import attention
from practicesync.app.present.face import face
from practicesync.app.present.facts import facts
from practicesync.app.present.icon import sign
from practicesync.app.present.shown import (
    Act,
    ActKind,
    Button,
    Call,
    Headline,
    Line,
    Meaning,
    Row,
    Seen,
    Window,
)
from practicesync.app.present.today import bars
from practicesync.app.present.under_way import going_in, said_of, steps
from practicesync.app.present.wording import first_and_rest, in_window
from practicesync.core.errors import Code
from practicesync.core.phase import SIGNS, Colour, Phase, Sign
from practicesync.core.phase_words import Today
from practicesync.core.snapshot import Status

LEGEND = (
    Meaning(SIGNS[Phase.IN_SYNC], "Green", "Your contacts are in sync."),
    Meaning(SIGNS[Phase.SYNCING], "Blue", "Contacts are being sent. Some may not be online yet."),
    Meaning(SIGNS[Phase.UNAVAILABLE], "Red", "Something needs you, or syncing is off."),
)

LINKS = (
    Button("Troubleshooting", Act(ActKind.HELP)),
    Button("Privacy and security", Act(ActKind.PRIVACY)),
    Button("Contact support", Act(ActKind.SUPPORT)),
    Button("Open log", Act(ActKind.OPEN_LOG)),
)

WHOM_TO_ASK = (
    "Only members of the group Practice Sync Administrators can change anything here. If something"
    " has to be done, ask one of them."
)
WHO_MAY = Button("Who may change something", Act(ActKind.HELP, "other"))
"""What the window says to who may only look, and where the help tells why."""

_CHOSEN = {Phase.PAUSED, Phase.NOT_ACTIVATED, Phase.DEACTIVATED, Phase.SCHEDULED}
"""Red because somebody wants it so, or has not begun: there is nothing to mend."""

_TROUBLE = {Phase.RETRYING, Phase.UNAVAILABLE, Phase.MISCONFIGURED}
"""What is tried again, and at once where a person asks for it."""

_LISTED = {Phase.HELD, Phase.ATTENTION}
"""What a person looks through."""

_UPLOAD = {Phase.UPLOADING, Phase.PROCESSING}
"""The first upload, whose numbers are those of its steps."""

_ACTIVATE: Mapping[Phase, str] = {
    Phase.SIGN_IN_NEEDED: "Sign in again",
    Phase.EMPLOYEE_NOT_ACTIVE: "Sign in as another administrator",
    Phase.TAKEN_OVER: "Put this server in charge",
}
"""What activating is for where it isn't the first time."""

_PASSWORD = {Code.LOGIN_FAILED, Code.PASSWORD_EXPIRED, Code.SECRET_MISSING}
"""What another password for the database may mend."""

_WITHOUT_CHART = {Phase.NOT_ACTIVATED, Phase.SCHEDULED} | _UPLOAD


def window(seen: Seen) -> Window:
    """Return everything that the window shows now."""
    shown = face(seen)
    kinds = offered(seen, shown)
    several = len(shown.practices) > 1
    waiting = attention(shown, may_ask=seen.may_ask)
    first, rest = first_and_rest(in_window(shown.sentence))
    under = " ".join(filter(None, (rest, _under(shown, seen.today))))
    return Window(
        headline=Headline(sign(shown), first.removesuffix("."), under),
        steps=steps(going) if (going := going_in(shown)) else (),
        call=_call(shown, kinds, waiting, seen.today),
        whom_to_ask="" if seen.may_ask else WHOM_TO_ASK,
        attention=waiting,
        today=() if shown.phase in _WITHOUT_CHART else bars(shown, seen.today),
        facts=_facts(shown, seen),
        practices=tuple(
            Line(Sign(one.colour, one.shape), one.name, first_and_rest(in_window(one.sentence))[0])
            for one in shown.practices
            if several
        ),
        buttons=_buttons(shown, kinds),
        legend=LEGEND,
        links=LINKS if seen.may_ask else (*LINKS, WHO_MAY),
    )


def _under(shown: Status, today: Today) -> str:
    """Return the quiet line below the sentence."""
    if shown.phase in _UPLOAD:
        return said_of(going_in(shown))
    says_when = "since" in shown.sentence or shown.phase is Phase.SCHEDULED
    if shown.colour is Colour.RED and shown.practices and not says_when:
        return f"Since {today.clock(shown.since)}."
    return ""


def _call(
    shown: Status, kinds: frozenset[ActKind], waiting: tuple[Row, ...], today: Today
) -> Call | None:
    """Return what to do now, where there is anything: the first button is the main one."""
    if not shown.remedy:
        return None
    buttons = [*_remedies(shown, kinds, waiting), *_how(shown)]
    if shown.phase in _TROUBLE and ActKind.SYNC_NOW in kinds:
        buttons.append(Button("Try now", Act(ActKind.SYNC_NOW)))
    main = tuple(msgspec.structs.replace(one, main=True) for one in buttons[:1])
    return Call(in_window(shown.remedy), _quietly(shown, today), (*main, *buttons[1:]))


def _remedies(
    shown: Status, kinds: frozenset[ActKind], waiting: tuple[Row, ...]
) -> tuple[Button, ...]:
    """Return the button that mends it, where a button can."""
    if is_not_set_up(shown) and ActKind.CONNECT in kinds:
        return (Button("Connect to your practice database", Act(ActKind.CONNECT)),)
    if shown.phase is Phase.SCHEDULED and ActKind.SYNC_NOW in kinds:
        return (Button("Start now", Act(ActKind.SYNC_NOW)),)
    if shown.code in _PASSWORD and ActKind.SETTINGS in kinds:
        return (Button("Change the password", Act(ActKind.PASSWORD, practice=_whose(shown))),)
    if shown.phase in _LISTED:
        lists = [row.button for row in waiting if row.button]
        return tuple(Button("Look through the list", one.act) for one in lists[:1])
    wanted = (
        (ActKind.START, "Start Practice Sync"),
        (ActKind.ACTIVATE, _ACTIVATE.get(shown.phase, "Activate contacts sync")),
        (ActKind.RESUME, "Resume"),
    )
    mends = kinds & COMMANDS[shown.phase]  # not what another practice needs
    whose = _whose(shown)
    return tuple(
        Button(label, Act(kind, practice=whose)) for kind, label in wanted if kind in mends
    )[:1]


def _whose(shown: Status) -> str:
    """Return the one of several practices that stands so; empty where it isn't one of several."""
    standing = [one for one in shown.practices if one.phase is shown.phase]
    if len(shown.practices) < 2 or len(standing) != 1:
        return ""
    return standing[0].practice_id or standing[0].name


def _how(shown: Status) -> tuple[Button, ...]:
    if not shown.code or shown.phase in _CHOSEN:
        return ()
    return (Button("How to fix this", Act(ActKind.HELP, shown.help)),)


def _quietly(shown: Status, today: Today) -> str:
    tries = [one.next_try_at for one in shown.practices if one.next_try_at]
    told = []
    if tries and shown.phase in _TROUBLE:
        told.append(f"Next try at {today.clock(min(tries))}.")
    if shown.code and shown.phase not in _CHOSEN:
        told.append(f"Tell support: {shown.code}")
    return " ".join(told)


def _facts(shown: Status, seen: Seen) -> tuple[Row, ...]:
    if shown.phase in _UPLOAD:
        return ()
    return facts(shown, seen.today, may_ask=seen.may_ask)


def _buttons(shown: Status, kinds: frozenset[ActKind]) -> tuple[Button, ...]:
    """Return what is at hand at any time."""
    if shown.phase in (Phase.PAUSED, Phase.SCHEDULED):
        return ()
    wanted = (
        (ActKind.SYNC_NOW, "Sync now", ""),
        (ActKind.PAUSE, "Pause for 1 hour", "60"),
        (ActKind.CHECK, "Full check", ""),
    )
    told = {ActKind.SYNC_NOW} if shown.phase in _TROUBLE else set()
    main = shown.phase is Phase.IN_SYNC
    return tuple(
        Button(label, Act(kind, argument), main=main and kind is ActKind.SYNC_NOW)
        for kind, label, argument in wanted
        if kind in kinds - told
    )
