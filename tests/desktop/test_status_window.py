from __future__ import annotations

import itertools
import tkinter as tk

import msgspec
import pytest
from PIL import ImageGrab

from practicesync.app.present.shown import Act, ActKind, Seen
from practicesync.app.window.area import Area
from practicesync.app.window.chart import Chart
from practicesync.app.window.palette import DARK, LIGHT
from practicesync.app.window.status_window import StatusWindow
from practicesync.core.phase import Phase
from practicesync.core.report import Progress, Sent
from tests.desktop.looking import (
    AnyScreen,
    buttons_in,
    examples,
    named,
    seen,
    settle,
    texts_in,
    troubles,
    window_of,
    within,
    words,
)
from tests.status_page import NOW, SINCE, attention, held, shown

IN_SYNC = shown(Phase.IN_SYNC, {"last_sent": Sent(SINCE, 1)})
DOWN = dict(examples())["unavailable-0"]
LONGEST = ("misconfigured-0", "held-1", "not_running-8", "long-names", "taken_over-0")


class Office:
    """A status window, and the clicks that it passed on."""

    def __init__(self, root, tmp_path):
        self.root = root
        self.screen = AnyScreen()
        self.acts: list[Act] = []
        self.place_file = tmp_path / "settings" / "window.json"
        self.status = StatusWindow(root, self.screen, self.acts.append, self.place_file)

    def show(self, status):
        """Show that, in a window that is open."""
        self.status.follow(status if isinstance(status, Seen) else seen(status))
        self.status.open()
        settle(self.root)
        return self.window

    @property
    def window(self):
        return window_of(self.root)

    def press(self, key):
        """Press a key where the keyboard is."""
        where = self.root.focus_get() or self.window
        where.event_generate(key)
        settle(self.root)


@pytest.fixture
def office(root, tmp_path):
    return Office(root, tmp_path)


def cut_off(window):
    """Return what can't be read whole: it has less room than it needs, or leaves its window."""
    right, bottom = (
        window.winfo_rootx() + window.winfo_width(),
        window.winfo_rooty() + window.winfo_height(),
    )
    return [
        words(one)
        for one in within(window)
        if words(one)
        and (
            one.winfo_width() < one.winfo_reqwidth()
            or one.winfo_height() < one.winfo_reqheight()
            or one.winfo_rootx() + one.winfo_width() > right
            or one.winfo_rooty() + one.winfo_height() > bottom
        )
    ]


def overlapping(window):
    """Return texts that lie over one another."""
    boxes = [
        (one.winfo_rootx(), one.winfo_rooty(), one.winfo_width(), one.winfo_height(), words(one))
        for one in within(window)
        if words(one)
    ]
    return [
        (a[4], b[4])
        for a, b in itertools.combinations(boxes, 2)
        if a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
    ]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_is_cut_off_in_any_phase(root_at, tmp_path, scale):
    office = Office(root_at(scale), tmp_path)
    office.screen.room = Area(0, 0, 4000, 4000)
    for name, status in examples():
        window = office.show(status)
        assert cut_off(window) == [], name
        assert overlapping(window) == [], name
        assert window.winfo_width() == round(460 * scale), name


def test_no_sentence_of_any_trouble_is_cut_off(office):
    office.screen.room = Area(0, 0, 4000, 4000)
    for name, status in troubles():
        window = office.show(status)
        assert cut_off(window) == [], name
        assert overlapping(window) == [], name


def test_the_window_says_how_things_stand_and_its_title_does_too(office):
    window = office.show(DOWN)

    assert window.title() == "Practice Sync: Your online copy can't be reached at contacts.example"
    read = texts_in(window)
    assert read[0] == "Your online copy can't be reached at contacts.example"
    assert any("PS-CLD-01" in text for text in read)
    assert {"Today", "89 changes", "8,217 of 8,217", "Troubleshooting"} <= set(read)


