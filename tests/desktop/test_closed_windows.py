"""A window that is closed is gone, with all that was typed in it; one with much in it is shown."""

from __future__ import annotations

import gc
import threading
import time
import tkinter as tk
import weakref
from collections.abc import Callable
from tkinter import ttk

import msgspec

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.asking.parts import Part
from practicesync.app.present.shown import Act
from practicesync.app.window.not_sent import list_page
from practicesync.app.window.page import Page
from practicesync.app.window.page_window import PageWindow
from practicesync.app.window.settings import password_page
from practicesync.app.window.support import writing_page
from practicesync.app.window.talk import Lead, Surroundings, Talk
from practicesync.core.granted import NotSent, NotSentList
from practicesync.core.key import Key
from tests.desktop.looking import AnyScreen, texts_in, window_of, within
from tests.status_page import SINCE

PATIENCE = 30.0


def opened(root: tk.Tk, folder: StateFolder, lead: Lead, gone: list[bool]) -> PageWindow:
    """Open the window of a conversation."""
    talk = Talk(Surroundings(folder), lead)
    window = PageWindow(root, AnyScreen(), talk, nothing, lambda: gone.append(True))
    talk.start()
    window.follow()
    until(root, lambda: is_open(root))
    return window


def answering(page: Page) -> Lead:
    """Return a conversation of one page."""

    def lead(talk: Talk) -> None:
        talk.answer(page)

    return lead


def nothing(_act: Act) -> None:
    """Do nothing."""


def is_open(root: tk.Tk) -> bool:
    return any(
        one.winfo_ismapped() for one in root.winfo_children() if isinstance(one, tk.Toplevel)
    )


def until(root: tk.Tk, true: Callable[[], bool]) -> None:
    """Let the program go on until that is true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        root.update()
        time.sleep(0.01)


def test_a_window_goes_at_once_whatever_its_conversation_is_busy_with(root, tmp_path):
    free, over = threading.Event(), threading.Event()

    def lead(talk: Talk) -> None:
        talk.show(writing_page())
        free.wait(PATIENCE)
        over.set()

    gone: list[bool] = []
    opened(root, StateFolder(tmp_path), lead, gone)
    window_of(root).event_generate("<Escape>")
    until(root, lambda: not is_open(root))

    assert gone == [True]
    assert not over.is_set()
    free.set()
    until(root, over.is_set)
    assert gone == [True]


def test_nothing_of_a_window_that_is_closed_stays(root, tmp_path):
    window = opened(root, StateFolder(tmp_path), answering(password_page(["Main office"])), [])
    [typed] = [one for one in within(window_of(root)) if isinstance(one, ttk.Entry)]
    typed.insert(0, "a password")
    kept = weakref.ref(window)
    window.close()
    del window, typed

    until(root, lambda: gc.collect() >= 0 and kept() is None)


def test_a_list_of_thousands_is_shown(root_at, tmp_path):
    one = NotSent(Key('["1"]'), "Pat", "", "PS-REC-01", "name", "No.", "Do.", SINCE, left_out=False)
    rows = tuple(msgspec.structs.replace(one, key=Key(f'["{key}"]')) for key in range(5000))
    root = root_at(2.0)
    page = list_page([Part("Main office", NotSentList(rows, 6000))])
    window = opened(root, StateFolder(tmp_path), answering(page), [])

    assert "And 5,950 others." in texts_in(window_of(root))
    window.close()
