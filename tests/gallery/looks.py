"""The looks in which every window is shown: light and dark, at two scales."""

from __future__ import annotations

import msgspec

from practicesync.app.window.palette import DARK, LIGHT, Palette


class Look(msgspec.Struct, frozen=True):
    """Light or dark, and how large."""

    dark: bool
    scale: float

    @property
    def name(self) -> str:
        """What it is called in a picture: ``dark 200 %``."""
        return f"{'dark' if self.dark else 'light'} {self.percent} %"

    @property
    def percent(self) -> int:
        """How large, as Windows says it."""
        return round(self.scale * 100)

    @property
    def colours(self) -> Palette:
        """The colours of its windows."""
        return DARK if self.dark else LIGHT


SCALES = (1.0, 2.0)


def looks(scale: float) -> tuple[Look, Look]:
    """Return the light and the dark look at that scale, in the order of every picture."""
    return Look(dark=False, scale=scale), Look(dark=True, scale=scale)
