"""The parts of the status window: how each is drawn, and changed without being drawn anew."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

import msgspec

from practicesync.app.present.shown import (
    Bar,
    Button,
    Call,
    Headline,
    Line,
    Meaning,
    Row,
    Step,
    Window,
)
from practicesync.app.window.chart import Chart
from practicesync.app.window.paper import Change, Paper
from practicesync.app.window.theme import LINK_PADDING, Theme
from practicesync.app.window.widgets import (
    Look,
    ProgressBar,
    card,
    flow,
    group,
    picture,
    text,
)
from practicesync.core.phase import Colour, Sign

_BIG = 48
_SMALL = 16
_LINK_ABOVE = 3
"""Above the words of a link, which beside it stand as much lower."""


class Today(msgspec.Struct, frozen=True):
    """Today's bars, and the facts below them."""

    bars: tuple[Bar, ...]
    facts: tuple[Row, ...]


class Due(msgspec.Struct, frozen=True):
    """What to do now, in the colour of the state."""

    call: Call
    colour: Colour


class Note(msgspec.Struct, frozen=True):
    """What came of a click."""

    sentence: str
    wrong: bool = False


def headline(paper: Paper, shown: Headline) -> None:
    """Draw the state: a big icon, the sentence, and what goes with it."""
    theme = paper.theme
    gap, big = theme.px(16), theme.px(_BIG)
    picture(paper.frame, theme, shown.sign, _BIG).pack(side="left", anchor="n", padx=(0, gap))
    words = group(paper.frame)
    words.pack(side="left", fill="x")
    width = theme.width - big - gap
    text(words, shown.sentence, width, "Title").pack(anchor="w")
    if shown.under:
        text(words, shown.under, width, "Quiet").pack(anchor="w", pady=(theme.px(4), 0))


def steps(paper: Paper, shown: Sequence[Step]) -> Change:
    """Draw the two steps of a first upload, each with its bar."""
    theme = paper.theme
    inside = card(paper.frame, theme)
    rows = []
    for number, step in enumerate(shown):
        line = group(inside)
        line.pack(fill="x", pady=(theme.px(14) if number else 0, theme.px(6)))
        number_of = f"{step.number} of {len(shown)}  " if len(shown) > 1 else ""
        label = text(line, f"{number_of}{step.label}", theme.card_width)
        label.pack(side="left")
        told = text(line, step.told, theme.card_width, "Small")
        told.pack(side="right")
        bar = ProgressBar(inside, theme, theme.card_width)
        bar.pack(anchor="w")
        rows.append((label, told, bar))

    def change(now: Sequence[Step]) -> bool:
        for (label, told, bar), step in zip(rows, now, strict=True):
            waits = step.fraction is None
            label.configure(style="Card.Quiet.TLabel" if waits else "Card.Strong.TLabel")
            told.configure(text=step.told)
            bar.show(step.fraction or 0.0)
        return True

    change(shown)
    return change


def call(paper: Paper, shown: Due) -> None:
    """Draw what to do now."""
    theme, due = paper.theme, shown.call
    inside = card(paper.frame, theme, shown.colour)
    text(inside, due.sentence, theme.card_width, "Strong").pack(anchor="w")
    if due.under:
        told = text(inside, due.under, theme.card_width, "Quiet")
        told.pack(anchor="w", pady=(theme.px(4), 0))
    if due.buttons:
        below = group(inside)
        below.pack(anchor="w", pady=(theme.px(12), 0))
        made = [paper.button(below, one) for one in due.buttons]
        flow(below, made, theme.card_width, theme.px(8))


def whom_to_ask(paper: Paper, shown: str) -> None:
    """Draw what who may only look has to know."""
    text(paper.frame, shown, paper.theme.width, "Quiet").pack(anchor="w")


def attention(paper: Paper, shown: Sequence[Row]) -> None:
    """Draw what waits for a person, a row each with what can be done about it."""
    theme = paper.theme
    inside = _titled(paper, "Needs attention", beyond=theme.px(LINK_PADDING))
    for row in shown:
        line = group(inside)
        line.pack(fill="x", pady=(theme.px(6), 0))
        width = theme.card_width
        if row.button:
            action = paper.link(line, row.button)
            action.pack(side="right", anchor="n")
            width -= action.winfo_reqwidth() + theme.px(12)
        text(line, row.label, width).pack(side="left", anchor="n", pady=theme.px(_LINK_ABOVE))


def practices(paper: Paper, shown: Sequence[Line]) -> None:
    """Draw each of several practices."""
    theme = paper.theme
    inside = _titled(paper, "Practices")
    width = theme.card_width - theme.px(_SMALL) - theme.px(10)
    for one in shown:
        line = _signed(inside, theme, one.sign)
        words = group(line)
        words.pack(side="left", fill="x")
        text(words, one.name, width, "Strong").pack(anchor="w")
        text(words, one.sentence, width, "Quiet").pack(anchor="w")


