"""The pages for database administrators say what the program does."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from practicesync.app.commands.layout_check import check_text
from practicesync.core.fit import findings
from practicesync.core.inventory import ColumnFound, Inventory, TableFound
from practicesync.core.profile import Profile
from practicesync.core.profile_text import parse_profile
from tests.command_page import command_names, help_of

DOCS = Path(__file__).parents[3] / "docs"
PAGES = ("sql-server.md", "database-layouts.md", "reference/profile.md")
COMMAND = re.compile(r"practicesync ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)([^`\n]*)")


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def layout() -> dict[str, dict[str, object]]:
    text = files("practicesync.profiles").joinpath("adventureworks.toml").read_text("utf-8")
    contact = tomllib.loads(text)["contact"]
    parts = [contact, *contact["joins"], *contact["children"]]
    return {part["table"]: part for part in parts}


def examples() -> list[dict[str, object]]:
    """The parts of the worked example that the page shows."""
    found = []
    for block in re.findall(r"```toml\n(.*?)```", page("database-layouts.md"), re.DOTALL):
        contact = tomllib.loads(block).get("contact", {})
        found += [contact, *contact.get("joins", ()), *contact.get("children", ())]
    return [part for part in found if str(part.get("table", "")).startswith(("Person", "Human"))]


@pytest.mark.parametrize("name", PAGES)
def test_every_command_is_there_with_its_options(name):
    known = set(command_names())
    said = COMMAND.findall(page(name))

    assert said
    for words, rest in said:
        command = tuple(words.split())
        command = command if command in known else command[:1]
        assert command in known, words
        text = help_of(*command)
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in text, (words, option)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page(name))

    for link in links:
        assert (DOCS / name).parent.joinpath(link).exists(), link


def test_what_is_shown_of_the_worked_example_is_in_it():
    shipped, shown = layout(), examples()

    assert {str(part["table"]) for part in shown} >= {"Person.Person", "Person.Address"}
    for part in shown:
        whole = shipped[str(part["table"])]
        for name in part.keys() & {"name", "key", "parent", "via"}:
            assert part[name] == whole[name], (part["table"], name)


def test_what_the_check_prints_is_what_it_says():
    profile = parse_profile(MISFIT, "my-layout.toml")
    assert isinstance(profile, Profile)
    columns = ("ContactID", "Partner")
    client = {n.casefold(): ColumnFound(n, "int", "int", 0, nullable=False) for n in columns}
    tables = {"dbo.Client": TableFound(client, ("ContactID",), (("ContactID",),))}
    inventory = Inventory(("dbo.Client", "dbo.Contact"), tables)
    found = findings(profile, inventory)

    assert check_text(profile, inventory, found) in page("database-layouts.md")


MISFIT = """
name = "my-layout"
status = "starting point"
[contact]
table = "dbo.Contacts"
key = ["ContactID"]
fields = { name = "Name" }
[[contact.joins]]
table = "dbo.Client"
key = ["ContactID"]
fields = { partner = "PartnerName" }
"""
