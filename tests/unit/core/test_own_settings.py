"""What holds for every practice here, as people call it and as they type it."""

from __future__ import annotations

import pytest

from practicesync.core.change import Change
from practicesync.core.mistake import Mistake
from practicesync.core.own_settings import BY_NAME, OWN_SETTINGS, as_written, changed, told_here
from practicesync.core.own_settings_written import own_values, with_own
from practicesync.core.settings import Agent, Settings, parse_settings
from practicesync.core.settings_told import KNOWN

BY_HAND = """\
# ours
[agent]
poll_interval = 1.0   # quick

[[practice]]
name = "North"   # the branch
database = 'Server=S;Database=AE'
cloud = "https://contacts.example"
"""


def mistakes_of(**entries: str) -> list[Mistake]:
    """Return what is told of settings with these entries."""
    named = {name.replace("__", "."): value for name, value in entries.items()}
    text = with_own(BY_HAND, as_written(named))
    found = parse_settings(text, "config.toml")
    return [] if isinstance(found, Settings) else told_here(found)


def test_all_that_stands_in_the_table_can_be_changed() -> None:
    table = {name for name in KNOWN["agent"] if name != "links"}
    names = table | {f"links.{name}" for name in KNOWN["links"]}

    assert set(BY_NAME) == set(own_values(Agent())) == names


def test_values_are_told_as_a_person_types_them() -> None:
    assert own_values(Agent()) == {
        "poll_interval": "5",
        "full_check_at": "02:00",
        "proxy": "",
        "links.guide": "",
        "links.support": "",
        "links.privacy": "",
        "log_level": "INFO",
    }
    assert own_values(Agent(poll_interval=0.75))["poll_interval"] == "0.75"


@pytest.mark.parametrize(
    ("name", "typed", "written"),
    [
        ("full_check_at", "3:05", "03:05"),
        ("full_check_at", " 23.30 ", "23:30"),
        ("full_check_at", "soon", "soon"),
        ("links.support", "help@example.com", "mailto:help@example.com"),
        ("links.support", "mailto:help@example.com", "mailto:help@example.com"),
        ("links.support", "https://example.com/@help", "https://example.com/@help"),
        ("log_level", "debug", "DEBUG"),
        ("proxy", "http://proxy:8080 ", "http://proxy:8080"),
    ],
)
def test_what_is_typed_is_written_as_settings_have_it(name, typed, written) -> None:
    assert as_written({name: typed}) == {name: written}


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("poll_interval", "0.1", "The time between two looks is too small."),
        ("poll_interval", "3601", "The time between two looks is too large."),
        ("poll_interval", "often", "The time between two looks has to be a number."),
        ("poll_interval", "5_0", "The time between two looks has to be a number."),
        ("poll_interval", "nan", "The time between two looks has to be a number."),
        ("poll_interval", "", "The time between two looks has to be a number."),
        ("full_check_at", "25:00", "The time of the nightly full check isn't a time of day."),
        ("proxy", "proxy", "The proxy server isn't the address of a proxy server."),
        ("proxy", "http://me:pw@proxy", "The proxy server holds a user name or password."),
        ("links__guide", "help", "The page for troubleshooting isn't the address of a page."),
        ("links__support", "file:///x", "The page for support isn't the address of a page."),
        (
            "links__privacy",
            "javascript:x",
            "The page about privacy and security isn't the address of a page.",
        ),
        ("log_level", "all", "What the log tells is none of the values that can be chosen."),
    ],
)
def test_what_can_not_be_taken_is_told_in_words(name, typed, sentence) -> None:
    [mistake] = mistakes_of(**{name: typed})

    assert mistake.sentence == sentence
    assert mistake.remedy == BY_NAME[mistake.key].remedy
    assert mistake.key == name.replace("__", ".")


def test_all_mistakes_are_told_together() -> None:
    found = mistakes_of(poll_interval="0", full_check_at="never", links__guide="x")

    assert [one.key for one in found] == ["poll_interval", "full_check_at", "links.guide"]


def test_a_mistake_elsewhere_is_told_as_it_is() -> None:
    missing = 'config.toml: "cloud" of the first practice is missing.'
    other = Mistake("practice[0].cloud", missing, "Give it.")

    assert told_here([other]) == [other]


def test_a_value_stands_where_it_stood_with_its_comment() -> None:
    text = with_own(BY_HAND, {"poll_interval": "30"})

    assert text == BY_HAND.replace("1.0 ", "30.0 ")


def test_a_new_value_comes_into_the_table() -> None:
    text = with_own(BY_HAND, {"full_check_at": "03:00", "links.support": "mailto:a@b.example"})

    for line in BY_HAND.splitlines():
        assert line in text
    found = parse_settings(text, "config.toml")
    assert isinstance(found, Settings)
    assert f"{found.agent.full_check_at:%H:%M}" == "03:00"
    assert found.agent.links.support == "mailto:a@b.example"
    assert found.agent.poll_interval == 1.0


def test_without_a_table_one_is_added_at_the_end() -> None:
    before = BY_HAND[BY_HAND.index("[[") :]
    text = with_own(before, {"poll_interval": "30"})

    assert text == f"{before}\n[agent]\npoll_interval = 30.0\n"


def test_what_changes_nothing_is_the_same_text() -> None:
    assert with_own(BY_HAND, {}) == BY_HAND
    assert with_own(BY_HAND, {"poll_interval": "1"}) == BY_HAND


def test_what_has_become_another_is_named() -> None:
    before = own_values(Agent())
    after = before | {"proxy": "http://p:1"}

    assert changed(before, after) == [Change("proxy", "", "http://p:1")]


def test_each_has_words_of_its_own() -> None:
    assert len({one.label for one in OWN_SETTINGS}) == len(OWN_SETTINGS)
    assert len({one.subject for one in OWN_SETTINGS}) == len(OWN_SETTINGS)
