import datetime as dt
import os

import pytest

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.present.shown import Act, ActKind, Item
from practicesync.app.present.toast import (
    LASTED,
    NEEDS_OTHERS,
    NEEDS_YOU,
    TELL_THEM,
    WELL_AGAIN,
)
from practicesync.app.tray.told import ToldFile
from practicesync.app.tray.viewer import EVERY, RIGHTS_EVERY, Around, Viewer
from practicesync.core.phase import SIGNS, Phase, Shape
from practicesync.core.phase_words import Today
from tests.fakes.tray import FakeIcon, FakeKeeper, FakeLoop, FakeStartup, FakeWatch, FakeWindows
from tests.status_page import shown

MIDDAY = dt.datetime(2026, 5, 4, 12, 0).astimezone().timestamp()  # local on purpose


class Scene:
    """A viewer of a real folder, in which a test plays the worker; `hour` is when it begins."""

    def __init__(self, root, hour=12):
        self.root = root
        self.noon = MIDDAY + (hour - 12) * 3600
        self.folder = StateFolder(root)
        self.folder.create()
        self.loop = FakeLoop()
        self.begun = self.loop.now
        self.come_up()

    def come_up(self):
        """Be the icon from now on, after another one perhaps."""
        self.loop.forget()
        self.icon, self.windows = FakeIcon(), FakeWindows()
        self.keeper, self.startup, self.watch = FakeKeeper(), FakeStartup(), FakeWatch()
        self.viewer = Viewer(
            Around(
                self.folder,
                self.loop,
                self.icon,
                self.windows,
                self.keeper,
                self.startup,
                self.watch,
                ToldFile(self.root.parent / "told" / "told.json"),
                self.wall,
            )
        )

    def wall(self):
        return self.noon + self.loop.now - self.begun

    def beat(self):
        self.folder.beat()
        os.utime(self.folder.heartbeat_file, (self.wall(), self.wall()))

    def show(self, phase):
        self.beat()
        self.folder.show(shown(phase, {}))

    def begin(self, phase):
        self.show(phase)
        self.loop.soon(self.viewer.tick)
        self.loop.pass_()

    def live(self, seconds):
        """Let time pass with a heart that beats."""
        for _ in range(int(seconds / 5)):
            self.beat()
            self.loop.pass_(5)

    def again(self):
        """Let the icon end, and another one come up."""
        self.come_up()
        self.loop.soon(self.viewer.tick)

    def titles(self):
        return [one.title for one in self.icon.toasts]

    def shape(self):
        return self.icon.shown[-1][0].shape

    def labels(self):
        return [entry.label for entry in self.icon.menus[-1] if isinstance(entry, Item)]


@pytest.fixture
def scene(tmp_path):
    return Scene(tmp_path / "state")


def test_the_icon_shows_what_the_worker_shows(scene):
    scene.begin(Phase.IN_SYNC)

    assert scene.icon.shown == [(SIGNS[Phase.IN_SYNC], "Practice Sync: Your contacts are in sync.")]
    assert "Sync now" in scene.labels()
    assert scene.windows.seen[-1].status.phase is Phase.IN_SYNC


def test_a_change_is_shown_when_the_watch_tells_of_it(scene):
    scene.begin(Phase.IN_SYNC)
    scene.show(Phase.PAUSED)
    scene.watch.changed()
    scene.loop.pass_()

    assert scene.icon.shown[-1][0].shape is Shape.BARS
    assert "Resume" in scene.labels()


def test_a_change_that_no_watch_tells_of_is_shown_within_ten_seconds(scene):
    scene.begin(Phase.IN_SYNC)
    scene.show(Phase.PAUSED)
    scene.loop.pass_(EVERY)

    assert scene.icon.shown[-1][0].shape is Shape.BARS


def test_a_look_that_fails_is_not_the_last_one(scene):
    scene.windows.wrong = RuntimeError("it can't be drawn")
    with pytest.raises(RuntimeError):
        scene.begin(Phase.IN_SYNC)
    scene.windows.wrong = None
    scene.show(Phase.PAUSED)
    scene.loop.pass_(EVERY)

    assert scene.icon.shown[-1][0].shape is Shape.BARS
    assert scene.windows.seen[-1].status.phase is Phase.PAUSED


def test_nothing_is_told_to_the_icon_while_nothing_changes(scene):
    scene.begin(Phase.IN_SYNC)
    scene.live(300)

    assert len(scene.icon.shown) == 1
    assert len(scene.icon.menus) == 1


def test_it_wakes_up_for_nothing_but_its_next_look(scene):
    scene.begin(Phase.IN_SYNC)
    scene.live(100)

    assert len(scene.loop.waits_for) == 1
    assert scene.loop.waits_for[0] <= EVERY


def test_many_changes_at_once_are_one_look(scene):
    scene.begin(Phase.IN_SYNC)
    looks = len(scene.windows.seen)
    for _ in range(50):
        scene.watch.changed()
    scene.loop.pass_()

    assert len(scene.windows.seen) == looks + 1


def test_a_short_sync_is_seen_and_then_green_comes_back(scene):
    scene.begin(Phase.IN_SYNC)
    for phase in (Phase.SYNCING, Phase.IN_SYNC):
        scene.show(phase)
        scene.watch.changed()
        scene.loop.pass_(0.5)
    assert scene.shape() is Shape.ARROWS

    scene.loop.pass_(2)
    assert scene.shape() is Shape.TICK


