"""What the styles of ttk are cut from: a theme, and shapes as elements that stretch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from tkinter import ttk
from typing import Any

from practicesync.app.window.drawn import Layer, Shape
from practicesync.app.window.palette import Palette
from practicesync.app.window.theme import Theme

SMALL, LARGE = 48, 160
"""What about the size of a button is, and of a card."""

Layers = tuple[Layer, ...]


class Cloth:
    """Makes elements and layouts of one theme."""

    def __init__(self, style: ttk.Style, theme: Theme) -> None:
        self.style = style
        self.theme = theme

    @property
    def colours(self) -> Palette:
        """The colours of the theme."""
        return self.theme.colours

    def places(self) -> Iterator[tuple[str, str]]:
        """Give what styles begin with in a window and in a card, and the colour there."""
        yield "", self.colours.ground
        yield "Card.", self.colours.card

    def line(self, width: float = 1) -> int:
        """Return the width of a line in real pixels, at least one."""
        return max(self.theme.px(width), 1)

    def padding(self, across: float, down: float) -> tuple[int, int]:
        """Return a padding in real pixels."""
        return self.theme.px(across), self.theme.px(down)

    def element(
        self,
        name: str,
        shape: Shape,
        states: Mapping[str, Shape] | None = None,
        size: int = SMALL,
    ) -> None:
        """Make an element out of a shape, and of others in other states: its middle repeats.

        Its `size` at 100 % is near the one at which it is used: ttk fills a widget with one copy of
        the middle after the other, and that takes time.
        """
        border = shape.radius + self.theme.px(2)
        side = self.theme.px(size)
        least = {"width": 2 * border, "height": 2 * border}
        how = {"border": border, "padding": 0, "sticky": "nswe", **least}
        self.image(name, side, shape, states, **how)

    def image(
        self, name: str, side: int, shape: Shape, states: Mapping[str, Shape] | None, **how: Any
    ) -> None:
        """Make an element out of shapes that are so many real pixels wide and high."""
        drawn = self.theme.drawn
        others = [(*state.split(), drawn(one, side, side)) for state, one in (states or {}).items()]
        create: Any = self.style.element_create  # its types know no list of states
        create(name, "image", drawn(shape, side, side), *others, **how)

    def layout(self, name: str, *elements: str) -> None:
        """Lay out a style: each element fills the one before."""
        found: list[tuple[str, Any]] = []
        for element in reversed(elements):
            options: dict[str, Any] = {"sticky": "nswe"}
            if found:
                options["children"] = found
            found = [(element, options)]
        self.style.layout(name, found)
