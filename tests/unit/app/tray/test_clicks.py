import pytest

from practicesync.app.present.shown import Act, ActKind
from practicesync.app.tray.clicks import Clicks
from tests.fakes.tray import FakeKeeper, FakeLoop, FakeStartup, FakeWindows


class Scene:
    def __init__(self):
        self.loop, self.windows = FakeLoop(), FakeWindows()
        self.keeper, self.startup = FakeKeeper(), FakeStartup()
        self.looks = 0
        self.clicks = Clicks(self.loop, self.keeper, self.startup)
        self.clicks.lead_to(self.windows, self.looked)

    def looked(self):
        self.looks += 1

    def click(self, kind):
        self.clicks.click(Act(kind))
        self.loop.pass_()


@pytest.fixture
def scene():
    return Scene()


OWN = {ActKind.OPEN, ActKind.START, ActKind.START_WITH_WINDOWS, ActKind.CLOSE_ICON}


def test_a_click_is_carried_out_in_the_loop_and_not_in_the_thread_that_clicks(scene):
    scene.clicks.click(Act(ActKind.OPEN))
    assert scene.windows.opened == 0
    scene.loop.pass_()
    assert scene.windows.opened == 1


def test_start_with_windows_is_turned_on_and_off_and_shown(scene):
    scene.click(ActKind.START_WITH_WINDOWS)
    assert scene.startup.on
    scene.click(ActKind.START_WITH_WINDOWS)
    assert not scene.startup.on
    assert scene.looks == 2


def test_start_asks_whoever_keeps_the_worker(scene):
    scene.click(ActKind.START)
    assert scene.keeper.starts == 1


def test_closing_the_icon_ends_this_program_alone(scene):
    scene.click(ActKind.CLOSE_ICON)
    assert scene.loop.ended
    assert scene.windows.performed == []


@pytest.mark.parametrize("kind", [kind for kind in ActKind if kind not in OWN])
def test_everything_else_is_for_the_windows(scene, kind):
    scene.click(kind)
    assert scene.windows.performed == [Act(kind)]
