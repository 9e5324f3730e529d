"""A window that shows the pages of one conversation, and tells it what a person answers."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping
from functools import partial
from tkinter import filedialog, ttk
from typing import Any

import msgspec

from practicesync.app.present.shown import Headline
from practicesync.app.window import page_blocks, page_copied, page_fields, parts
from practicesync.app.window.answers import Answers
from practicesync.app.window.area import Place
from practicesync.app.window.page import (
    Block,
    Checks,
    Choice,
    Code,
    Copied,
    Entries,
    Facts,
    Field,
    IconInSight,
    Lines,
    Options,
    Page,
    Steps,
    Tick,
    Trouble,
    Words,
)
from practicesync.app.window.paper import Change, Paper, Perform
from practicesync.app.window.part import Draw, Part
from practicesync.app.window.screen import Screen
from practicesync.app.window.shell import Shell
from practicesync.app.window.talk import Talk
from practicesync.app.window.theme import GAP, MARGIN, WIDTH, Theme
from practicesync.app.window.widgets import flow, main_button, quiet_button, text
from practicesync.core.phase import SIGNS, Phase

_LOOK = 50
"""Milliseconds between two looks at what the conversation shows."""

_TITLE = "Practice Sync"

_READ: Mapping[type[Any], Draw] = {
    Words: page_blocks.words,
    Lines: page_blocks.lines,
    Checks: page_blocks.checks,
    Code: page_blocks.code,
    Copied: page_copied.copied,
    Steps: page_blocks.steps,
    Facts: page_blocks.facts,
    Trouble: page_blocks.trouble,
    IconInSight: page_blocks.icon_in_sight,
}

_ANSWERED: Mapping[type[Any], Callable[[Answers, Paper, Any], None]] = {
    Field: page_fields.field,
    Options: page_fields.options,
    Tick: page_fields.tick,
    Entries: page_fields.entries,
}


class PageWindow:
    """The window of one conversation: it opens with the first page, and goes with the last.

    `perform` does what a click on a link asks for; `gone` is called when the window is.
    """

    def __init__(
        self, root: tk.Tk, screen: Screen, talk: Talk, perform: Perform, gone: Callable[[], None]
    ) -> None:
        self._root = root
        self._screen = screen
        self._talk = talk
        self._perform = perform
        self._gone = gone
        self._answers = Answers(root, self._answered)
        self._is_closed = False
        self._page: Page | None = None
        self._shell: Shell | None = None
        self._drawn: _Drawn | None = None
        self._inside: tuple[ttk.Frame, Theme] | None = None

    def follow(self) -> None:
        """Show what the conversation shows, from now on until it is over."""
        if self._is_closed:
            return
        page = self._talk.page
        if self._talk.over:
            self.close()
            return
        if page is not None and page is not self._page:
            self._turn(page)
        self._root.after(_LOOK, self.follow)

    def to_front(self) -> None:
        """Bring it before all others."""
        if self._shell:
            self._shell.to_front()

    def close(self) -> None:
        """Take the window away at once, and tell the conversation, which may end later."""
        if self._is_closed:
            return
        self._is_closed = True
        self._talk.leave()
        if self._shell:
            self._shell.destroy()
        # Nothing may hold the window any more, nor what was typed: it goes here, in Tk's thread.
        self._shell = self._drawn = self._inside = self._page = None
        self._answers.forget()
        self._gone()

    def _turn(self, page: Page) -> None:
        self._page = page
        self._answers.turn(page)
        if self._shell is None:
            self._shell = Shell(self._root, self._screen, self._build, self.close)
            self._fit()
            self._shell.appear(self._middle())
            if self._drawn:
                self._drawn.focus()
        elif self._drawn is None or not self._drawn.turn(page):
            self._anew()
        self._fit()

    def _middle(self) -> Place | None:
        """Return where the window stands in the middle of the screen, a little above it."""
        if self._inside is None:
            return None
        inside, theme = self._inside
        free = self._screen.free(inside, 0, 0)
        left = max(free.width - theme.px(WIDTH), 0) // 2
        above = max(free.height - inside.winfo_reqheight(), 0) // 3
        return Place(free.x + left, free.y + above)

    def _fit(self) -> None:
        if self._shell and self._page:
            title = self._page.title
            whole = title if title.startswith(_TITLE) else f"{_TITLE}: {title}"
            self._shell.entitle(whole, self._page.sign or SIGNS[Phase.SYNCING])
            self._shell.fit()

    def _build(self, inside: ttk.Frame, theme: Theme) -> None:
        self._inside = (inside, theme)
        self._anew()

    def _anew(self) -> None:
        """Draw the whole page into the empty window."""
        if self._inside is None or self._page is None:
            return
        inside, theme = self._inside
        for child in inside.winfo_children():
            child.destroy()
        inside.columnconfigure(0, weight=1)
        self._drawn = _Drawn(inside, theme, self._perform, self._answers, self._choose)
        self._drawn.draw(self._page)

    def _choose(self, choice: Choice) -> None:
        if self._page is None:
            return
        if choice.leaves:
            self.close()
            return
        said = self._answers.said(choice.name)
        if choice.file:
            path = self._where(choice)
            if not path:
                return
            said = msgspec.structs.replace(said, texts={**said.texts, "file": path})
        self._talk.say(self._page, said)

    def _where(self, choice: Choice) -> str:
        """Ask where a file goes; return nothing where the person doesn't say."""
        ending = f".{choice.file.rpartition('.')[2]}"
        parent = self._shell.window if self._shell else self._root
        return filedialog.asksaveasfilename(
            parent=parent, title=choice.label, initialfile=choice.file, defaultextension=ending
        )

    def _answered(self) -> None:
        if self._drawn and self._page:
            self._drawn.consider(self._page)
            self._fit()


