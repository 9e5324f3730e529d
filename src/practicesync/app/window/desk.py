"""Where clicks become conversations: one window for each, and the same one for the same click."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Mapping

from practicesync.app.asking.reply import DONE
from practicesync.app.present.shown import Act, ActKind
from practicesync.app.window.checking import full_check
from practicesync.app.window.connect import connect
from practicesync.app.window.not_sent import not_sent
from practicesync.app.window.page_window import PageWindow
from practicesync.app.window.paper import Perform
from practicesync.app.window.review import review
from practicesync.app.window.screen import Screen
from practicesync.app.window.settings import change_password, settings
from practicesync.app.window.stopping import stop_syncing
from practicesync.app.window.support import about, support_file
from practicesync.app.window.talk import Lead, Surroundings, Talk
from practicesync.app.window.wizard import activate
from practicesync.core.command import Argument

ENDS_WITHIN = 5.0
"""Seconds in which all conversations tell the worker that nobody waits any more."""

_TO_LEAD: Mapping[ActKind, Callable[[Talk, Act], None]] = {
    ActKind.CONNECT: lambda talk, act: connect(talk, act.practice),
    ActKind.ACTIVATE: lambda talk, act: activate(talk, act.practice),
    ActKind.NOT_SENT: lambda talk, act: not_sent(talk, act.practice),
    ActKind.REVIEW: lambda talk, act: review(talk, act.argument, act.practice),
    ActKind.CHECK: lambda talk, act: full_check(talk, act.practice),
    ActKind.SETTINGS: lambda talk, _: settings(talk),
    ActKind.PASSWORD: lambda talk, act: change_password(talk, act.practice),
    ActKind.STOP_SYNCING: lambda talk, act: stop_syncing(talk, act.practice),
    ActKind.SUPPORT_FILE: lambda talk, _: support_file(talk),
    ActKind.ABOUT: lambda talk, _: about(talk),
}

_PLAIN = (ActKind.SYNC_NOW, ActKind.PAUSE, ActKind.RESUME)
"""Clicks that need no conversation unless they are refused."""

LED = frozenset((*_TO_LEAD, *_PLAIN))
"""Clicks that are carried out here."""

Tell = Callable[[str], None]
"""Says what came of a click."""


class Desk:
    """Leads the conversations of one program; only its window's thread calls it."""

    def __init__(
        self, root: tk.Tk, screen: Screen, around: Surroundings, perform: Perform, tell: Tell
    ) -> None:
        """`perform` does what a click on a link in a page asks for, such as opening the help."""
        self._root = root
        self._screen = screen
        self._around = around
        self._perform = perform
        self._tell = tell
        self._open: dict[Act, PageWindow] = {}
        self._talks: list[Talk] = []

    def perform(self, act: Act) -> None:
        """Begin what the click asks for, or bring to the front what it has begun already."""
        if act in self._open:
            self._open[act].to_front()
            return
        told: list[str] = []
        talk = Talk(self._around, _lead_of(act, told.append))
        window = PageWindow(
            self._root, self._screen, talk, self._perform, lambda: self._gone(act, told)
        )
        talk.start()
        self._open[act] = window
        self._talks = [*(one for one in self._talks if not one.over), talk]
        window.follow()

    def close(self) -> None:
        """Take all windows away, and see that the worker is told who has left."""
        for window in list(self._open.values()):
            window.close()
        until = time.monotonic() + ENDS_WITHIN
        for talk in self._talks:
            talk.join(max(until - time.monotonic(), 0.0))

    def _gone(self, act: Act, told: list[str]) -> None:
        del self._open[act]
        if told:
            self._tell(told[-1])


def _lead_of(act: Act, tell: Tell) -> Lead:
    """Return what leads the conversation that the click asks for."""
    lead = _TO_LEAD.get(act.kind)
    if lead is not None:
        return lambda talk: lead(talk, act)
    return lambda talk: _ask(talk, act, tell)


def _ask(talk: Talk, act: Act, tell: Tell) -> None:
    """Ask the worker for what needs no questions."""
    arguments: dict[str, Argument] = {}
    if act.kind is ActKind.PAUSE:
        arguments["minutes"] = int(act.argument) if act.argument else None
    talk.ask(act.kind.value, arguments, act.practice)
    tell(DONE[act.kind.value])
