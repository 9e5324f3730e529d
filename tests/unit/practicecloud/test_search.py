import pytest

from practicecloud.contact import Contact
from practicecloud.search.search import LONGEST, fold, terms, words_of


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


def test_a_number_is_asked_for_as_one_word_and_names_as_several():
    assert terms("(02) 5550-0100") == [("0255500100", "~0010055520")]
    assert terms("Sam  Example 12") == [("12",), ("sam",), ("example",)]
    assert terms(" ") == []


@pytest.mark.parametrize("question", ["%", "_", "+", "(", "\\", "&"])
def test_signs_alone_ask_for_what_nobody_has(question):
    assert terms(question) == [()]


def test_signs_beside_words_ask_for_nothing():
    assert terms("Smith & Sons, (Perth)") == [("smith",), ("sons",), ("perth",)]


def test_a_word_of_any_length_is_cut_on_both_sides_alike():
    contact = Contact(id='["1"]', kind="person", status="active", name="x" * 200)

    assert words_of(contact) == {"x" * LONGEST}
    assert terms("x" * 200) == [("x" * LONGEST,)]
