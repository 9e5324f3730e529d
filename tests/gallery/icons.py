"""Sheets of every icon at the sizes of a task bar, as everybody sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PIL import Image, ImageDraw, ImageFont

from practicesync.core.phase import Shape
from tests.colours import SIGHTS, Light, channel, linear
from tests.icons import ICONS

Rgb = tuple[int, int, int]

SHEETS: Mapping[str, Rgb] = {
    "icons-light-task-bar.png": (0xF3, 0xF3, 0xF3),
    "icons-dark-task-bar.png": (0x20, 0x20, 0x20),
}
"""The sheets, and the task bars of Windows 11 on which the icons stand."""

SIZES = (16, 20, 24, 32, 48)

_ENLARGED = 6
_LEFT = 190
_GAP = 12
_GROUP = 28
_HIGH = 72


def _as_it_is(light: Light) -> Light:
    return light


ROWS: Mapping[str, Callable[[Light], Light]] = {"all colours": _as_it_is, **SIGHTS}
"""How the icons are seen, row by row."""


def sheet(bar: Rgb) -> Image.Image:
    """Return every icon at each size, a row for each kind of sight, and 16 pixels enlarged."""
    group = sum(SIZES) + _GAP * (len(SIZES) - 1) + _GROUP
    wide = _LEFT + group * len(Shape)
    enlarged = 16 * _ENLARGED + 2 * _GAP
    made = Image.new("RGB", (wide, _HIGH * len(ROWS) + enlarged), bar)
    for row, (name, see) in enumerate(ROWS.items()):
        _say(made, name, row * _HIGH + _HIGH // 2, bar)
        line = _line(bar, see, wide)
        made.paste(line, (_LEFT, row * _HIGH), None)
    top = _HIGH * len(ROWS) + _GAP
    _say(made, "16 pixels, enlarged", top + 8 * _ENLARGED, bar)
    for number, shape in enumerate(Shape):
        small = _icon(shape, 16, bar)
        large = small.resize((16 * _ENLARGED,) * 2, Image.Resampling.NEAREST)
        made.paste(large, (_LEFT + number * group, top))
    return made


def _line(bar: Rgb, see: Callable[[Light], Light], wide: int) -> Image.Image:
    made = Image.new("RGB", (wide - _LEFT, _HIGH), bar)
    left = 0
    for shape in Shape:
        for size in SIZES:
            made.paste(_icon(shape, size, bar), (left, (_HIGH - size) // 2))
            left += size + _GAP
        left += _GROUP - _GAP
    return _seen(made, see)


def _icon(shape: Shape, size: int, bar: Rgb) -> Image.Image:
    under = Image.new("RGBA", (size, size), (*bar, 255))
    with Image.open(ICONS / f"{shape.value}-{size}.png") as icon:
        under.alpha_composite(icon.convert("RGBA"))
    return under.convert("RGB")


def _seen(picture: Image.Image, see: Callable[[Light], Light]) -> Image.Image:
    """Return the picture as it is seen so."""
    known: dict[Rgb, Rgb] = {}

    def turned() -> Iterator[int]:
        raw = picture.tobytes()
        for at in range(0, len(raw), 3):
            colour = (raw[at], raw[at + 1], raw[at + 2])
            if colour not in known:
                red, green, blue = see((linear(raw[at]), linear(raw[at + 1]), linear(raw[at + 2])))
                known[colour] = (channel(red), channel(green), channel(blue))
            yield from known[colour]

    return Image.frombytes("RGB", picture.size, bytes(turned()))


def _say(made: Image.Image, words: str, middle: int, bar: Rgb) -> None:
    colour = (0x1B, 0x1B, 0x1F) if sum(bar) > 384 else (0xF2, 0xF3, 0xF5)
    font = ImageFont.load_default(15)
    ImageDraw.Draw(made).text((_GAP + 4, middle), words, colour, font, anchor="lm")
