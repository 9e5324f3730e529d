"""The menu of the icon, rebuilt from what is known whenever it opens or changes."""

from __future__ import annotations

from practicesync.app.present.allowed import offered
from practicesync.app.present.face import face
from practicesync.app.present.shown import (
    Act,
    ActKind,
    Divider,
    Entry,
    Item,
    Seen,
    Submenu,
)

PAUSES = (("15 minutes", "15"), ("1 hour", "60"), ("Until you resume", ""))
"""What the menu offers, and the minutes of each."""

_HELP = Submenu(
    "Help",
    (
        Item("Troubleshooting guide", Act(ActKind.HELP)),
        Item("Contact support", Act(ActKind.SUPPORT)),
        Item("Open log", Act(ActKind.OPEN_LOG)),
        Item("Save support file...", Act(ActKind.SUPPORT_FILE)),
    ),
)


def menu(seen: Seen) -> tuple[Entry, ...]:
    """Return the lines of the menu; what doesn't apply, or isn't allowed, is left out."""
    kinds = offered(seen, face(seen))
    groups = (
        [Item("Open", Act(ActKind.OPEN), default=True)],
        _first_steps(kinds),
        _daily(kinds),
        [_settings(kinds), _help(seen), _start_with_windows(seen)],
        [_stop(kinds), Item("About", Act(ActKind.ABOUT))],
        [Item("Close this icon (sync goes on)", Act(ActKind.CLOSE_ICON))],
    )
    entries: list[Entry] = []
    for group in groups:
        lines = [line for line in group if line is not None]
        if lines and entries:
            entries.append(Divider())
        entries += lines
    return tuple(entries)


def _first_steps(kinds: frozenset[ActKind]) -> list[Entry | None]:
    wanted = (
        (ActKind.CONNECT, "Connect to your practice database..."),
        (ActKind.ACTIVATE, "Activate contacts sync..."),
        (ActKind.START, "Start Practice Sync"),
    )
    return [Item(label, Act(kind)) for kind, label in wanted if kind in kinds]


def _daily(kinds: frozenset[ActKind]) -> list[Entry | None]:
    lines: list[Entry | None] = []
    if ActKind.RESUME in kinds:
        lines.append(Item("Resume", Act(ActKind.RESUME)))
    if ActKind.SYNC_NOW in kinds:
        lines.append(Item("Sync now", Act(ActKind.SYNC_NOW)))
    if ActKind.PAUSE in kinds:
        pauses = tuple(Item(label, Act(ActKind.PAUSE, minutes)) for label, minutes in PAUSES)
        lines.append(Submenu("Pause", pauses))
    return lines


def _settings(kinds: frozenset[ActKind]) -> Entry | None:
    return Item("Settings...", Act(ActKind.SETTINGS)) if ActKind.SETTINGS in kinds else None


def _help(seen: Seen) -> Entry:
    if seen.may_ask:
        return _HELP
    readable = tuple(one for one in _HELP.entries if one.act.kind is not ActKind.SUPPORT_FILE)
    return Submenu(_HELP.label, readable)


def _start_with_windows(seen: Seen) -> Entry | None:
    if seen.starts_with_windows is None:
        return None
    act = Act(ActKind.START_WITH_WINDOWS)
    return Item("Start with Windows", act, checked=seen.starts_with_windows)


def _stop(kinds: frozenset[ActKind]) -> Entry | None:
    if ActKind.STOP_SYNCING not in kinds:
        return None
    return Item("Stop syncing contacts...", Act(ActKind.STOP_SYNCING))
