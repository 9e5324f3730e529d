"""A task bar on a display of a test's own, and what it shows."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

from PIL import Image, ImageGrab

from practicesync.core.phase import SIGNS, Colour, Sign

PATIENCE = 60.0
"""Seconds after which something hangs."""

HEIGHT = 24
_COLOURS = {Colour.GREEN: (16, 124, 16), Colour.BLUE: (15, 108, 189), Colour.RED: (207, 53, 38)}
_SIZES = (16, 20, 24)
"""What signs are drawn for, as far as it fits a task bar of a test's."""

_FRAME = 2
"""Pixels of its height that a task bar keeps for itself."""

_ENOUGH = 40
"""Pixels of a colour that are a sign, and no edge of one."""


def has_task_bar() -> bool:
    """Tell whether this computer has one for tests."""
    return all(shutil.which(name) for name in ("trayer", "xdotool", "xprop"))


@contextmanager
def task_bar(display: str, height: int = HEIGHT) -> Iterator[None]:
    """Have a task bar along the upper edge."""
    command = ["trayer", "--edge", "top", "--align", "right", "--height", str(height)]
    with subprocess.Popen(
        command, env={"DISPLAY": display}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as bar:
        try:
            yield
        finally:
            bar.kill()  # told to end, it may hang


def screen_of(display: str, height: int = HEIGHT) -> Image.Image:
    """Return the upper edge of the display as a person sees it."""
    seen = ImageGrab.grab(xdisplay=display).convert("RGB")
    return seen.crop((0, 0, seen.width, height))


def colour_on(display: str) -> Colour | None:
    """Return the colour of the icon in the task bar, if there is one."""
    counted = {colour: n for n, colour in screen_of(display).getcolors(1 << 20) or ()}
    found = {name: counted.get(colour, 0) for name, colour in _COLOURS.items()}
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= _ENOUGH else None


def sign_on(display: str, height: int = HEIGHT) -> Sign | None:
    """Return the sign of the icon in the task bar, if it stands there just as it is drawn.

    Every pixel of the drawing for the size that fits is looked for.
    """
    seen = screen_of(display, height)
    box = _coloured(seen)
    if box is None:
        return None
    size = max(one for one in _SIZES if one <= height - _FRAME)
    for sign in set(SIGNS.values()):
        drawn = _drawing(sign, size)
        inner = _coloured(drawn)
        assert inner is not None, f"{sign} has another colour at {size} pixels"
        if inner[2:] == box[2:] and _is_there(drawn, seen, box[0] - inner[0], box[1] - inner[1]):
            return sign
    return None


def middle_of_icon(display: str) -> tuple[int, int]:
    """Return where to click."""
    box = _coloured(screen_of(display))
    assert box is not None, "there is no icon"
    left, top, width, height = box
    return left + width // 2, top + height // 2


def _coloured(image: Image.Image) -> tuple[int, int, int, int] | None:
    """Return where our colours are: left, top, width and height."""
    wanted = set(_COLOURS.values())
    spots = [
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        for pixel in [image.getpixel((x, y))]
        if isinstance(pixel, tuple) and pixel[:3] in wanted and pixel[3:] in ((), (255,))
    ]
    if not spots:
        return None
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1


@cache
def _drawing(sign: Sign, size: int) -> Image.Image:
    """Return the sign's own drawing for that size."""
    file = files("practicesync.app") / "icons" / f"{sign.shape.value}-{size}.png"
    with file.open("rb") as content, Image.open(content) as drawn:
        return drawn.convert("RGBA")


def _is_there(drawn: Image.Image, seen: Image.Image, left: int, top: int) -> bool:
    """Tell whether everything in the drawing that isn't see-through stands there."""
    for x in range(drawn.width):
        for y in range(drawn.height):
            pixel = drawn.getpixel((x, y))
            assert isinstance(pixel, tuple)
            if pixel[3] == 255 and seen.getpixel((left + x, top + y)) != pixel[:3]:
                return False
    return True


def click(display: str, place: tuple[int, int]) -> None:
    """Click there with the left button, as a person does."""
    x, y = map(str, place)
    command = ["xdotool", "mousemove", x, y, "click", "1"]
    subprocess.run(command, env={"DISPLAY": display, "PATH": _PATH}, check=True)


def windows_on(display: str) -> list[str]:
    """Return the titles of the windows of Practice Sync that are to be seen."""
    command = [
        "xdotool",
        "search",
        "--onlyvisible",
        "--class",
        "PracticeSync",
        "getwindowname",
        "%@",
    ]
    env = {"DISPLAY": display, "PATH": _PATH}
    told = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    return told.stdout.splitlines()


def until(what: Callable[[], object]) -> None:
    """Wait until that is so; fail where it never is."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "it has not come"
        time.sleep(0.05)


_PATH = "/usr/bin:/bin"
