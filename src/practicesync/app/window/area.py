"""Where a window goes: beside the icon at first, then where a person put it, always in sight."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Area(msgspec.Struct, frozen=True):
    """A rectangle of the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int


class Place(msgspec.Struct, frozen=True):
    """The upper left corner of a window."""

    x: int
    y: int


def in_sight(place: Place | None, size: tuple[int, int], free: Area, edge: int) -> Place:
    """Return the place, moved as far as needed for the whole window to be within the free area.

    Without one it is the lower right corner, where Windows has its icons, `edge` away from both
    sides. `size` is width and height of the window with its frame.
    """
    right, bottom = free.x + free.width - size[0], free.y + free.height - size[1]
    wanted = place or Place(right - edge, bottom - edge)
    return Place(max(min(wanted.x, right), free.x), max(min(wanted.y, bottom), free.y))


def remembered(file: Path) -> Place | None:
    """Return where a person last had the window, if that is known."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Place)
    except (OSError, msgspec.DecodeError):
        return None


def remember(file: Path, place: Place) -> None:
    """Keep where the window is; where that can't be written, it opens as if for the first time."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(msgspec.json.encode(place))
    except OSError:
        return
