"""A task bar on a display of a test's own, and what it shows."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PIL import Image, ImageGrab

from practicesync.core.phase import Colour

PATIENCE = 60.0
"""Seconds after which something hangs."""

_HEIGHT = 24
_COLOURS = {Colour.GREEN: (16, 124, 16), Colour.BLUE: (15, 108, 189), Colour.RED: (207, 53, 38)}
_ENOUGH = 40
"""Pixels of a colour that are a sign, and no edge of one."""


def has_task_bar() -> bool:
    """Tell whether this computer has one for tests."""
    return all(shutil.which(name) for name in ("trayer", "xdotool", "xprop"))


@contextmanager
def task_bar(display: str) -> Iterator[None]:
    """Have a task bar along the upper edge."""
    command = ["trayer", "--edge", "top", "--align", "right", "--height", str(_HEIGHT)]
    with subprocess.Popen(
        command, env={"DISPLAY": display}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as bar:
        try:
            yield
        finally:
            bar.kill()  # told to end, it may hang


def screen_of(display: str) -> Image.Image:
    """Return the upper edge of the display as a person sees it."""
    seen = ImageGrab.grab(xdisplay=display).convert("RGB")
    return seen.crop((0, 0, seen.width, _HEIGHT))


def colour_on(display: str) -> Colour | None:
    """Return the colour of the icon in the task bar, if there is one."""
    counted = {colour: n for n, colour in screen_of(display).getcolors(1 << 20) or ()}
    found = {name: counted.get(colour, 0) for name, colour in _COLOURS.items()}
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= _ENOUGH else None


def middle_of_icon(display: str) -> tuple[int, int]:
    """Return where to click."""
    seen = screen_of(display)
    wanted = set(_COLOURS.values())
    spots = [
        (x, y)
        for x in range(seen.width)
        for y in range(seen.height)
        if seen.getpixel((x, y)) in wanted
    ]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2


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
