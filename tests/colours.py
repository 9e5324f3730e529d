"""How colours are seen: how much they differ, and without some kinds of sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

Light = tuple[float, float, float]
"""Red, green and blue as light, from 0 to 1."""

READABLE = 4.5
"""WCAG 2.2, 1.4.3: how much a text has to differ from what is behind it."""

VISIBLE = 3.0
"""WCAG 2.2, 1.4.11: the same of what tells something without words."""

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", 2009, severity 1.0; for linear RGB.
DEFICIENCIES: Mapping[str, Sequence[Sequence[float]]] = {
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


def channel(light: float) -> int:
    """Return light as a channel from 0 to 255."""
    share = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(255 * share)


def light_of(colour: str) -> Light:
    """Return the light of a colour such as ``#1B1B1F``."""
    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return (red, green, blue)


def luminance(light: Light) -> float:
    """Return how bright that is, as WCAG 2.2 defines it."""
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one: float, other: float) -> float:
    """Return how much two luminances differ, from 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def apart(one: str, other: str) -> float:
    """Return how much two colours such as ``#1B1B1F`` differ, from 1 to 21."""
    return contrast(luminance(light_of(one)), luminance(light_of(other)))


def grey(light: Light) -> Light:
    """Return what is left of a colour in a print without any."""
    level = luminance(light)
    return (level, level, level)


def _seen_with(name: str) -> Callable[[Light], Light]:
    matrix = DEFICIENCIES[name]

    def see(light: Light) -> Light:
        mixed = [sum(map(float.__mul__, map(float, row), light)) for row in matrix]
        red, green, blue = (min(1.0, max(0.0, level)) for level in mixed)
        return (red, green, blue)

    return see


SIGHTS: Mapping[str, Callable[[Light], Light]] = {
    "greyscale": grey,
    **{name: _seen_with(name) for name in DEFICIENCIES},
}
"""Ways to see in which colours are lost."""
