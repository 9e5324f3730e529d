"""A profile's text becomes a profile, or everything that is wrong with it."""

from importlib.resources import files

import pytest

from practicesync.core.mistake import Mistake
from practicesync.core.profile import (
    Column,
    Columns,
    Join,
    KeyOf,
    Mapped,
    Profile,
    Via,
    columns_needed,
)
from practicesync.core.profile_text import parse_profile

SMALLEST = """
name = "small"
status = "tested"
[contact]
table = "dbo.Contact"
key = ["ContactID"]
[contact.fields]
name = "Name"
"""

SHIPPED = [entry.name for entry in files("practicesync.profiles").iterdir() if "toml" in entry.name]


def good(text: str) -> Profile:
    profile = parse_profile(text, "some.toml")
    assert isinstance(profile, Profile), profile
    return profile


def wrong(text: str) -> dict[str, Mistake]:
    mistakes = parse_profile(text, "some.toml")
    assert isinstance(mistakes, list)
    return {mistake.key: mistake for mistake in mistakes}


def test_demo_is_shipped():
    assert "demo.toml" in SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_layout_has_no_mistake(name):
    text = files("practicesync.profiles").joinpath(name).read_text("utf-8")

    assert f"{good(text).name}.toml" == name


def test_smallest_layout_needs_no_more():
    assert good(SMALLEST) == Profile(
        name="small",
        status="tested",
        table="dbo.Contact",
        key=("ContactID",),
        fields={"name": Column("Name")},
    )


def test_field_may_have_codes():
    profile = good(
        SMALLEST + 'kind = { column = "Type", map = { P = "person" }, default = "organisation" }'
    )

    assert profile.fields["kind"] == Mapped(Column("Type"), {"p": "person"}, "organisation")


@pytest.mark.parametrize("text", ['extras.notes = "Notes1"', '"extras.notes" = "Notes1"'])
def test_extra_has_a_name_of_its_own(text):
    assert good(SMALLEST + text).fields["extras.notes"] == Column("Notes1")


def test_join_is_on_the_contacts_key_unless_it_says_otherwise():
    profile = good(
        SMALLEST
        + """
        [[contact.joins]]
        table = "Client"
        key = ["ClientID"]
        fields = { partner = "Partner" }
        [[contact.joins]]
        table = "Family"
        key = ["FamilyID"]
        on = ["FamilyNo"]
        fields = { family_group = "Name" }
        """
    )

    partner, family = {"partner": Column("Partner")}, {"family_group": Column("Name")}
    assert profile.joins == (
        Join("Client", ("ClientID",), ("ContactID",), partner),
        Join("Family", ("FamilyID",), ("FamilyNo",), family),
    )


CHILDREN = """
[[contact.children]]
name = "addresses"
table = "Address"
key = ["AddressID"]
version = "RV"
via = { table = "Link", parent = ["ContactID"], child = ["AddressID"], version = "LinkRV" }
fields = { type = "via.Type", lines = ["Line1", "Line2"] }
[[contact.children]]
name = "associations"
table = "Association"
key = ["AssociationID"]
parent = ["ContactID"]
fields = { contact = { key = ["OtherID"] }, relation = "Relation" }
"""


def test_child_may_be_linked():
    address = good(SMALLEST + CHILDREN).children[0]

    assert address.via == Via("Link", ("ContactID",), ("AddressID",), "LinkRV")
    assert address.fields["type"] == Column("Type", via=True)
    assert address.fields["lines"] == Columns((Column("Line1"), Column("Line2")))


def test_single_address_line_is_a_list_of_one():
    text = CHILDREN.replace('["Line1", "Line2"]', '"Street"')

    assert good(SMALLEST + text).children[0].fields["lines"] == Columns((Column("Street"),))


def test_association_names_another_contacts_key():
    assert good(SMALLEST + CHILDREN).children[1].fields["contact"] == KeyOf(("OtherID",))


def test_every_column_that_is_named_is_needed():
    assert columns_needed(good(SMALLEST + CHILDREN)) == {
        "dbo.Contact": ("ContactID", "Name"),
        "Address": ("AddressID", "RV", "Line1", "Line2"),
        "Link": ("ContactID", "AddressID", "LinkRV", "Type"),
        "Association": ("AssociationID", "ContactID", "OtherID", "Relation"),
    }


def test_all_mistakes_are_told_together():
    mistakes = wrong(
        'name = 1\n[contact]\ntable = "a.b.c"\nfilter = ""\n[contact.fields]\nkidn = "K"'
    )

    assert mistakes.keys() == {
        "name",
        "status",
        "contact.key",
        "contact.table",
        "contact.filter",
        "contact.fields.kidn",
    }


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('key = ["ContactID"]', """key = ['ID" OR 1=1 --']""", "contact.key"),
        ('key = ["ContactID"]', 'key = ["ID]; DROP"]', "contact.key"),
        ('table = "dbo.Contact"', 'table = "dbo.Contact; DROP"', "contact.table"),
        ('table = "dbo.Contact"', 'table = "a.b.c"', "contact.table"),
    ],
)
def test_a_name_that_could_be_a_piece_of_sql_is_a_mistake(before, after, key):
    assert before in SMALLEST

    assert key in wrong(SMALLEST.replace(before, after))


