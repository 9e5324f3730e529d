"""A layout is held against what a database has, and every difference is told at once."""

import msgspec
import pytest

from practicesync.core.finding import Finding
from practicesync.core.fit import findings, fits
from practicesync.core.inventory import (
    NOT_READ,
    ColumnFound,
    Inventory,
    TableFound,
    TooLong,
    Unlisted,
    limit_of,
    picked,
)
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile

LAYOUT = """
name = "some"
status = "starting point"
[contact]
table = "dbo.Contact"
key = ["ContactID"]
version = "RV"
where = "Deleted = 0"
[contact.fields]
name = "Name"
kind = { column = "Kind", map = { P = "person" } }
[[contact.joins]]
table = "dbo.Client"
key = ["ContactID"]
fields = { partner = "Partner" }
[[contact.children]]
name = "phones"
table = "dbo.Phone"
key = ["PhoneID"]
parent = ["ContactID"]
fields = { number = "Number" }
[[contact.children]]
name = "addresses"
table = "dbo.Address"
key = ["AddressID"]
via = { table = "dbo.Link", parent = ["ContactID"], child = ["AddressID"] }
fields = { type = "via.Kind", lines = ["Line"] }
[[contact.children]]
name = "associations"
table = "dbo.Relation"
key = ["RelationID"]
parent = ["ContactID"]
fields = { contact = { key = ["OtherID"] }, relation = "Kind" }
[employee]
table = "dbo.Employee"
key = ["EmployeeID"]
fields = { email = "Email" }
"""

KEYS = {
    "dbo.Contact": ("ContactID",),
    "dbo.Client": ("ContactID",),
    "dbo.Phone": ("PhoneID",),
    "dbo.Address": ("AddressID",),
    "dbo.Link": ("ContactID", "AddressID"),
    "dbo.Relation": ("RelationID",),
    "dbo.Employee": ("EmployeeID",),
}
COLUMNS = {
    "dbo.Contact": "ContactID Name Kind RV",
    "dbo.Client": "ContactID Partner",
    "dbo.Phone": "PhoneID ContactID Number",
    "dbo.Address": "AddressID Line",
    "dbo.Link": "ContactID AddressID Kind",
    "dbo.Relation": "RelationID ContactID OtherID Kind",
    "dbo.Employee": "EmployeeID Email",
}


def column(name: str, type_: str = "", *, nullable: bool = False, length: int = 0) -> ColumnFound:
    kind = type_ or ("timestamp" if name == "RV" else "int" if name.endswith("ID") else "nvarchar")
    return ColumnFound(name, kind, kind, length, nullable)


def table(name: str, *columns: ColumnFound) -> TableFound:
    found = {one: column(one) for one in COLUMNS[name].split()} | {one.name: one for one in columns}
    folded = {key.casefold(): one for key, one in found.items()}
    return TableFound(folded, KEYS[name], (KEYS[name],))


def layout() -> Profile:
    profile = parse_profile(LAYOUT, "some.toml")
    assert isinstance(profile, Profile), profile
    return profile


def inventory(**tables: TableFound | None) -> Inventory:
    """A database that fits, but for those tables; None is one that isn't there."""
    changed = {f"dbo.{name}": found for name, found in tables.items()}
    every = {name: table(name) for name in COLUMNS} | changed
    found = {name: one for name, one in every.items() if one is not None}
    names = tuple(n for n in found if not found[n].hidden)
    return Inventory(names, found, contacts=3)


def told(found: Inventory) -> list[Finding]:
    return list(findings(layout(), found))


def only(found: Inventory) -> Finding:
    (one,) = told(found)
    return one


def test_nothing_is_told_of_a_database_that_fits():
    assert told(inventory()) == []
    assert fits(told(inventory()))


