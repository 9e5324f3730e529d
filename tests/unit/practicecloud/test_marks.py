import pytest

from practicecloud.contact import Contact, Phone
from practicecloud.pages.listing import line
from practicecloud.search.marks import asked_for, marked, marked_number


def shown(pieces):
    return "".join(f"[{text}]" if hit else text for text, hit in pieces)


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("Sample Holdings", "sam", "[Sam]ple Holdings"),
        ("Balsam, Sam", "sam", "Balsam, [Sam]"),
        ("Sam and Samantha", "sam", "[Sam] and [Sam]antha"),
        ("Zo\u00eb \u00c5ngstr\u00f6m", "ang zoe", "[Zo\u00eb] [\u00c5ng]str\u00f6m"),
        ("O\u2019Brien", "obrien", "[O\u2019Brien]"),
        ("Stra\u00dfe", "strasse", "[Stra\u00dfe]"),
        ("Example", "sam", "Example"),
        ("Example", "", "Example"),
        ("<b>", "b", "<[b]>"),
        ("zoe@example.com", "zoe@exa", "[zoe@exa]mple.com"),
        ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc", "[\u05e9\u05dc]\u05d5\u05dd"),
        ("Anna Ann", "an", "[An]na [An]n"),
        ("Susan Sandhill", "san", "Susan [San]dhill"),
        ("12 (3) Trust", "12 3", "[12] ([3]) Trust"),
        ("", "x", ""),
    ],
)
def test_a_word_is_marked_where_one_begins_with_it(text, question, expected):
    assert shown(marked(text, asked_for(question))) == expected


@pytest.mark.parametrize(
    ("number", "question", "expected"),
    [
        ("0491 570 110", "0491570110", "[0491 570 110]"),
        ("(02) 5550-0100", "0255", "([02) 55]50-0100"),
        ("02 5550 0100", "0100", "02 5550 [0100]"),
        ("02 5550 0100", "+61 2 5550 0100", "0[2 5550 0100]"),
        ("+61 2 5550 0100", "02 5550 0100", "+61 [2 5550 0100]"),
        ("02 5550 0100", "61", "02 5550 0100"),
        ("02 5550 0100", "sam", "02 5550 0100"),
        ("", "02", ""),
    ],
)
def test_digits_are_marked_across_signs(number, question, expected):
    assert shown(marked_number(number, asked_for(question))) == expected


def contact(**members):
    usual = {"id": '["1"]', "kind": "person", "status": "active", "name": "Example, Sam"}
    return Contact(**(usual | members))


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("sam", "Person, client EXASAM"),
        ("exa", "Person, client [EXA]SAM"),
        ("office", "Person, client EXASAM, [office]@example.com"),
        ("sam office poppet", "Person, client EXASAM, [office]@example.com, [Poppet]"),
        ("alex", "Person, client EXASAM, Samuel [Alex]"),
        ("51824", "Person, client EXASAM, ABN [51 824] 753 556"),
        ("nothing", "Person, client EXASAM"),
    ],
)
def test_a_line_shows_the_field_that_was_found(question, about):
    full = contact(
        code="EXASAM",
        is_client=True,
        emails=("first@example.com", "office@example.com"),
        aliases=("Poppet",),
        first="Samuel",
        middle="Alex",
        abn="51 824 753 556",
    )
    assert shown(line(full, asked_for(question)).about) == about


def test_the_number_that_was_asked_for_is_shown():
    numbers = (Phone(type="Work", number="02 5550 0100"), Phone(type="Fax", number="02 5550 0109"))
    several = contact(phones=numbers)
    assert shown(line(several, asked_for("0109")).number) == "02 5550 [0109]"
    assert shown(line(several, asked_for("sam")).number) == "02 5550 0100"


def test_a_closed_contact_says_so():
    assert shown(line(contact(status="closed"), []).about) == "Person, closed"
