"""Films the demo for the README: `python -m tests.readme_picture`.

The demo, its icon and the window are real, on a display that nobody sees; the desktop around them
is plain. Left out is what stands there for less than a glance, such as a window that is half drawn,
and the red moment before the demo leaves out what can't be sent.
"""

from __future__ import annotations

import datetime as dt
import math
import os
import subprocess
import tempfile
import time
import tkinter as tk
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageGrab
from Xlib.display import Display

from practicesync.adapters.state_folder import NAME, StateFolder
from practicesync.app.window.area import Place, remember
from practicesync.app.window.palette import LIGHT
from practicesync.core.phase import Colour
from practicesync.demo.icon import why_none
from tests.desktop.display import USUAL_DPI, display
from tests.desktop.task_bar import until
from tests.system.running_demo import Started, running_demo

PICTURE = Path(__file__).parent.parent / "docs" / "images" / "tray.gif"
CONTACTS = 12_000

SCALE = 2
WIDTH, HEIGHT, BAR, CLOCK, GAP = (SCALE * length for length in (484, 900, 36, 64, 12))
CORNER = (WIDTH - CLOCK - 2 * BAR, 0, WIDTH - CLOCK, BAR)
"""The part of the task bar in which the icon is."""

DESKTOP, TASK_BAR = "#D7DDE6", "#F3F5F8"
ENOUGH = 40 * SCALE
"""Pixels of a colour that are a sign."""

GLANCE, SETTLED = 0.07, 0.5
"""Seconds after which a picture stands still, and after which a green one is all there."""

MOST = 24
"""Pictures that a few seconds have room for."""

FIRST, EACH, LAST = 1200, 200, 3000
"""Milliseconds that a picture stays; it is shown once, so the last one then stays for good."""

_THEME = f"""
border.width: 1
padding.width: {4 * SCALE}
padding.height: {3 * SCALE}
window.handle.width: 0
window.client.padding.width: 0
window.*.border.color: #C9CED6
window.*.title.bg: flat solid
window.*.title.bg.color: #FFFFFF
window.*.label.bg: parentrelative
window.*.label.text.color: #1B1B1F
window.label.text.justify: left
"""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
<theme><name>Plain</name><titleLayout>NL</titleLayout>
<font place="ActiveWindow"><name>Liberation Sans</name><size>8</size></font>
<font place="InactiveWindow"><name>Liberation Sans</name><size>8</size></font>
</theme></openbox_config>
"""


def main() -> None:
    """Film the demo, and keep a few seconds of it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        name = stack.enter_context(display(USUAL_DPI * SCALE, f"{WIDTH}x{HEIGHT}"))
        around = {
            "DISPLAY": name,
            "HOME": str(folder),
            "XDG_STATE_HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PYSTRAY_BACKEND": "xorg",
        }
        remember(folder / NAME / "window.json", Place(GAP, BAR + GAP))
        tick = stack.enter_context(desktop(name, folder, {**os.environ, **around}))
        options = ("--contacts", str(CONTACTS))
        starting = running_demo(folder, *options, kept=True, environ=around)
        film = list(filmed(name, stack.enter_context(starting), tick))
    save(cropped(thinned(film)))


@contextmanager
def desktop(name: str, folder: Path, environ: Mapping[str, str]) -> Iterator[Callable[[], None]]:
    """Have a window manager and a task bar along the upper edge; give what sets its clock."""
    theme = folder / ".themes" / "Plain" / "openbox-3" / "themerc"
    theme.parent.mkdir(parents=True)
    theme.write_text(_THEME, encoding="utf-8")
    settings = folder / "openbox.xml"
    settings.write_text(_SETTINGS, encoding="utf-8")
    paint(name)
    bar = ["trayer", "--edge", "top", "--align", "right", "--margin", str(CLOCK)]
    size = ["--widthtype", "pixel", "--width", str(WIDTH - CLOCK), "--height", str(BAR)]
    look = ["--transparent", "true", "--alpha", "0", "--tint", f"0x{TASK_BAR[1:]}"]
    room = ["--padding", str(6 * SCALE)]
    quiet = subprocess.DEVNULL
    with ExitStack() as stack:
        for command in (["openbox", "--config-file", str(settings)], [*bar, *size, *look, *room]):
            process = subprocess.Popen(command, env=environ, stdout=quiet, stderr=quiet)
            stack.callback(process.wait)
            stack.callback(process.kill)
        until(lambda: not why_none({"DISPLAY": name}))
        yield stack.enter_context(clock(name))


def paint(name: str) -> None:
    """Give the display the colour of a desktop."""
    screen = Display(name)
    root = screen.screen().root
    root.change_attributes(background_pixel=int(DESKTOP[1:], 16))
    root.clear_area()
    screen.sync()
    screen.close()


