"""The settings window as somebody uses it: types, saves, and a real worker takes it up."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Iterator
from tkinter import ttk

import pytest

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.present.shown import Act, ActKind
from practicesync.app.window.desk import Desk
from practicesync.app.window.talk import Surroundings
from practicesync.demo.practice import make_practice
from tests.desktop.looking import AnyScreen, named, texts_in, window_of, within
from tests.system.installation import Installation

PATIENCE = 60.0
WRITTEN = """\
# ours
[agent]
poll_interval = 0.5   # quick

[[practice]]
name = "Main office"
database = "sqlite:///{database}"
profile = "demo"
cloud = "https://contacts.example"
"""


class Settings:
    """The window, and whoever types in it."""

    def __init__(self, root: tk.Tk, server: Installation) -> None:
        self._root = root
        around = Surroundings(StateFolder(server.state))
        self._desk = Desk(root, AnyScreen(), around, _nothing, _nothing)
        self._desk.perform(Act(ActKind.SETTINGS))

    @property
    def window(self) -> tk.Toplevel:
        return window_of(self._root)

    def reads(self, *words: str) -> None:
        """Wait until that stands in the window."""
        self._until(lambda: self._is_open() and set(words) <= set(texts_in(self.window)), words)

    def types(self, number: int, text: str) -> None:
        """Type into one of the lines in place of what stands there."""
        entry = self._lines()[number]
        entry.focus_force()
        entry.select_range(0, "end")
        self._root.update()
        entry.event_generate("<BackSpace>")
        for letter in text:
            entry.event_generate(f"<KeyPress-{_KEYS.get(letter, letter)}>")
        self._root.update()
        assert entry.get() == text

    def stand(self) -> list[str]:
        return [one.get() for one in self._lines()]

    def click(self, label: str) -> None:
        named(self.window, label).invoke()

    def may_click(self, label: str) -> bool:
        return bool(named(self.window, label).instate(["!disabled"]))

    def end(self) -> None:
        self._desk.close()
        self._until(lambda: not self._is_open(), "it is closed")

    def _lines(self) -> list[ttk.Entry]:
        return [one for one in within(self.window) if isinstance(one, ttk.Entry)]

    def _is_open(self) -> bool:
        return any(isinstance(one, tk.Toplevel) for one in self._root.winfo_children())

    def _until(self, true: Callable[[], bool], what: object) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, what
            self._root.update()
            time.sleep(0.02)
        self._root.update()


_KEYS = {".": "period", ":": "colon", "@": "at", "/": "slash"}


def _nothing(_: object) -> None:
    """Do nothing."""


@pytest.fixture
def server(tmp_path) -> Iterator[Installation]:
    made = Installation(tmp_path / "state")
    database = make_practice(tmp_path / "practice.db", contacts=10).path
    made.write(WRITTEN.format(database=database))
    with made.running():
        made.until_phase("not_activated")
        yield made


@pytest.fixture
def window(root, server) -> Iterator[Settings]:
    opened = Settings(root, server)
    yield opened
    opened.end()


def test_what_is_typed_is_saved_and_taken_up(server, window):
    window.reads("Settings", "Seconds between two looks for changes")
    window.types(0, "7.5")
    window.types(1, "3:30")
    window.click("Save")
    window.reads("Saved. Practice Sync works with it within seconds.")
    assert window.stand() == ["7.5", "03:30", ""]

    window.click("Pages of your own")
    window.reads("Page or e-mail address for support")
    window.types(1, "help@example.com")
    window.click("Save")
    server.until(lambda shown: shown["links"]["support"] == "mailto:help@example.com")
    text = server.config.read_text(encoding="utf-8")
    assert "# ours" in text
    assert "poll_interval = 7.5   # quick" in text


def test_what_can_not_be_taken_is_told_above_and_stays_as_it_was_typed(server, window):
    before = server.config.read_text(encoding="utf-8")
    window.reads("Settings")
    window.types(0, "0.1")
    window.click("Save")
    window.reads("Nothing is saved yet.", "The time between two looks is too small.")

    assert window.stand()[0] == "0.1"
    assert server.config.read_text(encoding="utf-8") == before


def test_what_has_to_be_there_is_there_before_it_is_saved(window):
    window.reads("Settings")
    before = window.may_click("Save")
    window.types(1, "")

    assert (before, window.may_click("Save")) == (True, False)
