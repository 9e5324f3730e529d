"""A person at a screen with nothing but a mouse: reads what stands there, and clicks on it."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageGrab

from practicesync.core.phase import Colour, Shape, Sign
from tests.desktop.task_bar import colour_on, middle_of_icon, sign_on, task_bar

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120.0
"""Seconds after which something hangs: half of them a minute that has to pass for a red icon."""

_GLANCE = 0.3

Spot = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Sees the screen, moves the mouse, and has a browser whose addresses are in a file."""

    display: str
    eye: Path
    opened_file: Path
    known: list[str] = field(default_factory=list)

    def spots(self) -> list[Spot]:
        """Return everything that stands on the screen."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
            asking.connect(str(self.eye))
            with asking.makefile("rb") as told:
                found: list[Spot] = json.load(told)
        return found

    def until(self, true: Callable[[], Any], what: object = "") -> Any:
        """Wait until that is so, and return it."""
        end = time.monotonic() + PATIENCE
        while True:
            with suppress(ConnectionError, FileNotFoundError):
                if found := true():
                    return found
            assert time.monotonic() < end, f"{what}\n{self.read()}"
            time.sleep(0.05)

    def read(self) -> str:
        """Return all that can be read, a line each."""
        with suppress(ConnectionError, FileNotFoundError):
            return "\n".join(f"{one['kind']:<13}{one['text']}" for one in self.spots())
        return "nothing"

    def reads(self, *words: str) -> None:
        """Wait until each of that stands on the screen."""
        self.until(lambda: all(map(self._stands, words)), words)

    def sees(self, colour: Colour | None, shape: Shape | None = None) -> None:
        """Wait until the icon has that colour, and that shape where one is named."""
        if colour is None or shape is None:
            self.until(lambda: colour_on(self.display) is colour, colour)
        else:
            wanted = Sign(colour, shape)
            self.until(lambda: sign_on(self.display) == wanted, wanted)

    def click(self, words: str, window: str = "") -> None:
        """Click on what says exactly that, in a window with that in its title."""

        def meant(spot: Spot) -> bool:
            return spot["text"] == words and window in spot["window"]

        self._press(meant, words, 1)

    def field(self, below: str, button: int = 1) -> None:
        """Click into the line to type in that stands below these words."""
        height = self.until(lambda: self._height_below(below), below)
        self._press(
            lambda spot: spot["kind"] == "TEntry" and spot["middle"][1] == height, below, button
        )

    def press(self, key: str) -> None:
        """Press a key, for once."""
        self._do("key", key)

    def types(self, text: str) -> None:
        """Type that where the keyboard is."""
        self._do("type", "--delay", "5", text)

    def click_icon(self) -> None:
        """Click on the icon beside the clock."""
        self._move(middle_of_icon(self.display), 1)

    def opens(self) -> str:
        """Return the address that the browser opens next."""
        known = len(self.known)
        self.known.append(str(self.until(lambda: self._opened()[known:], "no page opens")[0]))
        return self.known[-1]

    def picture(self) -> Image.Image:
        """Return the screen as it is."""
        return ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def _stands(self, words: str) -> bool:
        return any(words in spot["text"] for spot in self.spots())

    def _opened(self) -> list[str]:
        with suppress(FileNotFoundError):
            return self.opened_file.read_text(encoding="utf-8").split()
        return []

    def _height_below(self, words: str) -> int:
        spots = self.spots()
        above = next((one["middle"][1] for one in spots if one["text"] == words), None)
        fields = [one["middle"][1] for one in spots if one["kind"] == "TEntry"]
        return min((one for one in fields if above is not None and one > above), default=0)

    def _press(self, meant: Callable[[Spot], bool], what: str, button: int) -> None:
        def there() -> Spot | None:
            found = [one for one in self.spots() if meant(one) and one["clickable"]]
            return found[-1] if found else None  # in the window that came last

        def stands() -> Spot | None:
            # Nobody clicks on what still moves while a page is drawn.
            before = there()
            time.sleep(_GLANCE)
            return before if before is not None and before == there() else None

        self._move(self.until(stands, f"{what!r} can't be clicked on")["middle"], button)

    def _move(self, place: tuple[int, int], button: int) -> None:
        x, y = map(str, place)
        self._do("mousemove", x, y, "click", str(button))

    def _do(self, *what: str) -> None:
        command = ["xdotool", *what]
        subprocess.run(command, env={**os.environ, "DISPLAY": self.display}, check=True)


@contextmanager
def at_a_screen(
    display: str,
    folder: Path,
    state: Path,
    files: Path,
    program: Sequence[str] = ("tests.desktop.eye",),
) -> Iterator[Person]:
    """Run the icon's program on that display, beside a task bar, until the block ends.

    `files` is the folder in which the program looks for files first; `program` is the module of an
    eye, and what it is told beyond where state and socket are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    opened = folder / "opened"
    browser = folder / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {shlex.quote(str(opened))}\n', encoding="utf-8")
    browser.chmod(0o755)
    found_first = os.environ.get("PYTHONPATH")
    environment = {
        **os.environ,
        "DISPLAY": display,
        "PYSTRAY_BACKEND": "xorg",
        "BROWSER": f"{browser} %s",
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PYTHONPATH": os.pathsep.join(filter(None, (found_first, str(ROOT / "src"), str(ROOT)))),
    }
    eye = folder / "eye"
    module, *more = program
    command = [sys.executable, "-m", module, str(state), str(eye), *more]
    with ExitStack() as stack:
        stack.enter_context(task_bar(display))
        stack.enter_context(window_manager(display))
        running = subprocess.Popen(command, env=environment, cwd=files)
        stack.callback(_end_worker, state)
        stack.callback(_end, running)
        yield Person(display, eye, opened)


@contextmanager
def window_manager(display: str) -> Iterator[None]:
    """Have title bars, and windows that come to the front."""
    command, quiet = ["openbox"], subprocess.DEVNULL
    environment = {**os.environ, "DISPLAY": display}
    manager = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        _end(manager)


@contextmanager
def copied(display: str, text: str) -> Iterator[None]:
    """Have copied that text, such as out of a letter."""
    script = (
        "import sys, tkinter; root = tkinter.Tk(); root.withdraw();"
        "root.clipboard_append(sys.argv[1]); root.update(); print('ready', flush=True);"
        "root.mainloop()"
    )
    letter = subprocess.Popen(
        [sys.executable, "-c", script, text],
        env={**os.environ, "DISPLAY": display},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert letter.stdout
        assert letter.stdout.readline() == "ready\n"
        yield
    finally:
        _end(letter)


def _end(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def _end_worker(state: Path) -> None:
    """End the worker that the icon has started; it goes on without it."""
    with suppress(FileNotFoundError, ProcessLookupError):
        worker = json.loads((state / "public" / "status.json").read_bytes())["worker"]["pid"]
        os.kill(worker, signal.SIGTERM)
        end = time.monotonic() + 30
        while _lives(worker) and time.monotonic() < end:
            time.sleep(0.05)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