def test_all_that_is_missing_is_told_at_once():
    found = told(inventory(Client=None, Phone=None, Employee=table("dbo.Employee")))

    assert [(one.kind, one.table) for one in found] == [
        ("table missing", "dbo.Client"),
        ("table missing", "dbo.Phone"),
    ]
    assert not fits(found)


@pytest.mark.parametrize(
    ("there", "sentence", "remedy"),
    [
        ("dbo.Clients", "dbo.Client is not there; dbo.Clients is.", "Write dbo.Clients"),
        ("sales.Client", "dbo.Client is not there; sales.Client is.", "Write sales.Client"),
        ("dbo.Ledger", "dbo.Client is not there.", "Look the table up"),
    ],
)
def test_near_table_is_suggested(there, sentence, remedy):
    found = inventory(Client=None)
    one = only(Inventory((there,), found.tables, contacts=3))

    assert one.sentence == sentence
    assert one.remedy.startswith(remedy)


def test_table_that_the_layout_uses_already_is_not_suggested():
    profile = parse_profile(LAYOUT.replace("dbo.Link", "dbo.Clients"), "some.toml")
    assert isinstance(profile, Profile)
    (one,) = findings(profile, inventory(Link=None))

    assert one.sentence == "dbo.Clients is not there."


def test_near_column_is_suggested():
    columns = {"contactid": column("ContactID"), "partnername": column("PartnerName")}
    near = only(inventory(Client=TableFound(columns, ("ContactID",), (("ContactID",),))))
    del columns["partnername"]
    columns["x"] = column("X")
    none = only(inventory(Client=TableFound(columns, ("ContactID",), (("ContactID",),))))

    assert near.sentence == "dbo.Client has no column Partner; PartnerName is there."
    assert none.sentence == "dbo.Client has no column Partner."
    assert "ContactID, X" in none.remedy


def test_table_that_may_not_be_read_is_told_as_that():
    one = only(inventory(Phone=TableFound({}, hidden=True)))

    assert (one.kind, one.sentence) == (
        "no right to read",
        "The login isn't allowed to read dbo.Phone.",
    )
    assert "enable-tracking" in one.remedy


@pytest.mark.parametrize(("type_", "length"), [("text", 16), ("xml", -1), ("nvarchar", -1)])
def test_type_that_can_not_be_a_key_is_told(type_, length):
    one = told(inventory(Phone=table("dbo.Phone", column("PhoneID", type_, length=length))))[0]

    assert (one.kind, one.weight, one.column) == ("key type", "wrong", "PhoneID")


def test_type_that_can_not_be_read_is_told_where_a_field_is_made_of_it():
    one = only(inventory(Address=table("dbo.Address", column("Line", NOT_READ))))
    other = told(inventory(Address=table("dbo.Address", column("Place", NOT_READ))))

    assert (one.kind, one.weight, one.column) == ("field type", "wrong", "Line")
    assert "contact.children[2].fields.lines" in one.remedy
    assert other == []


@pytest.mark.parametrize(("name", "weight"), [("Contact", "wrong"), ("Client", "note")])
def test_key_that_is_not_unique_is_told(name, weight):
    columns = table(f"dbo.{name}").columns
    one = only(inventory(**{name: TableFound(columns, (), ())}))

    assert (one.kind, one.weight, one.column) == ("key not unique", weight, "ContactID")


def test_key_that_is_more_than_a_unique_one_will_do():
    found = TableFound(table("dbo.Phone").columns, ("PhoneID",), (("phoneid",),))

    assert told(inventory(Phone=found)) == []


def test_key_that_may_be_null_is_told():
    one = only(inventory(Contact=table("dbo.Contact", column("ContactID", nullable=True))))

    assert (one.kind, one.weight) == ("key may be empty", "note")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Client", "ContactID"),
        ("Phone", "ContactID"),
        ("Link", "ContactID"),
        ("Link", "AddressID"),
        ("Relation", "OtherID"),
    ],
)
def test_columns_that_refer_to_a_key_of_another_type_are_told(name, place):
    changed = table(f"dbo.{name}", column(place, "uniqueidentifier"))
    found = told(inventory(**{name: changed}))

    assert [one.kind for one in found] == ["key types differ"]
    assert place in found[0].sentence


