from __future__ import annotations

import io

import pytest
from PIL import Image

from practicesync.app.window.drawn import Layer, Mark, Shape, Stripe, icon, png, stretched
from practicesync.core.phase import SIGNS, Phase

CARD = Shape("#F7F8FA", 6, (Layer("#E3E6EB"), Layer("#FFFFFF", 1)))
STRIPED = Shape("#F7F8FA", 6, CARD.layers, Stripe("#CF3526", 4))


def pixels(content):
    return Image.open(io.BytesIO(content)).convert("RGBA")


def test_a_card_has_a_rim_and_smooth_corners():
    card = pixels(png(CARD, 40, 30))
    assert card.getpixel((0, 0)) == (247, 248, 250, 255)  # beside the corner
    assert card.getpixel((20, 0)) == (227, 230, 235, 255)
    assert card.getpixel((20, 15)) == (255, 255, 255, 255)
    between = {card.getpixel((x, y)) for x in range(6) for y in range(6)}
    assert len(between) > 4


def test_a_stripe_is_cut_by_the_corners():
    card = pixels(png(STRIPED, 40, 30))
    assert card.getpixel((1, 15)) == (207, 53, 38, 255)
    assert card.getpixel((0, 0)) == (247, 248, 250, 255)
    assert card.getpixel((5, 15)) == (255, 255, 255, 255)


@pytest.mark.parametrize("shape", [CARD, STRIPED])
@pytest.mark.parametrize("size", [(40, 30), (201, 133)])
def test_what_is_stretched_looks_as_if_it_were_drawn(shape, size):
    assert pixels(stretched(shape, *size)).tobytes() == pixels(png(shape, *size)).tobytes()


def test_a_mark_is_on_top():
    tick = Shape(
        "#FFFFFF", 4, (Layer("#0F6CBD"),), mark=Mark("#FFFFFF", 2, ((0.5, 0.2), (0.5, 0.8)))
    )
    assert pixels(png(tick, 20, 20)).getpixel((10, 10)) == (255, 255, 255, 255)


@pytest.mark.parametrize("size", [16, 18, 36, 48, 60, 72, 84, 96, 120])
@pytest.mark.parametrize("dark", [True, False])
def test_a_sign_has_the_size_that_is_asked_for(size, dark):
    assert pixels(icon(SIGNS[Phase.IN_SYNC], size, dark=dark)).size == (size, size)
