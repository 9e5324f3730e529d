"""``practicesync tray`` as a person starts it: a real process, a real worker, a real task bar."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from practicesync.adapters.state_folder import StateFolder
from practicesync.core.error_table import Exit
from practicesync.core.phase import Colour
from tests.desktop.task_bar import (
    PATIENCE,
    click,
    colour_on,
    has_task_bar,
    middle_of_icon,
    task_bar,
    until,
    windows_on,
)

pytestmark = pytest.mark.skipif(not has_task_bar(), reason="trayer or xdotool isn't installed")


class Scene:
    """A fresh state folder, and icons that are started for it; all of it ends with the test."""

    def __init__(self, display, home, runtime):
        self.display = display
        self.folder = StateFolder(home / "state")
        self.environ = {
            **os.environ,
            "DISPLAY": display,
            "PYSTRAY_BACKEND": "xorg",
            "HOME": str(home),
            "XDG_RUNTIME_DIR": runtime,
            "XDG_STATE_HOME": str(home),
        }
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self):
        command = [sys.executable, "-m", "practicesync.app.cli", "--state", str(self.folder.root)]
        process = subprocess.Popen([*command, "tray"], env=self.environ, stderr=subprocess.PIPE)
        self._started.append(process)
        return process

    def worker(self):
        """Return the id of the worker's process, if one shows itself."""
        shown = self.folder.shown()
        return shown.worker.pid if shown and self.folder.last_beat() else None

    def sees(self, colour):
        until(lambda: colour_on(self.display) is colour)

    def end(self):
        for process in self._started:
            process.kill()
            process.communicate()
        if worker := self.worker():
            os.kill(worker, signal.SIGTERM)
            until(lambda: not is_alive(worker))


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def scene(screens, tmp_path):
    display = screens(1.0)
    with tempfile.TemporaryDirectory() as runtime, task_bar(display):
        scene = Scene(display, tmp_path, runtime)
        yield scene
        scene.end()
        until(lambda: colour_on(display) is None)


def test_the_icon_comes_up_with_a_worker_and_a_click_opens_the_window(scene):
    scene.start()
    scene.sees(Colour.RED)  # it isn't connected to a database yet
    until(scene.worker)
    click(scene.display, middle_of_icon(scene.display))

    until(lambda: windows_on(scene.display))


def test_a_second_icon_opens_the_window_of_the_first_and_ends(scene):
    first = scene.start()
    scene.sees(Colour.RED)
    second = scene.start()

    assert second.wait(PATIENCE) == Exit.DONE
    until(lambda: windows_on(scene.display))
    assert first.poll() is None


def test_a_worker_that_was_killed_is_started_again(scene):
    scene.start()
    until(scene.worker)
    killed = scene.worker()
    os.kill(killed, signal.SIGKILL)

    until(lambda: scene.worker() not in (None, killed))
    until(lambda: is_alive(scene.worker()))


def test_the_worker_goes_on_without_the_icon_and_the_next_icon_finds_it(scene):
    first = scene.start()
    until(scene.worker)
    worker = scene.worker()
    first.terminate()
    first.wait(PATIENCE)
    assert is_alive(worker)

    scene.start()
    scene.sees(Colour.RED)
    assert scene.worker() == worker
    assert is_alive(worker)


def test_an_icon_that_is_killed_leaves_its_place_to_the_next(scene):
    first = scene.start()
    scene.sees(Colour.RED)
    first.kill()
    first.wait(PATIENCE)
    until(lambda: colour_on(scene.display) is None)
    scene.start()

    scene.sees(Colour.RED)


def test_a_folder_that_can_not_be_made_is_a_red_icon_until_it_can(scene):
    scene.folder.root.write_text("in the way")
    scene.start()
    scene.sees(Colour.RED)
    scene.folder.root.unlink()

    until(scene.worker)


def test_without_a_screen_a_sentence_says_what_to_do_instead(scene):
    scene.environ["DISPLAY"] = ":99999"
    process = scene.start()
    _, told = process.communicate(timeout=PATIENCE)

    assert process.returncode == Exit.USAGE
    assert b"PS-SYS-22" in told
    assert b"practicesync status" in told
    assert b"Traceback" not in told
