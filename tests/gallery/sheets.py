"""Puts pictures side by side, and makes them small without making them ugly."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SHOWS = "Shows"
"""What a picture's file says that it shows."""

Colour = tuple[int, ...]

_DESK = "#D8DDE5"
_APART = 24
_COLOURS = 32


def side_by_side(pictures: Sequence[Image.Image], scale: float) -> Image.Image:
    """Return the pictures on one desk."""
    gap = round(_APART * scale)
    wide = sum(one.width + gap for one in pictures) + gap
    high = max(one.height for one in pictures) + 2 * gap
    made = Image.new("RGB", (wide, high), _DESK)
    left = gap
    for one in pictures:
        made.paste(one, (left, gap))
        left += one.width + gap
    return made


def save(picture: Image.Image, path: Path, shows: str, colours: int = _COLOURS) -> None:
    """Write it in so many colours, and what it shows into it."""
    said = PngInfo()
    said.add_text(SHOWS, shows)
    in_few(picture, colours).save(path, optimize=True, pnginfo=said)


def in_few(picture: Image.Image, colours: int) -> Image.Image:
    """Return the picture in so many of its own colours: areas and signs keep theirs exactly."""
    opaque = picture.convert("RGBA")
    found = {colour: number for number, colour in _colours(opaque)}
    chosen = _chosen(found, colours)
    nearest = {
        colour: min(range(len(chosen)), key=lambda n: _far(chosen[n], colour)) for colour in found
    }
    table = {int.from_bytes(bytes(colour), sys.byteorder): n for colour, n in nearest.items()}
    pixels = memoryview(opaque.tobytes()).cast("I")
    few = Image.frombytes("P", picture.size, bytes(map(table.__getitem__, pixels)))
    few.putpalette([part for colour in chosen for part in colour[:3]])
    return few


def _colours(picture: Image.Image) -> Iterator[tuple[int, Colour]]:
    for number, colour in picture.getcolors(picture.width * picture.height) or ():
        assert isinstance(colour, tuple)
        yield number, colour


def _chosen(found: Mapping[Colour, int], most: int) -> list[Colour]:
    """Return the colours that are missed most: often there, and unlike those chosen before."""
    first = max(found, key=lambda one: found[one])
    chosen = [first]
    far = {colour: _far(colour, first) for colour in found}
    while len(chosen) < min(most, len(found)):
        missed = max(far, key=lambda one: found[one] * far[one])
        chosen.append(missed)
        far = {colour: min(was, _far(colour, missed)) for colour, was in far.items()}
    return chosen


def _nearest(colour: Colour, chosen: Sequence[Colour]) -> int:
    return min(range(len(chosen)), key=lambda number: _far(chosen[number], colour))


def _far(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def shows(path: Path) -> str:
    """Return what the picture says that it shows."""
    with Image.open(path) as picture:
        picture.load()
        return str(picture.info.get(SHOWS, ""))
