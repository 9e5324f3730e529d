from __future__ import annotations

import pytest

from practicesync.app.window.palette import DARK, LIGHT, palette
from practicesync.core.phase import Colour
from tests.colours import READABLE, VISIBLE, light_of, luminance
from tests.colours import apart as contrast

EACH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_counted_as_the_guideline_does():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@EACH
@pytest.mark.parametrize("text", ["text", "quiet", "accent", "wrong"])
@pytest.mark.parametrize("under", ["ground", "card"])
def test_every_text_can_be_read(colours, text, under):
    assert contrast(getattr(colours, text), getattr(colours, under)) >= READABLE


@EACH
@pytest.mark.parametrize("face", ["accent", "accent_hover", "accent_pressed"])
def test_the_words_of_the_main_button_can_be_read_in_each_state(colours, face):
    assert contrast(colours.on_accent, getattr(colours, face)) >= READABLE


@EACH
@pytest.mark.parametrize("face", ["button", "button_hover", "track"])
def test_the_words_of_other_buttons_can_be_read_in_each_state(colours, face):
    assert contrast(colours.text, getattr(colours, face)) >= READABLE


@EACH
@pytest.mark.parametrize("under", ["ground", "card"])
@pytest.mark.parametrize("colour", list(Colour))
def test_signs_and_stripes_can_be_seen(colours, colour, under):
    assert contrast(colours.signs[colour], getattr(colours, under)) >= VISIBLE


@EACH
def test_what_tells_something_without_words_can_be_seen(colours):
    assert contrast(colours.bars, colours.card) >= VISIBLE
    assert contrast(colours.accent, colours.track) >= VISIBLE
    assert contrast(colours.quiet, colours.button) >= VISIBLE  # the rim of a field to type in


@EACH
@pytest.mark.parametrize("beside", ["ground", "card", "button_line", "accent"])
def test_where_the_keyboard_is_can_be_seen_beside_what_is_there_else(colours, beside):
    # The frame around a main button stands apart from it by a line of what is behind both.
    if beside == "accent":
        assert contrast(colours.text, colours.ground) >= VISIBLE
    else:
        assert contrast(colours.text, getattr(colours, beside)) >= VISIBLE


def test_each_look_has_its_own_colours():
    assert palette(dark=True) is DARK
    assert palette(dark=False) is LIGHT
    assert luminance(light_of(DARK.ground)) < 0.05 < 0.8 < luminance(light_of(LIGHT.ground))
