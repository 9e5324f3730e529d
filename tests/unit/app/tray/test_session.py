import os
import queue
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from practicesync.app.tray.session import PosixSession, this_session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="tests/windows has its own")

HOLD = """
import sys
from practicesync.app.tray.session import PosixSession
first = PosixSession("folder", {"XDG_RUNTIME_DIR": sys.argv[1], "DISPLAY": ":7"})
print(first.is_first(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place():
    """Give a folder with a short path, as that of a session is: a socket's has 107 bytes."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield folder


@pytest.fixture
def around(place):
    return {"XDG_RUNTIME_DIR": place, "DISPLAY": ":7"}


def test_the_first_icon_of_a_session_has_its_place(around):
    first, second = PosixSession("folder", around), PosixSession("folder", around)
    assert first.is_first()
    assert not second.is_first()


def test_a_second_one_knocks_and_the_first_hears_it(around):
    first, second = PosixSession("folder", around), PosixSession("folder", around)
    heard: queue.Queue[bool] = queue.Queue()
    assert first.is_first()
    first.listen(lambda: heard.put(True))
    assert not second.is_first()
    second.knock()
    second.knock()

    assert heard.get(timeout=60)
    assert heard.get(timeout=60)


def test_a_knock_that_nobody_hears_is_no_fault(around):
    PosixSession("folder", around).knock()


def test_another_display_and_another_folder_have_icons_of_their_own(around):
    assert PosixSession("folder", around).is_first()
    assert PosixSession("folder", around | {"DISPLAY": ":8"}).is_first()
    assert PosixSession("other", around).is_first()


def test_the_place_of_an_icon_that_was_killed_is_free(around, place):
    command = [sys.executable, "-c", HOLD, place]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"True\n"
        second = PosixSession("folder", around)
        assert not second.is_first()
        first.kill()
        first.wait(60)
    assert second.is_first()
    second.listen(lambda: None)


def test_a_place_that_was_left_is_free_and_nothing_of_it_stays(around, place):
    first, second = PosixSession("folder", around), PosixSession("folder", around)
    assert first.is_first()
    first.listen(lambda: None)
    first.leave()
    first.leave()

    assert list(Path(place).iterdir()) == []
    assert second.is_first()


def test_who_never_had_the_place_leaves_it_alone(around):
    first, second = PosixSession("folder", around), PosixSession("folder", around)
    assert first.is_first()
    assert not second.is_first()
    second.leave()

    assert not PosixSession("folder", around).is_first()


def test_a_place_that_another_has_made_anew_is_left_alone(around, place):
    first, second = PosixSession("folder", around), PosixSession("folder", around)
    assert first.is_first()
    for file in Path(place).iterdir():  # as who tidies up does
        file.unlink()
    assert second.is_first()
    first.leave()

    assert not PosixSession("folder", around).is_first()


def test_a_lock_that_goes_while_it_is_taken_is_made_anew(around, monkeypatch):
    first, second = PosixSession("folder", around), PosixSession("folder", around)
    assert first.is_first()
    really = os.open

    def late(*asked):
        opened = really(*asked)
        first.leave()
        return opened

    monkeypatch.setattr("os.open", late)
    assert second.is_first()
    monkeypatch.undo()

    assert not PosixSession("folder", around).is_first()


def test_without_a_folder_of_the_session_there_is_one_of_the_accounts_own(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert PosixSession("folder", {}).is_first()
    (folder,) = tmp_path.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_uid == os.getuid()


def test_a_path_that_is_too_long_for_a_socket_is_not_taken(monkeypatch, tmp_path, place):
    monkeypatch.setattr("tempfile.tempdir", str(place))
    long = tmp_path / ("long" * 30)
    long.mkdir()
    environ = {"XDG_RUNTIME_DIR": str(long)}
    first, second = PosixSession("folder", environ), PosixSession("folder", environ)
    heard: queue.Queue[bool] = queue.Queue()
    assert first.is_first()
    first.listen(lambda: heard.put(True))
    assert not second.is_first()
    second.knock()

    assert heard.get(timeout=60)


def test_this_computer_has_a_place_for_it():
    assert this_session("folder") is not None
