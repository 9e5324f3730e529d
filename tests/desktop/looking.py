"""Looking at a status window as it stands on the display, and examples of what it shows."""

from __future__ import annotations

import datetime as dt
import tkinter as tk
from collections.abc import Iterator, Sequence
from tkinter import ttk
from typing import Any

import msgspec

from practicesync.app.present.shown import Seen
from practicesync.app.window.area import Area
from practicesync.app.window.screen import PlainScreen
from practicesync.core.action import Hour
from practicesync.core.phase import Phase
from practicesync.core.snapshot import Status
from practicesync.core.status import WORST_FIRST
from tests.status_page import (
    NOW,
    OF_A_PHASE,
    TODAY,
    facts_of,
    misconfigured,
    reasons_of,
    several,
    shown,
    shown_in,
)

DAY = (2, 1, 6, 18, 26, 11, 7, 15, 2, 1)
"""Changes sent in each hour until now."""


class AnyScreen(PlainScreen):
    """A screen that is as a test wants it; None: as it is."""

    def __init__(self) -> None:
        super().__init__({})
        self.dark = False
        self.room: Area | None = None
        self.inch: float | None = None

    def prefers_dark(self) -> bool:
        return self.dark

    def dpi(self, window: tk.Misc) -> float:
        return super().dpi(window) if self.inch is None else self.inch

    def free(self, window: tk.Misc, x: int, y: int) -> Area:
        return self.room or super().free(window, x, y)


def seen(status: Status) -> Seen:
    """Return what a viewer knows on a busy day."""
    silent = status.phase is Phase.NOT_RUNNING
    return Seen(status=busy(status), silent=silent, today=TODAY, starts_with_windows=True)


def busy(status: Status) -> Status:
    """Return the status with changes in each hour of the day."""
    first = NOW.replace(minute=0) - dt.timedelta(hours=len(DAY) - 1)
    hours = tuple(
        Hour(first + dt.timedelta(hours=number), 0, changes, 0)
        for number, changes in enumerate(DAY)
    )
    practices = [msgspec.structs.replace(one, activity=hours) for one in status.practices]
    return msgspec.structs.replace(status, practices=tuple(practices))


def examples() -> Iterator[tuple[str, Status]]:
    """Give every phase as the reference page shows it."""
    for phase in reversed(WORST_FIRST):
        for number, status in enumerate(shown_in(phase)):
            yield f"{phase.value}-{number}", status
    yield "several", several()
    yield "long-names", with_names(several(), LONG_NAMES)


def troubles() -> Iterator[tuple[str, Status]]:
    """Give every sentence that a phase may say for a code and a reason."""
    codes = {**OF_A_PHASE, Phase.MISCONFIGURED: misconfigured()}
    for phase, among in codes.items():
        for code in among:
            for reason in reasons_of(code, among):
                known = {"code": code, "facts": facts_of(code, reason)}
                yield f"{phase.value} {code.value} {reason}", shown(phase, known)


LONG_NAMES = (
    "Main office in the city, second floor, with a name that somebody wrote out in full",
    "office_with_a_name_of_one_very_long_word_that_has_no_place_at_all_to_break_a_line",
)


def with_names(status: Status, names: Sequence[str]) -> Status:
    """Return the status with other names of its practices."""
    renamed = [
        msgspec.structs.replace(one, name=name)
        for one, name in zip(status.practices, names, strict=True)
    ]
    old = status.practices[1].name
    sentence = status.sentence.replace(f"{old}:", f"{names[1]}:")
    return msgspec.structs.replace(status, practices=tuple(renamed), sentence=sentence)


def settle(root: tk.Tk) -> None:
    """Let the program do what is due."""
    root.update()


def window_of(root: tk.Tk) -> tk.Toplevel:
    """Return the one window that is open."""
    [found] = [one for one in root.winfo_children() if isinstance(one, tk.Toplevel)]
    return found


def within(widget: tk.Misc) -> Iterator[tk.Misc]:
    """Give everything in there that can be seen, in the order of the Tab key."""
    for child in widget.winfo_children():
        if child.winfo_ismapped():
            yield child
            yield from within(child)


def words(widget: tk.Misc) -> str:
    """Return what stands on it."""
    labelled = isinstance(widget, ttk.Label | ttk.Button)
    return str(widget.cget("text")) if labelled else ""


def named(widget: tk.Misc, text: str) -> Any:
    """Return the one thing in there with that text."""
    [found] = [one for one in within(widget) if words(one) == text]
    return found


def buttons_in(widget: tk.Misc) -> list[ttk.Button]:
    """Return all that can be clicked, in the order of the Tab key."""
    return [one for one in within(widget) if isinstance(one, ttk.Button)]


def texts_in(widget: tk.Misc) -> list[str]:
    """Return all that can be read."""
    return [told for one in within(widget) if (told := words(one))]
