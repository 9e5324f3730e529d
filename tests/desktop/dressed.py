"""The colours that words and marks really have on the screen, each beside what is behind it."""

from __future__ import annotations

import tkinter as tk
from collections import Counter
from collections.abc import Iterator
from tkinter import ttk
from typing import Any

import msgspec
from PIL import Image, ImageGrab

from practicesync.app.window.keyboard import SEEN
from tests.colours import READABLE, VISIBLE, apart
from tests.desktop.looking import within

STATES: dict[type[tk.Misc], tuple[tuple[str, ...], ...]] = {
    ttk.Label: ((),),
    ttk.Button: ((), ("active",), ("pressed",), ("disabled",), ("focus", SEEN)),
    ttk.Checkbutton: ((), ("selected",), ("disabled",), ("focus", SEEN)),
    ttk.Radiobutton: ((), ("selected",), ("disabled",), ("focus", SEEN)),
    ttk.Entry: ((), ("focus",), ("disabled",)),
}
"""What can be read, and the states in which it may be."""

_NEUTRAL = ("!active", "!pressed", "!disabled", "!focus", f"!{SEEN}")

Box = tuple[int, int, int, int]


class Pair(msgspec.Struct, frozen=True):
    """A colour, what is behind it, and how much they have to differ at least."""

    what: str
    colour: str
    behind: str
    least: float = READABLE

    @property
    def is_seen(self) -> bool:
        """Whether they differ enough."""
        return apart(self.colour, self.behind) >= self.least


class Dresses:
    """Looks at windows, at each kind of thing once."""

    def __init__(self, root: tk.Tk) -> None:
        self._root = root
        self._style = ttk.Style(root)
        self._known: set[object] = set()

    def pairs(self, window: tk.Misc) -> Iterator[Pair]:
        """Give what is new in that window."""
        for widget in within(window):
            if isinstance(widget, tk.Canvas):
                yield from self._drawn(widget)
            elif isinstance(widget, tk.Text):
                yield from self._of_text(widget)
            elif states := STATES.get(type(widget)):
                yield from self._of_states(widget, states)
            yield from self._menus(widget)

    def _of_states(self, widget: Any, states: tuple[tuple[str, ...], ...]) -> Iterator[Pair]:
        if not isinstance(widget, ttk.Entry) and not widget.cget("text"):
            return
        style = str(widget.cget("style")) or widget.winfo_class()
        own = str(widget.cget("foreground")) if isinstance(widget, ttk.Label | ttk.Entry) else ""
        was = widget.state()
        for state in states:
            if self._is_new((style, own, state, self._style.theme_use())):
                widget.state(_NEUTRAL)
                widget.state(state)
                what = f"{style} {' '.join(state)}".rstrip()
                colour = own or self._style.lookup(style, "foreground", state)
                yield Pair(what, self._hex(colour), self._behind(_box(widget)))
                if isinstance(widget, ttk.Entry):
                    yield from self._of_line(widget, what, state)
        widget.state([*_NEUTRAL, *was])

    def _of_line(self, widget: ttk.Entry, what: str, state: tuple[str, ...]) -> Iterator[Pair]:
        """Give a line's rim, caret and marked text."""
        behind = self._behind(_box(widget))
        caret = self._hex(self._style.lookup("TEntry", "insertcolor"))
        marked = [self._hex(self._style.lookup("TEntry", f"select{one}ground")) for one in _BOTH]
        yield Pair(f"{what} caret", caret, behind, VISIBLE)
        yield Pair(f"{what} marked", marked[0], marked[1])
        if "disabled" not in state:
            left, top, _, bottom = _box(widget)
            middle = (top + bottom) // 2
            rim = self._behind((left, middle - 3, left + 1, middle + 3))
            yield Pair(f"{what} rim", rim, behind, VISIBLE)

    def _of_text(self, widget: tk.Text) -> Iterator[Pair]:
        if self._is_new((widget.winfo_class(), self._style.theme_use())):
            marked = [self._hex(widget.cget(f"select{one}ground")) for one in _BOTH]
            yield Pair("Text", self._hex(widget.cget("foreground")), self._behind(_box(widget)))
            yield Pair("Text marked", marked[0], marked[1])

    def _drawn(self, canvas: tk.Canvas) -> Iterator[Pair]:
        """Give the words and bars of a drawing."""
        name = type(canvas).__name__
        left, top = canvas.winfo_rootx(), canvas.winfo_rooty()
        for item in canvas.find_all():
            kind = str(canvas.type(item))
            if kind not in ("text", "rectangle") or "floor" in canvas.gettags(item):
                continue
            colour = self._hex(canvas.itemcget(item, "fill"))
            if not self._is_new((name, kind, colour)):
                continue
            if kind == "rectangle":
                yield Pair(f"{name} bar", colour, self._hex(canvas.cget("background")), VISIBLE)
            else:
                x, y, right, bottom = canvas.bbox(item)
                box = (left + x, top + y, left + right, top + bottom)
                yield Pair(f"{name} words", colour, self._behind(box))

    def _menus(self, widget: tk.Misc) -> Iterator[Pair]:
        for menu in widget.winfo_children():
            if isinstance(menu, tk.Menu) and self._is_new(("Menu", self._style.theme_use())):
                for state in ("", "active"):
                    both = [self._hex(menu.cget(f"{state}{one}ground")) for one in _BOTH]
                    yield Pair(f"Menu {state}".rstrip(), both[0], both[1])

    def _is_new(self, key: object) -> bool:
        new = key not in self._known
        self._known.add(key)
        return new

    def _hex(self, colour: object) -> str:
        parts = self._root.winfo_rgb(str(colour))
        return "#" + "".join(f"{part // 256:02X}" for part in parts)

    def _behind(self, box: Box) -> str:
        """Return the colour that there is most of on the screen."""
        self._root.update()
        seen: Image.Image = ImageGrab.grab(box, xdisplay=self._root.winfo_screen()).convert("RGB")
        raw = seen.tobytes()
        [(colour, _)] = Counter(raw[at : at + 3] for at in range(0, len(raw), 3)).most_common(1)
        return f"#{colour.hex().upper()}"


_BOTH = ("fore", "back")


def _box(widget: tk.Misc) -> Box:
    left, top = widget.winfo_rootx(), widget.winfo_rooty()
    return left, top, left + widget.winfo_width(), top + widget.winfo_height()
