"""The demo as a person starts it in front of a task bar."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from practicesync.core.phase import Colour
from practicesync.demo.icon import why_none
from tests.desktop.task_bar import (
    click,
    colour_on,
    has_task_bar,
    middle_of_icon,
    task_bar,
    until,
    windows_on,
)
from tests.system.running_demo import running_demo

pytestmark = pytest.mark.skipif(not has_task_bar(), reason="trayer or xdotool isn't installed")

POINTED_OUT = "The icon beside the clock shows how it stands"


class Scene:
    """A display with a task bar, and a demo in front of it; all of it ends with the test."""

    def __init__(self, display, folder, runtime, stack):
        self.display = display
        self.runtime = Path(runtime)
        self._folder = folder
        self._stack = stack

    def start(self, *options, kept=True, **environ):
        around = {
            "DISPLAY": self.display,
            "PYSTRAY_BACKEND": "xorg",
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "XDG_STATE_HOME": str(self._folder),
        }
        starting = running_demo(self._folder, *options, kept=kept, environ=around | environ)
        return self._stack.enter_context(starting)

    def sees(self, colour):
        until(lambda: colour_on(self.display) is colour)


@pytest.fixture
def scene(screens, tmp_path):
    display = screens(1.0)
    with ExitStack() as stack:
        runtime = stack.enter_context(tempfile.TemporaryDirectory())
        stack.enter_context(task_bar(display))
        until(lambda: not why_none({"DISPLAY": display}))
        yield Scene(display, tmp_path, runtime, stack)


def icon_of(demo):
    """Return the id of the icon's process."""
    [pid] = [pid for pid, words in demo.running().items() if "tray" in words]
    return pid


def test_the_icon_goes_blue_then_green_and_leaves_with_the_demo(scene):
    demo = scene.start()
    scene.sees(Colour.BLUE)
    scene.sees(Colour.GREEN)
    assert POINTED_OUT in demo.wait_for("Press Enter")
    click(scene.display, middle_of_icon(scene.display))
    until(lambda: windows_on(scene.display))

    code, said = demo.end(signal.SIGINT)
    assert code == 0, said
    until(lambda: colour_on(scene.display) is None)
    assert not demo.running()
    assert not list(scene.runtime.iterdir())


@pytest.mark.parametrize(
    ("how", "told"),
    [(signal.SIGTERM, False), (signal.SIGKILL, True)],
    ids=["closed", "killed"],
)
def test_the_demo_goes_on_without_its_icon(scene, how, told):
    demo = scene.start(kept=False, TMPDIR=str(scene.runtime), XDG_RUNTIME_DIR="")
    demo.wait_for("Press Enter")
    icon = icon_of(demo)
    os.kill(icon, how)
    until(lambda: icon not in demo.running())
    until(lambda: colour_on(scene.display) is None)
    demo.enter()
    until(lambda: demo.said().count("different from what they should be  0") == 2)

    code, said = demo.end(signal.SIGINT)
    assert code == 0, said
    assert ("The icon beside the clock has ended by itself" in said) is told
    assert not demo.running()
    assert not list(scene.runtime.iterdir())


def test_an_icon_that_can_not_start_is_told_in_a_line(scene, tmp_path):
    (tmp_path / "tkinter.py").write_text("raise ImportError('Debian has it in python3-tk')\n")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    demo = scene.start(PYTHONPATH=path)
    said = demo.wait_for("has ended by itself with code 1, and the demo goes on without it.")

    assert POINTED_OUT not in demo.wait_for("Press Enter")
    assert demo.end(signal.SIGINT)[0] == 0
    assert "Traceback" not in said


def test_no_icon_is_shown_to_who_wants_none(scene):
    demo = scene.start("--no-tray")
    said = demo.wait_for("Press Enter")

    assert "beside the clock" not in said
    assert colour_on(scene.display) is None
    assert demo.end(signal.SIGINT)[0] == 0


def test_a_screen_without_a_task_bar_has_no_place_for_it(screens):
    bare = {"DISPLAY": screens(1.0)}
    until(lambda: why_none(bare) == "this screen has no task bar that takes icons")


def test_a_screen_that_is_not_there_has_no_place_for_it():
    # Xlib leaves a socket open, which a process of our own would have to answer for.
    asking = "import os; from practicesync.demo.icon import *; print(why_none(os.environ))"
    done = subprocess.run(
        [sys.executable, "-c", asking],
        env={**os.environ, "DISPLAY": ":99999"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "the screen :99999 can't be reached\n"
    assert why_none({}) == "this terminal has no screen"
