"""`practicesync deactivate` asks a person what becomes of the online copy."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from practicesync.demo.practice import make_practice
from tests.system.installation import settings
from tests.system.terminal import at_terminal
from tests.system.test_leaving import online

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.mark.parametrize(("said", "left"), [("stay", 7), ("remove", 0)])
def test_the_online_copy_stays_or_goes_as_the_person_says(
    server, office, tmp_path: Path, said, left
):
    practice = make_practice(tmp_path / "practice.db", contacts=10)
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
        with at_terminal(server.command("deactivate"), os.environ) as person:
            person.answer("Type stay or remove", "perhaps")
            person.answer("Type stay or remove", said)
            told = person.answer("Stop contacts sync?", "y")
            assert person.ended() == 0
        server.until_phase("deactivated")

    assert ("all contacts are removed" in told) is (said == "remove")
    assert online(office) == left


def test_a_no_leaves_everything_as_it_is(server, office, tmp_path: Path):
    practice = make_practice(tmp_path / "practice.db", contacts=10)
    server.write(settings(practice.path, office))
    with server.running():
        server.activate(office)
        server.until_phase("attention")
        with at_terminal(
            server.command("deactivate", "--remove-online-copy"), os.environ
        ) as person:
            person.answer("Stop contacts sync?", "n")
            assert person.ended() == 3
        assert server.status()["phase"] == "attention"

    assert "Type stay or remove" not in person.screen
    assert online(office) == 7
