"""The README's picture tells what the README says of it, also where it doesn't move."""

from PIL import Image, ImageSequence

from practicesync.core.phase import Colour
from tests.readme_picture import PICTURE, colour_of

LARGEST = 600_000


def test_the_icon_is_blue_at_first_green_in_the_end_and_never_red():
    with Image.open(PICTURE) as picture:
        colours = [colour_of(one.convert("RGB")) for one in ImageSequence.Iterator(picture)]

    assert colours[0] is Colour.BLUE
    assert colours[-1] is Colour.GREEN
    assert set(colours) == {Colour.BLUE, Colour.GREEN}


def test_it_is_soon_there_and_comes_to_rest():
    with Image.open(PICTURE) as picture:
        assert "loop" not in picture.info

    assert PICTURE.stat().st_size < LARGEST
