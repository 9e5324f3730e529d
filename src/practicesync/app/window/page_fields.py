"""How each block of a page is drawn that a person answers."""

from __future__ import annotations

import tkinter as tk
from tkinter import filedialog, ttk

from practicesync.app.window.answers import Answers
from practicesync.app.window.edit_menu import with_edit_menu
from practicesync.app.window.page import Entries, Field, Option, Options, Tick
from practicesync.app.window.paper import Paper
from practicesync.app.window.theme import Theme
from practicesync.app.window.widgets import card, group, place_of, quiet_button, text

_HIDDEN = "\N{BULLET}"
_BOX = 26
"""Space that a tick box takes beside its words."""


def field(answers: Answers, paper: Paper, shown: Field) -> None:
    """Draw a line to type in, with what it is for above."""
    theme, frame = paper.theme, paper.frame
    head = group(frame)
    head.pack(fill="x", pady=(0, theme.px(4)))
    text(head, shown.label, theme.width, "Strong").pack(side="left")
    if shown.hint:
        hint = text(head, f"such as {shown.hint}", theme.width, "Small")
        hint.pack(side="right", anchor="s")
    row = group(frame)
    row.pack(fill="x")
    variable = answers.text(shown.name)
    typed = ttk.Entry(row, textvariable=variable, font=theme.fonts.text, width=1)
    if shown.secret:
        typed.configure(show=_HIDDEN)
    typed.icursor("end")
    with_edit_menu(typed, theme)
    if shown.browse:
        button = quiet_button(row, "Browse", lambda: _browse(row, shown.browse, variable))
        button.pack(side="right", padx=(theme.px(8), 0))
    typed.pack(side="left", fill="x", expand=True)


def _browse(parent: tk.Misc, title: str, variable: tk.StringVar) -> None:
    if chosen := filedialog.askopenfilename(parent=parent, title=title):
        variable.set(chosen)


def options(answers: Answers, paper: Paper, shown: Options) -> None:
    """Draw a list of which one is chosen."""
    theme = paper.theme
    inside = card(paper.frame, theme)
    if shown.label:
        text(inside, shown.label, theme.card_width, "Caption").pack(anchor="w")
    variable = answers.text(shown.name)
    for number, one in enumerate(shown.options):
        style = _wide(inside, theme, "TRadiobutton")
        made = ttk.Radiobutton(
            inside, text=one.label, value=one.value, variable=variable, style=style
        )
        made.pack(anchor="w", pady=(theme.px(8) if number or shown.label else 0, 0))
        _under(inside, theme, one)


def _under(inside: tk.Misc, theme: Theme, option: Option) -> None:
    if option.under:
        told = text(inside, option.under, theme.card_width - theme.px(_BOX), "Quiet")
        told.pack(anchor="w", padx=(theme.px(_BOX), 0))


def tick(answers: Answers, paper: Paper, shown: Tick) -> None:
    """Draw a box to tick."""
    theme, frame = paper.theme, paper.frame
    style = _wide(frame, theme, "TCheckbutton")
    ttk.Checkbutton(frame, text=shown.label, variable=answers.tick(shown.name), style=style).pack(
        anchor="w"
    )


def entries(answers: Answers, paper: Paper, shown: Entries) -> None:
    """Draw a list of contacts, each with a box where some can be chosen."""
    theme = paper.theme
    inside = card(paper.frame, theme)
    for number, one in enumerate(shown.entries):
        above = theme.px(12) if number else 0
        left = theme.px(_BOX) if shown.name else 0
        if shown.name:
            style = _wide(inside, theme, "TCheckbutton")
            variable = answers.entry(one.value)
            made = ttk.Checkbutton(inside, text=one.label, variable=variable, style=style)
            made.pack(anchor="w", pady=(above, 0))
        else:
            text(inside, one.label, theme.card_width).pack(anchor="w", pady=(above, 0))
        for line in one.under:
            told = text(inside, line, theme.card_width - left, "Quiet")
            told.pack(anchor="w", padx=(left, 0), pady=(theme.px(2), 0))
    if shown.more:
        more = text(inside, shown.more, theme.card_width, "Quiet")
        more.pack(anchor="w", pady=(theme.px(12), 0))


def _wide(parent: tk.Misc, theme: Theme, kind: str) -> str:
    """Return a style whose words wrap before the edge."""
    name = f"Wide.{place_of(parent)}{kind}"
    ttk.Style(parent).configure(name, wraplength=theme.card_width - theme.px(_BOX))
    return name