def test_a_click_is_passed_on_with_what_it_is_about(office):
    window = office.show(held(412))
    for button in buttons_in(window):
        button.invoke()

    kinds = [act.kind for act in office.acts]
    assert kinds[:2] == [ActKind.REVIEW, ActKind.HELP]
    assert [act.argument for act in office.acts if act.kind is ActKind.REVIEW] == [
        "1f0a93c2",
        "1f0a93c2",
        "7b11e0d4",
    ]
    assert kinds[-4:] == [ActKind.HELP, ActKind.PRIVACY, ActKind.SUPPORT, ActKind.OPEN_LOG]


def test_only_what_has_changed_is_drawn_anew(office):
    def at(done):
        progress = Progress(1, done, 8_217, SINCE, 200.0, 28.0)
        return shown(Phase.UPLOADING, {"counts": None, "progress": progress})

    window = office.show(at(100))
    before = [str(one) for one in within(window)]
    office.show(at(4_000))

    assert [str(one) for one in within(window)] == before
    assert "4,000 of 8,217" in texts_in(window)
    assert "100 of 8,217" not in texts_in(window)


def test_other_facts_are_shown_in_what_is_there(office):
    window = office.show(IN_SYNC)
    before = [str(one) for one in within(window)]
    office.show(shown(Phase.IN_SYNC, {"last_sent": Sent(NOW, 12)}))

    assert [str(one) for one in within(window)] == before
    assert "9:30, 12 contacts" in texts_in(window)


def test_what_is_over_is_gone(office):
    window = office.show(DOWN)
    office.show(IN_SYNC)

    assert cut_off(window) == []
    assert not [text for text in texts_in(window) if "PS-CLD-01" in text]
    assert window.winfo_height() < 600


def test_the_keyboard_stays_where_it_is_while_things_change(office):
    window = office.show(attention(3))
    named(window, "How to fix this").focus_set()
    settle(office.root)
    office.show(DOWN)
    assert words(office.root.focus_get()) == "How to fix this"

    office.show(IN_SYNC)  # where that button isn't any more
    assert office.root.focus_get() is window


