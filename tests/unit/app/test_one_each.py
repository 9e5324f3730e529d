import datetime as dt

import pytest

from practicesync.app.worker.one_each import is_taken, read_all
from practicesync.app.worker.register import Register, Registered
from practicesync.core.settings import Settings

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.UTC)


def entry(name: str, practice_id: str = "") -> str:
    return f"""
[[practice]]
name = "{name}"
practice_id = "{practice_id}"
database = "sqlite:///practice.db"
profile = "demo"
cloud = "https://contacts.example"
"""


@pytest.fixture
def config(tmp_path):
    return tmp_path / "config.toml"


def activated(config, **names: str) -> None:
    """Remember those activations beside the settings."""
    register = Register(config.parent / "practices.json")
    register.open()
    for name, practice_id in names.items():
        register.put(name, Registered(practice_id, "The practice", NOON, "somebody@example.com"))


def test_two_practices_that_were_activated_as_one_are_a_mistake(config):
    config.write_text(entry("Main") + entry("Branch"), encoding="utf-8")
    activated(config, Main="P-1", Branch="p-1")

    mistakes = read_all(config)
    assert isinstance(mistakes, tuple)
    (mistake,) = mistakes

    assert mistake.key == "practice[1]"
    assert mistake.sentence.startswith("config.toml: ")


def test_an_id_in_the_settings_and_one_that_was_signed_in_for_count_alike(config):
    config.write_text(entry("Main", "P-1") + entry("Branch"), encoding="utf-8")
    activated(config, Branch="P-1")

    mistakes = read_all(config)
    assert isinstance(mistakes, tuple)
    assert len(mistakes) == 1


def test_practices_of_their_own_are_no_mistake_nor_is_one_that_was_renamed(config):
    config.write_text(entry("Main") + entry("Branch") + entry("Coast"), encoding="utf-8")
    activated(config, Main="P-1", Branch="P-2", Head="P-1")

    assert isinstance(read_all(config), Settings)


def test_a_practice_does_not_take_its_own_id_from_itself():
    ids = {"Main": "P-1", "Branch": ""}

    assert not is_taken("p-1", ids, "Main")
    assert is_taken("p-1", ids, "Branch")


def test_an_id_in_other_letters_is_taken_too():
    assert is_taken("p-1", {"Main": "P-1"}, "Branch")
