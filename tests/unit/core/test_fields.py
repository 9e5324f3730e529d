"""A contact field by field, and what it is called in a list."""

from practicesync.core.called import LONGEST, called, client_code
from practicesync.core.contact import Address, Association, Contact, Phone
from practicesync.core.fields import field_texts
from practicesync.core.key import key_text
from practicesync.core.row import Row

KEY = key_text(["1"])


def row(**fields: object) -> Row:
    return Row(KEY, fields, {})


def test_each_field_that_is_not_empty_is_a_line_and_each_entry_of_a_list():
    contact = Contact(
        id=KEY,
        kind="person",
        status="active",
        name="Name",
        is_client=True,
        emails=("a@example.com", "b@example.com"),
        phones=(Phone("Mobile", "0400"),),
        addresses=(Address("Postal", ("Line 1", "Line 2"), city="Town"),),
        associations=(Association(key_text(["2"]), "director"),),
        extras={"notes": "Note"},
    )

    assert field_texts(contact) == [
        ("id", '["1"]'),
        ("kind", "person"),
        ("status", "active"),
        ("name", "Name"),
        ("is_client", "yes"),
        ("emails", "a@example.com"),
        ("emails", "b@example.com"),
        ("phones", "Mobile: 0400"),
        ("addresses", "Postal: Line 1, Line 2, Town"),
        ("associations", '["2"]: director'),
        ("extras.notes", "Note"),
    ]


def test_a_contact_is_called_by_its_name_or_by_its_parts():
    assert called(row(name=" The Name ", first="A", last="B")) == "The Name"
    assert called(row(name=" ", first="A", middle=None, last="B")) == "A B"
    assert called(row(name=None)) == ""
    assert client_code(row(code=" C1 ")) == "C1"


def test_a_name_is_short_enough_for_a_line():
    assert called(row(name="x" * LONGEST)) == "x" * LONGEST
    assert called(row(name="x" * (LONGEST + 1))) == "x" * (LONGEST - 1) + "…"
