"""Each fault at the wire: what is shown of it, and that nothing is lost, doubled or quoted."""

from pathlib import Path

import pytest

from tests.faults.fault import Fault
from tests.faults.office import MARK, open_office
from tests.faults.page import FAULTS, PAGE, page, row, rows_of
from tests.faults.story import CHANGED, KNOWN, Story, tell

WRITTEN = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_is_shown_as_the_page_says_and_heals(tmp_path: Path, fault: Fault):
    with open_office(tmp_path) as office:
        story = tell(office, fault)

        assert office.online() == office.in_database()
        assert len(office.online()) == KNOWN
        assert MARK not in office.shown
    assert fault.arrives or story.repeated == 0
    assert fault.answered or sparing(story)
    assert row(fault, story) == rows_of(WRITTEN)[fault.what]


def sparing(story: Story) -> bool:
    """Return whether all went out twice at most, and one contact with each further try."""
    return sum(story.batches) <= 2 * CHANGED + len(story.batches)


def test_the_page_has_each_fault_once_and_nothing_else():
    assert len({fault.what for fault in FAULTS}) == len(FAULTS)
    assert page(rows_of(WRITTEN)) == WRITTEN
