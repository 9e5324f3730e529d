"""How windows look: colours, fonts and spacing at one scale; `styles` dresses ttk in them."""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont
from typing import Literal

from practicesync.app.window.drawn import Shape, icon, png, stretched
from practicesync.app.window.palette import Palette
from practicesync.core.phase import Sign

WIDTH = 460
"""Width of a window at 100 %."""

MARGIN = 20
"""Space around everything in a window."""

GAP = 16
"""Space between cards."""

INSIDE = 16
"""Space between the edge of a card and what is in it."""

LINK_PADDING = 5
"""Space around the words of a link, where the frame shows that the keyboard is there."""

_FAMILIES = (
    ("Segoe UI Variable Text", "Segoe UI Variable Display Semibold"),
    ("Segoe UI", "Segoe UI Semibold"),
    ("Inter", ""),
    ("Noto Sans", ""),
    ("Cantarell", ""),
    ("Ubuntu", ""),
    ("Liberation Sans", ""),
)
"""Families for text and for what stands out; an empty one is the first in bold."""


_LARGE = 100
"""Pixels from which on a shape is drawn small and stretched: drawing it takes too long."""

Weight = Literal["normal", "bold"]


class Fonts:
    """The fonts of a window, sized in pixels."""

    def __init__(self, root: tk.Misc, scale: float) -> None:
        plain, strong = _families(root)
        weight: Weight = "normal" if strong else "bold"

        def sized(family: str, size: int, weight: Weight = "normal") -> tkfont.Font:
            return tkfont.Font(root, family=family, size=-round(size * scale), weight=weight)

        self.title = sized(strong or plain, 20, weight)
        self.text = sized(plain, 14)
        self.strong = sized(strong or plain, 14, weight)
        self.small = sized(plain, 12)
        self.caption = sized(strong or plain, 12, weight)
        self.underlined = sized(plain, 14)
        self.underlined.configure(underline=True)


class Theme:
    """The look of all windows while their scale and colours stay the same."""

    def __init__(self, root: tk.Misc, colours: Palette, scale: float) -> None:
        self.root = root
        self.colours = colours
        self.scale = scale
        self.fonts = Fonts(root, scale)
        self._images: dict[object, tk.PhotoImage] = {}

    @property
    def name(self) -> str:
        """What ttk calls this look."""
        return f"practice-{'dark' if self.colours.is_dark else 'light'}-{self.scale:.3f}"

    @property
    def width(self) -> int:
        """How wide what stands in a window is."""
        return self.px(WIDTH) - 2 * self.px(MARGIN)

    @property
    def card_width(self) -> int:
        """How wide what stands in a card is."""
        return self.width - 2 * self.px(INSIDE)

    def px(self, pixels: float) -> int:
        """Return a length at 100 % in the pixels of this scale."""
        return round(pixels * self.scale)

    def icon(self, sign: Sign, size: int) -> tk.PhotoImage:
        """Return a sign, `size` high and wide at 100 %."""
        made = self.px(size)
        if (sign.shape, made) not in self._images:
            content = icon(sign, made, dark=self.colours.is_dark)
            self._images[sign.shape, made] = self._image(content)
        return self._images[sign.shape, made]

    def drawn(self, shape: Shape, width: int, height: int) -> tk.PhotoImage:
        """Return a shape at that size in real pixels, kept for as long as the theme is."""
        key = (shape, width, height)
        if key not in self._images:
            plain = shape.mark is None and min(width, height) > _LARGE
            self._images[key] = self._image((stretched if plain else png)(shape, width, height))
        return self._images[key]

    def _image(self, content: bytes) -> tk.PhotoImage:
        return tk.PhotoImage(master=self.root, data=content, format="png")


def _families(root: tk.Misc) -> tuple[str, str]:
    """Return the first families that this computer has, else the system's own."""
    for plain, strong in _FAMILIES:
        if all(_has(root, family) for family in (plain, strong) if family):
            return plain, strong
    return str(tkfont.nametofont("TkDefaultFont", root).actual("family")), ""


def _has(root: tk.Misc, family: str) -> bool:
    return tkfont.Font(root, family=family, size=-14).actual("family") == family
