"""The icon in a real task bar: what it shows, and what it survives."""

from __future__ import annotations

import queue
from contextlib import ExitStack

import pytest

from practicesync.app.present.shown import Act, ActKind, Item, Submenu, Toast
from practicesync.app.tray.pystray_icon import PystrayIcon
from practicesync.core.phase import SIGNS, Colour, Phase, Shape, Sign
from tests.desktop.task_bar import (
    HEIGHT,
    PATIENCE,
    click,
    colour_on,
    has_task_bar,
    middle_of_icon,
    sign_on,
    task_bar,
    until,
    windows_on,
)

pytestmark = pytest.mark.skipif(not has_task_bar(), reason="trayer or xdotool isn't installed")

MENU = (
    Item("Open", Act(ActKind.OPEN), default=True),
    Submenu("Pause", (Item("1 hour", Act(ActKind.PAUSE, "60")),)),
    Item("Start with Windows", Act(ActKind.START_WITH_WINDOWS), checked=True),
)


class Scene:
    """An icon on a display; `acts` has what was clicked."""

    def __init__(self, display):
        self.display = display
        self.acts: queue.Queue[Act] = queue.Queue()
        self.icon = PystrayIcon(self.acts.put, lambda: None)
        self.icon.open()

    def show(self, phase, tooltip="Practice Sync"):
        self.icon.show(SIGNS[phase], tooltip)

    def sees(self, colour):
        until(lambda: colour_on(self.display) is colour)

    def is_named(self, name):
        until(lambda: name in "".join(windows_on(self.display)))

    def sees_sign(self, sign, height=HEIGHT):
        until(lambda: sign_on(self.display, height) == sign)


@pytest.fixture
def display(screens, monkeypatch):
    """Give a display at 100 %, as this process's own."""
    display = screens(1.0)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("PYSTRAY_BACKEND", "xorg")
    return display


@pytest.fixture
def scene(display):
    scene = Scene(display)
    yield scene
    scene.icon.close()
    until(lambda: colour_on(display) is None)


def test_it_shows_each_colour(scene):
    with task_bar(scene.display):
        for phase, colour in (
            (Phase.IN_SYNC, Colour.GREEN),
            (Phase.UPLOADING, Colour.BLUE),
            (Phase.UNAVAILABLE, Colour.RED),
            (Phase.IN_SYNC, Colour.GREEN),
        ):
            scene.show(phase)
            scene.sees(colour)


EACH_SIGN = sorted(set(SIGNS.values()), key=lambda sign: sign.shape.value)


def test_it_shows_each_sign_as_it_is_drawn(scene):
    assert len(EACH_SIGN) == len(Shape)
    with task_bar(scene.display):
        for sign in (*EACH_SIGN, *reversed(EACH_SIGN)):
            scene.icon.show(sign, "Practice Sync")
            scene.sees_sign(sign)


@pytest.mark.parametrize("height", [18, 30])
def test_it_is_drawn_for_the_room_that_it_has(scene, height):
    with task_bar(scene.display, height):
        for sign in EACH_SIGN:
            scene.icon.show(sign, "Practice Sync")
            scene.sees_sign(sign, height)


def test_a_click_opens_the_window(scene):
    with task_bar(scene.display):
        scene.icon.offer(MENU)
        scene.show(Phase.IN_SYNC)
        scene.sees(Colour.GREEN)
        click(scene.display, middle_of_icon(scene.display))

        assert scene.acts.get(timeout=PATIENCE) == Act(ActKind.OPEN)


def test_it_finds_a_task_bar_that_comes_later(scene):
    scene.show(Phase.IN_SYNC)
    with task_bar(scene.display):
        scene.sees(Colour.GREEN)


def test_it_comes_back_into_a_task_bar_that_was_started_anew(scene):
    with ExitStack() as first:
        first.enter_context(task_bar(scene.display))
        scene.show(Phase.IN_SYNC)
        scene.sees(Colour.GREEN)
    scene.show(Phase.UNAVAILABLE)
    with task_bar(scene.display):
        scene.sees(Colour.RED)


def test_words_that_are_too_long_and_messages_do_not_end_it(scene):
    with task_bar(scene.display):
        scene.show(Phase.IN_SYNC, "word " * 100)
        scene.icon.tell(Toast("title " * 50, "text " * 100))
        scene.show(Phase.UNAVAILABLE)
        scene.sees(Colour.RED)


def test_words_of_any_script_stand_beside_it(scene):
    with task_bar(scene.display):
        for name in ("中文会计师事务所", "مكتب المحاسبة", "Smith “Partners”…", "🙂"):
            scene.show(Phase.IN_SYNC)
            scene.sees(Colour.GREEN)
            scene.show(Phase.UNAVAILABLE, f"{name}: The sign-in has ended.")
            scene.sees(Colour.RED)
            scene.is_named(name)


def test_what_can_not_be_drawn_does_not_end_it(scene):
    with task_bar(scene.display):
        scene.show(Phase.IN_SYNC)
        scene.sees(Colour.GREEN)
        scene.icon.show(Sign(Colour.RED, None), "No shape")  # type: ignore[arg-type]  # on purpose
        scene.show(Phase.UNAVAILABLE)
        scene.sees(Colour.RED)


def test_two_icons_can_be_there_one_after_the_other(display):
    with task_bar(display):
        for phase, colour in ((Phase.IN_SYNC, Colour.GREEN), (Phase.PAUSED, Colour.RED)):
            scene = Scene(display)
            scene.show(phase)
            scene.sees(colour)
            scene.icon.close()
            until(lambda: colour_on(display) is None)
