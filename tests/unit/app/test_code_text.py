import pytest

from practicesync.app.commands.code_text import code_text


def test_address_and_code_are_there_for_reading_and_for_copying():
    text = code_text("https://contacts.example/device", "WDJB-MJHT", 600)

    lines = [line.strip() for line in text.splitlines()]
    assert "https://contacts.example/device" in lines
    assert "WDJB-MJHT" in lines
    assert "about 10 minutes" in text
    assert text.isascii()
    assert max(map(len, lines)) <= 72


@pytest.mark.parametrize("letter", "BCDFGHJKLMNPQRSTVWXZ")
def test_each_letter_of_a_code_is_drawn_unlike_any_other(letter):
    drawn = {one: code_text("", one * 4, 600).split(one * 4)[0] for one in "BCDFGHJKLMNPQRSTVWXZ"}

    assert drawn[letter].count("#") >= 4 * 7
    assert [one for one in drawn if drawn[one] == drawn[letter]] == [letter]


def test_a_code_in_other_letters_is_shown_plainly():
    text = code_text("https://contacts.example/device", "A1B2-C3D4", 600)

    assert "#" not in text
    assert "A1B2-C3D4" in text