def test_whole_numbers_of_different_sizes_refer_to_each_other():
    assert told(inventory(Phone=table("dbo.Phone", column("ContactID", "bigint")))) == []


def test_version_that_is_no_rowversion_is_told():
    one = only(inventory(Contact=table("dbo.Contact", column("RV", "datetime"))))

    assert (one.kind, one.sentence) == (
        "version type",
        "dbo.Contact.RV is datetime, and not rowversion.",
    )


def other(**facts: object) -> Inventory:
    return msgspec.structs.replace(inventory(), **facts)


def test_refused_condition_is_told():
    one = only(other(contacts=None, refused="102"))

    assert (one.kind, one.weight) == ("condition refused", "wrong")
    assert "error 102" in one.sentence


def test_layout_that_finds_nobody_is_told():
    assert only(other(contacts=0)).kind == "no contacts"


def test_table_that_can_not_be_followed_is_told():
    one = only(other(unfollowed=("dbo.Link", "has no primary key")))

    assert (one.kind, one.weight) == ("changes not followed", "note")
    assert one.sentence.startswith("dbo.Link has no primary key: contacts are compared")


@pytest.mark.parametrize(
    ("unlisted", "sentence"),
    [
        (
            Unlisted("dbo.Contact", "Kind", "contact.fields.kind", 2, 5, ("T", "X")),
            "dbo.Contact.Kind has 2 values that the layout doesn't list, in 5 rows: T, X.",
        ),
        (
            Unlisted("dbo.Contact", "Kind", "contact.fields.kind", 1, 1),
            "dbo.Contact.Kind has 1 value that the layout doesn't list, in 1 row.",
        ),
        (
            Unlisted("dbo.Contact", "Kind", "contact.fields.kind", 1000, 0, many=True),
            "dbo.Contact.Kind has more than 1,000 different values.",
        ),
    ],
)
def test_codes_that_are_not_listed_are_told(unlisted, sentence):
    one = only(other(unlisted=(unlisted,)))

    assert (one.sentence, one.weight) == (sentence, "note")
    assert "contact.fields.kind" in one.remedy


def test_texts_that_are_too_long_are_told():
    one = only(other(too_long=(TooLong("dbo.Contact", "Name", "name", 200, 3),)))

    assert one.sentence == (
        "3 rows have more than 200 characters in dbo.Contact.Name, which is what the online copy"
        " takes as name."
    )


def test_what_is_wrong_comes_first():
    found = told(inventory(Client=None, Contact=table("dbo.Contact", column("Name"))))
    more = findings(layout(), Inventory((), inventory(Client=None).tables, contacts=0))

    assert [one.weight for one in found] == ["wrong"]
    assert [one.weight for one in more] == ["wrong", "note"]


def test_columns_of_fields_are_picked_where_they_stand():
    found = {(one.table, one.column, one.field) for one in picked(layout())}

    assert found == {
        ("dbo.Contact", "Name", "name"),
        ("dbo.Contact", "Kind", "kind"),
        ("dbo.Client", "Partner", "partner"),
        ("dbo.Phone", "Number", "phones.number"),
        ("dbo.Link", "Kind", "addresses.type"),
        ("dbo.Address", "Line", "addresses.lines"),
        ("dbo.Relation", "Kind", "associations.relation"),
        ("dbo.Employee", "Email", "employee.email"),
    }


@pytest.mark.parametrize(
    ("field", "limit"),
    [
        ("name", 200),
        ("phones.number", 50),
        ("aliases.alias", 200),
        ("extras.notes", 4000),
        ("emails.address", None),
        ("employee.email", None),
    ],
)
def test_limit_is_that_of_the_contract(field, limit):
    assert limit_of(field) == limit