@contextmanager
def clock(name: str) -> Iterator[Callable[[], None]]:
    """Have a clock at the end of the task bar; give what sets it."""
    root = tk.Tk(screenName=name)
    root.overrideredirect(boolean=True)
    root.geometry(f"{CLOCK}x{BAR}+{WIDTH - CLOCK}+0")
    label = tk.Label(root, font=("Liberation Sans", 9), foreground=LIGHT.text)
    label.pack(fill="both", expand=True)

    def tick() -> None:
        beside = ImageGrab.grab((0, 0, 1, 1), xdisplay=name).convert("RGB").tobytes()
        time_of_day = f"{dt.datetime.now().astimezone():%H:%M}"
        label.configure(background=f"#{beside.hex()}", text=time_of_day)
        root.update()

    try:
        yield tick
    finally:
        root.destroy()


def filmed(name: str, demo: Started, tick: Callable[[], None]) -> Iterator[Image.Image]:
    """Give each picture that stands there for a moment, from the first upload until it is green."""
    shown, since, wanted, opened = None, 0.0, False, False
    while True:
        assert demo.process.poll() is None, demo.said()
        tick()
        picture, now = ImageGrab.grab(xdisplay=name).convert("RGB"), time.monotonic()
        colour = colour_of(picture)
        if picture != shown:
            shown, since, wanted = picture, now, colour is not Colour.RED and begun(demo)
        if colour is Colour.BLUE and not opened:
            open_window(name, picture)
            opened = True
        if wanted and now - since > GLANCE:
            wanted = False
            yield picture
        if colour is Colour.GREEN and now - since > SETTLED:
            return


def begun(demo: Started) -> bool:
    """Tell whether the first contacts are online."""
    shown = StateFolder(demo.state).shown()
    return shown is not None and any(one.last_sent for one in shown.practices)


def colour_of(picture: Image.Image) -> Colour | None:
    """Return the colour of the icon, if it is there."""
    return next((one for one in Colour if len(spots_of(picture, one)) > ENOUGH), None)


def spots_of(picture: Image.Image, colour: Colour) -> list[tuple[int, int]]:
    """Return where in the corner of the icon that colour is."""
    corner, wanted = picture.crop(CORNER), bytes.fromhex(LIGHT.signs[colour][1:])
    pixels = corner.tobytes()
    return [
        (at // 3 % corner.width, at // 3 // corner.width)
        for at in range(0, len(pixels), 3)
        if pixels[at : at + 3] == wanted
    ]


def open_window(name: str, picture: Image.Image) -> None:
    """Click on the icon."""
    spots = spots_of(picture, Colour.BLUE)
    x, y = spots[len(spots) // 2]
    command = ["xdotool", "mousemove", str(CORNER[0] + x), str(y), "click", "1"]
    subprocess.run(command, env={**os.environ, "DISPLAY": name}, check=True)


def thinned(film: Sequence[Image.Image]) -> list[Image.Image]:
    """Return the first and the last picture, and some between them."""
    steps = min(len(film), MOST) - 1
    return [film[round(step * (len(film) - 1) / steps)] for step in range(steps + 1)]


def cropped(film: Sequence[Image.Image]) -> list[Image.Image]:
    """Return the pictures without the desktop below the window."""
    empty = Image.new("RGB", (WIDTH, HEIGHT), DESKTOP)
    boxes = [ImageChops.difference(one, empty).getbbox() or (0, 0, 0, 0) for one in film]
    bottom = max(box[3] for box in boxes) + GAP
    return [one.crop((0, 0, WIDTH, bottom)) for one in film]


def save(film: Sequence[Image.Image]) -> None:
    """Write the pictures as one that moves, in the colours that are most frequent."""
    counted = Counter(colour for one in (film[0], film[-1]) for colour in colours(one))
    palette = [colour for colour, _ in counted.most_common(256)]

    @cache
    def number(colour: bytes) -> int:
        """Return the number of the nearest one; Pillow's own is near, and makes white grey."""
        return min(range(len(palette)), key=lambda one: math.dist(palette[one], colour))

    plain = []
    for picture in film:
        numbers = bytes(number(colour) for colour in colours(picture))
        plain.append(Image.frombytes("P", picture.size, numbers))
        plain[-1].putpalette(b"".join(palette))
    times = [FIRST, *[EACH] * (len(plain) - 2), LAST]
    plain[0].save(PICTURE, save_all=True, append_images=plain[1:], duration=times)


def colours(picture: Image.Image) -> Iterator[bytes]:
    """Give the colour of each pixel."""
    pixels = picture.tobytes()
    return (pixels[at : at + 3] for at in range(0, len(pixels), 3))


if __name__ == "__main__":
    main()
