"""The help opens from the window: the page of what the window says, and no other."""

from __future__ import annotations

import msgspec
import pytest

from practicesync.adapters.state_folder import StateFolder
from practicesync.app import help_place
from practicesync.app.present.shown import Act, ActKind
from practicesync.app.tray.desktop import Desktop
from practicesync.core.snapshot import Links
from tests.desktop.looking import (
    AnyScreen,
    examples,
    named,
    seen,
    settle,
    texts_in,
    window_of,
)

SAID = dict(examples())["unavailable-0"]
DOWN = seen(SAID)


class Desk:
    """The windows of the icon, and the addresses that they have opened."""

    def __init__(self, root, tmp_path):
        self.root = root
        self.opened: list[str] = []
        self.opens = True
        folder = StateFolder(tmp_path / "state")
        self.desktop = Desktop(root, AnyScreen(), folder, self.click, self.browse)

    def browse(self, address):
        self.opened.append(address)
        return self.opens

    def click(self, act):
        self.desktop.perform(act)

    def show(self, shown):
        self.desktop.follow(shown)
        self.desktop.open()
        settle(self.root)

    def press(self, label):
        named(window_of(self.root), label).invoke()
        settle(self.root)


@pytest.fixture
def desk(root, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    desk = Desk(root, tmp_path)
    yield desk
    desk.desktop.close()


def test_how_to_fix_this_opens_the_page_of_what_is_shown(desk):
    desk.show(DOWN)
    desk.press("How to fix this")

    assert desk.opened == [help_place.page(SAID.help)]


def test_each_link_of_the_window_opens_its_page(desk):
    desk.show(DOWN)
    for label in ("Troubleshooting", "Privacy and security", "Contact support"):
        desk.press(label)

    assert desk.opened == [help_place.page(name) for name in ("", "security", "support")]


def test_the_settings_of_the_task_bar_are_opened_by_windows(desk):
    desk.desktop.perform(Act(ActKind.TASK_BAR))

    assert desk.opened == ["ms-settings:taskbar"]


def test_what_the_practice_has_chosen_opens_in_place_of_ours(desk):
    own = Links(support="https://it.example/help")
    desk.show(seen(msgspec.structs.replace(SAID, links=own)))
    desk.press("Contact support")
    desk.desktop.perform(Act(ActKind.OPEN_LOG))

    assert desk.opened[0] == own.support
    assert desk.opened[1].endswith("/logs/practicesync.log")


def test_without_a_browser_the_window_says_where_the_page_is(desk):
    desk.opens = False
    desk.show(DOWN)
    desk.press("Troubleshooting")

    said = f"This computer has no browser that opens {help_place.page()}"
    assert said in texts_in(window_of(desk.root))
