"""What a person has typed, ticked and chosen in a page, kept while the page is drawn anew."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from practicesync.app.window.page import Entries, Field, Options, Page, Said, Tick, When


class Answers:
    """The answers of one page; `changed` is called whenever one becomes another."""

    def __init__(self, root: tk.Misc, changed: Callable[[], None]) -> None:
        self._root = root
        self._changed = changed
        self._key = ""
        self._texts: dict[str, tk.StringVar] = {}
        self._whens: dict[str, When | None] = {}
        self._ticks: dict[str, tk.BooleanVar] = {}
        self._chosen: dict[str, tk.BooleanVar] = {}

    def turn(self, page: Page) -> None:
        """Take what the page begins with, but for what was answered in one of the same key."""
        if page.key != self._key:
            self.forget()
        self._key = page.key
        for block in page.blocks:
            match block:
                case Field(name=name, value=value, when=when):
                    self._text(name, value)
                    self._whens[name] = when
                case Options(name, _, chosen):
                    self._text(name, chosen)
                case Tick(name, _, ticked):
                    self._tick(self._ticks, name, ticked=ticked)
                case Entries(name, entries) if name:
                    for entry in entries:
                        self._tick(self._chosen, entry.value, ticked=False)

    def forget(self) -> None:
        """Keep nothing of what was typed: Tk would hold it, and all that leads here, for ever."""
        self._texts, self._ticks, self._chosen = {}, {}, {}

    def text(self, name: str) -> tk.StringVar:
        """Return what is typed or chosen under that name."""
        return self._texts[name]

    def tick(self, name: str) -> tk.BooleanVar:
        """Return whether that box is ticked."""
        return self._ticks[name]

    def entry(self, value: str) -> tk.BooleanVar:
        """Return whether that contact is ticked."""
        return self._chosen[value]

    def are_given(self, names: tuple[str, ...]) -> bool:
        """Tell whether all of these are typed or ticked, as far as they are shown.

        ``chosen`` is any contact of a list.
        """
        return all(self._is_given(name) for name in names)

    def holds(self, when: When | None) -> bool:
        """Tell whether what is shown only then is shown."""
        return when is None or self._texts[when[0]].get() == when[1]

    def said(self, choice: str) -> Said:
        """Return everything that was answered, and by which button."""
        return Said(
            choice,
            {name: text.get() for name, text in self._texts.items()},
            {name: tick.get() for name, tick in self._ticks.items()},
            tuple(value for value, tick in self._chosen.items() if tick.get()),
        )

    def _is_given(self, name: str) -> bool:
        if name == "chosen":
            return any(tick.get() for tick in self._chosen.values())
        if name in self._ticks:
            return self._ticks[name].get()
        return not self.holds(self._whens.get(name)) or bool(self._texts[name].get().strip())

    def _text(self, name: str, value: str) -> None:
        if name not in self._texts:
            self._texts[name] = tk.StringVar(self._root, value)
            self._texts[name].trace_add("write", lambda *_: self._changed())

    def _tick(self, ticks: dict[str, tk.BooleanVar], name: str, *, ticked: bool) -> None:
        if name not in ticks:
            ticks[name] = tk.BooleanVar(self._root, ticked)
            ticks[name].trace_add("write", lambda *_: self._changed())
