"""`practicesync enable-tracking`: what it prints is for the practice that the settings name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from practicesync.core.error_table import Exit
from tests.system.installation import Done, Installation

LAYOUT = """
name = "own"
status = "starting point"
[contact]
table = "dbo.People"
key = ["PersonID"]
fields = { first = "FirstName" }
"""
PRACTICE = """
[[practice]]
name = "{name}"
database = "Server=DB01;Database={name}"
database_user = "sync"
profile = "own.toml"
cloud = "https://localhost:1"
"""


@pytest.fixture
def server(tmp_path: Path) -> Installation:
    made = Installation(tmp_path / "state")
    made.write(PRACTICE.format(name="Harbour"))
    (made.config.parent / "own.toml").write_text(LAYOUT)
    return made


def printed(server: Installation, *options: str) -> Done:
    return server.call("enable-tracking", "--print", *options)


def test_layout_login_and_database_are_those_of_the_settings(server: Installation):
    said = printed(server).out

    assert "USE [Harbour];" in said
    assert "GRANT SELECT ON [dbo].[People] TO [sync];" in said
    assert json.loads(printed(server, "--json").out)["script"].rstrip() == said.rstrip()


def test_what_is_named_counts_before_the_settings(server: Installation):
    said = printed(server, "--layout", "demo", "--login", "A\\B$", "--database", "Copy").out

    assert "USE [Copy];" in said
    assert "GRANT SELECT ON [dbo].[ContactPhone] TO [A\\B$];" in said
    assert "People" not in said


def test_which_practice_is_meant_has_to_be_said_of_several(server: Installation):
    server.write(PRACTICE.format(name="Harbour") + PRACTICE.format(name="Hill"))

    refused = printed(server)
    said = printed(server, "--practice", "Hill").out

    assert refused.code != Exit.DONE
    assert "--practice" in refused.err
    assert "USE [Hill];" in said


def test_layout_that_is_named_needs_no_settings(tmp_path: Path):
    server = Installation(tmp_path / "state")

    without = printed(server)
    named = printed(server, "--layout", "ae")

    assert (without.code, without.out) == (Exit.USAGE, "")
    assert named.code == Exit.DONE
    assert "USE [the practice database];" in named.out
