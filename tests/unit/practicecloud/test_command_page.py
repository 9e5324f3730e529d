"""The page of the online side's commands is what the program says, and each has its example."""

import pytest

from practicecloud.cli import main
from tests.command_page import command_names, help_of_cloud
from tests.reference import FOLDER, PAGES

NAMES = command_names(main)
GROUPS = {name[:-1] for name in NAMES}


def test_the_page_is_what_the_program_says():
    written = (FOLDER / "practicecloud.md").read_text(encoding="utf-8")

    assert written == PAGES["practicecloud.md"]()


@pytest.mark.parametrize("command", [one for one in NAMES if one not in GROUPS], ids=" ".join)
def test_each_command_has_an_example(command):
    text = help_of_cloud(*command)

    assert f"Example: practicecloud {' '.join(command)}" in text
    assert text.isascii()


@pytest.mark.parametrize("command", [(), *NAMES], ids=" ".join)
def test_no_option_is_named_for_a_type_of_the_program(command):
    options = help_of_cloud(*command).partition("Options:")[2]

    assert "<" not in options.replace("x<=", "").replace("0<=", "")
