import pytest

from practicecloud.search import fold, marked, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zoë  Ångström", "zoe angstrom"),
        ("O\u2019Brien & Sons", "obrien & sons"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("\ufb01ne", "fine"),
        ("שלום", "שלום"),
        ("a\u0000b", "ab"),
        ("", ""),
    ],
)
def test_folding_drops_case_diacritics_and_apostrophes(text, folded):
    assert fold(text) == folded


def test_a_number_is_one_word_and_names_are_several():
    assert words("(02) 5550-0100") == ["0255500100"]
    assert words("Sam  Example") == ["sam", "example"]
    assert words(" ") == []


@pytest.mark.parametrize(
    ("text", "question", "pieces"),
    [
        ("Sample Holdings", "sam", [("Sam", True), ("ple Holdings", False)]),
        ("Zoë Ångström", "ang zoe", [("Zoë", True), (" ", False), ("Ång", True), ("ström", False)]),
        ("O\u2019Brien", "obrien", [("O\u2019Brien", True)]),
        ("Straße", "strasse", [("Straße", True)]),
        ("Example", "sam", [("Example", False)]),
        ("Example", "", [("Example", False)]),
        ("<b>", "b", [("<", False), ("b", True), (">", False)]),
        ("", "x", []),
    ],
)
def test_what_was_asked_for_is_marked_in_the_text_as_written(text, question, pieces):
    assert marked(text, words(question)) == pieces
