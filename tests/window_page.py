"""The page of everything that icon, menu and window show, made by the code that shows it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from practicesync.app.present.face import face
from practicesync.app.present.icon import sign, tooltip
from practicesync.app.present.menu import menu
from practicesync.app.present.shown import Button, Divider, Item, Row, Seen, Submenu, Window
from practicesync.app.present.window import WHOM_TO_ASK, window
from practicesync.core.action import Hour
from practicesync.core.phase import Phase
from practicesync.core.snapshot import Status
from practicesync.core.status import WORST_FIRST
from tests.status_page import NOW, TODAY, several, shown_in

_TOP = """\
# What icon and window show

This is what the icon's tooltip, its menu and the status window say in each phase.
Who isn't in the group that may ask Practice Sync for something sees the short menu, and the
window without the buttons in square brackets. There it says:

> {whom_to_ask}

Links are in angle brackets; times, numbers and names are examples.
This page is made from the program: `python -m tests.reference` writes it anew.
"""


def window_page() -> str:
    """Return the page in Markdown, a part for each phase."""
    parts = [_TOP.format(whom_to_ask=WHOM_TO_ASK)]
    for phase in reversed(WORST_FIRST):
        name = phase.value.replace("_", " ").capitalize()
        parts.append(f"## {name}\n")
        for status in shown_in(phase):
            parts += _example(_seen(status))
    parts.append("## Several practices\n")
    parts += _example(_seen(several()))
    parts.append("## While the Windows service starts\n")
    parts += _example(Seen(status=None, silent=True, today=TODAY, service="starting"))
    return "\n".join(parts)


def _seen(status: Status) -> Seen:
    busy = tuple(
        msgspec.structs.replace(one, activity=(Hour(NOW.replace(minute=0), 3, 12, 1),))
        for one in status.practices
    )
    with_changes = msgspec.structs.replace(status, practices=busy)
    silent = status.phase is Phase.NOT_RUNNING
    return Seen(status=with_changes, silent=silent, today=TODAY, starts_with_windows=True)


def _example(seen: Seen) -> Iterator[str]:
    shown = face(seen)
    what = sign(shown)
    outsider = msgspec.structs.replace(seen, may_ask=False, starts_with_windows=None)
    lines = [
        f"Icon      {what.colour.value}, {what.shape.value}",
        f"Tooltip   {tooltip(shown)}",
        f"Menu      {_menu(seen)}",
        f"  others  {_menu(outsider)}",
        "",
        *_window(window(seen)),
    ]
    yield "```\n" + "\n".join(lines) + "\n```\n"


def _menu(seen: Seen) -> str:
    told = []
    for entry in menu(seen):
        match entry:
            case Divider():
                told.append("|")
            case Item(label, _, default, checked):
                tick = "" if checked is None else "[x] " if checked else "[ ] "
                told.append(tick + (f"*{label}*" if default else label))
            case Submenu(label, entries):
                told.append(f"{label} > ({', '.join(one.label for one in entries)})")
    return "  ".join(told)


def _window(shown: Window) -> Iterator[str]:
    head = shown.headline
    yield f"({head.sign.shape.value}) {head.sentence}"
    if head.under:
        yield f"    {head.under}"
    for step in shown.steps:
        filled = "waits" if step.fraction is None else f"{step.fraction:.0%}"
        yield f"    {step.number} of 2  {step.label}: {step.told} ({filled})"
    if shown.call:
        yield f"! {shown.call.sentence}"
        if shown.call.under:
            yield f"    {shown.call.under}"
        if shown.call.buttons:
            yield f"    {_buttons(shown.call.buttons)}"
    yield from (f"  - {_row(row)}" for row in shown.attention)
    if any(bar.changes for bar in shown.today):
        busy = [bar for bar in shown.today if bar.changes]
        yield "  Today: " + " ".join(f"{bar.label} {bar.changes}" for bar in busy)
    yield from (f"  {_row(row)}" for row in shown.facts)
    yield from (f"  ({one.sign.shape.value}) {one.name}: {one.sentence}" for one in shown.practices)
    if shown.buttons:
        yield f"  {_buttons(shown.buttons)}"


def _row(row: Row) -> str:
    value = f"  {row.value}" if row.value else ""
    return row.label + value + (f"  <{row.button.label}>" if row.button else "")


def _buttons(buttons: tuple[Button, ...]) -> str:
    return " ".join(f"[*{one.label}*]" if one.main else f"[{one.label}]" for one in buttons)
