import pytest

from practicecloud.online.standing import Standing
from practicecloud.web import browser

COLOURS = ("red", "blue", "green")
SHAPES = ("cross", "arrows", "tick", "bars", "clock")


def shown(**standing):
    usual = {"colour": "green", "shape": "tick", "sentence": "In sync."}
    page = browser.page("standing.html", standing=Standing(**(usual | standing)))
    return bytes(page.body).decode()


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("shape", SHAPES)
def test_each_standing_has_its_colour_shape_and_sentence(colour, shape):
    html = shown(colour=colour, shape=shape, sentence="<Paused> until 9:30.", as_of=0.0)
    assert f'class="{colour}"' in html
    assert html.count("<path") == 1
    assert "&lt;Paused&gt; until 9:30." in html
    assert '<time datetime="1970-01-01T00:00:00Z">1 Jan 1970, 00:00 UTC</time>' in html


def test_each_shape_looks_different():
    drawn = {shown(shape=shape) for shape in SHAPES}
    assert len(drawn) == len(SHAPES)


def test_who_has_not_reported_has_no_as_of():
    assert "As of" not in shown()


def test_the_address_of_a_static_file_changes_with_the_file():
    style = browser.static("style.css")
    assert style.startswith("/static/style.css?")
    assert style.partition("?")[2] != browser.static("desk.js").partition("?")[2]