class _Drawn:
    """One page as it is drawn."""

    def __init__(
        self,
        inside: ttk.Frame,
        theme: Theme,
        perform: Perform,
        answers: Answers,
        choose: Callable[[Choice], None],
    ) -> None:
        self._inside = inside
        self._theme = theme
        self._perform = perform
        self._answers = answers
        self._choose = choose
        self._parts: list[Part] = []
        self._frames: list[ttk.Frame] = []
        self._buttons: list[tuple[Choice, ttk.Button]] = []
        self._page: Page | None = None

    def draw(self, page: Page) -> None:
        """Draw everything."""
        self._page = page
        self._part(0, _head, MARGIN).show(page)
        headed = False
        for row, block in enumerate(page.blocks, 1):
            above = GAP // 2 if headed else GAP
            self._part(row, self._draw_of(block), above).show(block)
            headed = isinstance(block, Words) and block.tone == "Strong"
        self._choices(page, len(page.blocks) + 1)
        self.consider(page)
        self.focus()

    def turn(self, page: Page) -> bool:
        """Show a page that differs in what its blocks say only; returns False for any other."""
        before = self._page
        if before is None or page.choices != before.choices or page.key != before.key:
            return False
        if [type(one) for one in page.blocks] != [type(one) for one in before.blocks]:
            return False
        self._page = page
        for part, shown in zip(self._parts, (page, *page.blocks), strict=True):
            part.show(shown)
        return True

    def consider(self, page: Page) -> None:
        """Show what goes with what is chosen, and let click what can be done now."""
        for frame, block in zip(self._frames[1:], page.blocks, strict=False):
            if isinstance(block, Field) and block.when:
                (frame.grid if self._answers.holds(block.when) else frame.grid_remove)()
        for choice, button in self._buttons:
            given = self._answers.are_given(choice.needs)
            button.state(["!disabled" if given else "disabled"])

    def _part(self, row: int, draw: Draw, above: int) -> Part:
        theme = self._theme
        frame = ttk.Frame(self._inside)
        frame.grid(row=row, sticky="we", padx=theme.px(MARGIN), pady=(theme.px(above), 0))
        part = Part(draw, Paper(frame, theme, self._perform))
        self._parts.append(part)
        self._frames.append(frame)
        return part

    def _draw_of(self, block: Block) -> Draw:
        if type(block) in _ANSWERED:
            return partial(_ANSWERED[type(block)], self._answers)
        return _READ[type(block)]

    def _choices(self, page: Page, row: int) -> None:
        theme = self._theme
        frame = ttk.Frame(self._inside)
        below = theme.px(MARGIN)
        above = below if page.choices else 0
        frame.grid(row=row, sticky="we", padx=theme.px(MARGIN), pady=(above, below))
        for choice in page.choices:
            make = main_button if choice.main else quiet_button
            button = make(frame, choice.label, partial(self._choose, choice))
            self._buttons.append((choice, button))
        flow(frame, [button for _, button in self._buttons], theme.width, theme.px(8))

    def focus(self) -> None:
        """Let the keyboard be where a person begins: the first field, else the main button."""
        there = [frame for frame in self._frames if frame.winfo_manager()]
        typed = [one for frame in there for one in _entries(frame)]
        main = [button for choice, button in self._buttons if choice.main]
        for widget in (*typed[:1], *main[:1]):
            widget.focus_set()
            return


def _entries(widget: tk.Misc) -> list[ttk.Entry]:
    found = [widget] if isinstance(widget, ttk.Entry) and widget.winfo_manager() else []
    return found + [one for child in widget.winfo_children() for one in _entries(child)]


def _head(paper: Paper, shown: Page) -> Change | None:
    """Draw what the page is about."""
    theme = paper.theme
    if shown.sign:
        parts.headline(paper, Headline(shown.sign, shown.title, shown.under))
        return None
    text(paper.frame, shown.title, theme.width, "Title").pack(anchor="w")
    if shown.under:
        under = text(paper.frame, shown.under, theme.width, "Quiet")
        under.pack(anchor="w", pady=(theme.px(4), 0))
    return None
