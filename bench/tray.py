"""Measures the icon and its window: `python bench/tray.py`.

On a display that nobody sees, with a task bar, beside a worker whose heart beats every 5 seconds.
Prints a table and then one line of JSON.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import tkinter as tk
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.window.status_window import StatusWindow
from practicesync.core.phase import Colour
from tests.desktop.display import USUAL_DPI, display
from tests.desktop.looking import AnyScreen, busy, examples, seen
from tests.desktop.task_bar import colour_on, task_bar, until

BEAT = 5.0
SETTLED = 20.0
"""Seconds after which an icon has nothing left to do but to look on."""

SMALL = "600x300"
"""A small display: looking at it costs little."""


def main() -> None:
    """Start icons, open windows, look on, and say what was seen."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=5, help="icons that are started")
    parser.add_argument("--seconds", type=float, default=60.0, help="for how long it is idle")
    chosen = parser.parse_args()
    figures: dict[str, float] = {}
    with display(size=SMALL) as name, task_bar(name), office() as folder:
        starts = [start_to_icon(name, folder, None) for _ in range(chosen.times)]
        figures["start to icon, ms"] = statistics.median(starts)
        start_to_icon(name, folder, lambda pid: figures.update(idle(pid, chosen.seconds)))
    with display() as plain, display(dpi=2 * USUAL_DPI) as large:
        for percent, name in ((100, plain), (200, large)):
            first, again = window_opens(name, chosen.times)
            figures[f"window opens at {percent} %, ms"] = first
            figures[f"window opens again at {percent} %, ms"] = again
        tell(figures)


@contextmanager
def office() -> Iterator[StateFolder]:
    """Give a state folder in which a worker lives: it shows a status, and its heart beats."""
    ended = threading.Event()
    with tempfile.TemporaryDirectory() as root:
        folder = StateFolder(Path(root))
        folder.create()
        folder.show(busy(dict(examples())["in_sync-0"]))
        folder.beat()

        def live() -> None:
            while not ended.wait(BEAT):
                folder.beat()

        heart = threading.Thread(target=live)
        heart.start()
        try:
            yield folder
        finally:
            ended.set()
            heart.join()


def start_to_icon(name: str, folder: StateFolder, then: Callable[[int], None] | None) -> float:
    """Start an icon and return in how many milliseconds it is green; end it `then`."""
    environ = {
        **os.environ,
        "DISPLAY": name,
        "PYSTRAY_BACKEND": "xorg",
        "XDG_RUNTIME_DIR": str(folder.root),
    }
    command = [sys.executable, "-m", "practicesync.app.cli", "--state", str(folder.root), "tray"]
    started = time.perf_counter()
    with subprocess.Popen(command, env=environ) as tray:
        try:
            until(lambda: colour_on(name) is Colour.GREEN)
            took = (time.perf_counter() - started) * 1000
            if then:
                time.sleep(SETTLED)
                then(tray.pid)
        finally:
            tray.terminate()
    until(lambda: colour_on(name) is None)
    return took


def idle(pid: int, seconds: float) -> Mapping[str, float]:
    """Look at a process that has nothing to do for so long."""
    woken, worked = switches(pid), processor(pid)
    time.sleep(seconds)
    minutes = seconds / 60
    return {
        "idle memory, MB": memory(pid),
        "idle wake-ups, a minute": (switches(pid) - woken) / minutes,
        "idle processor, ms a minute": (processor(pid) - worked) * 1000 / minutes,
    }


def memory(pid: int) -> float:
    """Return how many MB are its own, and its part of what it shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def switches(pid: int) -> int:
    """Return how often its threads have gone to sleep, and so were woken."""
    return sum(
        int(line.split()[1])
        for status in Path(f"/proc/{pid}/task").glob("*/status")
        for line in status.read_text().splitlines()
        if line.startswith("voluntary_ctxt_switches")
    )


def processor(pid: int) -> float:
    """Return how many seconds of processor time it has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def window_opens(name: str, times: int) -> tuple[float, float]:
    """Return in how many milliseconds a window is drawn whole: at first, and later on."""
    firsts, again = [], []
    for _ in range(times):
        root = tk.Tk(screenName=name)
        root.withdraw()
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "window.json"
            window = StatusWindow(root, AnyScreen(), lambda _: None, place)
            window.follow(seen(dict(examples())["unavailable-0"]))
            firsts.append(opened(root, window))
            again += [opened(root, window) for _ in range(times)]
        root.destroy()
    return statistics.median(firsts), statistics.median(again)


def opened(root: tk.Tk, window: StatusWindow) -> float:
    """Open the window, close it, and return how long the first took."""
    started = time.perf_counter()
    window.open()
    root.update()
    took = (time.perf_counter() - started) * 1000
    window.close()
    root.update()
    return took


def tell(figures: Mapping[str, float]) -> None:
    """Print a table, and a line for programs."""
    for what, number in figures.items():
        print(f"{what:<36}{number:>8.0f}")
    told = {what: round(number, 1) for what, number in figures.items()}
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    print(json.dumps({"date": dt.date.today().isoformat(), "machine": machine, **told}))  # noqa: DTZ011  # where it ran


if __name__ == "__main__":
    main()
