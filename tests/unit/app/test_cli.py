import re

import pytest

from practicesync.app.asking.terms import VERSION, terms_address, terms_text
from practicesync.core.error_table import Exit
from tests.command_page import EXITS, command_names, help_of
from tests.reference import FOLDER, PAGES

NOT_FOR_PEOPLE = re.compile(
    r"\b(park|feed|scan|profile|lease|epoch|journal|sink|source|dirty|token|worker)", re.IGNORECASE
)

# The one command that is named so; what it says of itself is in words for people.
NAME_OF_A_COMMAND = re.compile(r"practicesync profile\b|^  profile  +", re.MULTILINE)


def test_the_page_of_commands_is_what_the_program_says():
    assert (FOLDER / "commands.md").read_text(encoding="utf-8") == PAGES["commands.md"]()


def test_the_page_explains_every_exit_code():
    assert set(EXITS) == set(Exit)


@pytest.mark.parametrize("command", [(), *command_names()], ids=" ".join)
def test_help_is_in_words_for_people(command):
    text = help_of(*command)

    assert not NOT_FOR_PEOPLE.search(NAME_OF_A_COMMAND.sub("", text))
    assert text.isascii()
    if command:
        assert f"Example: practicesync {' '.join(command)}" in text


def test_the_terms_are_a_file_that_a_browser_can_open():
    assert terms_address().startswith("file://")
    assert f"Version {VERSION}\n" in terms_text()
    assert not NOT_FOR_PEOPLE.search(terms_text())
