"""Everything can be read and seen as it stands on the screen: WCAG 2.2, level AA."""

from __future__ import annotations

import pytest

from practicesync.adapters.state_folder import StateFolder
from practicesync.app.window.area import Area
from tests.desktop.dressed import Dresses, Pair
from tests.desktop.looking import examples
from tests.desktop.pages import pages
from tests.desktop.test_pages import Shown
from tests.desktop.test_status_window import Office

LOOKED_AT = {
    "Chart bar",
    "Chart words",
    "Card.Link.TButton active",
    "Link.TButton focus user1",
    "Main.TButton disabled",
    "Quiet.TButton pressed",
    "Menu active",
    "TEntry focus rim",
    "Wrong.TLabel",
    "Text marked",
    "Wide.TCheckbutton disabled",
    "Wide.Card.TRadiobutton selected",
}
"""Some of what is found: whoever looks at nothing finds nothing wrong."""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_words_and_marks_stand_out_in_each_state(root, tmp_path, dark):
    dresses = Dresses(root)
    found: list[Pair] = []
    office = Office(root, tmp_path)
    office.screen.dark = dark
    office.screen.room = Area(0, 0, 1600, 1400)  # what is off the screen has no colour
    for _, status in examples():
        found += dresses.pairs(office.show(status))
    office.status.tell("It has not worked.", wrong=True)
    found += dresses.pairs(office.window)
    office.status.close()
    for page in pages().values():
        shown = Shown(root, StateFolder(tmp_path), page, screen=office.screen)
        found += dresses.pairs(shown.window)
        shown.end()

    assert [one for one in found if not one.is_seen] == []
    assert {one.what for one in found} >= LOOKED_AT
