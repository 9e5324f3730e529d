"""The JSON Schema of database layouts takes what the program takes, and nothing else."""

import json
import tomllib
from importlib.resources import files

import jsonschema  # type: ignore[import-untyped]  # it has no types
import pytest

from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from tests.reference import FOLDER, PAGES

BASE = """
name = "some"
status = "starting point"

[contact]
table = "dbo.Contact"
key = ["ContactID"]
version = "RV"
where = "Deleted = 0"

[contact.fields]
name = "Name"
kind = { column = "Kind", map = { P = "person", O = "organisation" }, default = "person" }
is_client = { column = "Client", map = { 1 = true } }
extras.notes = "Notes"

[[contact.joins]]
table = "Group"
key = ["GroupID"]
on = ["GroupID"]
fields = { family_group = "Name" }

[[contact.children]]
name = "phones"
table = "dbo.Phone"
key = ["PhoneID"]
parent = ["ContactID"]
fields = { type = { column = "Kind", map = { 1 = "Home" } }, number = "Number" }

[[contact.children]]
name = "addresses"
table = "dbo.Address"
key = ["AddressID"]
via = { table = "dbo.Link", parent = ["ContactID"], child = ["AddressID"] }
fields = { type = "via.Kind", lines = ["Line1", "Line2"], city = "City" }

[[contact.children]]
name = "associations"
table = "dbo.Relation"
key = ["RelationID"]
parent = ["ContactID"]
fields = { contact = { key = ["OtherID"] }, relation = "Kind" }

[employee]
table = "dbo.Employee"
key = ["EmployeeID"]
fields = { email = "Email", active = { column = "S", map = { A = true }, default = false } }
"""

TAKEN = {
    "as it is": ("", ""),
    "a tested one": ('"starting point"', '"tested"'),
    "one line of an address": ('["Line1", "Line2"]', '"Line1"'),
    "an extra in quotes": ("extras.notes", '"extras.notes"'),
    "no condition": ('where = "Deleted = 0"', 'where = ""'),
    "no version": ('version = "RV"\n', ""),
    "a table without schema": ('"dbo.Phone"', '"Phone"'),
    "a code of no default": (', default = "person"', ""),
}
REFUSED = {
    "no name": ('name = "some"', ""),
    "a blank name": ('name = "some"', 'name = " "'),
    "an unknown status": ('"starting point"', '"ready"'),
    "no status": ('status = "starting point"', ""),
    "an unknown entry": ('status = "st', 'colour = "red"\nstatus = "st'),
    "an unknown entry of the contact": ("version = ", "versions = "),
    "no table": ('table = "dbo.Contact"', ""),
    "a table of three parts": ('"dbo.Contact"', '"srv.dbo.Contact"'),
    "a table in brackets": ('"dbo.Contact"', '"[dbo].[Contact]"'),
    "a table without a name": ('"dbo.Contact"', '"dbo."'),
    "a key that is a text": ('key = ["ContactID"]', 'key = "ContactID"'),
    "a key of no column": ('key = ["ContactID"]', "key = []"),
    "a key of a blank": ('key = ["ContactID"]', 'key = [" "]'),
    "two conditions": ("Deleted = 0", "Deleted = 0; DROP TABLE x"),
    "a comment in the condition": ("Deleted = 0", "Deleted = 0 -- not"),
    "an unknown field": ('name = "Name"', 'nmae = "Name"'),
    "a field that is a number": ('name = "Name"', "name = 1"),
    "a column with a quote": ('name = "Name"', "name = 'Na\"me'"),
    "a linked column without a link": ('name = "Name"', 'name = "via.Name"'),
    "a code for nothing": ('O = "organisation"', 'O = "company"'),
    "a code for a number": ("1 = true", "1 = 1"),
    "an unknown default": ('default = "person"', 'default = "someone"'),
    "no column of codes": ('column = "Kind", map = { P', 'colum = "Kind", map = { P'),
    "no map": (", map = { 1 = true }", ""),
    "an unknown child": ('name = "phones"', 'name = "faxes"'),
    "a child without parent": ('parent = ["ContactID"]\nfields = { type', "fields = { type"),
    "a child with parent and link": ("via = {", 'parent = ["ContactID"]\nvia = {'),
    "a link without its child": (', child = ["AddressID"]', ""),
    "a field of another child": ('number = "Number"', 'city = "City"'),
    "lines of a number": ('["Line1", "Line2"]', "[1]"),
    "an association with nobody": ('contact = { key = ["OtherID"] }, ', ""),
    "a key of an association in no list": ('key = ["OtherID"]', 'key = "OtherID"'),
    "employees without e-mail": ('email = "Email", ', ""),
    "an e-mail of codes": ('email = "Email"', 'email = { column = "E", map = { A = "x" } }'),
    "a role that is yes": (
        'active = { column = "S", map = { A = true }',
        'active = { column = "S", map = { A = "x" }',
    ),
    "an employee without key": ('key = ["EmployeeID"]', ""),
    "a join that is no list": ("[[contact.joins]]", "[contact.joins]"),
}
SECOND = """
[[contact.children]]
name = "phones"
table = "dbo.Fax"
key = ["FaxID"]
parent = ["ContactID"]
fields = { number = "Number" }

[employee]"""
# What only the program sees: it counts and compares, which a schema of this draft can't.
BEYOND = {
    "a field twice": ("family_group =", "name ="),
    "a child twice": ("[employee]", SECOND),
    "a key of another length": (
        'parent = ["ContactID"]\nfields = { type',
        'parent = ["A", "B"]\nfields = { type',
    ),
    "a join that fits no key": ('on = ["GroupID"]', 'on = ["A", "B"]'),
}


def validator() -> jsonschema.Draft7Validator:
    schema = json.loads((FOLDER / "profile.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def verdicts(text: str) -> tuple[bool, bool]:
    """Whether the program takes a layout, and whether the schema does."""
    by_program = isinstance(parse_profile(text, "some.toml"), Profile)
    return by_program, validator().is_valid(tomllib.loads(text))


def changed(change: tuple[str, str]) -> str:
    assert change[0] in BASE
    return BASE.replace(*change, 1)


def test_schema_is_what_the_program_says():
    assert (FOLDER / "profile.schema.json").read_text("utf-8") == PAGES["profile.schema.json"]()


@pytest.mark.parametrize(
    "name", [one.name for one in files("practicesync.profiles").iterdir() if "toml" in one.name]
)
def test_both_take_what_is_shipped(name):
    text = files("practicesync.profiles").joinpath(name).read_text("utf-8")

    assert verdicts(text) == (True, True)


@pytest.mark.parametrize("change", TAKEN.values(), ids=TAKEN)
def test_both_take(change):
    assert verdicts(changed(change)) == (True, True)


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_both_refuse(change):
    assert verdicts(changed(change)) == (False, False)


@pytest.mark.parametrize("change", BEYOND.values(), ids=BEYOND)
def test_only_the_program_refuses(change):
    assert verdicts(changed(change)) == (False, True)
