"""What a full check has found, in words."""

import datetime as dt

import pytest

from practicesync.app.asking.check_report import report_text
from practicesync.core.action import Checked

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("checked", "lines"),
    [
        (
            Checked(NOON, 1000),
            [
                "Main office: 1,000 contacts compared on both sides."
                " Nothing was missing or different."
            ],
        ),
        (
            Checked(NOON, 1, unseen=1, differing=2, missing_online=3, only_online=4),
            [
                "Main office: 1 contact compared on both sides.",
                "  1 contact was changed in the practice without being noticed: sent now",
                "  2 contacts were different online: sent again",
                "  3 contacts were missing online: sent again",
                "  4 contacts were online only: looked up in the practice, and removed if gone",
            ],
        ),
    ],
)
def test_it_tells_what_was_found_and_mended(checked, lines):
    assert report_text("Main office", checked).splitlines() == lines


def test_a_check_whose_findings_are_lost_says_so():
    assert "is done" in report_text("Main office", None)
