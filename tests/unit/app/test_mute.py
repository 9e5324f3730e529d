"""What keeps the worker from showing how it stands is said once, and once that it is over."""

from __future__ import annotations

import pytest

from practicesync.app.worker.mute import SAID_LATELY, Mute
from practicesync.core.errors import Code

FULL, FORBIDDEN = Code.DISK_FULL, Code.FOLDER_NOT_WRITABLE


@pytest.fixture
def mute() -> Mute:
    """One that has said of a full disk, at 100."""
    made = Mute()
    assert made.is_news(FULL, 100.0)
    return made


def test_nothing_heals_that_was_never_broken():
    assert Mute().healed() is None


def test_a_trouble_that_lasts_is_said_once(mute):
    assert not mute.is_news(FULL, 101.0)
    assert not mute.is_news(FULL, 100.0 + 10 * SAID_LATELY)


def test_that_it_is_over_is_said_once(mute):
    assert mute.healed() is FULL
    assert mute.healed() is None


def test_a_trouble_that_comes_and_goes_is_not_said_each_time(mute):
    assert mute.healed() is FULL

    for second in (101.0, 102.0, 100.0 + SAID_LATELY - 1.0):
        assert not mute.is_news(FULL, second)
        assert mute.healed() is None


def test_what_breaks_later_or_lasts_after_all_is_said(mute):
    assert mute.healed() is FULL
    assert not mute.is_news(FULL, 101.0)

    assert mute.is_news(FULL, 100.0 + SAID_LATELY)
    assert mute.healed() is FULL


def test_another_trouble_is_news_and_the_two_in_turn_are_not(mute):
    assert mute.is_news(FORBIDDEN, 101.0)
    assert not mute.is_news(FULL, 102.0)
    assert not mute.is_news(FORBIDDEN, 103.0)

    assert mute.healed() is FULL
    assert mute.healed() is None