def test_mistake_names_file_entry_and_remedy():
    mistake = wrong(SMALLEST.replace('key = ["ContactID"]', ""))["contact.key"]

    assert mistake.sentence == 'some.toml: "contact.key" is missing.'
    assert mistake.remedy == 'Write it like key = ["ContactID"].'


@pytest.mark.parametrize(
    ("text", "key", "hint"),
    [
        ('famly_group = "F"', "contact.fields.famly_group", '"family_group"'),
        ('id = "ContactID"', "contact.fields.id", "Known here"),
        ("name2 = 1", "contact.fields.name2", '"name"'),
        ("title = 1", "contact.fields.title", 'title = "Column"'),
        ('title = "via.Title"', "contact.fields.title", "via"),
        ('title = "Tit]le"', "contact.fields.title", 'title = "Column"'),
        ('kind = { column = "T", map = { P = "dog" } }', "contact.fields.kind.map.P", '"person"'),
        (
            'is_client = { column = "T", map = { 1 = "yes" } }',
            "contact.fields.is_client.map.1",
            "true",
        ),
        ('kind = { map = { P = "person" } }', "contact.fields.kind.column", "column"),
        ('kind = { column = "T" }', "contact.fields.kind.map", "map"),
        ("[[contact.joins]]", "contact.joins[1].table", "dbo.Contact"),
        ("[contact.children]", "contact.children", "[[contact.children]]"),
        ("[employee]", "employee.fields", "[employee.fields]"),
        ('[employee]\ntable = "E"\nkey = ["I"]\nfields = {}', "employee.fields.email", "Email"),
    ],
)
def test_remedy_says_what_to_write(text, key, hint):
    assert hint in wrong(SMALLEST + text)[key].remedy


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"phones"', '"telephones"', "contact.children[1].name"),
        ('parent = ["ContactID"]', "", "contact.children[1].parent"),
        ('parent = ["ContactID"]', 'parent = ["Office", "No"]', "contact.children[1].parent"),
        ('number = "Number"', 'nummer = "Number"', "contact.children[1].fields.nummer"),
        ('key = ["PhoneID"]', "key = []", "contact.children[1].key"),
    ],
)
def test_mistakes_in_a_child_are_told(old, new, key):
    child = """
[[contact.children]]
name = "phones"
table = "Phone"
key = ["PhoneID"]
parent = ["ContactID"]
fields = { type = "Type", number = "Number" }
"""
    good(SMALLEST + child)

    assert key in wrong(SMALLEST + child.replace(old, new))


def test_key_of_an_association_has_as_many_columns_as_the_contacts():
    text = CHILDREN.replace('["OtherID"]', '["Office", "OtherID"]')

    assert "contact.children[2].fields.contact.key" in wrong(SMALLEST + text)


def test_join_that_does_not_fit_the_key_asks_for_columns():
    join = '[[contact.joins]]\ntable = "J"\nkey = ["A", "B"]\nfields = { partner = "P" }'

    assert "on = " in wrong(SMALLEST + join)["contact.joins[1].key"].remedy


def test_field_that_two_tables_give_is_a_mistake():
    join = '[[contact.joins]]\ntable = "J"\nkey = ["A"]\nfields = { name = "P" }'

    assert "contact.fields.name" in wrong(SMALLEST + join)


def test_child_that_is_there_twice_is_a_mistake():
    assert "contact.children.addresses" in wrong(SMALLEST + CHILDREN + CHILDREN)


@pytest.mark.parametrize("where", ["a = 1; DROP TABLE x", "a = 1 -- b", "a /* b */ = 1"])
def test_condition_is_a_single_one(where):
    text = SMALLEST.replace("[contact.fields]", f'where = "{where}"\n[contact.fields]')

    assert "contact.where" in wrong(text)


def test_text_that_is_no_toml_is_told_by_its_place_alone():
    (mistake,) = wrong('name = "demo"\nstatus = secretzorbl').values()

    assert "line 2" in mistake.sentence
    assert "zorbl" not in mistake.sentence + mistake.remedy


@pytest.mark.parametrize("text", ["contact = 3", "contact = []", "", '[contact]\nfields = "x"'])
def test_other_shapes_are_mistakes_and_no_crash(text):
    assert wrong(text)


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("A", True),
        (" a ", True),
        ("1", False),
        (1, False),
        (1.0, False),
        (True, False),
        ("B", "unlisted"),
        (None, "unlisted"),
        (b"A", "unlisted"),
        (1.5, "unlisted"),
    ],
    ids=repr,
)
def test_code_is_compared_without_regard_to_case_blanks_and_type(value, meaning):
    assert Mapped(Column("X"), {"a": True, "1": False}, "unlisted").meaning(value) == meaning


@pytest.mark.parametrize("value", ["B", None, 7])
def test_unlisted_code_without_default_is_handed_on(value):
    assert Mapped(Column("X"), {"a": True}).meaning(value) == value
