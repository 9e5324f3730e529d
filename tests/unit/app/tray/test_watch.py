import queue
import shutil
from contextlib import suppress

import pytest

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.tray.watch import FolderWatch
from practicesync.core.phase import Phase
from tests.status_page import shown

ENOUGH = 30
LOOKS = 30


class Watched:
    def __init__(self, folder):
        self.folder = folder
        self.told: queue.Queue[bool] = queue.Queue()
        self.watch = FolderWatch(folder.status_file, folder.heartbeat_file)

    def keep(self):
        self.watch.keep(lambda: self.told.put(True))

    def hears(self):
        return self.told.get(timeout=ENOUGH)


@pytest.fixture
def watched(tmp_path):
    folder = StateFolder(tmp_path / "state")
    folder.create()
    watched = Watched(folder)
    watched.keep()
    yield watched
    watched.watch.end()


def test_a_new_status_is_told(watched):
    watched.folder.show(shown(Phase.IN_SYNC, {}))
    assert watched.hears()


def test_the_end_of_a_heart_is_told(watched):
    watched.folder.beat()
    assert watched.hears()  # it begins
    watched.folder.heartbeat_file.unlink()
    assert watched.hears()


def test_a_beat_and_a_reader_are_not(watched):
    watched.folder.show(shown(Phase.IN_SYNC, {}))
    watched.hears()
    watched.folder.beat()
    watched.hears()
    for _ in range(20):
        watched.folder.beat()
        watched.folder.shown()
        watched.folder.is_silent(0.0)
    watched.folder.seal_file.touch()
    watched.folder.show(shown(Phase.PAUSED, {}))
    watched.hears()  # of the last change: what came before it was told before
    watched.watch.end()

    assert watched.told.empty()


def test_a_folder_that_was_made_anew_is_watched_again(watched):
    shutil.rmtree(watched.folder.public)
    watched.folder.mend()
    while not watched.told.empty():
        watched.told.get()
    # A new folder can have the number of the old one: then the next look is the one that sees it.
    for _ in range(LOOKS):
        watched.keep()
        watched.folder.show(shown(Phase.PAUSED, {}))
        with suppress(queue.Empty):
            assert watched.told.get(timeout=1)
            return
    pytest.fail("not watched again")


def test_a_folder_that_comes_later_is_watched_then(tmp_path):
    folder = StateFolder(tmp_path / "state")
    watched = Watched(folder)
    watched.keep()
    folder.create()
    watched.keep()
    folder.show(shown(Phase.IN_SYNC, {}))
    assert watched.hears()
    watched.watch.end()
    watched.watch.end()