def test_a_worker_that_is_silent_is_red_and_its_keeper_hears_of_it_once(scene):
    scene.begin(Phase.IN_SYNC)
    scene.loop.pass_(120)

    sign, tooltip = scene.icon.shown[-1]
    assert sign == SIGNS[Phase.NOT_RUNNING]
    assert tooltip.startswith("Practice Sync has not been running since ")
    assert "Start Practice Sync" in scene.labels()
    assert scene.keeper.misses == 1


def test_a_worker_that_ended_in_good_order_is_red_at_once(scene):
    scene.begin(Phase.IN_SYNC)
    scene.folder.heartbeat_file.unlink()
    scene.watch.changed()
    scene.loop.pass_()

    assert scene.icon.shown[-1][0] == SIGNS[Phase.NOT_RUNNING]


def test_a_worker_that_is_being_started_is_blue(scene):
    scene.keeper.service = "starting"
    scene.loop.soon(scene.viewer.tick)
    scene.loop.pass_()

    assert scene.icon.shown[-1] == (SIGNS[Phase.STARTING], "Practice Sync is starting.")


def test_trouble_of_a_minute_is_told_once_and_once_when_it_has_healed(scene):
    scene.begin(Phase.IN_SYNC)
    scene.show(Phase.SIGN_IN_NEEDED)
    scene.live(LASTED - 5)
    assert scene.icon.toasts == []

    scene.live(300)
    assert scene.titles() == [NEEDS_YOU]

    scene.show(Phase.IN_SYNC)
    scene.live(300)
    titles = scene.titles()
    assert titles == [NEEDS_YOU, WELL_AGAIN]


def test_no_trouble_that_heals_by_itself_is_told_at_night(tmp_path):
    scene = Scene(tmp_path / "state", hour=22)
    scene.begin(Phase.IN_SYNC)
    scene.show(Phase.UNAVAILABLE)
    scene.live(8 * 3600)
    assert scene.titles() == []

    scene.live(3600 + LASTED)
    assert scene.titles() == [NEEDS_YOU]


def test_an_icon_that_comes_up_anew_tells_nothing_twice(scene):
    scene.begin(Phase.SIGN_IN_NEEDED)
    scene.live(LASTED + EVERY)
    assert scene.titles() == [NEEDS_YOU]
    for _ in range(2):
        scene.again()
        scene.live(300)
        assert scene.titles() == []

    scene.show(Phase.IN_SYNC)
    scene.live(EVERY)
    assert scene.titles() == [WELL_AGAIN]
    scene.again()
    scene.live(300)
    assert scene.titles() == []


def test_what_was_told_can_not_always_be_kept_and_nothing_else_suffers(scene):
    (scene.root.parent / "told").touch()
    scene.begin(Phase.SIGN_IN_NEEDED)
    scene.live(LASTED + EVERY)

    assert scene.titles() == [NEEDS_YOU]


def test_what_is_damaged_of_it_is_as_if_nothing_was_told(scene):
    (scene.root.parent / "told").mkdir()
    (scene.root.parent / "told" / "told.json").write_bytes(b"\xff[")
    scene.again()
    scene.begin(Phase.SIGN_IN_NEEDED)
    scene.live(LASTED + EVERY)

    assert scene.titles() == [NEEDS_YOU]


def test_who_may_only_look_is_told_whom_to_tell(scene):
    (scene.folder.root / "inbox").rmdir()
    (scene.folder.root / "inbox").touch()  # what can't be asked, whoever runs the tests
    scene.begin(Phase.SIGN_IN_NEEDED)
    scene.live(LASTED + EVERY)

    assert scene.titles() == [NEEDS_OTHERS]
    assert scene.icon.toasts[0].text.endswith(TELL_THEM)


def test_where_no_worker_can_be_started_from_here_that_is_not_offered(scene):
    scene.keeper.can_start = False
    scene.begin(Phase.IN_SYNC)
    scene.loop.pass_(120)

    assert scene.icon.shown[-1][0] == SIGNS[Phase.NOT_RUNNING]
    assert "Start Practice Sync" not in scene.labels()


def test_who_may_not_ask_is_offered_nothing_that_changes_anything(scene):
    (scene.folder.root / "inbox").rmdir()
    (scene.folder.root / "inbox").touch()  # what can't be asked, whoever runs the tests
    scene.startup.on = None
    scene.begin(Phase.IN_SYNC)

    assert scene.labels() == ["Open", "About", "Close this icon (sync goes on)"]


def test_a_right_that_is_given_is_seen_without_a_new_start(scene):
    (scene.folder.root / "inbox").rmdir()
    (scene.folder.root / "inbox").touch()
    scene.begin(Phase.IN_SYNC)
    (scene.folder.root / "inbox").unlink()
    scene.folder.create()
    scene.live(RIGHTS_EVERY - EVERY)
    assert "Sync now" not in scene.labels()  # each look writes on Windows, so they are few
    scene.live(EVERY)

    assert "Sync now" in scene.labels()


def test_the_tick_at_start_with_windows_follows_the_system(scene):
    scene.begin(Phase.IN_SYNC)
    line = Item("Start with Windows", Act(ActKind.START_WITH_WINDOWS), checked=False)
    assert line in scene.icon.menus[-1]

    scene.startup.on = True
    scene.live(EVERY)
    assert Item(line.label, line.act, checked=True) in scene.icon.menus[-1]


def test_the_day_is_local(scene):
    scene.begin(Phase.IN_SYNC)
    today = scene.windows.seen[-1].today

    assert isinstance(today, Today)
    assert today.now.timestamp() == MIDDAY
    assert today.now.astimezone(today.zone).hour == 12
