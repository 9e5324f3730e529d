"""The status window, from top to bottom."""

from __future__ import annotations

from practicesync.app.present.allowed import commands, is_not_set_up
from practicesync.app.present.attention import attention
from practicesync.app.present.face import face
from practicesync.app.present.facts import facts, steps
from practicesync.app.present.icon import sign
from practicesync.app.present.shown import (
    Act,
    ActKind,
    Button,
    Call,
    Headline,
    Line,
    Meaning,
    Seen,
    Window,
)
from practicesync.app.present.today import bars
from practicesync.app.present.wording import first_and_rest, in_window
from practicesync.core.phase import SIGNS, Colour, Phase, Sign
from practicesync.core.phase_words import Today
from practicesync.core.snapshot import Status
from practicesync.core.words import duration

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

_CHOSEN = {Phase.PAUSED, Phase.NOT_ACTIVATED, Phase.DEACTIVATED, Phase.SCHEDULED}
"""Red because somebody wants it so, or has not begun: there is nothing to mend."""

_WITHOUT_CHART = {Phase.NOT_ACTIVATED, Phase.SCHEDULED, Phase.UPLOADING, Phase.PROCESSING}


def window(seen: Seen) -> Window:
    """Return everything that the window shows now."""
    shown = face(seen)
    offered = commands(shown) if seen.may_ask else frozenset()
    several = len(shown.practices) > 1
    first, rest = first_and_rest(in_window(shown.sentence))
    under = " ".join(filter(None, (rest, _under(shown, seen.today))))
    return Window(
        headline=Headline(sign(shown), first, under),
        steps=steps(shown),
        call=_call(shown, offered, seen.today),
        attention=attention(shown, may_ask=seen.may_ask),
        today=() if shown.phase in _WITHOUT_CHART else bars(shown, seen.today),
        facts=facts(shown, seen.today),
        practices=tuple(
            Line(Sign(one.colour, one.shape), one.name, first_and_rest(in_window(one.sentence))[0])
            for one in shown.practices
            if several
        ),
        buttons=_buttons(shown, offered),
        legend=LEGEND,
        links=LINKS,
    )


def _under(shown: Status, today: Today) -> str:
    """Return the quiet line below the sentence."""
    if shown.phase in (Phase.UPLOADING, Phase.PROCESSING):
        left = [one.progress.eta_s for one in shown.practices if one.progress]
        known = [seconds for seconds in left if seconds is not None]
        told = f"{duration(max(known)).capitalize()} left. " if known else ""
        return f"{told}You can keep working in AE/AO."
    told = "since" in shown.sentence or shown.phase is Phase.SCHEDULED
    if shown.colour is Colour.RED and shown.practices and not told:
        return f"Since {today.clock(shown.since)}."
    return ""


def _call(shown: Status, offered: frozenset[ActKind], today: Today) -> Call | None:
    """Return what to do now, where there is anything."""
    buttons = (*_remedies(shown, offered), *_how(shown))
    if not shown.remedy:
        return None
    return Call(in_window(shown.remedy), _quietly(shown, today), buttons)


def _remedies(shown: Status, offered: frozenset[ActKind]) -> tuple[Button, ...]:
    """Return the button that mends it, where a button can."""
    if is_not_set_up(shown) and ActKind.CONNECT in offered:
        return (Button("Connect to your practice database", Act(ActKind.CONNECT), main=True),)
    if shown.phase is Phase.SCHEDULED and ActKind.SYNC_NOW in offered:
        return (Button("Start now", Act(ActKind.SYNC_NOW), main=True),)
    wanted = (
        (ActKind.START, "Start Practice Sync"),
        (ActKind.ACTIVATE, "Activate contacts sync"),
        (ActKind.RESUME, "Resume"),
    )
    for kind, label in wanted:
        if kind in offered:
            return (Button(label, Act(kind), main=True),)
    return ()


def _how(shown: Status) -> tuple[Button, ...]:
    if not shown.code or shown.phase in _CHOSEN:
        return ()
    return (Button("How to fix this", Act(ActKind.HELP, shown.help)),)


def _quietly(shown: Status, today: Today) -> str:
    tries = [one.next_try_at for one in shown.practices if one.next_try_at]
    told = []
    if tries and shown.phase in (Phase.RETRYING, Phase.UNAVAILABLE, Phase.MISCONFIGURED):
        told.append(f"Next try at {today.clock(min(tries))}.")
    if shown.code and shown.phase not in _CHOSEN:
        told.append(f"Tell support: {shown.code}")
    return " ".join(told)


def _buttons(shown: Status, offered: frozenset[ActKind]) -> tuple[Button, ...]:
    """Return what is at hand at any time."""
    trouble = shown.phase in (Phase.RETRYING, Phase.UNAVAILABLE, Phase.MISCONFIGURED)
    wanted = (
        (ActKind.SYNC_NOW, "Try now" if trouble else "Sync now", ""),
        (ActKind.PAUSE, "Pause", "60"),
        (ActKind.CHECK, "Full check", ""),
    )
    main = shown.phase is Phase.IN_SYNC
    return tuple(
        Button(label, Act(kind, argument), main=main and kind is ActKind.SYNC_NOW)
        for kind, label, argument in wanted
        if kind in offered and shown.phase not in (Phase.PAUSED, Phase.SCHEDULED)
    )
