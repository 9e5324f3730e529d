from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practicesync.app.present.icon import LATCH, LONGEST_TOOLTIP, Latch, cut, sign, tooltip
from practicesync.core.phase import SIGNS, Phase, Shape
from practicesync.core.status import WORST_FIRST
from tests.status_page import shown, shown_in

SYNCING, IN_SYNC = shown(Phase.SYNCING, {}), shown(Phase.IN_SYNC, {})


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("phase", WORST_FIRST)
def test_a_tooltip_is_whole_sentences_that_windows_shows(phase):
    for status in shown_in(phase):
        told = tooltip(status)
        assert units(told) <= LONGEST_TOOLTIP
        assert told.startswith("Practice Sync")
        assert told.endswith(".")


@given(st.text(st.characters(codec="utf-16")), st.integers(1, 40))
def test_a_text_is_cut_at_a_word_and_never_within_a_sign(text, longest):
    kept = cut(text, longest)
    assert units(kept) <= longest
    assert kept == text or kept.endswith("…")
    assert text.startswith(kept.removesuffix("…"))


def test_a_word_is_not_cut_where_there_is_a_space_before_it():
    assert cut("Your contacts are in sync", 20) == "Your contacts are…"


def test_a_short_sync_stays_in_sight_for_a_while():
    latch = Latch()
    assert latch.shown(IN_SYNC, 0.0) == (sign(IN_SYNC), None)
    assert latch.shown(SYNCING, 10.0) == (sign(SYNCING), None)
    shape, again = latch.shown(IN_SYNC, 10.5)
    assert shape.shape is Shape.ARROWS
    assert again == pytest.approx(LATCH - 0.5)
    assert latch.shown(IN_SYNC, 10.0 + LATCH) == (sign(IN_SYNC), None)


def test_a_second_sync_begins_its_own_while():
    latch = Latch()
    latch.shown(SYNCING, 0.0)
    latch.shown(IN_SYNC, 3.0)
    latch.shown(SYNCING, 4.0)
    assert latch.shown(IN_SYNC, 5.0)[0].shape is Shape.ARROWS


@pytest.mark.parametrize("phase", [one for one in Phase if one is not Phase.IN_SYNC])
def test_nothing_but_green_waits_for_a_sync_to_be_seen(phase):
    latch = Latch()
    latch.shown(SYNCING, 0.0)
    assert latch.shown(shown(phase, {}), 0.1) == (SIGNS[phase], None)
