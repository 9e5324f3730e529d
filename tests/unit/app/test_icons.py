"""What the icons look like is computed from their pixels, at the sizes of a task bar."""

from __future__ import annotations

import itertools

import pytest
from PIL import Image

from practicesync.core.phase import Shape
from tests.colours import SIGHTS, Light, contrast, linear, luminance
from tests.icons import ICONS, IN_ICO, SIZES, canvas, made

BARS = {"light": (0xF3, 0xF3, 0xF3), "dark": (0x20, 0x20, 0x20)}
"""Task bars of Windows 11."""


def kept(name: str) -> Image.Image:
    with Image.open(ICONS / name) as picture:
        return picture.convert("RGBA")


def lights(shape: Shape, bar: str, size: int = 16) -> list[Light]:
    """Return the icon on that task bar, each pixel as linear light."""
    over = Image.new("RGBA", (size, size), (*BARS[bar], 255))
    over.alpha_composite(kept(f"{shape.value}-{size}.png"))
    raw = over.convert("RGB").tobytes()
    return [
        (linear(raw[at]), linear(raw[at + 1]), linear(raw[at + 2])) for at in range(0, len(raw), 3)
    ]


def differing(one: list[Light], other: list[Light]) -> int:
    """Return how many pixels differ clearly: by WCAG's 3:1 between things that are no text."""
    return sum(
        contrast(luminance(first), luminance(second)) >= 3
        for first, second in zip(one, other, strict=True)
    )


PAIRS = list(itertools.combinations(Shape, 2))


@pytest.mark.parametrize("bar", BARS)
@pytest.mark.parametrize("sight", SIGHTS)
def test_each_two_signs_are_told_apart_at_16_pixels_by_their_shape_alone(sight, bar):
    see = SIGHTS[sight]
    shown = {shape: [see(light) for light in lights(shape, bar)] for shape in Shape}
    far = {f"{a.value}, {b.value}": differing(shown[a], shown[b]) for a, b in PAIRS}
    assert min(far.values()) >= 12, far


@pytest.mark.parametrize("bar", BARS)
@pytest.mark.parametrize("shape", Shape)
def test_the_disc_stands_out_from_the_task_bar_and_the_sign_from_the_disc(shape, bar):
    shown = lights(shape, bar)
    around = luminance(shown[0])
    disc = luminance(shown[8 * 16 + 1])
    sign = max(luminance(light) for light in shown[5 * 16 : 11 * 16])
    assert contrast(disc, around) >= 3
    assert contrast(sign, disc) >= 4.5


@pytest.mark.parametrize("shape", [Shape.BARS, Shape.CLOCK])
def test_upright_strokes_lie_on_the_pixels(shape):
    """Between white and the colour of the disc there is hardly anything in between."""
    shown = lights(shape, "light")
    inner = [shown[row * 16 + column] for row in range(4, 12) for column in range(4, 12)]
    levels = [light[2] for light in inner]
    low = min(levels)
    half = [level for level in levels if 0.25 < (level - low) / (1 - low) < 0.75]
    assert len(half) <= 8, len(half)  # the round ends of two bars: eight corners


def test_every_picture_is_the_drawing():
    with canvas() as page:
        for name, picture in made(page):
            here = kept(name)
            assert here.size == picture.size, name
            pairs = zip(here.tobytes(), picture.tobytes(), strict=True)
            # Another Chromium may round the edges otherwise.
            off = sum(abs(one - other) for one, other in pairs) / len(picture.tobytes())
            assert off < 1.0, (name, off)


@pytest.mark.parametrize("shape", Shape)
def test_an_icon_file_holds_each_size_that_windows_asks_for(shape):
    with Image.open(ICONS / f"{shape.value}.ico") as held:
        assert held.info["sizes"] == {(size, size) for size in IN_ICO}
    for size in SIZES:
        assert kept(f"{shape.value}-{size}.png").size == (size, size)
