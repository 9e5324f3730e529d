import os
from pathlib import Path

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.tray.keeping import keeper_of
from tests.fakes.tray import FakeLoop

SOMEBODY = 65534


def of_somebody_else(folder: Path) -> Path:
    """Return a folder of another account: only root can make one."""
    if os.geteuid() != 0:
        return Path("/")
    os.chown(folder, SOMEBODY, SOMEBODY)
    return folder


def test_the_worker_of_a_folder_of_ours_can_be_started_from_here(tmp_path):
    assert keeper_of(StateFolder(tmp_path / "state"), FakeLoop()).may_start()
    assert (tmp_path / "state" / "public").is_dir()


def test_a_folder_that_can_not_be_made_has_a_worker_that_can_be_tried_again(tmp_path):
    (tmp_path / "state").write_text("in the way")

    assert keeper_of(StateFolder(tmp_path / "state"), FakeLoop()).may_start()


def test_the_worker_of_another_account_can_not_be_started_from_here(tmp_path):
    before = of_somebody_else(tmp_path)
    keeper, loop = keeper_of(StateFolder(before), FakeLoop()), FakeLoop()
    for ask in (keeper.begin, keeper.start, keeper.missed):
        ask()

    assert not keeper.may_start()
    assert keeper.state() == "none"
    assert loop.waits_for == []
    assert not (before / "inbox").exists()
