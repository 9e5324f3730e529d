"""What a mistake in the settings says to type instead."""

import pytest

from practicesync.core.settings import Settings, parse_settings

PRACTICE = """
[[practice]]
name = "Main office"
database = "sqlite:///practice.db"
cloud = "{cloud}"
"""


def told(cloud: str) -> tuple[str, str]:
    found = parse_settings(PRACTICE.format(cloud=cloud), "config.toml")
    assert not isinstance(found, Settings)
    [mistake] = found
    return mistake.sentence, mistake.remedy


@pytest.mark.parametrize("cloud", ["http://contacts.example", "HTTP://contacts.example/"])
def test_an_address_without_protection_says_what_to_write_in_its_place(cloud):
    assert told(cloud) == (
        'config.toml: "cloud" of the first practice begins with http://, and so protects nothing'
        " on its way.",
        "Write https:// in place of http://.",
    )


@pytest.mark.parametrize("cloud", ["contacts.example", "ftp://contacts.example", "https://", ""])
def test_what_is_no_address_gets_an_example_of_one(cloud):
    assert told(cloud) == (
        'config.toml: "cloud" of the first practice isn\'t an address that begins with https://.',
        'Give the address of your online copy, for example "https://contacts.example".',
    )
