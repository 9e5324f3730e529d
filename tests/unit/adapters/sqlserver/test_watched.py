"""Which tables are watched, and which of them can't be led back to contacts."""

import pytest

from practicesync.adapters.sqlserver.access import followed
from practicesync.adapters.sqlserver.watched import Led, Own, Unfollowable
from practicesync.core.errors import Code, Misconfigured
from tests.unit.adapters.sqlserver.practice import CONTACT, PROFILE

CHILD = """
[[contact.children]]
name = "phones"
table = "dbo.Phone"
key = ["PhoneID"]
parent = ["ContactID"]
fields = { number = "No" }
"""
LINKED = """
[[contact.children]]
name = "addresses"
table = "dbo.Address"
key = ["AddressID"]
via = { table = "dbo.Link", parent = ["ContactID"], child = ["AddressID"] }
fields = { city = "City" }
"""
GROUP = """
[[contact.joins]]
table = "dbo.Family"
key = ["FamilyID"]
on = ["FamilyID"]
fields = { family_group = "Name" }
"""
GROUPED = "CREATE TABLE dbo.Contact (ContactID int PRIMARY KEY, Name nchar(1), FamilyID int)"
PHONE = "CREATE TABLE dbo.Phone (PhoneID int{}, ContactID int NOT NULL, No int{})"
ADDRESS = "CREATE TABLE dbo.Address (AddressID int NOT NULL{}, City nchar(1))"
LINK = "CREATE TABLE dbo.Link (LinkID int{}, ContactID int NOT NULL, AddressID int NOT NULL{})"
FAMILY = "CREATE TABLE dbo.Family (FamilyID int NOT NULL{}, Name nchar(1))"
KEYED = " PRIMARY KEY"


def watched(practice, *schema, layout):
    found = practice.opened(*schema, layout=PROFILE + layout).watched
    assert not isinstance(found, Unfollowable), found
    return {one.table.removeprefix("dbo."): one for one in found}


def test_child_with_a_key_of_its_own_is_kept(practice):
    found = watched(practice, CONTACT, PHONE.format(KEYED, ""), layout=CHILD)

    assert found["Phone"].owner == Own(("ContactID",), kept=True)
    assert not found["Contact"].kept


def test_child_whose_key_names_its_contact_needs_no_keeping(practice):
    schema = PHONE.format(" NOT NULL", ", PRIMARY KEY (ContactID, PhoneID)")

    found = watched(practice, CONTACT, schema, layout=CHILD)

    assert not found["Phone"].kept
    assert found["Phone"].key == ["ContactID", "PhoneID"]


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        (LINK.format(KEYED, ""), True),
        (LINK.format("", ", PRIMARY KEY (ContactID, AddressID)"), False),
    ],
    ids=["a key of its own", "both keys"],
)
def test_linked_row_leads_to_contacts_through_its_links(practice, link, kept):
    found = watched(practice, CONTACT, link, ADDRESS.format(KEYED), layout=LINKED)

    assert list(found) == ["Contact", "Link", "Address"]
    assert found["Address"].owner == Led("dbo.Link", ("AddressID",), ("AddressID",), ("ContactID",))
    assert found["Link"].kept is kept


def test_joined_row_leads_to_the_contacts_that_name_it(practice):
    found = watched(practice, GROUPED, FAMILY.format(KEYED), layout=GROUP)

    assert found["Family"].owner == Led("dbo.Contact", ("FamilyID",), ("FamilyID",), ("ContactID",))


@pytest.mark.parametrize(
    ("schema", "layout", "table", "why"),
    [
        ([CONTACT, PHONE.format("", "")], CHILD, "dbo.Phone", "has no primary key"),
        ([CONTACT.replace(" PRIMARY KEY", "")], "", "dbo.Contact", "has no primary key"),
        (
            ["CREATE TABLE dbo.Contact (ContactID int, Name nchar(1), Row int PRIMARY KEY)"],
            "",
            "dbo.Contact",
            "has a primary key that the database layout doesn't name",
        ),
        (
            [GROUPED, "CREATE TABLE dbo.Family (FamilyID int, Name nchar(1), Row int PRIMARY KEY)"],
            GROUP,
            "dbo.Family",
            "has a primary key that the database layout doesn't name",
        ),
        (
            [CONTACT, LINK.format(KEYED, ""), ADDRESS.format("")],
            LINKED,
            "dbo.Address",
            "has no primary key",
        ),
    ],
    ids=["child", "contact", "contact by another key", "joined by another key", "linked"],
)
def test_table_whose_deletes_lead_nowhere_is_named(practice, schema, layout, table, why):
    opened = practice.opened(*schema, layout=PROFILE + layout)

    assert opened.watched == Unfollowable(table, why)
    with pytest.raises(Misconfigured) as caught:
        followed(opened)
    assert caught.value.code is Code.TRACKING_OFF
    assert caught.value.facts["table"] == table
