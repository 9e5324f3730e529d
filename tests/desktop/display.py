"""An X display of a test's own, in real pixels, that nobody sees."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

USUAL_DPI = 96
SIZE = "1600x1400"


def is_here() -> bool:
    """Tell whether this computer has an X server that needs no screen."""
    return all(shutil.which(one) for one in ("Xvfb", "setpriv"))


@contextmanager
def display(dpi: int = USUAL_DPI, size: str = SIZE) -> Iterator[str]:
    """Give the name of a display; the server takes the first free one and ends with the test.

    X ends every program that has had a window there as soon as that program notices.
    """
    reading, writing = os.pipe()
    # A test that is killed cleans nothing up: the server then ends with it.
    command = ["setpriv", "--pdeathsig", "TERM", "Xvfb", "-displayfd", str(writing)]
    with os.fdopen(reading) as told:
        server = subprocess.Popen(
            [
                *command,
                "-screen",
                "0",
                f"{size}x24",
                "-dpi",
                str(dpi),
                "-nolisten",
                "tcp",
                "-noreset",
            ],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        try:
            number = told.readline().strip()
            assert number, "Xvfb has not started"
            yield f":{number}"
        finally:
            server.terminate()
            server.wait()
