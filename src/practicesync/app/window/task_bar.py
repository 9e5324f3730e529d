"""A picture of a task bar: how an icon is brought out from behind the arrow."""

from __future__ import annotations

import io
import tkinter as tk

from PIL import Image, ImageDraw

from practicesync.app.window.theme import Theme
from practicesync.core.phase import SIGNS, Phase

_SIGN = SIGNS[Phase.IN_SYNC]
_ICON = 20
_HIGH = 112
_BAR = 40
_FROM_RIGHT = {"clock": 32, "out": 84, "arrow": 176}
"""How far from the right edge the middles of things are, at 100 %."""

_FLYOUT = (112, 44)
_OTHERS = 14
"""How large the icons of other programs are."""

_FINER = 4

Point = tuple[float, float]


class TaskBar(tk.Canvas):
    """A task bar with its arrow, what is hidden behind it, and the icon on its way out."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        colours, px = theme.colours, theme.px
        wide, high = theme.card_width, px(_HIGH)
        super().__init__(parent, width=wide, height=high, background=colours.card)
        self.configure(borderwidth=0, highlightthickness=0)
        content = _drawn(theme, wide / theme.scale)
        self._image = tk.PhotoImage(master=self, data=content, format="png")
        self.create_image(0, 0, image=self._image, anchor="nw")
        middle = high - px(_BAR) // 2
        hidden = (wide - px(_FROM_RIGHT["arrow"]), px(_FLYOUT[1]) // 2)
        for place in (hidden, (wide - px(_FROM_RIGHT["out"]), middle)):
            self.create_image(place, image=theme.icon(_SIGN, _ICON))
        clock = (wide - px(_FROM_RIGHT["clock"]), middle)
        self.create_text(clock, text="9:41", fill=colours.text, font=theme.fonts.small)


def _drawn(theme: Theme, wide: float) -> bytes:
    """Return everything but icons and words, as PNG."""
    colours, by = theme.colours, theme.scale * _FINER
    image = Image.new("RGB", (round(wide * by), round(_HIGH * by)), colours.card)
    pen = _Pen(ImageDraw.Draw(image), by)
    floor = _HIGH - _BAR
    pen.box((0, floor), (wide, _BAR), 4, colours.track)
    arrow, out = wide - _FROM_RIGHT["arrow"], wide - _FROM_RIGHT["out"]
    left = arrow - _FLYOUT[0] / 2
    pen.box((left, 0), _FLYOUT, 6, colours.button_line)
    pen.box((left + 1, 1), (_FLYOUT[0] - 2, _FLYOUT[1] - 2), 5, colours.ground)
    for beside in (-34, 34):
        corner = (arrow + beside - _OTHERS / 2, (_FLYOUT[1] - _OTHERS) / 2)
        pen.box(corner, (_OTHERS, _OTHERS), 3, colours.track)
    middle = floor + _BAR / 2
    pen.line(
        [(arrow - 5, middle + 2.5), (arrow, middle - 2.5), (arrow + 5, middle + 2.5)], colours.text
    )
    start, tip = left + _FLYOUT[0] + 4, middle - _ICON / 2 - 4
    pen.line(_turned((start, _FLYOUT[1] / 2), (out, tip)), colours.accent)
    pen.line([(out - 5, tip - 5), (out, tip), (out + 5, tip - 5)], colours.accent)
    size = (theme.px(wide), theme.px(_HIGH))
    file = io.BytesIO()
    image.resize(size, Image.Resampling.BOX).save(file, "PNG", compress_level=1)
    return file.getvalue()


def _turned(start: Point, end: Point) -> list[Point]:
    """Return a way to the right that turns down."""
    parts = 24
    corner = (end[0], start[1])
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * corner[0] + t**2 * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * corner[1] + t**2 * end[1],
        )
        for t in (number / parts for number in range(parts + 1))
    ]


class _Pen:
    """Draws in lengths at 100 %."""

    def __init__(self, draw: ImageDraw.ImageDraw, by: float) -> None:
        self._draw = draw
        self._by = by

    def box(self, place: Point, size: Point, radius: float, colour: str) -> None:
        """Draw a rectangle with round corners."""
        left, top = (one * self._by for one in place)
        right, bottom = left + size[0] * self._by - 1, top + size[1] * self._by - 1
        self._draw.rounded_rectangle((left, top, right, bottom), radius * self._by, fill=colour)

    def line(self, points: list[Point], colour: str) -> None:
        """Draw a line with round ends."""
        thick = 2 * self._by
        large = [(x * self._by, y * self._by) for x, y in points]
        self._draw.line(large, colour, round(thick), joint="curve")
        for end in (large[0], large[-1]):
            self._draw.circle(end, thick / 2, colour)
