"""What the icons look like is computed from their pixels, at the sizes of a task bar."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import pytest
from PIL import Image

from practicesync.core.phase import Shape
from tests.icons import ICONS, IN_ICO, SIZES, canvas, made

BARS = {"light": (0xF3, 0xF3, 0xF3), "dark": (0x20, 0x20, 0x20)}
"""Task bars of Windows 11."""

Colour = tuple[float, float, float]

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", 2009, severity 1.0; for linear RGB.
DEFICIENCIES: dict[str, Sequence[Sequence[float]]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(value: float) -> float:
    """Return a channel from 0 to 255 as light, as WCAG 2.2 defines it."""
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(light: Colour) -> float:
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def kept(name: str) -> Image.Image:
    with Image.open(ICONS / name) as picture:
        return picture.convert("RGBA")


def lights(shape: Shape, bar: str, size: int = 16) -> list[Colour]:
    """Return the icon on that task bar, each pixel as linear light."""
    over = Image.new("RGBA", (size, size), (*BARS[bar], 255))
    over.alpha_composite(kept(f"{shape.value}-{size}.png"))
    raw = over.convert("RGB").tobytes()
    return [
        (linear(raw[at]), linear(raw[at + 1]), linear(raw[at + 2])) for at in range(0, len(raw), 3)
    ]


def grey(light: Colour) -> Colour:
    level = luminance(light)
    return (level, level, level)


def seen_with(name: str) -> Callable[[Colour], Colour]:
    matrix = DEFICIENCIES[name]

    def see(light: Colour) -> Colour:
        mixed = [sum(map(float.__mul__, map(float, row), light)) for row in matrix]
        red, green, blue = (min(1.0, max(0.0, level)) for level in mixed)
        return (red, green, blue)

    return see


SIGHTS: dict[str, Callable[[Colour], Colour]] = {
    "greyscale": grey,
    **{name: seen_with(name) for name in DEFICIENCIES},
}


def differing(one: list[Colour], other: list[Colour]) -> int:
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