def test_tab_goes_through_all_that_can_be_clicked_from_top_to_bottom(office):
    window = office.show(held(412))
    met = []
    for _ in buttons_in(window):
        office.press("<Tab>")
        met.append(office.root.focus_get())

    assert met == buttons_in(window)
    places = [(one.winfo_rooty() + one.winfo_height() // 2, one.winfo_rootx()) for one in met]
    assert places == sorted(places)


@pytest.mark.parametrize("key", ["<Return>", "<space>", "<KP_Enter>"])
def test_a_key_does_what_a_click_does(office, key):
    office.show(DOWN)
    office.press("<Tab>")
    office.press(key)
    settle(office.root)

    assert [act.kind for act in office.acts] == [ActKind.HELP]


def test_where_the_keyboard_is_can_be_seen_once_it_is_used(office):
    window = office.show(DOWN)
    button = named(window, "Try now")
    before = picture(button)
    button.focus_set()
    settle(office.root)
    given = picture(button)
    office.press("<Tab>")
    office.press("<<PrevWindow>>")
    moved = picture(button)
    window.event_generate("<ButtonPress-1>")
    settle(office.root)

    assert office.root.focus_get() is button
    assert given == before
    assert moved != before
    assert picture(button) == before


def picture(widget):
    """Return the pixels of a widget."""
    left, top = widget.winfo_rootx(), widget.winfo_rooty()
    box = (left, top, left + widget.winfo_width(), top + widget.winfo_height())
    return ImageGrab.grab(bbox=box, xdisplay=widget.winfo_toplevel().winfo_screen()).tobytes()


def test_escape_closes_it_and_it_opens_where_it_was(office):
    window = office.show(IN_SYNC)
    window.geometry("+120+90")
    settle(office.root)
    office.press("<Escape>")
    assert not office.status.is_open

    assert office.show(IN_SYNC).geometry().endswith("+120+90")


def test_it_first_opens_in_the_corner_of_the_icons(office):
    office.screen.room = Area(0, 0, 1600, 1360)
    window = office.show(IN_SYNC)

    right, bottom = (
        window.winfo_x() + window.winfo_width(),
        window.winfo_y() + window.winfo_height(),
    )
    assert 1500 < right <= 1600
    assert 1260 < bottom <= 1360


def test_it_moves_up_where_it_grows_below_the_screen(office):
    office.screen.room = Area(0, 0, 1600, 1360)
    window = office.show(IN_SYNC)
    office.show(held(412))

    assert window.winfo_y() + window.winfo_height() <= 1360


def test_on_a_small_screen_it_scrolls_to_where_the_keyboard_goes(office):
    office.screen.room = Area(0, 0, 800, 500)
    window = office.show(held(412))
    assert window.winfo_height() <= 500
    last = buttons_in(window)[-1]
    bottom = window.winfo_rooty() + window.winfo_height()
    assert last.winfo_rooty() + last.winfo_height() > bottom

    for _ in buttons_in(window):
        office.press("<Tab>")
    assert office.root.focus_get() is last
    assert last.winfo_rooty() + last.winfo_height() <= bottom


def test_it_scrolls_with_wheel_and_keys(office):
    office.screen.room = Area(0, 0, 800, 500)
    window = office.show(held(412))
    headline = named(window, texts_in(window)[0])
    top = headline.winfo_rooty()
    for down, up in (("<Button-5>", "<Button-4>"), ("<Down>", "<Up>"), ("<End>", "<Home>")):
        office.press(down)
        assert headline.winfo_rooty() < top, down
        office.press(up)
        assert headline.winfo_rooty() == top, up


def test_it_becomes_dark_when_the_system_does(office):
    window = office.show(DOWN)
    assert window["background"] == LIGHT.ground
    office.screen.dark = True
    window.event_generate("<FocusIn>")
    settle(office.root)

    assert window["background"] == DARK.ground
    assert texts_in(window)[0] == "Your online copy can't be reached at contacts.example"


def test_it_becomes_larger_on_a_monitor_where_everything_is(office):
    office.screen.room = Area(0, 0, 4000, 4000)
    window = office.show(DOWN)
    office.screen.inch = 192.0
    window.geometry("+50+50")
    settle(office.root)
    settle(office.root)

    assert window.winfo_width() == 2 * 460
    assert cut_off(window) == []


def test_what_came_of_a_click_is_told_until_the_next_one(office):
    window = office.show(IN_SYNC)
    office.status.tell("Looked: nothing has changed.")
    settle(office.root)
    assert "Looked: nothing has changed." in texts_in(window)
    assert cut_off(window) == []

    named(window, "Pause for 1 hour").invoke()
    settle(office.root)
    assert "Looked: nothing has changed." not in texts_in(window)


def test_who_may_not_ask_sees_how_things_stand_and_no_button_that_changes_anything(office):
    outsider = msgspec.structs.replace(seen(held(412)), may_ask=False)
    window = office.show(outsider)
    for button in buttons_in(window):
        button.invoke()

    assert {act.kind for act in office.acts} == {
        ActKind.HELP,
        ActKind.PRIVACY,
        ActKind.SUPPORT,
        ActKind.OPEN_LOG,
    }
    assert texts_in(window)[0].startswith("412 deletions")


def test_the_hour_under_the_mouse_is_told(office):
    window = office.show(DOWN)
    [chart] = [one for one in within(window) if isinstance(one, Chart)]
    hour = chart.winfo_width() / 24
    chart.event_generate("<Motion>", x=round(4.5 * hour), y=10)
    settle(office.root)
    assert "from 4:00: 26 changes" in texts_in(window)

    chart.event_generate("<Leave>")
    settle(office.root)
    assert "89 changes" in texts_in(window)


def test_bars_are_as_high_as_there_were_changes(office):
    window = office.show(DOWN)
    [chart] = [one for one in within(window) if isinstance(one, Chart)]
    boxes = [chart.coords(one) for one in chart.find_withtag("bar")]
    heights = [bottom - top for _, top, _, bottom in boxes]

    assert len(heights) == 10
    assert max(heights) == heights[4]
    assert heights[3] == pytest.approx(heights[4] * 18 / 26, abs=1)
    assert all(right - left >= 8 for left, _, right, _ in boxes)


def test_nothing_is_drawn_while_it_is_closed(office):
    office.status.follow(seen(IN_SYNC))
    settle(office.root)

    assert not [one for one in office.root.winfo_children() if isinstance(one, tk.Toplevel)]
