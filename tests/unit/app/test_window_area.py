from __future__ import annotations

import pytest

from practicesync.app.window.area import Area, Place, in_sight, remember, remembered

FREE = Area(0, 0, 1920, 1040)
SIZE = (460, 600)


def test_a_window_opens_in_the_corner_of_the_icons_at_first():
    assert in_sight(None, SIZE, FREE, 12) == Place(1920 - 460 - 12, 1040 - 600 - 12)


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        (Place(100, 200), Place(100, 200)),
        (Place(-300, -20), Place(0, 0)),
        (Place(1800, 900), Place(1460, 440)),
        (Place(99_999, 99_999), Place(1460, 440)),
    ],
)
def test_a_window_is_always_in_sight(wanted, place):
    assert in_sight(wanted, SIZE, FREE, 12) == place


def test_a_monitor_at_the_left_has_places_below_zero():
    left = Area(-2560, -200, 2560, 1400)
    assert in_sight(Place(-2000, -100), SIZE, left, 12) == Place(-2000, -100)


def test_what_is_larger_than_the_screen_begins_at_its_corner():
    assert in_sight(Place(50, 50), (5000, 5000), FREE, 12) == Place(0, 0)


def test_where_the_window_was_is_remembered(tmp_path):
    file = tmp_path / "deep" / "window.json"
    remember(file, Place(-7, 42))
    assert remembered(file) == Place(-7, 42)


@pytest.mark.parametrize("content", [b"", b"{", b'{"x": "here"}', b"\xff"])
def test_a_file_that_says_nothing_is_as_none(tmp_path, content):
    file = tmp_path / "window.json"
    file.write_bytes(content)
    assert remembered(file) is None
    assert remembered(tmp_path / "none.json") is None


def test_a_place_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "file").write_text("")
    remember(tmp_path / "file" / "window.json", Place(1, 2))
    assert remembered(tmp_path / "file" / "window.json") is None
