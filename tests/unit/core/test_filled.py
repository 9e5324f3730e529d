"""Which fields are filled is told by bits whose meaning never changes."""

import pytest

from practicesync.core.contact import Address, Association, Contact, Phone
from practicesync.core.filled import (
    EXTRAS,
    NAMES,
    NONE,
    Fields,
    extra_number,
    field_of,
    filled,
    name_of,
    numbers,
    turned_blank,
)
from practicesync.core.key import key_text
from practicesync.core.words import field_name

KEY = key_text(["1"])
BARE = Contact(id=KEY, kind="person", status="active", name="Anybody")
HOME = Address("Home", ("1 Some Street",), "Ballarat", "VIC", "3350", "Australia")
FULL: dict[str, object] = {
    **dict.fromkeys(NAMES[:9], "x"),
    "is_client": True,
    **dict.fromkeys(NAMES[10:14], "x"),
    "aliases": ("x",),
    "emails": ("x@example.com",),
    "phones": (Phone("Work", "1100"),),
    "addresses": (HOME,),
    "associations": (Association(KEY, "director"),),
    "abn": "x",
}


def contact(**fields: object) -> Contact:
    return Contact(id=KEY, kind="person", status="active", name="Anybody", **fields)  # type: ignore[arg-type]


def names(fields: Fields) -> set[str]:
    return {name_of(number) for number in numbers(fields)}


def test_the_numbers_are_those_that_journals_keep():
    assert ",".join(NAMES) == (
        "code,title,first,middle,last,suffix,salutation,addressee,contact_type,is_client,partner,"
        "office,department,family_group,aliases,emails,phones,addresses,associations,abn,"
        "addresses.lines,addresses.city,addresses.state,addresses.postcode,addresses.country"
    ), "a journal keeps these numbers: add at the end, and take none away"
    assert (EXTRAS, extra_number("Notes1"), extra_number("Notes2")) == (31, 43, 53)


def test_every_field_that_may_be_blank_has_a_number():
    never_blank = {"id", "kind", "status", "name"}
    assert {*Contact.__struct_fields__} - never_blank - {"extras"} <= {*NAMES}
    assert len(NAMES) <= EXTRAS
    assert all(field_name(name) for name in NAMES)


def test_a_number_fits_in_what_a_journal_keeps():
    assert all(EXTRAS <= extra_number(f"Notes{number}") <= 62 for number in range(1000))


def test_nothing_is_filled_in_a_bare_contact():
    assert filled(BARE) == NONE


@pytest.mark.parametrize("field", FULL)
def test_each_field_is_seen(field):
    found = names(filled(contact(**{field: FULL[field]})))
    assert field in found
    assert found <= {field, *(name for name in NAMES if name.startswith(f"{field}."))}


@pytest.mark.parametrize("part", ["lines", "city", "state", "postcode", "country"])
def test_each_part_of_an_address_is_seen(part):
    without = Address("Home", **{part: getattr(HOME, part)})
    assert names(filled(contact(addresses=(Address("Post"), without)))) == {
        "addresses",
        f"addresses.{part}",
    }


def test_an_extra_field_is_seen_and_named_as_one():
    assert names(filled(contact(extras={"Notes1": "x"}))) == {"extras"}
    assert filled(contact(extras={"Notes1": ""})) == NONE


def test_what_was_filled_and_is_not_turned_blank():
    before, now = contact(code="x", partner="x"), contact(code="y", office="x")
    assert names(turned_blank(filled(before), filled(now))) == {"partner"}


def test_where_nothing_is_known_nothing_turned_blank():
    assert turned_blank(None, NONE) == NONE


def test_one_of_several_phones_is_not_the_field():
    before = contact(phones=(Phone("Work", "1"), Phone("Home", "2")))
    now = contact(phones=(Phone("Work", "1"),))
    assert turned_blank(filled(before), filled(now)) == NONE


def test_the_last_address_is_one_loss_and_a_city_in_it_is_one_too():
    whole = filled(contact(addresses=(HOME,)))
    no_city = filled(contact(addresses=(Address("Home", ("1 Some Street",), "", "VIC"),)))

    assert names(turned_blank(whole, filled(BARE))) == {"addresses"}
    assert names(turned_blank(whole, no_city)) == {
        "addresses.city",
        "addresses.postcode",
        "addresses.country",
    }


def test_the_highest_field_is_told_like_the_lowest():
    assert list(numbers(Fields(field_of(0) | field_of(62)))) == [0, 62]
