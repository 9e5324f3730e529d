"""The colours of every window, light and dark."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from practicesync.core.phase import Colour


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """Colours by what they are for; `on_accent` is the text of the main button."""

    is_dark: bool
    ground: str
    card: str
    line: str
    text: str
    quiet: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    button: str
    button_hover: str
    button_line: str
    track: str
    bars: str
    wrong: str
    signs: Mapping[Colour, str]


LIGHT = Palette(
    is_dark=False,
    ground="#F7F8FA",
    card="#FFFFFF",
    line="#E3E6EB",
    text="#1B1B1F",
    quiet="#5C6270",
    accent="#0F6CBD",
    accent_hover="#115EA3",
    accent_pressed="#0C3B5E",
    on_accent="#FFFFFF",
    button="#FFFFFF",
    button_hover="#F0F2F5",
    button_line="#C9CED6",
    track="#E3E6EB",
    bars="#2F80C8",
    wrong="#B3261E",
    signs={Colour.GREEN: "#107C10", Colour.BLUE: "#0F6CBD", Colour.RED: "#CF3526"},
)

DARK = Palette(
    is_dark=True,
    ground="#1F2023",
    card="#2A2B2F",
    line="#3A3C42",
    text="#F2F3F5",
    quiet="#A7ADB8",
    accent="#6CB8F6",
    accent_hover="#84C4F8",
    accent_pressed="#A9D6FA",
    on_accent="#1B1B1F",
    button="#2F3035",
    button_hover="#383A40",
    button_line="#4E515A",
    track="#3D4048",
    bars="#6CB8F6",
    wrong="#FF9C94",
    signs={Colour.GREEN: "#2E8B2E", Colour.BLUE: "#2B88D8", Colour.RED: "#E5483A"},
)


def palette(*, dark: bool) -> Palette:
    """Return the colours of light or dark windows."""
    return DARK if dark else LIGHT
