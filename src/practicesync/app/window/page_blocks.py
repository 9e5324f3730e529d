"""How each block of a page is drawn that a person reads."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping
from tkinter import font as tkfont
from tkinter import ttk

from practicesync.app.present.shown import Act, ActKind, Button
from practicesync.app.window import parts
from practicesync.app.window.drawn import Layer, Shape
from practicesync.app.window.page import (
    Checks,
    Code,
    Facts,
    IconInSight,
    Lines,
    Steps,
    Trouble,
    Words,
)
from practicesync.app.window.paper import Change, Paper
from practicesync.app.window.parts import Today
from practicesync.app.window.task_bar import TaskBar
from practicesync.app.window.theme import LINK_PADDING, Theme
from practicesync.app.window.widgets import Look, card, group, picture, text
from practicesync.core.check import Result
from practicesync.core.check_words import Told
from practicesync.core.phase import SIGNS, Colour, Phase, Sign

_SMALL = 16
_CODE_SIZE = 36
_SIGNS: Mapping[Result, Sign] = {"pass": SIGNS[Phase.IN_SYNC], "fail": SIGNS[Phase.UNAVAILABLE]}
_LETTERS: Mapping[Result, str] = {"warn": "!", "skipped": "\N{EN DASH}"}

ICON_IN_SIGHT = (
    "Windows hides new icons behind the arrow beside the clock. Click the arrow, then drag the icon"
    " of Practice Sync onto the task bar: its colour tells you how your contacts stand."
)


def words(paper: Paper, shown: Words) -> None:
    """Draw a paragraph."""
    text(paper.frame, shown.text, paper.theme.width, shown.tone).pack(anchor="w")


def lines(paper: Paper, shown: Lines) -> None:
    """Draw a list of short sentences."""
    theme = paper.theme
    inside = card(paper.frame, theme)
    text(inside, shown.caption, theme.card_width, "Caption").pack(anchor="w")
    for one in shown.lines:
        row = group(inside)
        row.pack(fill="x", pady=(theme.px(6), 0))
        text(row, "\N{BULLET}", theme.card_width, "Quiet").pack(side="left", anchor="n")
        told = text(row, one, theme.card_width - theme.px(18))
        told.pack(side="left", anchor="n", padx=(theme.px(8), 0))


def checks(paper: Paper, shown: Checks) -> Change:
    """Draw what was looked at, and below what is wrong what to do."""
    theme = paper.theme
    inside = card(paper.frame, theme)
    for number, one in enumerate(shown.checks):
        _check(paper, inside, one, first=not number)
    waits = text(inside, "Looking\N{HORIZONTAL ELLIPSIS}", theme.card_width, "Quiet")
    before = list(shown.checks)
    beside = theme.px(_SMALL) + theme.px(10)
    if shown.going_on:
        waits.pack(anchor="w", padx=(beside, 0), pady=(theme.px(8) if before else 0, 0))

    def change(now: Checks) -> bool:
        if not now.going_on or list(now.checks[: len(before)]) != before:
            return False
        for one in now.checks[len(before) :]:
            waits.pack_forget()
            _check(paper, inside, one, first=not before)
            before.append(one)
            waits.pack(anchor="w", padx=(beside, 0), pady=(theme.px(8), 0))
        return True

    return change


def _check(paper: Paper, inside: tk.Misc, one: Told, *, first: bool) -> None:
    theme = paper.theme
    row = group(inside)
    row.pack(fill="x", pady=(0 if first else theme.px(8), 0))
    top = max((theme.fonts.text.metrics("linespace") - theme.px(_SMALL)) // 2, 0)
    _result(row, theme, one.result).pack(side="left", anchor="n", pady=(top, 0))
    told = group(row)
    told.pack(side="left", anchor="n", padx=(theme.px(10), 0))
    width = theme.card_width - theme.px(_SMALL) - theme.px(10)
    practice = f"{one.practice}: " if one.practice else ""
    look: Look = "Quiet" if one.result == "skipped" else ""
    text(told, f"{practice}{one.sentence}", width, look).pack(anchor="w")
    if one.remedy and one.result != "skipped":
        text(told, one.remedy, width, "Quiet").pack(anchor="w", pady=(theme.px(2), 0))
    if one.code and one.result == "fail":
        _how(paper, inside, one.help)


def _result(row: tk.Misc, theme: Theme, result: Result) -> ttk.Label:
    """Return the sign of a check: tick and cross as everywhere, a letter for what lies between."""
    if sign := _SIGNS.get(result):
        return picture(row, theme, sign, _SMALL)
    side = theme.px(_SMALL)
    face = theme.colours.quiet if result == "warn" else theme.colours.track
    letter = theme.colours.card if result == "warn" else theme.colours.quiet
    made = text(row, _LETTERS[result], side, "Caption")
    circle = theme.drawn(Shape(theme.colours.card, side // 2, (Layer(face),)), side, side)
    made.configure(image=circle, compound="center", foreground=letter)
    return made


def _how(paper: Paper, parent: tk.Misc, anchor: str) -> None:
    made = paper.link(parent, Button("How to fix this", Act(ActKind.HELP, anchor)))
    made.pack(anchor="w", padx=(paper.theme.px(_SMALL + 10 - LINK_PADDING), 0))


def code(paper: Paper, shown: Code) -> None:
    """Draw a code large enough to be read across the room."""
    theme = paper.theme
    inside = card(paper.frame, theme)
    text(inside, "On any computer or phone, open", theme.card_width, "Quiet").pack(anchor="w")
    address = text(inside, shown.address, theme.card_width, "Strong")
    address.pack(anchor="w", pady=(theme.px(2), theme.px(12)))
    text(inside, "and type this code", theme.card_width, "Quiet").pack(anchor="w")
    large = text(inside, shown.code, theme.card_width, "Title")
    family = theme.fonts.title.actual("family")
    size = -theme.px(_CODE_SIZE)
    font = tkfont.Font(inside, family=family, size=size, weight="bold")
    large.configure(font=font)
    large.font = font  # type: ignore[attr-defined]  # a font that nobody holds is gone
    large.pack(anchor="w", pady=(theme.px(2), theme.px(8)))
    text(inside, shown.note, theme.card_width, "Small").pack(anchor="w")


def steps(paper: Paper, shown: Steps) -> Change:
    """Draw how far the steps of something are."""
    change = parts.steps(paper, shown.steps)
    return lambda now: change(now.steps)


def facts(paper: Paper, shown: Facts) -> Change:
    """Draw what is known."""
    change = parts.today(paper, Today((), shown.rows))
    return lambda now: change(Today((), now.rows))


def trouble(paper: Paper, shown: Trouble) -> None:
    """Draw what happened, what to do, and what to tell support."""
    theme = paper.theme
    inside = card(paper.frame, theme, Colour.RED)
    text(inside, shown.sentence, theme.card_width, "Strong").pack(anchor="w")
    if shown.remedy:
        told = text(inside, shown.remedy, theme.card_width)
        told.pack(anchor="w", pady=(theme.px(4), 0))
    if not shown.code:
        return
    code = text(inside, f"Tell support: {shown.code}", theme.card_width, "Quiet")
    code.pack(anchor="w", pady=(theme.px(4), 0))
    below = group(inside)
    below.pack(anchor="w", pady=(theme.px(12), 0))
    paper.button(below, Button("How to fix this", Act(ActKind.HELP, shown.help))).pack()


def icon_in_sight(paper: Paper, shown: IconInSight) -> None:
    """Draw how an icon is brought out from behind the arrow."""
    del shown
    theme = paper.theme
    inside = card(paper.frame, theme)
    text(inside, "Keep the icon in sight", theme.card_width, "Caption").pack(anchor="w")
    TaskBar(inside, theme).pack(anchor="w", pady=theme.px(10))
    text(inside, ICON_IN_SIGHT, theme.card_width, "Quiet").pack(anchor="w")
    below = group(inside)
    below.pack(anchor="w", pady=(theme.px(12), 0))
    paper.button(below, Button("Open the task bar's settings", Act(ActKind.TASK_BAR))).pack()
