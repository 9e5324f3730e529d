import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from practicecloud.contact import Address, Contact, Phone
from practicecloud.pages.vcard import vcard

TEXTS = st.text(min_size=1, max_size=200)


def person(**members):
    usual = {"id": '["1"]', "kind": "person", "status": "active", "name": "Example, Sam"}
    return Contact(**(usual | members))


def lines_of(card):
    """Read a vCard as a phone does: unfold the lines, then part names from values."""
    text = card.decode().replace("\r\n ", "")
    assert text.endswith("\r\n")
    return [tuple(line.split(":", 1)) for line in text.removesuffix("\r\n").split("\r\n")]


def values_of(card, name):
    return [value for key, value in lines_of(card) if key.split(";")[0] == name]


def parts_of(value):
    """Return the parts between semicolons that are not escaped, unescaped."""
    whole = re.findall(r"(?:[^\\;]|\\.)+|;", value)
    parts = [""]
    for piece in whole:
        parts = [*parts, ""] if piece == ";" else [*parts[:-1], unescaped(piece)]
    return parts


def unescaped(text):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def test_a_person_has_its_names_in_their_places():
    sam = person(first="Sam", middle="Alex", last="Example", title="Dr", suffix="OAM",
                 aliases=("Sammy", "S, E"))  # fmt: skip
    card = vcard(sam)
    assert lines_of(card)[:2] == [("BEGIN", "VCARD"), ("VERSION", "3.0")]
    assert lines_of(card)[-1] == ("END", "VCARD")
    assert values_of(card, "FN") == ["Example\\, Sam"]
    assert values_of(card, "N") == ["Example;Sam;Alex;Dr;OAM"]
    assert values_of(card, "NICKNAME") == ["Sammy,S\\, E"]


def test_a_person_with_one_name_only_has_it_as_the_last():
    assert values_of(vcard(person()), "N") == ["Example\\, Sam;;;;"]


def test_a_company_is_no_person():
    card = vcard(person(kind="organisation", name="Sample; Sons"))
    assert values_of(card, "ORG") == ["Sample\\; Sons"]
    assert values_of(card, "X-ABSHOWAS") == ["COMPANY"]


@pytest.mark.parametrize(
    ("kind", "means"),
    [
        ("Mobile", "CELL"), ("Work fax", "FAX"), ("Home", "HOME"), ("Work", "WORK"),
        ("Business", "VOICE"), ("", "VOICE"), ("x:y;TYPE=PAGER\r\nFN:z", "VOICE"),
    ],
)  # fmt: skip
def test_a_number_has_a_type_that_phones_know(kind, means):
    card = vcard(person(phones=(Phone(type=kind, number="0491 570 110"),)))
    assert (f"TEL;TYPE={means}", "0491 570 110") in lines_of(card)


def test_addresses_emails_code_and_abn_are_in_it():
    card = vcard(
        person(
            addresses=(
                Address(type="Home", lines=("Unit 2", "1 Test St"), city="Perth", state="WA",
                        postcode="6000", country="Australia"),
            ),
            emails=("sam@example.com",),
            code="EXASAM",
            abn="51 824 753 556",
        )
    )  # fmt: skip
    assert values_of(card, "ADR") == [";;Unit 2\\n1 Test St;Perth;WA;6000;Australia"]
    assert values_of(card, "EMAIL") == ["sam@example.com"]
    assert values_of(card, "NOTE") == ["Code: EXASAM\\nABN: 51 824 753 556"]


@given(TEXTS)
def test_no_text_ends_its_line_or_its_part(text):
    card = vcard(
        person(name=text, last=text, first="x", addresses=(Address(type=text, city=text),))
    )
    names = [name for name, _ in lines_of(card)]
    assert names == ["BEGIN", "VERSION", "FN", "N", names[4], "END"]
    assert parts_of(values_of(card, "N")[0])[1:] == ["x", "", "", ""]
    assert len(parts_of(values_of(card, "ADR")[0])) == 7


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=200))
def test_what_is_written_is_read_again(text):
    assert unescaped(values_of(vcard(person(name=f"x{text}")), "FN")[0]) == f"x{text}"


@given(TEXTS)
@example("x" * 200)
@example("\u00e9" * 200)
@example("\U0001f600" * 200)
def test_no_line_is_longer_than_75_octets_and_no_sign_is_cut(text):
    for line in vcard(person(name=text)).removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_an_emoji_family_and_writing_from_the_right_stay_whole():
    name = "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u05e9\u05dc\u05d5\u05dd\u200f"
    assert values_of(vcard(person(name=name)), "FN") == [name]