def today(paper: Paper, shown: Today) -> Change:
    """Draw today's changes and what is known of all practices."""
    theme = paper.theme
    inside = card(paper.frame, theme)
    chart = _chart(inside, theme) if any(bar.changes for bar in shown.bars) else None
    befores = (None, *shown.facts)
    values = [
        _fact(paper, inside, row, before, 6 if chart or before else 0)
        for row, before in zip(shown.facts, befores, strict=False)
    ]

    def change(now: Today) -> bool:
        same = [_lasting(row) for row in shown.facts] == [_lasting(row) for row in now.facts]
        if not same or any(bar.changes for bar in now.bars) != bool(chart):
            return False
        if chart:
            chart.show(now.bars)
        for value, row in zip(values, now.facts, strict=True):
            value.configure(text=row.value)
        return True

    change(shown)
    return change


def today_of(shown: Window) -> Today | None:
    """Return the card of today's changes, where there is anything to say in it."""
    told = shown.facts or any(bar.changes for bar in shown.today)
    return Today(shown.today, shown.facts) if told else None


def buttons(paper: Paper, shown: Sequence[Button]) -> None:
    """Draw what is at hand at any time."""
    made = [paper.button(paper.frame, one) for one in shown]
    flow(paper.frame, made, paper.theme.width, paper.theme.px(8))


def note(paper: Paper, shown: Note) -> None:
    """Draw what came of a click."""
    look: Look = "Wrong" if shown.wrong else "Quiet"
    text(paper.frame, shown.sentence, paper.theme.width, look).pack(anchor="w")


def legend(paper: Paper, shown: Sequence[Meaning]) -> None:
    """Draw what each colour of the icon means."""
    theme = paper.theme
    inside = _titled(paper, "What the icon tells you")
    column = max(theme.fonts.strong.measure(one.word) for one in shown) + theme.px(10)
    width = theme.card_width - theme.px(_SMALL) - theme.px(10) - column
    for one in shown:
        line = _signed(inside, theme, one.sign)
        word = group(line)
        word.configure(width=column)
        word.pack(side="left", fill="y")
        text(word, one.word, column, "Strong").place(x=0, y=0)
        text(line, one.sentence, width).pack(side="left")


def links(paper: Paper, shown: Sequence[Button]) -> None:
    """Draw the links, their words in line with the cards."""
    made = [paper.link(paper.frame, one) for one in shown]
    flow(paper.frame, made, paper.theme.width + 2 * paper.theme.px(LINK_PADDING), 0)


def _titled(paper: Paper, title: str, beyond: int = 0) -> ttk.Frame:
    """Return the inside of a card with a title, `beyond` wider at the right."""
    inside = card(paper.frame, paper.theme, beyond=beyond)
    text(inside, title, paper.theme.card_width, "Caption").pack(anchor="w")
    return inside


def _signed(inside: tk.Misc, theme: Theme, sign: Sign) -> ttk.Frame:
    """Return a row that begins with a sign."""
    line = group(inside)
    line.pack(fill="x", pady=(theme.px(8), 0))
    top = (theme.fonts.text.metrics("linespace") - theme.px(_SMALL)) // 2
    sign_ = picture(line, theme, sign, _SMALL)
    sign_.pack(side="left", anchor="n", padx=(0, theme.px(10)), pady=(max(top, 0), 0))
    return line


def _chart(inside: ttk.Frame, theme: Theme) -> Chart:
    head = group(inside)
    head.pack(fill="x", pady=(0, theme.px(8)))
    text(head, "Today", theme.card_width, "Caption").pack(side="left")
    told = text(head, "", theme.card_width, "Small")
    told.pack(side="right")
    chart = Chart(inside, theme, told)
    chart.pack(anchor="w", pady=(0, theme.px(2)))
    return chart


def _lasting(row: Row) -> tuple[str, object]:
    """Return what of a fact is drawn once; its value is changed."""
    return row.label, row.button


def _fact(paper: Paper, inside: ttk.Frame, row: Row, before: Row | None, gap: int) -> ttk.Label:
    """Draw a fact and return what shows its value; links reach into the gaps beside them."""
    theme, line = paper.theme, group(inside)
    above = theme.px(_LINK_ABOVE) if row.button else 0
    below = theme.px(_LINK_ABOVE) if before and before.button else 0
    line.pack(fill="x", pady=(max(theme.px(gap) - above - below, 0), 0))
    label = text(line, row.label, theme.card_width)
    label.pack(side="left", anchor="n", pady=(above, 0))
    if row.button:
        paper.link(line, row.button).pack(side="left", anchor="n")
    value = text(line, row.value, theme.card_width - label.winfo_reqwidth() - theme.px(16), "Quiet")
    value.configure(justify="right")
    value.pack(side="right", anchor="n", pady=(above, 0))
    return value
